"""The seats desk: who sits where in the province, given and ended by administrators with a reason."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.area import communes_of
from tinhso.base.errors import TinhsoError
from tinhso.base.home import PROVINCES
from tinhso.people.access import seated
from tinhso.people.actions import Given, end_seat, give_seat
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.portal.desks import frame
from tinhso.portal.desks.frame import actor, keep_fault, page
from tinhso.portal.desks.queries import N_SHOWN
from tinhso.portal.words import language
from tinhso.rooms.plan.reading import read_agencies


@require_GET
@seated(Role.ADMINISTRATOR, Role.AUDITOR, second_factor=True)
def seats(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show seats of the province by name, from `after` on, and the form to give one; `name` fills the form in."""
    after = request.GET.get("after", "")[:150]
    named = Seat.objects.filter(province=slug, user__username__gt=after).select_related("user")
    found = list(named.order_by("user__username")[: N_SHOWN + 1])
    more = found[N_SHOWN - 1].user.get_username() if len(found) > N_SHOWN else ""
    communes = communes_of(PROVINCES[slug], timezone.localdate())
    lists = {"roles": list(Role), "agencies": read_agencies(), "communes": communes}
    name = request.GET.get("name", "")[:150]
    return page(request, seat, "seats.html", name=name, seats=found[:N_SHOWN], more=more, **lists)


@require_POST
@seated(Role.ADMINISTRATOR, second_factor=True)
def give(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Give or change a seat; what cannot be given is explained in four parts."""
    name = request.POST.get("name", "").strip()[:150]
    given = _given(request, slug)
    try:
        if given is not None:
            give_seat(name, given, actor=actor(request), at=frame.now(), reason=_reason(request))
    except TinhsoError as error:
        keep_fault(request, error.text(language()))
    return HttpResponseRedirect(reverse("desk_seats", args=[slug]))


@require_POST
@seated(Role.ADMINISTRATOR, second_factor=True)
def end(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """End a seat of this province; one of another province is as if it were not there."""
    found = Seat.objects.filter(province=slug, pk=number).select_related("user").first()
    if found is None:
        raise Http404(str(number))
    try:
        end_seat(found, actor=actor(request), at=frame.now(), reason=_reason(request))
    except TinhsoError as error:
        keep_fault(request, error.text(language()))
    return HttpResponseRedirect(reverse("desk_seats", args=[slug]))


def _given(request: HttpRequest, slug: str) -> Given | None:
    """Return what the form asks for; None when it names what its lists do not hold."""
    role, agency, area = (request.POST.get(name, "") for name in ("role", "agency", "area"))
    communes = {commune.code for commune in communes_of(PROVINCES[slug], timezone.localdate())}
    if role not in set(Role) or (agency and agency not in read_agencies()) or (area and area not in communes):
        return None
    return Given(slug, Role(role), agency, area)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:2000]
