"""The working calendar against the `holidays` package, with its known gaps, and its checks of a bad file."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
import yaml

from tinhso.rooms.services.calendar import (
    CALENDAR_FILE,
    CalendarRangeError,
    YearState,
    check_calendar,
    read_working_calendar,
)

CENTRE = read_working_calendar("public_service_centre")
# The package does not know the swap of 2 January 2026 for Saturday 10 January.
KNOWN_GAPS = {date(2026, 1, 2), date(2026, 1, 10)}


def content() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CALENDAR_FILE.read_text(encoding="utf-8"))
    return loaded


def test_agrees_with_the_holidays_package_on_every_day_but_the_known_gaps() -> None:
    peer = holidays.country_holidays("VN", years=range(2023, 2027))
    first, last = date(2023, 1, 1), date(2026, 12, 31)
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    assert {d for d in days if CENTRE.is_working(d) != peer.is_working_day(d)} == KNOWN_GAPS


@pytest.mark.parametrize(("year", "n_days"), [(2024, 251), (2025, 250), (2026, 249)])
def test_working_days_of_the_year(year: int, n_days: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=i) for i in range(366))
    assert sum(CENTRE.is_working(d) for d in days if d.year == year) == n_days


def test_a_year_without_notice_is_estimated() -> None:
    assert CENTRE.is_estimated(date(2027, 6, 1))
    assert not CENTRE.is_estimated(date(2026, 6, 1))
    assert CENTRE.states[2025] is YearState.OFFICIAL


def test_unknown_body_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="public_service_centre, commune_police"):
        read_working_calendar("court")


def test_a_rest_day_has_no_close() -> None:
    with pytest.raises(ValueError, match="does not work"):
        CENTRE.close_of(date(2026, 6, 7))


def test_outside_the_years_is_an_error_with_the_way_out() -> None:
    with pytest.raises(CalendarRangeError, match="Add the year"):
        CENTRE.is_working(date(2022, 12, 31))


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    bad = content()
    del bad["years"][2024]
    bad["years"][2025]["days_off"].append(date(2026, 5, 5))
    bad["years"][2026]["days_worked"] = {date(2026, 6, 1): date(2026, 6, 2)}
    problems = check_calendar(bad)
    assert len(problems) == 4
    path = tmp_path / "bad.yaml"
    path.write_text(yaml.safe_dump(bad), encoding="utf-8")
    with pytest.raises(ValueError, match="2024: missing"):
        read_working_calendar("public_service_centre", path)


def test_the_usual_week_of_two_bodies() -> None:
    centre, police = (read_working_calendar(body) for body in ("public_service_centre", "commune_police"))
    assert [centre.usual_halves(weekday) for weekday in (0, 4, 5, 6)] == [2, 2, 0, 0]
    assert [police.usual_halves(weekday) for weekday in (0, 4, 5, 6)] == [2, 2, 1, 0]
