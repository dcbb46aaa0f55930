"""Pages of the desks: authorise by the table, call one action or read, show. Nothing here is published or kept.

A person without a seat in the province is told that the page is not theirs; an anonymous one is led to sign in.
"""

import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.base.errors import TinhsoError
from tinhso.base.home import Home
from tinhso.measure.proposal import find_proposal
from tinhso.measure.release import read_release
from tinhso.portal.comparing import changes_between
from tinhso.portal.desks import actions
from tinhso.portal.desks.audit import check_trail
from tinhso.portal.desks.may import MAY, may
from tinhso.portal.desks.models import AuditRow, Seat, Verdict
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition, served_homes
from tinhso.portal.pages.page import show
from tinhso.portal.words import language
from tinhso.registers.contract import read_contracts
from tinhso.registers.history import receipts
from tinhso.registers.receive import read_deliveries
from tinhso.registers.rejects import write_rejects_xlsx

View = Callable[..., HttpResponse]
_SHOWN = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def seated(endpoint: str) -> Callable[[View], View]:
    """Let only the roles declared for an endpoint in; the view gets the home and the seat."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            seat = Seat.objects.filter(user=request.user.pk, province=slug).first()
            if seat is None or not may(seat.role, endpoint):
                raise PermissionDenied(endpoint)
            home = served_homes().get(slug)
            if home is None:
                raise Http404(slug)
            return view(request, slug, home, seat, **rest)

        return guarded

    return wrap


def _page(request: HttpRequest, slug: str, seat: Seat, template: str, **context: Any) -> HttpResponse:
    allowed = [name for name, roles in MAY.items() if seat.role in roles]
    response = show(request, f"desks/{template}", get_edition(slug), seat=seat, allowed=allowed, **context)
    del response["Tinhso-Published"]
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@seated("desk")
def desk(request: HttpRequest, slug: str, home: Home, seat: Seat) -> HttpResponse:
    """Show the desks of a person."""
    return _page(request, slug, seat, "desk.html")


@require_http_methods(["GET"])
@seated("deliveries")
def deliveries(request: HttpRequest, slug: str, home: Home, seat: Seat) -> HttpResponse:
    """Show what was delivered, newest first, and the form to deliver."""
    return _page(request, slug, seat, "deliveries.html", **_deliveries(home))


def _deliveries(home: Home) -> dict[str, object]:
    checked = {receipt.inputs.get("receipt:receive"): receipt for receipt in receipts(home)}
    rows = [(each, checked.get(each.receipt.id)) for each in reversed(read_deliveries(home))][:_SHOWN]
    return {"rows": rows, "contracts": read_contracts(home.folder)}


@require_POST
@seated("deliver")
def deliver(request: HttpRequest, slug: str, home: Home, seat: Seat) -> HttpResponse:
    """Take an uploaded file, check it, and show what came of it; an unusable file is explained in four parts."""
    file, register = request.FILES.get("file"), request.POST.get("register", "")
    if file is None or register not in read_contracts(home.folder):
        return HttpResponseRedirect(reverse("desk_deliveries", args=[slug]))
    kind: Any = "change" if request.POST.get("kind") == "change" else "full"
    try:
        delivery = actions.deliver(
            home, slug, actor=_actor(request), at=timezone.now(), reason=request.POST.get("reason", ""),
            register=register, kind=kind, name=str(file.name), chunks=file.chunks(),
        )  # fmt: skip
    except TinhsoError as error:
        return _page(request, slug, seat, "deliveries.html", fault=error.text(language()), **_deliveries(home))
    return HttpResponseRedirect(reverse("desk_delivery", args=[slug, delivery.sequence]))


@require_GET
@seated("delivery")
def delivery(request: HttpRequest, slug: str, home: Home, seat: Seat, sequence: int) -> HttpResponse:
    """Show one delivery: what was accepted, what was rejected, and what to do with it."""
    found, receipt = _get(home, sequence)
    return _page(request, slug, seat, "delivery.html", delivery=found, receipt=receipt)


@require_GET
@seated("rejects")
def rejects(request: HttpRequest, slug: str, home: Home, seat: Seat, sequence: int) -> HttpResponse:
    """Give the rejected rows as a workbook, each faulty cell with its reason, in the reader's language."""
    receipt = _get(home, sequence)[1]
    if receipt is None:
        raise Http404(str(sequence))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{sequence:06d}.xlsx"
        write_rejects_xlsx(home, receipt, path, language())
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{sequence:06d}-{language()}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


def _get(home: Home, sequence: int) -> tuple[Any, Any]:
    for found, receipt in _deliveries(home)["rows"]:  # type: ignore[attr-defined]
        if found.sequence == sequence:
            return found, receipt
    raise Http404(str(sequence))


@require_POST
@seated("propose")
def propose(request: HttpRequest, slug: str, home: Home, seat: Seat) -> HttpResponse:
    """Measure what stands in the registers and propose a release to be signed."""
    actions.propose(home, slug, actor=_actor(request), at=timezone.now(), reason=request.POST.get("reason", ""))
    return HttpResponseRedirect(reverse("desk_signoff", args=[slug]))


@require_GET
@seated("signoff")
def signoff(request: HttpRequest, slug: str, home: Home, seat: Seat) -> HttpResponse:
    """Show the proposal and what it moves; the verdicts of others only to who has given one."""
    return _page(request, slug, seat, "signoff.html", **_proposal(request, slug, home))


def _proposal(request: HttpRequest, slug: str, home: Home) -> dict[str, object]:
    proposal = find_proposal(home)
    if proposal is None:
        return {"proposal": None}
    proposed = Edition(slug, read_release(proposal))
    verdicts = Verdict.objects.filter(province=slug, proposal=actions.mark_of(proposal)).select_related("person")
    mine = verdicts.filter(person=request.user.pk).first()
    return {
        "proposal": proposed,
        "mark": actions.mark_of(proposal),
        "moved": changes_between(get_edition(slug), proposed),
        "mine": mine,
        "others": [each for each in verdicts if each != mine] if mine else [],
    }


@require_POST
@seated("sign")
def sign(request: HttpRequest, slug: str, home: Home, seat: Seat) -> HttpResponse:
    """Keep a verdict on the proposal that was read; one that was replaced meanwhile is shown anew."""
    proposal = find_proposal(home)
    if proposal is None or request.POST.get("mark") != actions.mark_of(proposal):
        return HttpResponseRedirect(reverse("desk_signoff", args=[slug]))
    approved = request.POST.get("verdict") == "approve"
    try:
        actions.sign(
            home, slug, actor=_actor(request), at=timezone.now(), reason=request.POST.get("reason", ""),
            proposal=proposal, approved=approved,
        )  # fmt: skip
    except TinhsoError as error:
        context = {**_proposal(request, slug, home), "fault": error.text(language())}
        return _page(request, slug, seat, "signoff.html", **context)
    return HttpResponseRedirect(reverse("desk_signoff", args=[slug]))


@require_GET
@seated("audit")
def audit(request: HttpRequest, slug: str, home: Home, seat: Seat) -> HttpResponse:
    """Show the newest rows of the trail, and whether those shown follow one another."""
    rows = list(AuditRow.objects.filter(province=slug).order_by("-id")[:_SHOWN])
    broken = check_trail(AuditRow.objects.order_by("id")) if "check" in request.GET else None
    return _page(request, slug, seat, "audit.html", rows=rows, broken=broken)


def _actor(request: HttpRequest) -> AbstractBaseUser:
    assert isinstance(request.user, AbstractBaseUser)
    return request.user
