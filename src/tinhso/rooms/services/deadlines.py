"""When a dossier is due: terms of the law, pauses of the clock, extension with apology.

Takes the instant of reception, the `Term` its procedure sets, the pauses its history shows (statuses 5, 6
and 8) and at most one extension; gives the due instant. All arithmetic is in whole working minutes of one
body's `WorkingCalendar`. Day 0 is the day of reception, whatever its hour. Which status pauses belongs to
`states`; which term a procedure sets belongs to `procedure`.

Source: Civil Code 91/2015/QH13, articles 147 and 148; Decree 118/2025/NĐ-CP as amended by 367/2025/NĐ-CP.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tinhso.rooms.services.calendar import WorkingCalendar

SAME_DAY_CUT_OFF = time(15, 0)
MINUTES_PER_HOUR = 60
MONTHS_PER_YEAR = 12
DECEMBER = 12


class TimeUnit(StrEnum):
    """In what a term counts. SAME_DAY, always 1: by closing time, after 15:00 the next working day."""

    SAME_DAY = "SAME_DAY"
    HOUR = "HOUR"
    HALF_DAY = "HALF_DAY"
    WORKING_DAY = "WORKING_DAY"
    CALENDAR_DAY = "CALENDAR_DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


CALENDAR_UNITS = frozenset({TimeUnit.CALENDAR_DAY, TimeUnit.MONTH, TimeUnit.YEAR})


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit as the procedure states it; `amount` ≥ 1."""

    amount: int
    unit: TimeUnit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"A term needs an amount of at least 1, not {self.amount} {self.unit}.")


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch during which the clock stands; `until_at` is None while it lasts."""

    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """The one new date promised with a written apology (form 04)."""

    apologised_at: datetime
    new_due_at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the clock of a dossier stands.

    `due_at` is None while the clock is paused; then `remaining_minutes` says how much working time is left.
    While it runs, and when it was already past as a pause began, `remaining_minutes` is None.
    """

    due_at: datetime | None
    remaining_minutes: int | None = None


class Timeliness(StrEnum):
    """How a dossier stands against its due instant; the settled ones are judged at status 9."""

    EARLY = "EARLY"
    ON_TIME = "ON_TIME"
    LATE = "LATE"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    OVERDUE = "OVERDUE"


@dataclass(frozen=True, slots=True)
class Promise:
    """A due instant after the calendar changed: never earlier than the one already promised."""

    due_at: datetime
    moved: bool


def first_due(received_at: datetime, term: Term, calendar: WorkingCalendar) -> datetime:
    """The due instant of a dossier that is never paused: the close of a half-day, or a minute for terms in
    hours.

    Raises CalendarRangeError when the term runs past the years of the calendar.
    """
    received_on = received_at.astimezone(calendar.zone).date()
    match term.unit:
        case TimeUnit.SAME_DAY:
            return _same_day_due(received_at, calendar)
        case TimeUnit.HOUR:
            return calendar.after_minutes(received_at, term.amount * MINUTES_PER_HOUR)
        case TimeUnit.HALF_DAY:
            return _half_day_due(received_at, term.amount, calendar)
        case TimeUnit.WORKING_DAY:
            return calendar.close_of(calendar.working_day_after(received_on, term.amount))
        case TimeUnit.CALENDAR_DAY | TimeUnit.MONTH | TimeUnit.YEAR:
            return calendar.close_of(calendar.next_working(_calendar_end(received_on, term)))


def clock_of(
    received_at: datetime,
    term: Term,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    extension: Extension | None = None,
) -> Clock:
    """The clock of a dossier, from all its pauses in any order; overlapping pauses count once.

    A pause adds the working time it took, rounded up to the end of a half-day (calendar terms: its plain
    length, then the end of that day). A pause that begins after the due instant changes nothing: late stays
    late. Parts of a pause after an apology add to the new date.
    """
    running = _count_of(received_at, term, calendar)
    for pause in _merged(pauses, extension.apologised_at if extension else None):
        if extension and pause.from_at >= extension.apologised_at:
            running.promise_again(extension.new_due_at)
            extension = None
        if pause.from_at > running.due_at():
            break
        if pause.until_at is None:
            return Clock(None, calendar.minutes_between(pause.from_at, running.due_at()))
        running.add(pause.from_at, pause.until_at)
    if extension:
        running.promise_again(extension.new_due_at)
    return Clock(running.due_at())


def timeliness(clock: Clock, finished_at: datetime | None, as_of: datetime, calendar: WorkingCalendar) -> Timeliness:
    """How the dossier stands: by `finished_at` (status 9) when settled, else at `as_of`.

    EARLY means settled on an earlier day than the due one.
    """
    if clock.due_at is None:
        return Timeliness.PAUSED
    if finished_at is None:
        return Timeliness.OVERDUE if as_of > clock.due_at else Timeliness.RUNNING
    if finished_at > clock.due_at:
        return Timeliness.LATE
    finished_on = finished_at.astimezone(calendar.zone).date()
    return Timeliness.EARLY if finished_on < clock.due_at.astimezone(calendar.zone).date() else Timeliness.ON_TIME


def check_extension(clock: Clock, extension: Extension, earlier: Sequence[Extension] = ()) -> list[str]:
    """Why an extension may not be granted, as sentences; empty when it may.

    Source: form 04 of Circular 03/2025/TT-VPCP; that one extension is the most is unverified.
    """
    problems = []
    if clock.due_at is None:
        problems.append("The clock is paused: there is no date to extend. Resume the dossier first.")
    elif extension.apologised_at > clock.due_at:
        problems.append(
            f"The apology is dated {extension.apologised_at:%d/%m/%Y %H:%M}, after the promised "
            f"{clock.due_at:%d/%m/%Y %H:%M}. It must be sent before that date passes; the dossier stays late."
        )
    if clock.due_at and extension.new_due_at <= clock.due_at:
        problems.append(f"The new date must be later than the promised {clock.due_at:%d/%m/%Y %H:%M}.")
    if earlier:
        problems.append("The dossier was extended once already. A second new date is not allowed.")
    return problems


def promised_again(promised_due_at: datetime, recomputed_due_at: datetime) -> Promise:
    """What to tell people when an estimated calendar became official: a promised date is never shortened."""
    return Promise(max(promised_due_at, recomputed_due_at), recomputed_due_at > promised_due_at)


def _same_day_due(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    local = received_at.astimezone(calendar.zone)
    on = local.date()
    if calendar.is_working(on) and local.time() <= SAME_DAY_CUT_OFF and local <= calendar.close_of(on):
        return calendar.close_of(on)
    return calendar.close_of(calendar.working_day_after(on, 1))


def _half_day_due(received_at: datetime, n_halves: int, calendar: WorkingCalendar) -> datetime:
    due_at = received_at
    if _is_open(received_at, calendar):
        due_at = calendar.half_day_close(received_at)
    for _ in range(n_halves):
        due_at = calendar.half_day_close(due_at + timedelta(minutes=1))
    return due_at


def _is_open(instant: datetime, calendar: WorkingCalendar) -> bool:
    local = instant.astimezone(calendar.zone)
    minute = local.hour * MINUTES_PER_HOUR + local.minute
    spans = calendar.hours.spans(calendar.halves_on(local.date()))
    return any(open_ <= minute <= close for open_, close in spans)


def _calendar_end(day: date, term: Term) -> date:
    """The last day of a calendar term; a month ends on the same day number, or on its last day.

    Source: Civil Code 2015, article 148.
    """
    if term.unit is TimeUnit.CALENDAR_DAY:
        return day + timedelta(days=term.amount)
    months = term.amount * (MONTHS_PER_YEAR if term.unit is TimeUnit.YEAR else 1)
    total = day.month - 1 + months
    year, month = day.year + total // MONTHS_PER_YEAR, total % MONTHS_PER_YEAR + 1
    next_first = date(year + 1, 1, 1) if month == DECEMBER else date(year, month + 1, 1)
    last = next_first - timedelta(days=1)
    return last if day.day > last.day else date(year, month, day.day)


def _merged(pauses: Iterable[Pause], split_at: datetime | None) -> list[Pause]:
    """Pauses by start, overlaps joined, then cut at `split_at` so that no part lies on both sides of it."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: p.from_at):
        last = merged[-1] if merged else None
        if last and (last.until_at is None or pause.from_at <= last.until_at):
            ends = (last.until_at, pause.until_at)
            merged[-1] = Pause(last.from_at, None if None in ends else max(e for e in ends if e))
        else:
            merged.append(pause)
    return [part for pause in merged for part in _cut(pause, split_at)]


def _cut(pause: Pause, at: datetime | None) -> list[Pause]:
    inside = at is not None and pause.from_at < at and (pause.until_at is None or at < pause.until_at)
    return [Pause(pause.from_at, at), Pause(at, pause.until_at)] if inside and at else [pause]


class _WorkingCount:
    """A due instant in working time: the base, and the working minutes paused since it was promised."""

    def __init__(self, received_at: datetime, term: Term, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._rounds = term.unit is not TimeUnit.HOUR
        self._base_at = first_due(received_at, term, calendar)
        self._received_at = received_at
        self._paused_minutes = 0

    def add(self, from_at: datetime, until_at: datetime) -> None:
        self._paused_minutes += self._calendar.minutes_between(max(from_at, self._received_at), until_at)

    def due_at(self) -> datetime:
        due_at = self._calendar.after_minutes(self._base_at, self._paused_minutes)
        return self._calendar.half_day_close(due_at) if self._rounds else due_at

    def promise_again(self, new_due_at: datetime) -> None:
        self._base_at, self._paused_minutes = max(self.due_at(), new_due_at), 0


class _CalendarCount:
    """A due instant in plain days: the base keeps the hour of reception, so that short pauses add no whole
    day.
    """

    def __init__(self, received_at: datetime, term: Term, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        local = received_at.astimezone(calendar.zone)
        self._received_at = received_at
        self._base_at = datetime.combine(_calendar_end(local.date(), term), local.timetz())
        self._paused = timedelta()

    def add(self, from_at: datetime, until_at: datetime) -> None:
        self._paused += max(timedelta(), until_at - max(from_at, self._received_at))

    def due_at(self) -> datetime:
        end_on = (self._base_at + self._paused).astimezone(self._calendar.zone).date()
        return self._calendar.close_of(self._calendar.next_working(end_on))

    def promise_again(self, new_due_at: datetime) -> None:
        self._base_at, self._paused = max(self.due_at(), new_due_at), timedelta()


def _count_of(received_at: datetime, term: Term, calendar: WorkingCalendar) -> _CalendarCount | _WorkingCount:
    if term.unit in CALENDAR_UNITS:
        return _CalendarCount(received_at, term, calendar)
    return _WorkingCount(received_at, term, calendar)
