"""Deadlines against cases worked out by hand on a wall calendar, and the properties every clock must keep."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.services.calendar import CalendarRangeError, WorkingCalendar, read_working_calendar
from tinhso.rooms.services.deadlines import (
    Clock,
    Extension,
    Pause,
    Term,
    Timeliness,
    TimeUnit,
    check_extension,
    clock_of,
    first_due,
    promised_again,
    timeliness,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CENTRE = read_working_calendar("public_service_centre")
POLICE = read_working_calendar("commune_police")
UNITS = {"same": TimeUnit.SAME_DAY, "h": TimeUnit.HOUR, "half": TimeUnit.HALF_DAY, "wd": TimeUnit.WORKING_DAY,
         "d": TimeUnit.CALENDAR_DAY, "m": TimeUnit.MONTH, "y": TimeUnit.YEAR}  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def term(text: str) -> Term:
    amount, unit = text.split()
    return Term(int(amount), UNITS[unit])


# Received, term, due. Worked out by hand; 2026: 1-2 Jan off, Sat 10 Jan worked, Tết 16-20 Feb, 27 Apr, 30
# Apr, 1 May, Sat 22 Aug worked for Mon 31 Aug, 1-2 Sep, 24 Nov.
BY_HAND = [
    ("over new year", "2025-12-30 09:00", "3 wd", "2026-01-06 17:00"),
    ("worked Saturday in January", "2026-01-09 09:00", "1 wd", "2026-01-10 17:00"),
    ("worked Saturday counts as day 0", "2026-01-10 09:00", "1 wd", "2026-01-12 17:00"),
    ("over Tết 2026", "2026-02-13 09:00", "5 wd", "2026-02-27 17:00"),
    ("received during Tết", "2026-02-18 09:00", "1 wd", "2026-02-23 17:00"),
    ("over Tết 2025", "2025-01-24 10:00", "1 wd", "2025-02-03 17:00"),
    ("over Tết 2024", "2024-02-07 10:00", "2 wd", "2024-02-16 17:00"),
    ("over Tết 2023", "2023-01-19 10:00", "3 wd", "2023-01-31 17:00"),
    ("Hùng Kings made up on Monday", "2026-04-24 09:00", "1 wd", "2026-04-28 17:00"),
    ("liberation day bridge", "2026-04-29 09:00", "1 wd", "2026-05-04 17:00"),
    ("swap for 2 May 2025", "2025-04-25 09:00", "1 wd", "2025-04-26 17:00"),
    ("over the 2025 bridge", "2025-04-29 09:00", "2 wd", "2025-05-06 17:00"),
    ("swap for 29 April 2024", "2024-05-03 09:00", "1 wd", "2024-05-04 17:00"),
    ("over the 2024 bridge", "2024-04-26 09:00", "1 wd", "2024-05-02 17:00"),
    ("worked Saturday in August", "2026-08-21 09:00", "1 wd", "2026-08-22 17:00"),
    ("over National Day 2026", "2026-08-28 09:00", "3 wd", "2026-09-07 17:00"),
    ("over National Day 2025", "2025-08-29 09:00", "1 wd", "2025-09-03 17:00"),
    ("Culture Day is new in 2026", "2026-11-23 09:00", "1 wd", "2026-11-25 17:00"),
    ("no Culture Day in 2025", "2025-11-24 09:00", "1 wd", "2025-11-25 17:00"),
    ("plain week", "2026-06-01 09:00", "3 wd", "2026-06-04 17:00"),
    ("over a plain weekend", "2026-06-04 16:59", "2 wd", "2026-06-08 17:00"),
    ("received at night, day 0 is that day", "2026-06-04 23:30", "1 wd", "2026-06-05 17:00"),
    ("received on Sunday", "2026-06-07 10:00", "1 wd", "2026-06-08 17:00"),
    ("25 working days", "2026-06-01 09:00", "25 wd", "2026-07-06 17:00"),
    ("estimated Tết 2027", "2027-02-03 09:00", "1 wd", "2027-02-11 17:00"),
    ("same day", "2026-06-05 14:59", "1 same", "2026-06-05 17:00"),
    ("same day at the cut-off", "2026-06-05 15:00", "1 same", "2026-06-05 17:00"),
    ("after the cut-off on Friday", "2026-06-05 15:01", "1 same", "2026-06-08 17:00"),
    ("a second after the cut-off", "2026-06-03 15:00:01", "1 same", "2026-06-04 17:00"),
    ("same day, sent on Saturday", "2026-06-06 08:00", "1 same", "2026-06-08 17:00"),
    ("same day, sent on a worked Saturday", "2026-08-22 08:00", "1 same", "2026-08-22 17:00"),
    ("same day before Tết", "2026-02-13 16:00", "1 same", "2026-02-23 17:00"),
    ("half-day from the morning", "2026-06-01 09:00", "1 half", "2026-06-01 17:00"),
    ("half-day from the afternoon", "2026-06-01 14:00", "1 half", "2026-06-02 11:30"),
    ("half-day at lunch", "2026-06-01 12:00", "1 half", "2026-06-01 17:00"),
    ("three half-days over a weekend", "2026-06-05 09:00", "3 half", "2026-06-08 17:00"),
    ("half-day sent on Sunday", "2026-06-07 09:00", "1 half", "2026-06-08 11:30"),
    ("eight hours", "2026-06-01 09:00", "8 h", "2026-06-02 09:00"),
    ("two hours over lunch", "2026-06-01 10:30", "2 h", "2026-06-01 14:00"),
    ("four hours over the weekend", "2026-06-05 16:00", "4 h", "2026-06-08 10:30"),
    ("hours before opening", "2026-06-01 06:00", "1 h", "2026-06-01 08:30"),
    ("15 days", "2026-06-01 09:00", "15 d", "2026-06-16 17:00"),
    ("15 days ending on Saturday", "2026-06-05 09:00", "15 d", "2026-06-22 17:00"),
    ("30 days ending in Tết", "2026-01-19 09:00", "30 d", "2026-02-23 17:00"),
    ("a month from the 31st", "2026-01-31 09:00", "1 m", "2026-03-02 17:00"),
    ("a month ending on Sunday", "2026-05-07 09:00", "1 m", "2026-06-08 17:00"),
    ("a year from a leap day", "2024-02-29 09:00", "1 y", "2025-02-28 17:00"),
]  # fmt: skip

BY_HAND_POLICE = [
    ("Saturday morning is day 1", "2026-06-05 09:00", "1 wd", "2026-06-06 11:30"),
    ("seven days with one Saturday", "2026-06-01 09:00", "7 wd", "2026-06-09 17:00"),
    ("same day on Saturday", "2026-06-06 08:00", "1 same", "2026-06-06 11:30"),
    ("Saturday afternoon is closed", "2026-06-06 14:00", "1 same", "2026-06-08 17:00"),
    ("holiday on a Saturday", "2023-09-01 09:00", "1 wd", "2023-09-05 17:00"),
    ("worked Saturday is a whole day", "2026-08-21 09:00", "1 wd", "2026-08-22 17:00"),
]

# Received, term, pauses, due.
BY_HAND_PAUSED = [
    ("one day of supplement", "2026-06-01 09:00", "3 wd",
     [("2026-06-02 07:30", "2026-06-03 07:30")], "2026-06-05 17:00"),
    ("weekend costs only work", "2026-06-04 09:00", "3 wd",
     [("2026-06-05 17:00", "2026-06-08 07:30")], "2026-06-09 17:00"),
    ("an hour rounds up to a half-day", "2026-06-01 09:00", "3 wd",
     [("2026-06-02 08:00", "2026-06-02 09:00")], "2026-06-05 11:30"),
    ("two short pauses share one half-day", "2026-06-01 09:00", "3 wd",
     [("2026-06-02 08:00", "2026-06-02 09:00"),
      ("2026-06-03 08:00", "2026-06-03 10:00")], "2026-06-05 11:30"),
    ("overlap counts once", "2026-06-01 09:00", "3 wd",
     [("2026-06-02 07:30", "2026-06-03 07:30"),
      ("2026-06-02 13:00", "2026-06-03 07:30")], "2026-06-05 17:00"),
    ("pause across Tết", "2026-02-12 09:00", "3 wd",
     [("2026-02-13 07:30", "2026-02-24 07:30")], "2026-02-26 17:00"),
    ("late stays late", "2026-06-01 09:00", "1 wd",
     [("2026-06-03 08:00", "2026-06-10 08:00")], "2026-06-02 17:00"),
    ("hours are not rounded", "2026-06-01 09:00", "8 h",
     [("2026-06-01 10:00", "2026-06-01 10:20")], "2026-06-02 09:20"),
    ("calendar days pause in plain days", "2026-06-01 09:00", "15 d",
     [("2026-06-05 09:00", "2026-06-08 09:00")], "2026-06-19 17:00"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "received", "limit", "due"), BY_HAND, ids=[c[0] for c in BY_HAND])
def test_due_by_hand(case: str, received: str, limit: str, due: str) -> None:
    assert first_due(at(received), term(limit), CENTRE) == at(due)


@pytest.mark.parametrize(("case", "received", "limit", "due"), BY_HAND_POLICE, ids=[c[0] for c in BY_HAND_POLICE])
def test_due_by_hand_of_a_body_with_saturday_mornings(case: str, received: str, limit: str, due: str) -> None:
    assert first_due(at(received), term(limit), POLICE) == at(due)


@pytest.mark.parametrize(
    ("case", "received", "limit", "pauses", "due"), BY_HAND_PAUSED, ids=[c[0] for c in BY_HAND_PAUSED]
)
def test_paused_due_by_hand(case: str, received: str, limit: str, pauses: list[tuple[str, str]], due: str) -> None:
    stretches = [Pause(at(a), at(b)) for a, b in pauses]
    assert clock_of(at(received), term(limit), CENTRE, stretches) == Clock(at(due))


def test_open_pause_shows_what_is_left() -> None:
    clock = clock_of(at("2026-06-01 09:00"), term("3 wd"), CENTRE, [Pause(at("2026-06-04 09:00"))])
    assert clock == Clock(None, 6 * 60 + 30)
    assert timeliness(clock, None, at("2026-06-30 09:00"), CENTRE) is Timeliness.PAUSED


@pytest.mark.parametrize(
    ("finished", "as_of", "expected"),
    [
        ("2026-06-03 16:00", "2026-06-30 09:00", Timeliness.EARLY),
        ("2026-06-04 08:00", "2026-06-30 09:00", Timeliness.ON_TIME),
        ("2026-06-04 17:00", "2026-06-30 09:00", Timeliness.ON_TIME),
        ("2026-06-04 17:01", "2026-06-30 09:00", Timeliness.LATE),
        (None, "2026-06-04 17:00", Timeliness.RUNNING),
        (None, "2026-06-04 17:01", Timeliness.OVERDUE),
    ],
)
def test_timeliness_is_judged_when_finished(finished: str | None, as_of: str, expected: Timeliness) -> None:
    clock = clock_of(at("2026-06-01 09:00"), term("3 wd"), CENTRE)
    assert timeliness(clock, at(finished) if finished else None, at(as_of), CENTRE) is expected


def test_extension_moves_the_date_and_later_pauses_add_to_it() -> None:
    extension = Extension(at("2026-06-03 10:00"), at("2026-06-10 17:00"))
    start, limit = at("2026-06-01 09:00"), term("3 wd")
    assert clock_of(start, limit, CENTRE, (), extension) == Clock(at("2026-06-10 17:00"))
    before = Pause(at("2026-06-02 07:30"), at("2026-06-03 07:30"))
    assert clock_of(start, limit, CENTRE, [before], extension) == Clock(at("2026-06-10 17:00"))
    after = Pause(at("2026-06-08 07:30"), at("2026-06-09 07:30"))
    assert clock_of(start, limit, CENTRE, [after], extension) == Clock(at("2026-06-11 17:00"))


def test_extension_comes_once_before_the_date_and_after_it() -> None:
    clock = clock_of(at("2026-06-01 09:00"), term("3 wd"), CENTRE)
    good = Extension(at("2026-06-04 16:00"), at("2026-06-09 17:00"))
    assert check_extension(clock, good) == []
    assert len(check_extension(clock, good, [good])) == 1
    assert len(check_extension(clock, Extension(at("2026-06-05 08:00"), at("2026-06-04 12:00")))) == 2
    assert len(check_extension(Clock(None, 60), good)) == 1


def test_a_promise_is_never_shortened_when_the_calendar_changes() -> None:
    early, late = at("2027-02-10 17:00"), at("2027-02-11 17:00")
    assert promised_again(early, late).due_at == late
    assert promised_again(early, late).moved
    assert promised_again(late, early).due_at == late
    assert not promised_again(late, early).moved


def test_a_term_past_the_calendar_says_which_year_to_add() -> None:
    with pytest.raises(CalendarRangeError, match="no days for 2028"):
        first_due(at("2027-12-30 09:00"), term("10 wd"), CENTRE)


def test_a_term_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Term(0, TimeUnit.WORKING_DAY)


moments = st.integers(0, 60 * 60 * 24 * 970).map(lambda s: at("2024-01-01 00:00") + timedelta(seconds=s))
day_units = st.sampled_from([u for u in TimeUnit if u not in {TimeUnit.MONTH, TimeUnit.YEAR}])
terms = st.builds(Term, st.integers(1, 30), day_units) | st.builds(Term, st.integers(1, 5), st.just(TimeUnit.MONTH))
type Case = tuple[datetime, Term, list[Pause], Extension | None]
calendars = st.sampled_from([CENTRE, POLICE])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    received = draw(moments)
    within = st.integers(0, 60 * 24 * 40).map(lambda m: received + timedelta(minutes=m))
    pairs = draw(st.lists(st.tuples(within, within), max_size=4))
    pauses = [Pause(min(p), max(p)) for p in pairs]
    extension = draw(st.none() | st.builds(Extension, within, within))
    return received, draw(terms), pauses, extension


def due(case: Case, calendar: WorkingCalendar) -> datetime:
    received, limit, pauses, extension = case
    due_at = clock_of(received, limit, calendar, pauses, extension).due_at
    assert due_at is not None
    return due_at


@given(cases(), calendars, st.permutations(range(4)))
def test_the_order_of_pauses_never_matters(case: Case, calendar: WorkingCalendar, order: list[int]) -> None:
    received, limit, pauses, extension = case
    shuffled = [pauses[i] for i in order if i < len(pauses)]
    assert due(case, calendar) == due((received, limit, shuffled, extension), calendar)


@given(cases(), calendars, st.integers(0, 50_000), st.integers(0, 20_000))
def test_a_pause_never_shortens(case: Case, calendar: WorkingCalendar, start_minute: int, length: int) -> None:
    received, limit, pauses, extension = case
    start = received + timedelta(minutes=start_minute)
    longer = [*pauses, Pause(start, start + timedelta(minutes=length))]
    assert due((received, limit, longer, extension), calendar) >= due(case, calendar)


@given(moments, terms, calendars)
def test_due_is_later_than_reception_and_in_working_time(
    received: datetime, limit: Term, calendar: WorkingCalendar
) -> None:
    due_at = first_due(received, limit, calendar)
    assert due_at > received - timedelta(minutes=1)
    assert calendar.is_working(due_at.date())


@given(moments, moments, calendars)
def test_working_minutes_add_up(one: datetime, other: datetime, calendar: WorkingCalendar) -> None:
    start, end = sorted((one, other))
    minutes = calendar.minutes_between(start, end)
    assert calendar.minutes_between(start, calendar.after_minutes(start, minutes)) == minutes
    assert calendar.after_minutes(start, minutes) <= end
    assert minutes == sum(_slow_minutes(day, start, end, calendar) for day in _days(start.date(), end.date()))


@given(moments, terms, terms, calendars)
def test_a_longer_term_is_never_due_earlier(
    received: datetime, limit: Term, other: Term, calendar: WorkingCalendar
) -> None:
    longer = Term(limit.amount + min(other.amount, 5), limit.unit)
    if limit.unit is not TimeUnit.SAME_DAY:
        assert first_due(received, longer, calendar) >= first_due(received, limit, calendar)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _slow_minutes(day: date, start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    """The obvious count: minutes of the day's open spans that lie between the two instants."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    first = int((start.replace(second=0) - midnight).total_seconds() // 60)
    last = int((end.replace(second=0) - midnight).total_seconds() // 60)
    spans = calendar.hours.spans(calendar.halves_on(day))
    return sum(max(0, min(close, last) - max(open_, first)) for open_, close in spans)
