"""Seats, the audit trail of every write, and how far the trail was checked.

A row of the trail is never changed or deleted and carries the digest of the one before it; `audit` writes it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tinhso.people.roles import Role


class Seat(models.Model):
    """A person's function in one province, for one agency (empty: none) and commune (empty: the whole province)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    province = models.SlugField(max_length=20)
    role = models.CharField(max_length=14, choices=[(role.value, role.value) for role in Role])
    agency = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=5, blank=True)

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "province"], name="people_one_seat")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.area or self.province}"

    def sees(self, area: str) -> bool:
        """Return whether what belongs to a commune is within the seat."""
        return not self.area or self.area == area

    def works_for(self, agency: str) -> bool:
        """Return whether what belongs to an agency is within the seat."""
        return not self.agency or self.agency == agency


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
        indexes: ClassVar = [
            models.Index(fields=["province", "-id"], name="people_newest"),
            # Who proposed this release, why, is asked over a trail of any length.
            models.Index(fields=["province", "subject"], name="people_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class TrailCheck(models.Model):
    """One reading of the trail, of all provinces: rows with ids over `after` and up to `up_to`, and what it found.

    `digest` is of the row `up_to`, `actor` and `province` say who asked and where; until `done` it may be gone on with.
    """

    province = models.SlugField(max_length=20)
    actor = models.CharField(max_length=150)
    began_at = models.DateTimeField()
    at = models.DateTimeField()
    after = models.BigIntegerField()
    up_to = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    n_rows = models.BigIntegerField(default=0)
    n_broken = models.BigIntegerField(default=0)
    first_broken = models.BigIntegerField(null=True)
    done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.after}-{self.up_to} {self.n_broken}"
