"""What people say of the rows that registers hold on them: who they are, who looked, what was confirmed and disputed.

The personal ID stands in one table alone; everything else, the audit trail too, names a person by a key that says
nothing. Steps of a case are never changed or deleted, and each carries the digest of the one before it.
"""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

from tinhso.portal.own.claims import Claim, Kind
from tinhso.portal.own.states import OPEN, State
from tinhso.rooms.services.web.models import new_check_code


def new_key() -> str:
    """Return a key that says nothing of the person it names."""
    return secrets.token_hex(8)


class Subject(models.Model):
    """A person whose rows were looked at, in one province."""

    province = models.SlugField(max_length=20)
    personal_id = models.CharField(max_length=12)
    key = models.CharField(max_length=16, unique=True, default=new_key)

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["province", "personal_id"], name="own_one_subject")]

    def __str__(self) -> str:
        return self.key


class Opening(models.Model):
    """One look at a person's rows: by an account of their own (`agency` empty), or at the desk of an agency."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    agency = models.CharField(max_length=60, blank=True)
    register = models.CharField(max_length=80, blank=True)

    class Meta:  # noqa: D106 - Django's own word
        indexes: ClassVar = [models.Index(fields=["subject", "-id"], name="own_newest_openings")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.at:%Y-%m-%d}"


class Confirmation(models.Model):
    """A person's word that a row was right as it stood; `digest` is over its values, so a changed row asks again."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="confirmations")
    register = models.CharField(max_length=80)
    row = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "register", "row", "digest"], name="own_one_confirmation")
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.register}"


class Case(models.Model):
    """A dispute about one row, or one field of it, for the steward of the agency that keeps the register.

    `held` is what stood there when it was made, `claimed` what should (empty: the person does not say); `sequence` the
    delivery that stood then. `version` grows with every step and refuses the second of two people.
    """

    code = models.CharField(max_length=12, unique=True, default=new_check_code)
    province = models.SlugField(max_length=20)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="own_cases")
    register = models.CharField(max_length=80)
    agency = models.CharField(max_length=60)
    area = models.CharField(max_length=5, blank=True)
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in Kind])
    row = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=60, blank=True)
    held = models.TextField(blank=True)
    claimed = models.TextField(blank=True)
    text = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=9, choices=[(state.value, state.value) for state in State])
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [
            # A form sent twice, even at once, makes one case; a settled one may be followed by another.
            models.UniqueConstraint(
                fields=["subject", "register", "row", "kind", "field"],
                condition=models.Q(state__in=[state.value for state in OPEN]),
                name="own_one_open_case",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["province", "agency", "state", "due_at"], name="own_desk"),
            models.Index(fields=["subject", "-id"], name="own_newest_cases"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.register}"

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to act."""
        return self.state in OPEN

    @property
    def claim(self) -> Claim:
        """Return what the person says, as the rules compare it."""
        return Claim(Kind(self.kind), self.field, self.held, self.claimed)


class CaseEvent(models.Model):
    """One step of a case, never changed; `sequence` is the delivery a step rests on, if it rests on one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=8)
    state = models.CharField(max_length=9)
    actor = models.CharField(max_length=150)
    agency = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:  # noqa: D106 - Django's own word
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="own_one_step")]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.number} {self.act}"


class CasePaper(models.Model):
    """A paper handed in with a dispute; the bytes lie outside the web root under their SHA-256."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=80)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name
