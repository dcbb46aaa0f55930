"""What people decide about dossiers, as tables: dossiers, events, papers in and out, money, feedback, notices.

A dossier's row repeats what its events say (status, instants, due) so that lists need no events; `actions` writes both
in one transaction. Events are never changed or deleted, and each carries the digest of the one before it.
"""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from tinhso.base.label import Label
from tinhso.rooms.services.states import CLOCK, STATUS_LABELS, ClockState, Status

CHECK_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_token() -> str:
    """A secret that cannot be guessed, for links."""
    return secrets.token_urlsafe(24)


def new_check_code() -> str:
    """Twelve letters and digits that nobody mistakes for one another, printed on an issued paper."""
    return "".join(secrets.choice(CHECK_LETTERS) for _ in range(12))


class Dossier(models.Model):
    """One application; `edition_from` names the edition of its procedure in force at submission.

    `version` grows with every event and refuses the second of two officers. `submit_key` comes from the draft, so that
    a form sent twice makes one dossier. `original_agency` never changes; successions are read from `agencies`.
    `desk_at` orders the desk: submission until reception, then the due instant, the last one promised while paused,
    settlement until the result is returned; empty when nothing is left to do.
    """

    province = models.SlugField(max_length=20)
    code = models.CharField(max_length=40, unique=True)
    submit_key = models.CharField(max_length=64, unique=True)
    procedure_id = models.CharField(max_length=60)
    procedure_code = models.CharField(max_length=20)
    edition_from = models.DateField()
    case = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=6)
    area = models.CharField(max_length=5)
    original_agency = models.CharField(max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    applicant_kind = models.CharField(max_length=10)
    applicant_name = models.CharField(max_length=200)
    applicant_number = models.CharField(max_length=20)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    answers = models.JSONField()
    status = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in Status])
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    desk_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extended_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned"
    )
    fee_vnd = models.BigIntegerField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_text = models.TextField(blank=True)

    class Meta:  # noqa: D106 - Django's own word
        indexes: ClassVar = [
            # `desk_at` is empty for ended dossiers, so a desk reads only what is open, in order, from the index.
            models.Index(fields=["province", "area", "desk_at", "id"], name="services_desk"),
            models.Index(fields=["province", "desk_at", "id"], name="services_province_desk"),
            models.Index(fields=["assignee", "desk_at", "id"], name="services_mine"),
            models.Index(fields=["owner", "-submitted_at"], name="services_owner"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def status_label(self) -> Label:
        """The status in words."""
        return STATUS_LABELS[Status(self.status)]

    @property
    def paused(self) -> bool:
        """Whether the clock stands."""
        return CLOCK[Status(self.status)] is ClockState.PAUSED


class DossierEvent(models.Model):
    """One step, never changed: `digest` is over the step and the digest of the one before it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    role = models.CharField(max_length=12)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:  # noqa: D106 - Django's own word
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "number"], name="services_one_step")]

    def __str__(self) -> str:
        return f"{self.dossier_id}.{self.number} {self.action}"

    @property
    def status_label(self) -> Label:
        """The status the step led to, in words."""
        return STATUS_LABELS[Status(self.status)]


class DayNumber(models.Model):
    """The last dossier number a unit gave on a day."""

    unit = models.CharField(max_length=20)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "day"], name="services_one_counter")]

    def __str__(self) -> str:
        return f"{self.unit} {self.day}: {self.last}"


class Draft(models.Model):
    """A form being filled in: the texts as typed, reached by its secret link until submitted.

    `held` are the answers a register gave, by place: `{"value": …, "element": …}`.
    """

    token = models.CharField(max_length=48, unique=True, default=new_token)
    province = models.SlugField(max_length=20)
    procedure_id = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    texts = models.JSONField(default=dict)
    held = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.changed_at:%Y-%m-%d}"


class Attachment(models.Model):
    """A paper handed in; the bytes lie outside the web root under their SHA-256."""

    draft_token = models.CharField(max_length=48, db_index=True)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.PROTECT, related_name="attachments")
    place = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class Payment(models.Model):
    """A fee to be paid once; its serial makes the reference that comes back on the bank's statement."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="payments")
    amount_vnd = models.BigIntegerField()
    asked_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_vnd = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.amount_vnd}"


class Statement(models.Model):
    """A bank's statement as a cashier handed it in; the same bytes are taken once a province."""

    province = models.SlugField(max_length=20)
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    n_received = models.PositiveIntegerField()
    n_accepted = models.PositiveIntegerField()
    n_repeated = models.PositiveIntegerField()

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["province", "sha256"], name="services_one_statement")]

    def __str__(self) -> str:
        return self.name


class BankLine(models.Model):
    """A line of a statement already taken in, by the bank's transaction number; `payment` is empty when unknown."""

    province = models.SlugField(max_length=20)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    transaction = models.CharField(max_length=80)
    amount_vnd = models.BigIntegerField()
    content = models.TextField(blank=True)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="lines")

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["province", "transaction"], name="services_one_line")]

    def __str__(self) -> str:
        return self.transaction


class Refund(models.Model):
    """Money paid back out of a line: never more than the line brought."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="refunds")
    amount_vnd = models.BigIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount_vnd}"


class Complaint(models.Model):
    """A complaint about a dossier, with its own due day; `justified` is the desk's word, `satisfied` the person's."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="complaints")
    text = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    justified = models.BooleanField(null=True)
    satisfied = models.BooleanField(null=True)

    class Meta:  # noqa: D106 - Django's own word
        indexes: ClassVar = [
            # The few that wait, among all that were ever answered.
            models.Index(fields=["due_at"], condition=models.Q(answered_at=None), name="services_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.made_at:%Y-%m-%d}"


class ResultDraft(models.Model):
    """The words of a result before somebody else approves them; the last draft of a dossier stands."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="result_draft")
    text = models.TextField()
    outcome = models.CharField(max_length=8)
    drafted_by = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.outcome}"


class IssuedPaper(models.Model):
    """A paper the agency issued, as PDF under its SHA-256; anybody checks it by `check_code`, printed on it as QR."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="issued")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40, blank=True)
    check_code = models.CharField(max_length=12, unique=True, default=new_check_code)
    sha256 = models.CharField(max_length=64, db_index=True)
    signer = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Consent(models.Model):
    """What a person said when asked whether registers may be read for a form: for which elements, yes or no.

    `draft_token` is the submit key of the dossier that the draft became.
    """

    draft_token = models.CharField(max_length=48, db_index=True)
    personal_id = models.CharField(max_length=12)
    elements = models.JSONField()
    agreed = models.BooleanField()
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draft_token} {self.agreed}"


class TrackingMiss(models.Model):
    """A wrong guess at a dossier's second factor, from an address (kept as a digest)."""

    address = models.CharField(max_length=64)
    code = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:  # noqa: D106 - Django's own word
        indexes: ClassVar = [models.Index(fields=["address", "at"], name="services_misses")]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%H:%M}"


class Notice(models.Model):
    """A message to be sent once: `key` makes a second one of the same step impossible.

    `next_at` is when to try (again); a notice that was refused for good has `given_up_at` and the refusal.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=5, default="email")
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(db_index=True, null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    n_tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.key
