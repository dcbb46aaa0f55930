"""The sign-off desk: propose a release, read what it moves and why, and sign or refuse it; two people make it public.

Nobody sees another's verdict before giving one. A refusal ends the proposal, and its reasons go back to the steward.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.errors import TinhsoError
from tinhso.measure.proposal import find_proposal
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.people.typed import keep_typed
from tinhso.portal.desks import actions, frame
from tinhso.portal.desks.background import ask_proposal, is_working
from tinhso.portal.desks.carrying_out import mark_of, publish_signed
from tinhso.portal.desks.frame import actor, get_home, keep_fault, page
from tinhso.portal.desks.queries import find_shown_proposal
from tinhso.portal.homes import get_edition
from tinhso.portal.words import language

_SIGNING = (Role.STEWARD, Role.LEADER)


@require_POST
@seated(Role.STEWARD, back="desk_signoff")
def propose(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Measure what stands in the registers and propose a release to be signed."""
    get_home(slug)
    ask_proposal(request, slug, at=frame.now(), reason=request.POST.get("reason", "")[:2000])
    return HttpResponseRedirect(reverse("desk_signoff", args=[slug]))


@require_GET
@seated(*_SIGNING, Role.AUDITOR, second_factor=True)
def signoff(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the proposal and what it moves; the verdicts of others only to who has given one."""
    working = is_working(request)
    proposal = find_shown_proposal(get_home(slug), seat, get_edition(slug))
    return page(request, seat, "signoff.html", proposal=proposal, working=working)


@require_POST
@seated(*_SIGNING, second_factor=True, back="desk_signoff")
def sign(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Keep a verdict on the proposal that was read; one that was replaced meanwhile is shown anew."""
    home, verdict = get_home(slug), request.POST.get("verdict", "")
    proposal = find_proposal(home)
    answer = HttpResponseRedirect(reverse("desk_signoff", args=[slug]))
    if proposal is None or request.POST.get("mark") != mark_of(proposal):
        keep_typed(request, why="desk.replaced")
        return answer
    try:
        if verdict == "again":
            publish_signed(home, slug)
        elif verdict in ("approve", "refuse"):
            actions.sign(
                home, slug, actor=actor(request), at=frame.now(), reason=request.POST.get("reason", "")[:2000],
                proposal=proposal, approved=verdict == "approve",
            )  # fmt: skip
    except TinhsoError as error:
        keep_fault(request, error.text(language()))
    return answer
