"""What people decide at the desks: their verdicts on proposals."""

from typing import ClassVar

from django.conf import settings
from django.db import models


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
