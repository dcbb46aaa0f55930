"""Alignment: for each national target, has the province one, and is it equal, stronger, weaker or later.

Takes the national and the provincial programmes; gives one `Alignment` per national target, computed from `parent`
links. Where a newer provincial target lowers an older one (a merger, a new congress), the newer counts and the loss
is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.base.label import Label
from tinhso.rooms.plan.programme import COUNTRY, Programme, Target


class Relation(StrEnum):
    """How a provincial target stands to its national parent."""

    EQUAL = "equal"
    STRONGER = "stronger"
    WEAKER = "weaker"
    LATER = "later"
    MISSING = "missing"


RELATION_LABELS = {
    Relation.EQUAL: Label("bằng mức quốc gia", "equal to the national target", "เท่ากับระดับชาติ"),
    Relation.STRONGER: Label("cao hơn mức quốc gia", "stronger than the national target", "เข้มกว่าระดับชาติ"),
    Relation.WEAKER: Label("thấp hơn mức quốc gia", "weaker than the national target", "อ่อนกว่าระดับชาติ"),
    Relation.LATER: Label("muộn hơn mức quốc gia", "later than the national target", "ช้ากว่าระดับชาติ"),
    Relation.MISSING: Label("tỉnh chưa có chỉ tiêu này", "the province has no such target", "จังหวัดยังไม่มีเป้าหมายนี้"),
}


COUNTRY_ONLY = Label(
    "chỉ tiêu này chỉ có nghĩa với cả nước",
    "this target only makes sense for the whole country",
    "เป้าหมายนี้มีความหมายเฉพาะระดับประเทศ",
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A national target beside the provincial one in force; `lowered_from` is an older, stronger provincial one.

    `remark` says where a missing target is no fault: the number only makes sense for the whole country.
    """

    national: str
    provincial: str | None
    relation: Relation
    lowered_from: str | None
    remark: Label | None


def compare(mine: Target, other: Target) -> int:
    """Return 1, 0 or -1 as the first target asks for more than, as much as, or less than the second, years aside.

    `>` and `≥` of one number count as equal; a range counts by its lower edge.
    """
    sign = -1 if mine.comparison == "<=" else 1
    return sign * ((mine.value > other.value) - (mine.value < other.value))


def relation(provincial: Target, national: Target) -> Relation:
    """Return how a provincial target stands to a national one. Reaching as much in an earlier year is stronger."""
    more = compare(provincial, national)
    if more < 0:
        return Relation.WEAKER
    if provincial.year > national.year:
        return Relation.LATER
    return Relation.STRONGER if more > 0 or provincial.year < national.year else Relation.EQUAL


def alignments(programmes: Sequence[Programme], province: str, as_of: date) -> tuple[Alignment, ...]:
    """Return the alignment of a province with every national target, in the order of the national programmes."""
    adopted = [programme for programme in programmes if programme.adopted_on <= as_of]
    own = [(p.adopted_on, x) for p in adopted if p.province == province for x in p.targets]
    national = [target for p in adopted if p.province == COUNTRY for target in p.targets]
    return tuple(_alignment(target, [pair for pair in own if pair[1].parent == target.id]) for target in national)


def _alignment(national: Target, own: Sequence[tuple[date, Target]]) -> Alignment:
    if not own:
        remark = COUNTRY_ONLY if national.scope == "country" else None
        return Alignment(national.id, None, Relation.MISSING, None, remark)
    newest = max(own, key=lambda pair: (pair[0], pair[1].id))
    stronger = [pair[1] for pair in own if pair[0] < newest[0] and compare(pair[1], newest[1]) > 0]
    lowered = max(stronger, key=lambda target: target.id, default=None)
    return Alignment(national.id, newest[1].id, relation(newest[1], national), lowered.id if lowered else None, None)
