"""By when a dispute is answered and settled: the days that law gives an agency, counted in its working days.

Takes the instant at which a dispute was made, gives two instants. The answer (that the agency has taken it) counts
working days; settling counts days, and one that ends on a day of rest ends on the next working day.

Source: Decree 356/2025/NĐ-CP on requests of data subjects (days as compliance notes give them, article unread); Civil
Code 91/2015/QH13, article 148 (days of rest).
"""

from datetime import datetime
from functools import cache

from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.law.parameter import Parameter, read_parameters
from tinhso.rooms.services.calendar import WorkingCalendar, read_working_calendar
from tinhso.rooms.services.deadlines import Term, TimeUnit, first_due

_BODY = "public_service_centre"
ANSWER, SETTLE = "personal_data_answer_working_days", "personal_data_correction_days"


def answer_due(made_at: datetime) -> datetime:
    """Return when the agency must have taken a dispute made now."""
    return _due(made_at, ANSWER, TimeUnit.WORKING_DAY)


def settle_due(made_at: datetime) -> datetime:
    """Return when a dispute made now must be settled; before a long holiday never sooner than it must be answered."""
    return max(_due(made_at, SETTLE, TimeUnit.CALENDAR_DAY), answer_due(made_at))


def days_of(id_: str, at: datetime) -> int:
    """Return how many days a term has on a day."""
    return int(_parameters()[id_].on(at.astimezone(_calendar().zone).date()).value)


def _due(made_at: datetime, id_: str, unit: TimeUnit) -> datetime:
    return first_due(made_at, Term(days_of(id_, made_at), unit), _calendar())


@cache
def _calendar() -> WorkingCalendar:
    return read_working_calendar(_BODY)


@cache
def _parameters() -> dict[str, Parameter]:
    return read_parameters(PACKAGED_ROOMS / "population/parameters")
