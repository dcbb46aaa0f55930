"""The desk of connections: from where the home pulls by itself, how late each is, and what went wrong in plain words.

Only reads: pulling is left to the daily run and to `tinhso pull`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tinhso.base.errors import DefinitionError
from tinhso.base.home import Home
from tinhso.path.connect import Standing, read_standing
from tinhso.path.connection import Connection, read_connections
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.portal.desks import frame
from tinhso.portal.desks.frame import get_home, page
from tinhso.portal.words import language, word
from tinhso.registers.contract import read_contracts

_FAULT_PARTS = ("what", "found", "expected", "advice")


@dataclass(frozen=True, slots=True)
class Shown:
    """A connection as the desk shows it; `connection` is None where its definition is at fault."""

    name: str
    connection: Connection | None
    standing: Standing
    answered_at: datetime | None
    lag: str
    is_late: bool
    faults: list[str]


@require_GET
@seated(Role.OFFICER, Role.STEWARD, Role.AUDITOR)
def connections(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show every connection within a seat: its register, when it last answered, how late it is, what went wrong."""
    return page(request, seat, "connections.html", rows=shown_connections(get_home(slug), seat, frame.now()))


def shown_connections(home: Home, seat: Seat, at: datetime) -> list[Shown]:
    """Return the connections of the agency of a seat; one without an agency sees all, broken definitions too."""
    senders = {id_: contract.sender for id_, contract in read_contracts(home.folder).items()}
    found: list[Shown] = []
    for name, each in read_connections(home).items():
        sender = "" if isinstance(each, DefinitionError) else each.sender or senders.get(each.register, "")
        if seat.works_for(sender):
            found.append(_shown(name, each, read_standing(home, name), at))
    return found


def _shown(name: str, each: Connection | DefinitionError, standing: Standing, at: datetime) -> Shown:
    answered = datetime.fromisoformat(standing.answered_at) if standing.answered_at else None
    lag = at - answered if answered else None
    if isinstance(each, DefinitionError):
        return Shown(name, None, standing, answered, _in_words(lag), True, each.text(language()).splitlines())
    # One turn may be missed: a connection is asked when the daily run comes, not to the minute.
    is_late = lag is None or lag > 2 * max(each.every, timedelta(days=1))
    return Shown(name, each, standing, answered, _in_words(lag), is_late, [_fault_text(f) for f in standing.faults])


def _in_words(lag: timedelta | None) -> str:
    if lag is None:
        return "–"
    if lag >= timedelta(days=2):
        return word("connection.days", n=lag.days)
    if lag >= timedelta(hours=2):
        return word("connection.hours", n=lag // timedelta(hours=1))
    return word("connection.minutes", n=max(0, lag // timedelta(minutes=1)))


def _fault_text(fault: object) -> str:
    """Return a fault as it was kept in the page's language."""
    if not isinstance(fault, dict):
        return str(fault)
    said = {
        part: fault[part][language()] if isinstance(fault[part], dict) else str(fault[part]) for part in _FAULT_PARTS
    }
    return word("connection.fault", **said)
