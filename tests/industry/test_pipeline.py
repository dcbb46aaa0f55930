"""The investment pipeline: all moves, what each needs, and the count behind the promise of a leading enterprise."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tinhso.rooms.industry
from tinhso.base.errors import NotAllowed
from tinhso.law.parameter import read_parameters
from tinhso.rooms.industry.pipeline import (
    MOVES,
    STAGES,
    Project,
    check_project,
    funnel,
    is_leading,
    leading_producing,
    move,
)

RULE = read_parameters(Path(tinhso.rooms.industry.__file__).parent / "parameters")["leading_enterprise_revenue_usd"]
DAY = date(2026, 3, 1)
LEAD = Project("pr-1", "Invented Chips", "semiconductors", "KR", "lead", {"lead": DAY}, 100, 10, "0123", 50, 2 * 10**10)


@pytest.mark.parametrize(("stage", "to"), list(product(STAGES, STAGES)))
def test_every_pair_of_stages(stage, to):
    project = replace(LEAD, stage=stage, since={stage: DAY})
    if to in MOVES[stage]:
        assert move(project, to, DAY, has_lot=True).since[to] == DAY
    else:
        with pytest.raises(NotAllowed, match="there is no such move"):
            move(project, to, DAY, has_lot=True)


@pytest.mark.parametrize(
    ("change", "stage", "to", "has_lot", "reason"),
    [
        ({"capital_registered_usd": 0}, "lead", "registered", True, "capital or a promised lot is missing"),
        ({}, "lead", "registered", False, "capital or a promised lot is missing"),
        ({"licence": ""}, "registered", "licensed", True, "the licence number is missing"),
        ({"capital_paid_usd": 0}, "building", "producing", True, "no capital is paid in"),
    ],
)
def test_what_a_move_needs(change, stage, to, has_lot, reason):
    project = replace(LEAD, stage=stage, since={stage: DAY}, **change)
    with pytest.raises(NotAllowed, match=reason):
        move(project, to, DAY, has_lot=has_lot)


def test_time_does_not_run_backwards():
    with pytest.raises(NotAllowed, match="a day before the present stage"):
        move(LEAD, "memorandum", date(2026, 2, 28), has_lot=False)


def test_contradictions_are_named():
    assert check_project(LEAD) == []
    assert [f.what.en for f in check_project(replace(LEAD, capital_paid_usd=120))] == [
        "paid-in capital outside the registered"
    ]
    mixed = replace(LEAD, stage="registered", since={"lead": DAY, "registered": date(2026, 1, 1)})
    assert [f.what.en for f in check_project(mixed)] == ["the stages' days are out of order"]


def test_leading_enterprises_that_produce():
    producing = replace(LEAD, stage="producing", since={"lead": DAY, "producing": date(2029, 5, 1)})
    small = replace(producing, id="pr-2", group_revenue_usd=10**9)
    unknown = replace(producing, id="pr-3", group_revenue_usd=None)
    projects = [LEAD, producing, small, unknown]
    assert [is_leading(p, RULE, DAY) for p in projects] == [True, True, False, None]
    assert leading_producing(projects, RULE, date(2030, 12, 31)) == [producing]
    assert leading_producing(projects, RULE, date(2028, 12, 31)) == []
    assert not RULE.on(DAY).verified


@given(st.lists(st.lists(st.sampled_from(list(STAGES)), unique=True), max_size=8))
def test_a_funnel_never_widens(ways):
    projects = [
        replace(LEAD, id=str(i), stage=way[-1], since=dict.fromkeys(way, DAY)) for i, way in enumerate(ways) if way
    ]
    counts = funnel(projects, DAY)
    way = [counts[stage] for stage in STAGES if stage != "withdrawn"]
    assert way == sorted(way, reverse=True)
    assert funnel(projects, date(2026, 2, 28)) == dict.fromkeys(STAGES, 0)
