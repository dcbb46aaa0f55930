"""What people decide at the desks: their seats, their verdicts on proposals, and the audit trail of every write.

A row of the trail is never changed or deleted and carries the digest of the one before it; `audit` writes it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tinhso.portal.desks.may import Role


class Seat(models.Model):
    """A person's function in one province, for one agency."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    province = models.SlugField(max_length=20)
    role = models.CharField(max_length=14, choices=[(role.value, role.value) for role in Role])
    agency = models.CharField(max_length=60, blank=True)

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "province"], name="desks_one_seat")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.province}"


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


class AuditRow(models.Model):
    """One write: who, when, what, on what, why; `digest` is over these and the digest before it."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    province = models.SlugField(max_length=20)
    action = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    reason = models.TextField()
    before = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:  # noqa: D106 - Django's own word
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
