"""The rules are general: a clean series gives nothing, and any figures of the same shape are found."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.label import Label
from tinhso.law.citation import Citation
from tinhso.rooms.plan.plausibility import Evidence, read_sentences
from tinhso.rooms.plan.programme import Programme, Target
from tinhso.rooms.plan.reading import read_territories
from tinhso.rooms.plan.reported import Figure, Reported, Series, Spending, read_figures, read_reported
from tinhso.rooms.plan.rules_targets import RULES, find_findings

from .test_status import TARGET

PLAIN = Series("a", Label.same("a"), None, None, None, None, None, (), None, None, False, False)
N_PROVINCES = read_reported().n_provinces


def a_figure(series: str, value: str, period: str = "2025", **changes: str) -> Figure:
    made = {"territory": "dong_nai_2025", "unit": "percent", "kind": "actual", "comparison": ""} | changes
    id_ = f"{series}@{made['territory']}@{period}@{value}"
    return Figure(
        id=id_,
        series=series,
        area="75",
        period=period,
        value=Decimal(value),
        value_high=None,
        reservation="",
        note="",
        source="",
        publisher="p",
        published_on="",
        confidence="seen",
        **made,
    )


def a_target(**changes: object) -> Target:
    return replace(TARGET, **{"reported": ("a", "b", "c"), **changes})  # type: ignore[arg-type]


def a_programme(*targets: Target, province: str = "dong-nai", adopted_on: date = date(2026, 1, 1)) -> Programme:
    nothing = Label.same("p")
    law = (Citation("nq-57-2024"),)
    return Programme(
        f"p{adopted_on}", province, "dong_nai_2025", nothing, nothing, law, adopted_on, "ubnd", (), (), (), targets, ()
    )


def rules_of(figures: Sequence[Figure], series: Sequence[Series], *programmes: Programme) -> set[str]:
    reported = Reported(tuple(figures), {one.id: one for one in series}, N_PROVINCES)
    evidence = Evidence(reported, read_territories(), programmes or (a_programme(a_target(unit="count")),))
    return {finding.rule for finding in find_findings(evidence)}


OF = {
    "a": replace(PLAIN, concept="x", of=Label.same("all")),
    "b": replace(PLAIN, id="b", concept="x", of=Label.same("some")),
}
STAGES = [
    replace(PLAIN, concept="x", stage=Label.same("s")),
    replace(PLAIN, id="b", concept="x", stage=Label.same("t")),
]
BY = [replace(PLAIN, concept="x", by=Label.same("s")), replace(PLAIN, id="b", concept="x", by=Label.same("t"))]
RATIO = [replace(PLAIN, ratio=("b", "c")), replace(PLAIN, id="b"), replace(PLAIN, id="c")]
SUM = [PLAIN, replace(PLAIN, id="b", accumulates="a")]
RANKS = [replace(PLAIN, concept="r", ranked=True), replace(PLAIN, id="b", concept="r", ranked=True)]
COUNTER = [replace(PLAIN, counter=("b", "c")), replace(PLAIN, id="b"), replace(PLAIN, id="c")]
SPENDS = [replace(PLAIN, spends=Spending("b", "c", "d")), *(replace(PLAIN, id=x) for x in "bcd")]


def spending(share: str) -> list[Figure]:
    heads = a_figure("c", "1000000", unit="person")
    return [
        a_figure("a", share),
        a_figure("b", "100", unit="million_vnd"),
        heads,
        a_figure("d", "20000", unit="billion_vnd"),
    ]


@pytest.mark.parametrize(
    ("rule", "series", "clean", "wrong"),
    [
        ("other_denominator", list(OF.values()), [("a", "60"), ("b", "63")], [("a", "60"), ("b", "80")]),
        ("matched_is_not_clean", STAGES, [("a", "90"), ("b", "90")], [("a", "90"), ("b", "70")]),
        ("other_producer", BY, [("a", "12"), ("b", "12.5")], [("a", "12"), ("b", "15")]),
        ("sources_disagree", [PLAIN], [("a", "10"), ("a", "10.1")], [("a", "10"), ("a", "11")]),
        (
            "ratio_refuted",
            RATIO,
            [("a", "50.1"), ("b", "501"), ("c", "1000")],
            [("a", "57"), ("b", "501"), ("c", "1000")],
        ),
        ("total_claim", COUNTER, [("a", "100"), ("b", "100")], [("a", "100"), ("b", "97")]),
        ("total_claim", COUNTER, [("a", "99"), ("b", "50")], [("a", "100"), ("b", "50"), ("c", "3")]),
    ],
)
def test_clean_gives_nothing_and_wrong_is_found(
    rule: str, series: list[Series], clean: list[tuple[str, str]], wrong: list[tuple[str, str]]
) -> None:
    assert rules_of([a_figure(*one) for one in clean], series) == set()
    assert rules_of([a_figure(*one) for one in wrong], series) == {rule}


def test_spending_beyond_the_budget() -> None:
    assert rules_of(spending("1"), SPENDS) == set()
    assert rules_of(spending("2.5"), SPENDS) == {"beyond_budget"}


@pytest.mark.parametrize(("part", "found"), [("75", set()), ("60", {"series_break"}), ("90", {"series_break"})])
def test_a_year_against_its_first_nine_months(part: str, found: set[str]) -> None:
    figures = [a_figure("b", part, "2025-09", unit="billion_usd"), a_figure("a", "100", unit="billion_usd")]
    assert rules_of(figures, SUM) == found


def test_a_running_total_cannot_fall() -> None:
    rising = [a_figure("b", "80", "2025-08"), a_figure("b", "90", "2025-09")]
    falling = [a_figure("b", "80", "2025-08"), a_figure("b", "79", "2025-09")]
    assert rules_of(rising, SUM) == set()
    assert rules_of(falling, SUM) == {"cumulative_falls"}


def test_a_series_across_a_merger() -> None:
    before = a_figure("a", "10", "2024", territory="binh_phuoc")
    same_place = [a_figure("a", "10", "2025"), a_figure("a", "11", "2026")]
    assert rules_of(same_place, [PLAIN]) == set()
    assert rules_of([before, a_figure("a", "11")], [PLAIN]) == {"territory_changed"}
    assert rules_of([before, a_figure("a", "11")], [replace(PLAIN, local=True)]) == set()


def a_rank(series: str, value: str, territory: str, period: str, **changes: str) -> Figure:
    return a_figure(series, value, period, territory=territory, unit="rank", kind="rank", **changes)


def test_ranks_need_their_universe() -> None:
    old, new = a_rank("a", "20", "dong_nai", "2022"), a_rank("a", "11", "dong_nai_2025", "2024")
    assert rules_of([new, a_rank("a", "10", "dong_nai_2025", "2025")], RANKS) == set()
    assert "rank_without_universe" in rules_of([old, new], RANKS)


@given(st.integers(1, 34), st.integers(1, 34))
def test_a_claimed_leading_group_is_held_against_the_rank(group: int, rank: int) -> None:
    claim = a_rank("b", str(group), "dong_nai_2025", "2025", comparison="<=")
    found = rules_of([claim, a_rank("a", str(rank), "dong_nai_2025", "2025")], RANKS)
    assert ("leading_group_claim" in found) == (rank > group)


@pytest.mark.parametrize(
    ("parent_value", "own", "found"),
    [("0.80", "0.80", set()), ("0.80", "0.90", set()), ("0.80", "0.70", {"weaker_than_parent"})],
)
def test_a_target_beside_its_parent(parent_value: str, own: str, found: set[str]) -> None:
    parent = a_programme(a_target(id="n", value=Decimal(parent_value)), province="vn")
    assert rules_of([], [PLAIN], parent, a_programme(a_target(parent="n", value=Decimal(own)))) == found


def test_a_later_target_that_asks_for_less() -> None:
    old = a_programme(a_target(id="old"), adopted_on=date(2025, 8, 1))
    lower = a_programme(a_target(value=Decimal("0.7")))
    assert rules_of([], [PLAIN], old, lower) == {"weaker_than_before"}
    assert rules_of([], [PLAIN], old, a_programme(a_target())) == set()


@pytest.mark.parametrize(
    ("value", "period", "found"),
    [("85", "2025", {"below_start"}), ("75", "2025", set()), ("80", "2025", set()), ("85", "2026", set())],
)
def test_a_target_below_its_start(value: str, period: str, found: set[str]) -> None:
    assert rules_of([a_figure("a", value, period)], [PLAIN], a_programme(a_target())) == found


@given(st.lists(st.integers(10, 79), min_size=2, max_size=5))
def test_moving_away_is_the_last_step_only(values: list[int]) -> None:
    figures = [a_figure("a", str(value), str(2024 + n)) for n, value in enumerate(values)]
    assert ("moving_away" in rules_of(figures, [PLAIN], a_programme(a_target()))) == (values[-1] < values[-2] * 0.95)


def test_every_rule_has_its_words() -> None:
    assert set(read_sentences()) == set(RULES)


def test_published_figures_are_read_whole() -> None:
    figures = read_figures()
    assert len(figures) >= 300
    assert len({figure.id for figure in figures}) == len(figures)
    assert all(figure.publisher and figure.source for figure in figures)
