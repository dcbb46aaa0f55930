"""What people decide at the desks: which submissions were accepted, and their verdicts on proposals.

A submission's bytes and rows lie in the home (`registers.submission`); here stands who sent it, and what became of it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    """Where a submission stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Submission(models.Model):
    """Files that a person sent for a register; `receipt` is the id of its kept record, `number` its place there.

    `sequence` is the delivery it became, set when its rows stand in the register; until then an accepted one is
    unfinished.
    """

    province = models.SlugField(max_length=20)
    number = models.PositiveIntegerField()
    receipt = models.CharField(max_length=64)
    register = models.CharField(max_length=80)
    agency = models.CharField(max_length=60)
    kind = models.CharField(max_length=6)
    mends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="mended_by")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions")
    at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(null=True)

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["province", "receipt"], name="desks_one_submission"),
            models.UniqueConstraint(fields=["province", "number"], name="desks_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number:06d} {self.register}"

    @property
    def is_unfinished(self) -> bool:
        """Return whether it was accepted and its rows do not stand in the register yet."""
        return self.state == State.ACCEPTED and self.sequence is None


class Verdict(models.Model):
    """One person's verdict on one proposal, given once; `proposal` is the first of its manifest's hash."""

    province = models.SlugField(max_length=20)
    proposal = models.CharField(max_length=16)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    approved = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["province", "proposal", "person"], name="desks_one_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.province} {self.proposal} {self.person_id} {self.approved}"
