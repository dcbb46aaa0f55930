"""The desk of a person, and the audit trail: say who may come in, call one read, show. Nothing here is kept."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tinhso.measure.proposal import find_proposal
from tinhso.people.access import seated
from tinhso.people.audit import check_trail
from tinhso.people.models import AuditRow, Seat
from tinhso.people.roles import Role
from tinhso.portal.desks.frame import get_home, page
from tinhso.portal.desks.models import State
from tinhso.portal.desks.queries import N_SHOWN, submissions_of


@require_GET
@seated(*Role)
def desk(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the desks of a person, and what waits at each."""
    n_waiting = submissions_of(seat).filter(state=State.WAITING).count()
    return page(request, seat, "desk.html", n_waiting=n_waiting, proposed=find_proposal(get_home(slug)) is not None)


@require_GET
@seated(Role.AUDITOR, Role.ADMINISTRATOR, second_factor=True)
def audit(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the newest rows of the trail and, when asked, whether the whole of it holds."""
    rows = list(AuditRow.objects.filter(province=slug).order_by("-id")[:N_SHOWN])
    broken = check_trail(AuditRow.objects.order_by("id").iterator()) if "check" in request.GET else None
    return page(request, seat, "audit.html", rows=rows, broken=broken)
