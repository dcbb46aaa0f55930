"""What people decide about dossiers, as tables: dossiers, their events, papers, drafts, payments, feedback, notices.

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


def new_token() -> str:
    """A secret that cannot be guessed, for links."""
    return secrets.token_urlsafe(24)


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
    """A form being filled in: the texts as typed, reached by its secret link until submitted."""

    token = models.CharField(max_length=48, unique=True, default=new_token)
    province = models.SlugField(max_length=20)
    procedure_id = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    texts = models.JSONField(default=dict)
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


class BankLine(models.Model):
    """A line of a statement already taken in, by the bank's transaction number."""

    transaction = models.CharField(max_length=80, unique=True)
    amount_vnd = models.BigIntegerField()
    content = models.TextField(blank=True)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.transaction


class Complaint(models.Model):
    """A complaint about a dossier, with its own due day."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="complaints")
    text = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.made_at:%Y-%m-%d}"


class Notice(models.Model):
    """A message to be sent once: `key` makes a second one of the same step impossible."""

    key = models.CharField(max_length=80, unique=True)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    n_tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.key
