"""Tables of the review desk: linkages, the pairs that wait for people, who opened them, what was said of them.

Openings and judgements are only ever added; a judgement is withdrawn by another row. A pair carries the compared values
of its two rows while it waits and loses them when it is gone; what people saw stays as hashes.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tinhso.portal.desks.review_rules import Given, Judgement, Stage

WITHDRAWN = "withdrawn"


class Linkage(models.Model):
    """A linkage of a province as it was gathered last: its words, whether it takes four eyes, who mends its rows.

    `label`, `left`, `right` are words in three languages; `fields` a list of name, kind and label of what is compared.
    `definition` is the SHA-256 of the linkage's file; `n_gathered` counts the gatherings.
    """

    province = models.SlugField(max_length=20)
    name = models.CharField(max_length=80)
    label = models.JSONField()
    left = models.JSONField()
    right = models.JSONField()
    fields = models.JSONField()
    four_eyes = models.BooleanField()
    agency = models.CharField(max_length=60, blank=True)
    definition = models.CharField(max_length=64)
    states = models.CharField(max_length=64)
    n_gathered = models.PositiveIntegerField(default=0)
    gathered_at = models.DateTimeField()

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["province", "name"], name="desks_one_linkage")]

    def __str__(self) -> str:
        return f"{self.province} {self.name}"


class Pair(models.Model):
    """Two rows that may be one entity; `steps` holds values, levels and bits by field, as the waterfall needs them.

    `probability` 0-1 and `weight_bits` are the model's; `distance` is how far the probability is from 0.5, by which the
    most uncertain comes first, and `tie` parts equals. `gathered` is the gathering
    that found it last; `is_gone`: the linkage no longer gives the pair as uncertain.
    """

    linkage = models.ForeignKey(Linkage, on_delete=models.PROTECT, related_name="pairs")
    left_id = models.CharField(max_length=80)
    right_id = models.CharField(max_length=80)
    area = models.CharField(max_length=5, blank=True)
    weight_bits = models.FloatField()
    probability = models.FloatField()
    distance = models.FloatField()
    tie = models.CharField(max_length=16)
    accepted = models.BooleanField()
    steps = models.JSONField()
    left_digest = models.CharField(max_length=64)
    right_digest = models.CharField(max_length=64)
    stage = models.CharField(max_length=8, default=Stage.FIRST.value)
    is_gone = models.BooleanField(default=False)
    gathered = models.PositiveIntegerField()

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["linkage", "left_id", "right_id"], name="desks_one_pair")
        ]
        indexes: ClassVar = [
            models.Index(fields=["linkage", "is_gone", "stage", "distance", "tie"], name="desks_pairs"),
            models.Index(fields=["linkage", "area", "is_gone", "stage", "distance", "tie"], name="desks_pairs_of_area"),
            models.Index(fields=["linkage", "gathered"], name="desks_pairs_gathered"),
        ]

    def __str__(self) -> str:
        return f"{self.linkage.name} {self.pk}"

    @property
    def seen(self) -> str:
        """Return what tells whether the pair still looks as it did: the first of both rows' and definition's hashes."""
        return f"{self.left_digest[:12]}{self.right_digest[:12]}{self.linkage.definition[:8]}"

    def standing(self) -> "list[PairVerdict]":
        """Return the judgements that were not withdrawn, in order."""
        found = self.verdicts.filter(withdrawn_by=None).exclude(judgement=WITHDRAWN)
        return list(found.select_related("person").order_by("turn"))


class PairVerdict(models.Model):
    """What one person said of a pair, or that an earlier word is withdrawn, and what the pair looked like then."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="verdicts")
    turn = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pair_verdicts")
    at = models.DateTimeField()
    judgement = models.CharField(max_length=9)
    reason = models.TextField(blank=True)
    is_final = models.BooleanField(default=False)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="withdrawn_by")
    left_digest = models.CharField(max_length=64)
    right_digest = models.CharField(max_length=64)
    definition = models.CharField(max_length=64)
    weight_bits = models.FloatField()

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["pair", "turn"], name="desks_one_turn")]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="desks_own_verdicts")]

    def __str__(self) -> str:
        return f"{self.pair_id}.{self.turn} {self.judgement}"

    @property
    def given(self) -> Given:
        """Return the judgement as the rules take it."""
        return Given(self.person_id, Judgement(self.judgement), self.is_final)


class PairOpening(models.Model):
    """That a person has seen the rows of a pair as they looked then; once each, with its row of the trail."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pair_openings")
    seen = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:  # noqa: D106 - Django's own word
        constraints: ClassVar = [models.UniqueConstraint(fields=["pair", "person", "seen"], name="desks_one_opening")]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.person_id}"
