"""What people decide at the desks: which submissions were accepted, their verdicts on proposals, reports on tasks.

A submission's bytes and rows lie in the home (`registers.submission`); here stands who sent it, and what became of it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tinhso.portal.desks.review_models import Linkage, Pair, PairOpening, PairVerdict

__all__ = ["Linkage", "Pair", "PairOpening", "PairVerdict", "State", "Submission", "TaskReport", "Verdict"]


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


class TaskReport(models.Model):
    """What an agency reported on a programme's task, never changed: the newest of a task is where it stands.

    The document's bytes lie outside the web root under their hash; `sha256` is empty for a report without one.
    """

    province = models.SlugField(max_length=20)
    task = models.CharField(max_length=80)
    agency = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="task_reports")
    at = models.DateTimeField()
    done_percent = models.PositiveSmallIntegerField()
    text = models.TextField()
    name = models.CharField(max_length=80, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.BigIntegerField(default=0)

    class Meta:  # noqa: D106 - Django's own word
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["province", "task", "-id"], name="desks_task_reports")]

    def __str__(self) -> str:
        return f"{self.task} {self.done_percent} %"
