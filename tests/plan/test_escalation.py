"""To whom a late task is passed on: by working days, by the rule of the day, and never before its day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.plan.escalation import Level, escalated_to, read_escalation, working_days_late

RULES = read_escalation()


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("on", "level"),
    [
        # Due on Friday 2 January 2026, with Monday to Friday worked: the days late are counted by hand.
        (date(2026, 1, 2), None),
        (date(2026, 1, 4), None),
        (date(2026, 1, 5), Level.AGENCY),
        (date(2026, 1, 8), Level.AGENCY),
        (date(2026, 1, 9), Level.COORDINATION),
        (date(2026, 1, 22), Level.COORDINATION),
        (date(2026, 1, 23), Level.LEADER),
        (date(2030, 1, 1), Level.LEADER),
    ],
)
def test_a_late_task_is_passed_on_by_working_days(on: date, level: Level | None) -> None:
    assert escalated_to(date(2026, 1, 2), on, weekday, RULES) == level


def test_before_the_first_rule_nothing_is_passed_on() -> None:
    assert escalated_to(date(2024, 1, 1), date(2025, 6, 30), weekday, RULES) is None
    assert escalated_to(date(2024, 1, 1), date(2025, 7, 1), weekday, RULES) is Level.LEADER


@given(st.dates(date(2025, 7, 1), date(2027, 1, 1)), st.integers(0, 60))
def test_time_never_takes_a_task_back(due: date, n_days: int) -> None:
    levels = [None, *Level]
    seen = [levels.index(escalated_to(due, due + timedelta(days=n), weekday, RULES)) for n in range(n_days)]
    assert seen == sorted(seen)


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(0, 40))
def test_days_late_are_the_days_worked_in_between(due: date, n_days: int) -> None:
    between = [due + timedelta(days=n) for n in range(1, n_days + 1)]
    counted = working_days_late(due, due + timedelta(days=n_days), weekday, at_most=10_000)
    assert counted == sum(map(weekday, between))


def test_a_rule_out_of_order_is_refused(tmp_path) -> None:
    path = tmp_path / "escalation.yaml"
    path.write_text("rules:\n  - {from_on: 2025-07-01, levels: {agency: 5, coordination: 5, leader: 9}}\n")
    with pytest.raises(ValueError, match="later than the one before"):
        read_escalation(path)
