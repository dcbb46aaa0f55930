"""What waits on the tasks desk: each task of the current release with its newest report and to whom it was passed on.

Takes an edition, a seat and a day; gives rows ready to show. A task of another agency is as if it were not there.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.http import Http404

from tinhso.people.models import Seat
from tinhso.portal.board import Row, due_on
from tinhso.portal.desks.models import TaskReport
from tinhso.portal.edition import Edition
from tinhso.rooms.plan.escalation import Level, escalated_to, read_escalation
from tinhso.rooms.services.calendar import CalendarRangeError, WorkingCalendar, read_working_calendar

_BODY = "public_service_centre"
_SATURDAY = 5
ALL_DONE = 100


@dataclass(frozen=True, slots=True)
class Followed:
    """A task as the desk shows it; `level` is a level of escalation, `done` or `on_time`."""

    task: Row
    owner: str
    coordinator: str
    due_on: date
    newest: TaskReport | None
    level: str


def follow(edition: Edition, seat: Seat, on: date) -> list[Followed]:
    """Return the tasks within a seat, the most escalated first, then by day due.

    A seat's agency sees the tasks it owns, and those of the programmes it coordinates.
    """
    newest = newest_reports(seat.province)
    calendar = read_working_calendar(_BODY)
    rows = [
        _followed(programme, task, newest.get(str(task["id"])), calendar, on)
        for programme in edition.board.plan["programmes"]
        for task in programme["tasks"]
    ]
    seen = [row for row in rows if seat.works_for(row.owner) or seat.works_for(row.coordinator)]
    order = [*reversed(Level), "on_time", "done"]
    return sorted(seen, key=lambda row: (order.index(row.level), row.due_on, str(row.task["id"])))


def newest_reports(province: str) -> dict[str, TaskReport]:
    """Return the newest report of each task that has one, by task, however many were made."""
    mine = TaskReport.objects.filter(province=province).order_by()
    newest = mine.values("task").annotate(newest=Max("pk")).values("newest")
    return {report.task: report for report in TaskReport.objects.filter(pk__in=newest).select_related("person")}


def get_followed(edition: Edition, seat: Seat, id_: str, on: date) -> Followed:
    """Return one task within a seat; raises Http404 for any other."""
    found = next((row for row in follow(edition, seat, on) if row.task["id"] == id_), None)
    if found is None:
        raise Http404(id_)
    return found


def _followed(programme: Row, task: Row, newest: TaskReport | None, calendar: WorkingCalendar, on: date) -> Followed:
    due, owner = due_on(programme, task), str(task["owner"]["id"])
    level = "done"
    if newest is None or newest.done_percent < ALL_DONE:
        called = escalated_to(due, on, lambda day: _is_working(calendar, day), read_escalation())
        level = str(called or "on_time")
    return Followed(task, owner, str(programme["coordinator"]["id"]), due, newest, level)


def _is_working(calendar: WorkingCalendar, day: date) -> bool:
    try:
        return calendar.is_working(day)
    except CalendarRangeError:
        # No notice is kept for that year: Monday to Friday is the law's own week.
        return day.weekday() < _SATURDAY
