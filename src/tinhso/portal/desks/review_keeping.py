"""Keep the uncertain pairs of a linkage where people decide: what waits is in the database, indexed by doubt.

Takes a linkage's words and its pairs as a gathering found them, makes the tables agree. What nobody has seen and is no
longer uncertain is removed; what somebody has seen stays with its hashes and loses its values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction

from tinhso.link.review import doubt_distance, tie_of
from tinhso.portal.desks.review_models import Linkage, Pair

_BATCH = 1000
_RENEWED = (
    "area", "weight_bits", "probability", "distance", "accepted", "steps", "left_digest", "right_digest", "is_gone",
    "gathered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An uncertain pair: ids and commune, the model's weight, chance 0-1 and decision, hashes of both rows.

    `steps` is the waterfall as plain values: `start` (words), `prior` and `relatives` (bits), and `fields`, each with
    name, left, right, level (words) and bits.
    """

    left_id: str
    right_id: str
    area: str
    weight_bits: float
    probability: float
    accepted: bool
    left_digest: str
    right_digest: str
    steps: Mapping[str, Any]


def keep_linkage(province: str, name: str, *, at: datetime, **words: Any) -> Linkage:
    """Return a linkage as it is now defined, ready for one more gathering."""
    linkage, _ = Linkage.objects.update_or_create(province=province, name=name, defaults={**words, "gathered_at": at})
    return linkage


def keep_pairs(linkage: Linkage, found: Iterable[Found]) -> int:
    """Make the pairs that wait agree with what a gathering found, and return how many it found.

    Judgements stay as they are: a pair decided or half decided keeps its place. Written a thousand at a time, so that
    people go on deciding meanwhile; a gathering that was cut off is made good by the next.
    """
    n_found = 0
    linkage.n_gathered += 1
    linkage.save(update_fields=["n_gathered"])
    for some in batched(found, _BATCH):
        _renew([_row(linkage, each) for each in some])
        n_found += len(some)
    _let_go(linkage)
    return n_found


def _row(linkage: Linkage, found: Found) -> Pair:
    return Pair(
        linkage=linkage,
        left_id=found.left_id,
        right_id=found.right_id,
        area=found.area,
        weight_bits=found.weight_bits,
        probability=found.probability,
        distance=doubt_distance(found.probability),
        tie=tie_of(linkage.name, found.left_id, found.right_id),
        accepted=found.accepted,
        steps=found.steps,
        left_digest=found.left_digest,
        right_digest=found.right_digest,
        gathered=linkage.n_gathered,
    )


def _renew(rows: Sequence[Pair]) -> None:
    key = ["linkage", "left_id", "right_id"]
    Pair.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=_RENEWED)


def _let_go(linkage: Linkage) -> None:
    gone = Pair.objects.filter(linkage=linkage, gathered__lt=linkage.n_gathered)
    unseen = gone.filter(openings=None, verdicts=None).values_list("pk", flat=True)
    while numbers := list(unseen[:_BATCH]):
        with transaction.atomic():
            # Whoever opened one of them in this moment keeps it.
            Pair.objects.filter(pk__in=numbers, openings=None, verdicts=None).delete()
    gone.update(is_gone=True, steps={})
