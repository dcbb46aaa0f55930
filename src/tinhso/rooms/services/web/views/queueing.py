"""The officer's queue by due instant, one act on many of it at once, and the leaders' board.

Each dossier of a bulk act is its own transaction with its own outcome: one that fails holds nothing else up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tinhso.base.area import areas_on
from tinhso.base.errors import NotAllowed
from tinhso.base.label import Label
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role as SeatRole
from tinhso.rooms.services.states import STATUS_LABELS, Action, Status
from tinhso.rooms.services.web.actions import STALE, Stale
from tinhso.rooms.services.web.catalogued import procedures, words
from tinhso.rooms.services.web.desk import complaints_waiting, desk
from tinhso.rooms.services.web.desk_lines import desk_lines
from tinhso.rooms.services.web.functions import functions_of
from tinhso.rooms.services.web.queries import board, board_by_procedure, find_seen_by
from tinhso.rooms.services.web.steps import Remark
from tinhso.rooms.services.web.templatetags.services import language, read_words
from tinhso.rooms.services.web.views.deciding import do
from tinhso.rooms.services.web.views.showing import now, show

MOST_AT_ONCE = 50
BULK = (Remark.CLAIM, Remark.RELEASE, Action.ACCEPT, Action.START, Action.RETURN)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one dossier of a bulk act; `message` is empty when it was done."""

    code: str
    message: str


@seated(SeatRole.OFFICER, SeatRole.LEADER)
def desk_page(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """What waits at the officer's desk."""
    wanted = request.GET.get("status", "")
    status = Status(int(wanted)) if wanted in {str(int(s)) for s in Status} else None
    page = desk(seat, status, "mine" in request.GET, request.GET.get("after", "")[:60])
    return show(
        request,
        "desk",
        slug,
        seat=seat,
        lines=desk_lines(page.lines, slug, language(), now()),
        after=page.after,
        statuses=STATUS_LABELS.items(),
        wanted=status,
        only_mine="mine" in request.GET,
        bulk=BULK,
        complaints=complaints_waiting(seat),
        at_cash="cashier" in functions_of(seat) and not seat.area,
        as_of=now(),
    )


@seated(SeatRole.OFFICER, SeatRole.LEADER)
def bulk_page(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Do one thing to the dossiers ticked, and say for each what came of it."""
    if request.method != "POST":
        return redirect("services_desk", slug=slug)
    wanted = request.POST.get("action", "")
    if wanted not in BULK:
        raise Http404
    outcomes = list(_each(request, seat, wanted))
    return show(request, "bulk", slug, outcomes=outcomes, wanted=wanted)


@seated(SeatRole.LEADER)
def board_page(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """The load by agency and by commune, the most overdue first; for leaders."""
    areas = areas_on(now().date())
    by_area = [(areas[row.of].name if row.of in areas else row.of, row) for row in board(seat, now())]
    agencies = {p.id: p.agency for p in procedures().values()}
    by_agency = [(words().agencies[row.of].label, row) for row in board_by_procedure(seat, now(), agencies)]
    complaints = complaints_waiting(seat)
    return show(
        request,
        "board",
        slug,
        tables=[("agency", by_agency), ("area", by_area)],
        n_complaints=len(complaints),
        n_complaints_late=sum(c.due_at < now() for c in complaints),
        as_of=now(),
    )


def _each(request: HttpRequest, seat: Seat, wanted: str) -> Iterator[Outcome]:
    for ticked in list(dict.fromkeys(request.POST.getlist("ticked")))[:MOST_AT_ONCE]:
        code, _, version = ticked[:60].partition("~")
        dossier = find_seen_by(seat, code)
        if dossier is None or not version.isdecimal() or len(version) > 9:
            yield Outcome(code, _text(read_words()["no_such_dossier"]))
            continue
        try:
            do(request, seat, dossier, int(version), wanted)
        except Stale:
            yield Outcome(code, _text(STALE))
        except NotAllowed as error:
            yield Outcome(code, " ".join(fault.text(language()) for fault in error.faults))
        else:
            yield Outcome(code, "")


def _text(label: Label) -> str:
    return label.text(language())
