"""The desk of a person, and the audit trail: say who may come in, call one read or write, show; nothing is kept."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tinhso.measure.proposal import find_proposal
from tinhso.people.access import seated
from tinhso.people.models import AuditRow, Seat, TrailCheck
from tinhso.people.roles import Role
from tinhso.people.trail import begin_check
from tinhso.portal.desks import frame
from tinhso.portal.desks.background import ask_trail, has_worker
from tinhso.portal.desks.frame import actor, get_home, page
from tinhso.portal.desks.models import State
from tinhso.portal.desks.queries import N_SHOWN, submissions_of

_READING = (Role.AUDITOR, Role.ADMINISTRATOR)
_DIGITS = 19


@require_GET
@seated(*Role)
def desk(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the desks of a person, and what waits at each."""
    waiting = submissions_of(seat).filter(state=State.WAITING).values_list("number", flat=True)
    n_waiting, proposed = len(waiting[:N_SHOWN]), find_proposal(get_home(slug)) is not None
    return page(request, seat, "desk.html", n_waiting=n_waiting, many=n_waiting == N_SHOWN, proposed=proposed)


@require_GET
@seated(*_READING, second_factor=True)
def audit(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show rows of the trail, the newest or those before `before`, and how far the trail was checked."""
    before = request.GET.get("before", "")
    rows = AuditRow.objects.filter(province=slug).order_by("-id")
    if before.isascii() and before.isdecimal() and len(before) < _DIGITS:
        rows = rows.filter(pk__lt=int(before))
    shown = list(rows[: N_SHOWN + 1])
    older = shown[N_SHOWN - 1].pk if len(shown) > N_SHOWN else None
    newest = AuditRow.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    check = TrailCheck.objects.order_by("-id").first()
    working = check is not None and not check.done and has_worker()
    n_left = newest - check.up_to if check else newest
    context = {"rows": shown[:N_SHOWN], "older": older, "check": check, "n_left": n_left, "working": working}
    return page(request, seat, "audit.html", **context)


@require_POST
@seated(*_READING, second_factor=True, back="desk_audit")
def check_trail(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Begin to check the trail, or go on with a check that is not finished."""
    check = begin_check(slug, actor=actor(request).get_username(), at=frame.now(), whole="whole" in request.POST)
    ask_trail(check)
    return HttpResponseRedirect(reverse("desk_audit", args=[slug]))
