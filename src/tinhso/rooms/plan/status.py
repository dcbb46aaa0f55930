"""Status of a target: met, on track, behind or not measured, as a pure function of value, target, path and date.

Takes measured values only; reported figures never move a status. The path is a straight line from the starting
point to the target's last day, or a floor that must hold at once; every answer carries the rule it rests on, in
words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.base.label import Label
from tinhso.base.period import parse_period
from tinhso.rooms.plan.programme import Target


class Status(StrEnum):
    """Where a target stands."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Point:
    """A value at the end of a day, in the target's unit."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Course:
    """The path of a target: where it starts and where it must end. A floor starts where it ends."""

    start: Point
    end: Point

    def expected(self, on: date) -> Decimal:
        """Return the value the path asks for on a day; before its start the start, after its end the end."""
        span = (self.end.on - self.start.on).days
        if on >= self.end.on or span <= 0:
            return self.end.value
        share = Decimal(max((on - self.start.on).days, 0)) / span
        return self.start.value + (self.end.value - self.start.value) * share


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the rule it rests on in words, and what the path asked for on that day (None off the path)."""

    status: Status
    reason: Label
    expected: Decimal | None


@cache
def read_status_rules() -> dict[str, Label]:
    """Return the sentences of the rules by name."""
    path = Path(__file__).with_name("status.yaml")
    return {name: Label.read(label) for name, label in read_yaml(path.read_text("utf-8"), path.name).items()}


def last_day(period: str) -> date:
    """Return the last day of a period such as `2025`, `2025-Q1` or `2025-07`."""
    return parse_period(period).ends_before - timedelta(days=1)


def aim(target: Target) -> Decimal:
    """Return the value a path leads to: the near edge of a range, else the target's value."""
    start = target.baseline.value if target.baseline else None
    high = target.value_high
    return high if high is not None and start is not None and start > high else target.value


def holds(value: Decimal, target: Target) -> bool:
    """Return whether a value keeps the promise. A range is kept inside and beyond it, seen from the start."""
    match target.comparison:
        case ">=":
            return value >= target.value
        case ">":
            return value > target.value
        case "<=":
            return value <= target.value
        case "=":
            return value == target.value
        case "range":
            return value <= aim(target) if aim(target) == target.value_high else value >= target.value


def course(target: Target, first: Point | None) -> Course:
    """Return the path of a target: from its published starting point, else from the first measured value.

    A floor, or a target with neither, has no slope: all of it is asked for at once.
    """
    end = Point(date(target.year, 12, 31), aim(target))
    if target.path == "floor":
        return Course(end, end)
    if target.baseline:
        first = Point(last_day(target.baseline.period), target.baseline.value)
    return Course(first or end, end)


def status(value: Point | None, target: Target, path: Course, on: date) -> Verdict:
    """Return the verdict on a measured value as of a day. A value later than the target's year cannot make it late."""
    rules = read_status_rules()
    if value is None:
        return Verdict(Status.NOT_MEASURED, target.unmeasured or rules["no_value"], None)
    if holds(value.value, target):
        return Verdict(Status.MET, rules["met"], path.expected(value.on))
    if on > path.end.on:
        return Verdict(Status.BEHIND, rules["past_due"].format(year=target.year), path.end.value)
    if target.path == "floor":
        return Verdict(Status.BEHIND, rules["floor"], path.end.value)
    expected = path.expected(value.on)
    falling = path.start.value > path.end.value
    on_track = value.value <= expected if falling else value.value >= expected
    kept, missed = ("on_track", "behind") if target.baseline else ("on_track_own_start", "behind_own_start")
    if value == path.start:
        kept = "at_own_start"
    if on_track:
        return Verdict(Status.ON_TRACK, rules[kept], expected)
    return Verdict(Status.BEHIND, rules[missed], expected)


def choose_period(periods: Sequence[str], year: int, on: date) -> str | None:
    """Return the period by which a target of a year is judged on a day, None when none has begun.

    Years before quarters before months, since a target is a yearly value. Among those: the last one complete by the
    day and not after the target's year; else the last one running; a target measured only after its year is judged
    by the first.
    """
    begun = [period for period in map(parse_period, periods) if period.starts_on <= on]
    if not begun:
        return None
    coarsest = max(period.kind.n_months for period in begun)
    same = sorted((p for p in begun if p.kind.n_months == coarsest), key=lambda period: period.starts_on)
    in_time = [period for period in same if period.starts_on.year <= year]
    if not in_time:
        return same[0].id
    complete = [period for period in in_time if period.ends_before <= on + timedelta(days=1)]
    return (complete or in_time)[-1].id


def first_point(values: Sequence[tuple[str, Decimal]]) -> Point | None:
    """Return the earliest of measured (period, value) pairs as a point, None when there is none."""
    points = sorted((Point(last_day(period), value) for period, value in values), key=lambda point: point.on)
    return points[0] if points else None


def is_running(period: str, on: date) -> bool:
    """Return whether a period is not over yet on a day."""
    return parse_period(period).ends_before > on + timedelta(days=1)
