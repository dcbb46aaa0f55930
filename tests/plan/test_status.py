from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.label import Label
from tinhso.rooms.plan.programme import Baseline, Comparison, Target
from tinhso.rooms.plan.status import (
    Point,
    Status,
    choose_period,
    course,
    first_point,
    holds,
    is_running,
    status,
)

TARGET = Target(
    id="t",
    seeds=(),
    label=Label.same("t"),
    promise=Label.same("t"),
    law=(),
    owner="ubnd",
    pillar="government",
    indicator="services.online_share",
    readings=(),
    unmeasured=None,
    reported=(),
    claim=None,
    verified=True,
    note=None,
    comparison=">=",
    value=Decimal("0.80"),
    value_high=None,
    unit="share",
    year=2030,
    baseline=Baseline("2025", Decimal("0.30"), "report"),
    path="linear",
    parent=None,
    territory="dong_nai_2025",
    scope="any",
)
DAYS = st.dates(date(2026, 1, 1), date(2033, 1, 1))
SHARES = st.decimals(0, 1, places=3)


def judged(value: str | None, on: date, target: Target = TARGET) -> Status:
    point = Point(on, Decimal(value)) if value else None
    return status(point, target, course(target, point), on).status


@pytest.mark.parametrize(
    ("comparison", "value", "kept"),
    [
        (">=", "0.80", True),
        (">=", "0.79", False),
        (">", "0.80", False),
        (">", "0.801", True),
        ("<=", "0.80", True),
        ("<=", "0.81", False),
        ("=", "0.80", True),
        ("=", "0.81", False),
    ],
)
def test_comparisons(comparison: Comparison, value: str, kept: bool) -> None:
    assert holds(Decimal(value), replace(TARGET, comparison=comparison)) is kept


def test_a_range_is_kept_inside_and_beyond_it() -> None:
    rising = replace(TARGET, comparison="range", value=Decimal("0.35"), value_high=Decimal("0.37"))
    falling = replace(rising, baseline=Baseline("2025", Decimal("0.50"), "report"))
    assert [holds(Decimal(x), rising) for x in ("0.34", "0.35", "0.37", "0.40")] == [False, True, True, True]
    assert [holds(Decimal(x), falling) for x in ("0.30", "0.35", "0.37", "0.40")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        (None, date(2027, 12, 31), Status.NOT_MEASURED),
        ("0.80", date(2027, 12, 31), Status.MET),
        ("0.50", date(2027, 12, 31), Status.ON_TRACK),  # 0.30 + 2 of 5 years of 0.50
        ("0.49", date(2027, 12, 31), Status.BEHIND),
        ("0.79", date(2031, 1, 1), Status.BEHIND),
    ],
)
def test_verdicts_on_a_line(value: str | None, on: date, expected: Status) -> None:
    assert judged(value, on) == expected


def test_less_is_better_runs_down_the_line() -> None:
    target = replace(TARGET, comparison="<=", value=Decimal(20), baseline=Baseline("2025", Decimal(40), "report"))
    assert judged("30", date(2027, 12, 31), target) == Status.ON_TRACK
    assert judged("33", date(2027, 12, 31), target) == Status.BEHIND


def test_a_floor_holds_at_once() -> None:
    assert judged("0.79", date(2026, 1, 1), replace(TARGET, path="floor")) == Status.BEHIND


def test_without_a_published_start_the_first_measured_value_is_the_start() -> None:
    target = replace(TARGET, baseline=None)
    first = first_point([("2026", Decimal("0.4")), ("2025", Decimal("0.2"))])
    assert first == Point(date(2025, 12, 31), Decimal("0.2"))
    on = date(2026, 12, 31)
    assert status(Point(on, Decimal("0.4")), target, course(target, first), on).status == Status.ON_TRACK
    assert status(Point(on, Decimal("0.3")), target, course(target, first), on).status == Status.BEHIND
    alone = status(first, target, course(target, first), on)
    assert (alone.status, "this value is the start" in alone.reason.en) == (Status.ON_TRACK, True)


@given(SHARES, SHARES, DAYS)
def test_a_better_value_never_has_a_worse_verdict(one: Decimal, other: Decimal, on: date) -> None:
    order = [Status.BEHIND, Status.ON_TRACK, Status.MET]
    low, high = sorted((one, other))
    verdicts = [status(Point(on, x), TARGET, course(TARGET, None), on).status for x in (low, high)]
    assert order.index(verdicts[0]) <= order.index(verdicts[1])


@given(SHARES, SHARES, DAYS)
def test_the_path_stays_between_its_ends(start: Decimal, end: Decimal, on: date) -> None:
    target = replace(TARGET, value=end, baseline=Baseline("2025", start, "report"))
    expected = course(target, None).expected(on)
    assert min(start, end) <= expected <= max(start, end)


@given(DAYS)
def test_the_value_the_path_asks_for_is_on_track_or_met(on: date) -> None:
    expected = course(TARGET, None).expected(on)
    assert status(Point(on, expected), TARGET, course(TARGET, None), on).status in {Status.ON_TRACK, Status.MET}


@pytest.mark.parametrize(
    ("periods", "year", "chosen"),
    [
        ([], 2030, None),
        (["2027"], 2030, None),
        (["2024", "2025", "2026"], 2030, "2025"),
        (["2024", "2025", "2026"], 2024, "2024"),
        (["2026"], 2030, "2026"),
        (["2026"], 2025, "2026"),
        (["2025", "2026-10"], 2030, "2025"),
        (["2026-08", "2026-10", "2026-09", "2026-11"], 2030, "2026-10"),
        (["2026-Q3", "2026-10"], 2030, "2026-Q3"),
    ],
)
def test_the_period_a_target_is_judged_by(periods: list[str], year: int, chosen: str | None) -> None:
    assert choose_period(periods, year, date(2026, 11, 22)) == chosen


def test_a_period_runs_until_its_last_day() -> None:
    assert is_running("2026", date(2026, 12, 30))
    assert not is_running("2026", date(2026, 12, 31))
    assert is_running("2026-11", date(2026, 11, 22) + timedelta(0))
