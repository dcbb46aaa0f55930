"""Escalation: to whom a late task is passed on, by working days after its day and the rule of the day of reading.

Takes the task's day and the days people work, gives a level or None; who reads the lists is left to the desks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from tinhso.base.definition import read_yaml

RULES_FILE = Path(__file__).with_name("escalation.yaml")
_DAY = timedelta(days=1)


class Level(StrEnum):
    """Who has to act on a late task: its owner, the programme's coordinator, the province's leaders."""

    AGENCY = "agency"
    COORDINATION = "coordination"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class EscalationRule:
    """From a day on, how many working days after a task's day each level is called; in order of levels."""

    from_on: date
    after_working_days: Mapping[Level, int]


@cache
def read_escalation(path: Path = RULES_FILE) -> tuple[EscalationRule, ...]:
    """Return the rules in order of their days; raises ValueError when a level is missing or called out of order."""
    rules = []
    for entry in read_yaml(path.read_text("utf-8"), path.name)["rules"]:
        days = {level: int(entry["levels"][level]) for level in Level}
        if list(days.values()) != sorted(set(days.values())) or min(days.values()) < 1:
            raise ValueError(f"{path.name}: {entry['from_on']}: each level is called later than the one before")
        rules.append(EscalationRule(date.fromisoformat(str(entry["from_on"])), days))
    return tuple(sorted(rules, key=lambda rule: rule.from_on))


def escalated_to(
    due_on: date, on: date, is_working: Callable[[date], bool], rules: tuple[EscalationRule, ...]
) -> Level | None:
    """Return the highest level called by a day; None for a task in time, or before the first rule."""
    rule = next((each for each in reversed(rules) if each.from_on <= on), None)
    if rule is None:
        return None
    n_late = working_days_late(due_on, on, is_working, at_most=max(rule.after_working_days.values()))
    return next((level for level in reversed(Level) if n_late >= rule.after_working_days[level]), None)


def working_days_late(due_on: date, on: date, is_working: Callable[[date], bool], *, at_most: int) -> int:
    """Return how many working days lie after a task's day up to and with another day, counted no further than asked."""
    n_late, day = 0, due_on + _DAY
    while day <= on and n_late < at_most:
        n_late += is_working(day)
        day += _DAY
    return n_late
