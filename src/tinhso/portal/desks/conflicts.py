"""The conflicts desk: the rows an agency has to mend, rule by rule, with the workbook to mend them in.

Only who is seated for the agency that mends a rule sees its rows, and with a seat of a commune only its own. That
rows were opened, and which rule's, is in the trail.
"""

import tempfile
from pathlib import Path

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tinhso.engine import open_store
from tinhso.measure.rule import Conflict, Rule, find_conflicts, read_rules
from tinhso.people.access import seated
from tinhso.people.audit import record
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.portal.desks import frame
from tinhso.portal.desks.conflict_workbook import write_conflicts_xlsx
from tinhso.portal.desks.frame import actor, get_home, page
from tinhso.portal.words import language
from tinhso.registers.history import receipts_in

_MENDING = (Role.OFFICER, Role.STEWARD)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
N_SHOWN = 200
N_WRITTEN = 20_000


@require_GET
@seated(*_MENDING)
def conflicts(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the rules whose rows the seat's agency mends; no row is opened yet."""
    return page(request, seat, "conflicts.html", rules=list(_rules_of(seat, slug).values()))


@require_GET
@seated(*_MENDING)
def conflict(request: HttpRequest, seat: Seat, slug: str, rule: str) -> HttpResponse:
    """Show the rows that break a rule within the seat, the oldest first."""
    found = _get_rule(seat, slug, rule)
    rows = _rows(seat, slug, found, N_SHOWN + 1)
    _keep_in_trail(request, slug, "open conflicts", found, len(rows))
    more = len(rows) > N_SHOWN
    return page(request, seat, "conflict.html", rule=found, rows=rows[:N_SHOWN], more=more, n_shown=N_SHOWN)


@require_GET
@seated(*_MENDING)
def workbook(request: HttpRequest, seat: Seat, slug: str, rule: str) -> HttpResponse:
    """Give the rows to be mended in the register's own columns, with what each contradicts."""
    found = _get_rule(seat, slug, rule)
    home, rows = get_home(slug), _rows(seat, slug, found, N_WRITTEN)
    _keep_in_trail(request, slug, "take conflicts", found, len(rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "conflicts.xlsx"
        write_conflicts_xlsx(home, found, rows, path, language())
        content = path.read_bytes()
    name = f"{found.id.replace('.', '-')}-{language()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


def _rules_of(seat: Seat, slug: str) -> dict[str, Rule]:
    """Return the rules that the seat's agency mends and whose registers have come, by id."""
    home = get_home(slug)
    with open_store(home.store, read_only=True) as store:
        there = receipts_in(store).keys()
    rules = read_rules(home.folder)
    return {id_: r for id_, r in rules.items() if seat.works_for(r.mends) and {r.register, r.other} <= there}


def _get_rule(seat: Seat, slug: str, rule: str) -> Rule:
    found = _rules_of(seat, slug).get(rule)
    if found is None:
        raise Http404(rule)
    return found


def _rows(seat: Seat, slug: str, rule: Rule, limit: int) -> list[Conflict]:
    with open_store(get_home(slug).store, read_only=True) as store:
        return find_conflicts(store, rule, seat.area, limit)


def _keep_in_trail(request: HttpRequest, slug: str, action: str, rule: Rule, n: int) -> None:
    with transaction.atomic():
        name = actor(request).get_username()
        record(at=frame.now(), actor=name, province=slug, action=action, subject=rule.id, reason=f"{n}")
