"""Working days, half-days and minutes of a body of the administration.

Takes the dated calendar of `calendars/working_days.yaml`: days off and worked Saturdays by year, each
year official or estimated, and the opening hours. Gives a `WorkingCalendar` that answers how much working
time lies between two instants and where a given amount of it ends, in logarithmic time, so that a list of a
million dossiers stays cheap. What a deadline is, and what pauses it, belongs to `deadlines`.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from statistics import mode
from typing import Any
from zoneinfo import ZoneInfo

import yaml

CALENDAR_FILE = Path(__file__).parent / "calendars" / "working_days.yaml"
SATURDAY = 5
MINUTES_PER_HOUR = 60


class YearState(StrEnum):
    """How sure the days of a year are: announced by notice, or read from the law alone."""

    OFFICIAL = "OFFICIAL"
    ESTIMATED = "ESTIMATED"


class CalendarRangeError(LookupError):
    """A day outside the years of the calendar was asked for; the message says which year to add."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Opening minutes of a day, counted from midnight: `morning` and `afternoon` as (open, close)."""

    morning: tuple[int, int]
    afternoon: tuple[int, int]

    def spans(self, halves: int) -> tuple[tuple[int, int], ...]:
        """The open spans of a day that works `halves` half-days: 0 none, 1 the morning, 2 both."""
        return (self.morning, self.afternoon)[:halves]

    def minutes(self, halves: int) -> int:
        """Working minutes of a day that works `halves` half-days."""
        return sum(close - open_ for open_, close in self.spans(halves))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days one body works, from `first_on` on without a gap.

    `halves[i]` is the number of half-days (0, 1 or 2) worked on `first_on + i days`; `states` gives each
    covered year. All instants must carry a zone; they are read in `zone`.
    """

    body: str
    zone: ZoneInfo
    hours: OfficeHours
    first_on: date
    halves: bytes
    states: Mapping[int, YearState]
    _minutes_before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        per_day = (self.hours.minutes(n) for n in self.halves)
        object.__setattr__(self, "_minutes_before", tuple(accumulate(per_day, initial=0)))

    def halves_on(self, day: date) -> int:
        """Half-days worked on `day`: 0 (rest), 1 (morning only) or 2."""
        return self.halves[self._index(day)]

    def usual_halves(self, weekday: int) -> int:
        """Half-days the body usually works on a weekday (Monday is 0)."""
        first = (weekday - self.first_on.weekday()) % 7
        return mode(self.halves[first::7])

    def is_working(self, day: date) -> bool:
        """Whether the body works at least half of `day`."""
        return self.halves_on(day) > 0

    def is_estimated(self, day: date) -> bool:
        """Whether the year of `day` still waits for its official notice."""
        self._index(day)
        return self.states[day.year] is YearState.ESTIMATED

    def next_working(self, day: date) -> date:
        """`day` itself when worked, else the first working day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def working_day_after(self, day: date, n_days: int) -> date:
        """The `n_days`-th working day after `day`, which is itself day 0 and may be a rest day; `n_days` ≥
        1.
        """
        for _ in range(n_days):
            day = self.next_working(day + timedelta(days=1))
        return day

    def close_of(self, day: date) -> datetime:
        """The instant at which the body closes on the working day `day`."""
        spans = self.hours.spans(self.halves_on(day))
        if not spans:
            raise ValueError(f"{self.body} does not work on {day}: ask next_working first.")
        return self._at(day, spans[-1][1])

    def half_day_close(self, instant: datetime) -> datetime:
        """The end of the half-day that holds `instant`, or of the next one when the body is closed then."""
        local = instant.astimezone(self.zone)
        day = self.next_working(local.date())
        minute = self._minute_up(local) if day == local.date() else 0
        for _, close in self.hours.spans(self.halves_on(day)):
            if minute <= close:
                return self._at(day, close)
        return self.half_day_close(self._at(day + timedelta(days=1), 0))

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from `start` to `end`, parts of a minute dropped; 0 when `end` is not later."""
        return max(0, self._minutes_until(end) - self._minutes_until(start))

    def after_minutes(self, start: datetime, n_minutes: int) -> datetime:
        """The earliest instant by which `n_minutes` of working time have passed since `start`; 0 gives
        `start`.
        """
        if n_minutes <= 0:
            return start
        target = self._minutes_until(start) + n_minutes
        index = bisect_left(self._minutes_before, target) - 1
        if index >= len(self.halves):
            raise CalendarRangeError(self._range_message(self._last_on() + timedelta(days=1)))
        left = target - self._minutes_before[index]
        for open_, close in self.hours.spans(self.halves[index]):
            if left <= close - open_:
                return self._at(self.first_on + timedelta(days=index), open_ + left)
            left -= close - open_
        raise AssertionError("unreachable: the day was chosen because it holds the target minute")

    def _minutes_until(self, instant: datetime) -> int:
        local = instant.astimezone(self.zone)
        index = self._index(local.date())
        minute = local.hour * MINUTES_PER_HOUR + local.minute
        spans = self.hours.spans(self.halves[index])
        return self._minutes_before[index] + sum(max(0, min(minute, close) - open_) for open_, close in spans)

    def _minute_up(self, local: datetime) -> int:
        part = 1 if local.second or local.microsecond else 0
        return local.hour * MINUTES_PER_HOUR + local.minute + part

    def _at(self, day: date, minute: int) -> datetime:
        return datetime.combine(day, time(minute // MINUTES_PER_HOUR, minute % MINUTES_PER_HOUR), self.zone)

    def _last_on(self) -> date:
        return self.first_on + timedelta(days=len(self.halves) - 1)

    def _index(self, day: date) -> int:
        index = (day - self.first_on).days
        if 0 <= index < len(self.halves):
            return index
        raise CalendarRangeError(self._range_message(day))

    def _range_message(self, day: date) -> str:
        return (
            f"The working calendar of {self.body} has no days for {day.year} ({CALENDAR_FILE.name}): "
            f"it covers {min(self.states)} to {max(self.states)}. "
            "Add the year, ESTIMATED until its notice comes."
        )


def read_working_calendar(body: str, path: Path = CALENDAR_FILE) -> WorkingCalendar:
    """The calendar of one body (`public_service_centre`, `commune_police`, …) from the dated file.

    Raises KeyError for an unknown body and ValueError, naming every fault at once, for an impossible file.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    problems = check_calendar(content)
    if problems:
        raise ValueError(f"{path.name} cannot be used:\n" + "\n".join(problems))
    years = content["years"]
    return WorkingCalendar(
        body=body,
        zone=ZoneInfo(content["time_zone"]),
        hours=OfficeHours(_span(content["hours"]["morning"]), _span(content["hours"]["afternoon"])),
        first_on=date(min(years), 1, 1),
        halves=_halves_by_day(years, saturday_halves=_saturday_halves(content, body)),
        states={year: YearState(entry["state"]) for year, entry in years.items()},
    )


def check_calendar(content: Mapping[str, Any]) -> list[str]:
    """What is wrong with the content of a calendar file, as sentences; empty when it is sound."""
    years = content["years"]
    problems = [
        f"year {year}: missing; found {min(years)} to {max(years)} with a gap. Add the year."
        for year in range(min(years), max(years) + 1)
        if year not in years
    ]
    for year, entry in years.items():
        problems += _check_year(year, entry)
    return problems


def _check_year(year: int, entry: Mapping[str, Any]) -> list[str]:
    problems = []
    for day in [*entry["days_off"], *entry["days_worked"]]:
        if day.year != year:
            problems.append(f"year {year}: {day} belongs to {day.year}. Move it there.")
    for worked, off in entry["days_worked"].items():
        if worked.weekday() < SATURDAY:
            problems.append(f"year {year}: {worked} is worked anyway; a swap needs a Saturday or Sunday.")
        if off not in entry["days_off"]:
            problems.append(f"year {year}: {worked} is worked for {off}, which is not among the days off. Add it.")
    return problems


def _span(text: list[str]) -> tuple[int, int]:
    open_, close = (time.fromisoformat(t) for t in text)
    return open_.hour * MINUTES_PER_HOUR + open_.minute, close.hour * MINUTES_PER_HOUR + close.minute


def _saturday_halves(content: Mapping[str, Any], body: str) -> int:
    bodies = content["bodies"]
    if body not in bodies:
        raise KeyError(f"No body {body!r} in {CALENDAR_FILE.name}: expected one of {', '.join(bodies)}.")
    return {"none": 0, "morning": 1, "day": 2}[bodies[body]["saturday"]]


def _halves_by_day(years: Mapping[int, Any], saturday_halves: int) -> bytes:
    first_on, last_on = date(min(years), 1, 1), date(max(years), 12, 31)
    off = {day for entry in years.values() for day in entry["days_off"]}
    worked = {day for entry in years.values() for day in entry["days_worked"]}
    usual = (2, 2, 2, 2, 2, saturday_halves, 0)
    days = (first_on + timedelta(days=i) for i in range((last_on - first_on).days + 1))
    return bytes(0 if day in off else 2 if day in worked else usual[day.weekday()] for day in days)
