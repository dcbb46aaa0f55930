from dataclasses import replace
from decimal import Decimal

import pytest

from tinhso.rooms.plan.alignment import RELATION_LABELS, Relation, alignments, compare, relation
from tinhso.rooms.plan.programme import Comparison
from tinhso.rooms.plan.reading import read_programmes

from .a_board import AS_OF
from .test_status import TARGET


@pytest.mark.parametrize(
    ("comparison", "value", "year", "expected"),
    [
        (">=", "0.80", 2030, Relation.EQUAL),
        (">", "0.80", 2030, Relation.EQUAL),
        (">=", "0.90", 2030, Relation.STRONGER),
        (">=", "0.80", 2027, Relation.STRONGER),
        (">=", "0.70", 2030, Relation.WEAKER),
        (">=", "0.80", 2035, Relation.LATER),
        (">=", "0.90", 2035, Relation.LATER),
    ],
)
def test_relations(comparison: Comparison, value: str, year: int, expected: Relation) -> None:
    own = replace(TARGET, comparison=comparison, value=Decimal(value), year=year)
    assert relation(own, TARGET) == expected


def test_less_is_more_for_ranks() -> None:
    rank = replace(TARGET, comparison="<=", value=Decimal(50))
    assert compare(replace(rank, value=Decimal(30)), rank) == 1


def test_every_national_target_is_compared_once() -> None:
    programmes = read_programmes()
    national = [target.id for p in programmes if p.province == "vn" for target in p.targets]
    for province in ("dong-nai", "hung-yen"):
        assert [a.national for a in alignments(programmes, province, AS_OF)] == national
    assert set(RELATION_LABELS) == set(Relation)


def test_the_newer_target_counts_and_the_lowered_one_is_named() -> None:
    found = {a.national: a for a in alignments(read_programmes(), "dong-nai", AS_OF)}
    digital = found["vn57-digital-economy-2030"]
    assert (digital.provincial, digital.relation) == ("dn-congress-digital-economy-2030", Relation.EQUAL)
    assert digital.lowered_from == "dn-digital-economy-2030"
    assert found["vn57-tfp-2030"].relation == Relation.STRONGER
    assert found["vn749-services-level-4-2030"].relation == Relation.MISSING
    assert found["vn749-services-level-4-2030"].remark is None
    assert found["vn57-egdi-2030"].remark is not None


def test_before_the_congress_the_plan_counts() -> None:
    before = alignments(read_programmes(), "dong-nai", AS_OF.replace(year=2025, month=9, day=1))
    (digital,) = [a for a in before if a.national == "vn57-digital-economy-2030"]
    assert (digital.provincial, digital.relation) == ("dn-digital-economy-2030", Relation.STRONGER)
