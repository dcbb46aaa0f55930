"""The desk of stewards: disputes about the rows of their agency, by the day due, and what they answer.

A steward sees the disputes of their own agency and commune; others answer 404. Opening one is a look at a person's
row, which that person reads of. A register is never written here: mending it is a delivery.
"""

from datetime import datetime

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.errors import NotAllowed
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.portal.desks.frame import actor, keep_fault, page
from tinhso.portal.own import actions, queries
from tinhso.portal.own.closing import close_agreed
from tinhso.portal.own.holding import HeldRow
from tinhso.portal.own.models import Case
from tinhso.portal.own.queries import find_disputed
from tinhso.portal.own.states import OPEN, Act, Side, State, open_acts
from tinhso.portal.own.views import paper_file
from tinhso.portal.words import language, word
from tinhso.rooms.services.web.consenting import known_number
from tinhso.rooms.services.web.holdings import find_home
from tinhso.rooms.services.web.views.showing import now

_ACTS = {str(act): act for act in (Act.TAKE, Act.MEND, Act.REFUSE)}


@require_GET
@seated(Role.STEWARD)
def disputes(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the open disputes within the seat by the day due, then those settled lately."""
    at, home = now(), find_home(slug)
    within = queries.cases_within(seat)
    if home:
        close_agreed(home, list(within.filter(state__in=OPEN)[: queries.N_CASES]), at)
    waiting = within.filter(state__in=OPEN).order_by("due_at", "pk")
    rows = [(case, _late(case, at)) for case in waiting[: queries.N_CASES]]
    settled = within.exclude(state__in=OPEN).order_by("-settled_at", "-pk")[: queries.N_LOOKS]
    n_late = waiting.filter(due_at__lt=at).count()
    return page(request, seat, "disputes.html", rows=rows, settled=settled, n_open=waiting.count(), n_late=n_late)


@require_GET
@seated(Role.STEWARD)
def dispute(request: HttpRequest, seat: Seat, slug: str, code: str) -> HttpResponse:
    """Show one dispute beside the row as it stands now, with what the steward may do."""
    found = queries.get_case(seat, code)
    _look(request, found)
    row = _row(slug, found)
    acts = open_acts(State(found.state), Side.STEWARD)
    context = {"case": found, "row": row, "acts": acts, "late": _late(found, now())}
    return page(request, seat, "dispute.html", **context, papers=found.papers.order_by("pk"))


@require_POST
@seated(Role.STEWARD)
def act(request: HttpRequest, seat: Seat, slug: str, code: str) -> HttpResponse:
    """Take, settle or refuse a dispute; what the rules forbid is said on its page, words kept."""
    found = queries.get_case(seat, code)
    wanted, version = _ACTS.get(request.POST.get("do", "")), request.POST.get("version", "")
    place = HttpResponseRedirect(reverse("desk_dispute", args=[slug, code]))
    if wanted is None or not version.isdecimal():
        return place
    try:
        actions.settle(
            found, int(version), wanted, actor=actor(request), number=known_number(request.user),
            agency=found.agency, at=now(), note=request.POST.get("reason", "").strip()[:2000],
        )  # fmt: skip
    except actions.Stale:
        keep_fault(request, word("own.moved_meanwhile"))
    except NotAllowed as error:
        keep_fault(request, error.text(language()))
    return place


@require_GET
@seated(Role.STEWARD)
def paper(request: HttpRequest, seat: Seat, slug: str, code: str, number: int) -> FileResponse:
    """Give a paper that came with a dispute; a look like any other."""
    found = queries.get_case(seat, code)
    _look(request, found)
    return paper_file(found, number)


def _look(request: HttpRequest, case: Case) -> None:
    number = case.subject.personal_id
    actions.open_rows(case.province, number, actor=actor(request), at=now(), agency=case.agency, register=case.register)


def _row(slug: str, case: Case) -> HeldRow | None:
    home = find_home(slug)
    return find_disputed(home, case) if home else None


def _late(case: Case, at: datetime) -> str:
    """Return what a case is late for: settling, answering, or nothing."""
    if case.is_open and case.due_at < at:
        return "settle"
    return "answer" if case.state == State.RECEIVED and case.answer_due_at < at else ""
