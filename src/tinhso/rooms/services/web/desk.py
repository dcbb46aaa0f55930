"""What waits at a desk: a page of open dossiers, and complaints to answer; read in plain SQL.

These are the reads that officers ask for all day, and composing their SQL anew through the model's queries cost more
than running it. Pages go on after the last row seen and nothing is counted, so the millionth dossier costs what the
first does. Who may see what is part of every query. Both databases take the same text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from tinhso.people.models import Seat
from tinhso.rooms.services.states import Status

PAGE_ROWS = 50
MOST_COMPLAINTS = 200
_LINES = """
    select code, version, procedure_id, applicant_name, status, due_at, finished_at is not null, desk_at, id
    from services_dossier where {} order by desk_at, id limit {}
"""
_COMPLAINTS = """
    select c.id, d.code, c.due_at
    from services_complaint c join services_dossier d on d.id = c.dossier_id
    where c.answered_at is null and {} order by c.due_at limit {}
"""


class DeskLine(NamedTuple):
    """What a line of the desk shows of a dossier: its row is four times as wide, and its answers wider still."""

    code: str
    version: int
    procedure_id: str
    applicant_name: str
    status: int
    due_at: datetime | None
    is_finished: bool


class WaitingComplaint(NamedTuple):
    """A complaint that nobody answered yet."""

    pk: int
    code: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A page of a desk and where the next one begins (empty: this is the last)."""

    lines: Sequence[DeskLine]
    after: str


def desk(seat: Seat, status: Status | None, only_mine: bool, after: str = "") -> DeskPage:
    """Open dossiers by `desk_at`, then number; `after` is where the page before ended."""
    wanted, values = _seen_by(seat, "")
    wanted.append("desk_at is not null")
    if status:
        wanted.append("status = %s")
        values.append(int(status))
    if only_mine:
        wanted.append("assignee_id = %s")
        values.append(seat.user_id)
    at, number = _place(after)
    if at:
        wanted.append("(desk_at, id) > (%s, %s)")
        values += [connection.ops.adapt_datetimefield_value(at), number]
    rows = _rows(_LINES.format(" and ".join(wanted), PAGE_ROWS + 1), values)
    lines = [
        DeskLine(code, version, procedure, applicant, state, _instant(due_at), bool(is_finished))
        for code, version, procedure, applicant, state, due_at, is_finished, _, _ in rows[:PAGE_ROWS]
    ]
    last, pk = (_instant(rows[PAGE_ROWS - 1][7]), rows[PAGE_ROWS - 1][8]) if len(rows) > PAGE_ROWS else (None, 0)
    return DeskPage(lines, f"{last.isoformat()}~{pk}" if last else "")


def complaints_waiting(seat: Seat) -> list[WaitingComplaint]:
    """Complaints about dossiers of the seat's scope that wait for an answer, the earliest due first."""
    wanted, values = _seen_by(seat, "d.")
    rows = _rows(_COMPLAINTS.format(" and ".join(wanted), MOST_COMPLAINTS), values)
    return [WaitingComplaint(pk, code, due_at) for pk, code, at in rows if (due_at := _instant(at))]


def _seen_by(seat: Seat, table: str) -> tuple[list[str], list[Any]]:
    """Conditions and values for what an officer may see: of the commune, or of the province without one."""
    if seat.area:
        return [f"{table}province = %s", f"{table}area = %s"], [seat.province, seat.area]
    return [f"{table}province = %s"], [seat.province]


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _instant(value: datetime | None) -> datetime | None:
    """An instant as either database gives it: SQLite keeps it in UTC and does not say so."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _place(after: str) -> tuple[datetime | None, int]:
    """Where a page ended, as its last row wrote it; the first page for anything else."""
    at, _, number = after.partition("~")
    try:
        place = datetime.fromisoformat(at)
    except ValueError:
        return None, 0
    return (place, int(number)) if number.isdecimal() and len(number) < 19 and place.tzinfo else (None, 0)
