"""Projects: contradictions, progress, risk, money against result."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.finance.projects import (
    Contract,
    Milestone,
    Payment,
    Project,
    check_project,
    money_by_target,
    money_per_point,
    progress,
)

PROJECT = Project(
    "p1",
    "Land database",
    "so-nnmt",
    "government",
    date(2024, 1, 1),
    date(2025, 12, 31),
    1000,
    ("t1", "t2"),
    (Contract("c1", "Survey", "Invented Ltd", date(2024, 2, 1), 600),),
    (
        Milestone("m1", "Survey done", date(2024, 12, 31), date(2024, 12, 1)),
        Milestone("m2", "Live", date(2025, 6, 30), None),
    ),
    (Payment("x1", "c1", date(2024, 6, 1), 200), Payment("x2", "c1", date(2025, 3, 1), 400)),
)


def test_a_sound_project_has_no_faults():
    assert check_project(PROJECT) == []


@pytest.mark.parametrize(
    ("change", "what", "found"),
    [
        (
            {"appropriation_vnd": 500},
            ["more is paid out than appropriated", "contracts exceed the appropriation"],
            "120%",
        ),
        ({"ends_on": date(2023, 1, 1)}, ["ends before it starts"], "2024-01-01 – 2023-01-01"),
        ({"targets": ()}, ["the project names no target it serves"], "–"),
        ({"contracts": ()}, ["paid for a contract that is not there"], "c1"),
        (
            {"contracts": (replace(PROJECT.contracts[0], value_vnd=500),)},
            ["more is paid than the contract's value"],
            "c1 120%",
        ),
    ],
)
def test_contradictions(change, what, found):
    faults = check_project(replace(PROJECT, **change))
    assert [fault.what.en for fault in faults] == what
    assert faults[0].found == found


def test_progress_and_risk_by_hand():
    # 2024-12-31: 365 of 730 days, 200 of 1,000 paid, one of two milestones met, 30 points behind time.
    found = progress(PROJECT, date(2024, 12, 31))
    assert (found.elapsed, found.disbursed, found.milestones_met) == (0.5, 0.2, 0.5)
    assert [reason.en for reason in found.reasons] == ["disbursement is 30 points behind time"]
    assert found.risk == "medium"
    late = progress(PROJECT, date(2026, 1, 31))
    assert [reason.en for reason in late.reasons] == [
        "milestones overdue: 1, the longest by 215 days",
        "disbursement is 40 points behind time",
        "past its last day",
    ]
    assert late.risk == "high"
    assert progress(PROJECT, date(2023, 1, 1)).risk == "low"
    assert progress(replace(PROJECT, milestones=()), date(2023, 1, 1)).milestones_met is None


def test_money_against_result():
    money = money_by_target([PROJECT, replace(PROJECT, id="p2", targets=("t1",))], date(2024, 12, 31))
    assert money == {"t1": (1500, 300), "t2": (500, 100)}
    assert money_per_point(money, {"t1": 0.05, "t2": 0.0, "t9": 0.1}) == {"t1": pytest.approx(60), "t2": None}


@given(st.dates(date(2023, 1, 1), date(2027, 1, 1)), st.dates(date(2023, 1, 1), date(2027, 1, 1)))
def test_progress_never_runs_backwards(one, other):
    earlier, later = (progress(PROJECT, day) for day in sorted((one, other)))
    assert earlier.elapsed <= later.elapsed
    assert earlier.disbursed <= later.disbursed
    assert earlier.milestones_met <= later.milestones_met
