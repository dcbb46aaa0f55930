"""Pages of the desks: say who may come in, call one action or read, show. Nothing here is published or kept."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.base.errors import TinhsoError
from tinhso.base.home import Home
from tinhso.measure.proposal import find_proposal
from tinhso.measure.release import read_release
from tinhso.people.access import seated
from tinhso.people.audit import check_trail
from tinhso.people.endpoints import names_open_to
from tinhso.people.models import AuditRow, Seat
from tinhso.people.roles import Role
from tinhso.portal.comparing import changes_between
from tinhso.portal.desks import actions
from tinhso.portal.desks.models import Verdict
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition, served_homes
from tinhso.portal.pages.page import show
from tinhso.portal.words import language
from tinhso.registers.contract import read_contracts
from tinhso.registers.history import receipts
from tinhso.registers.receive import read_deliveries
from tinhso.registers.rejects import write_rejects_xlsx

_SHOWN = 100
_DELIVERING = (Role.OFFICER, Role.STEWARD)
_SIGNING = (Role.STEWARD, Role.LEADER)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _home(slug: str) -> Home:
    home = served_homes().get(slug)
    if home is None:
        raise Http404(slug)
    return home


def _page(request: HttpRequest, slug: str, seat: Seat, template: str, **context: Any) -> HttpResponse:
    allowed = {name.removeprefix("desk_") for name in names_open_to(seat.role)}
    response = show(request, f"desks/{template}", get_edition(slug), seat=seat, allowed=allowed, **context)
    del response["Tinhso-Published"]
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@seated(*Role)
def desk(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the desks of a person."""
    return _page(request, slug, seat, "desk.html")


@require_http_methods(["GET"])
@seated(*_DELIVERING, Role.AUDITOR)
def deliveries(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show what was delivered, newest first, and the form to deliver."""
    return _page(request, slug, seat, "deliveries.html", **_deliveries(_home(slug)))


def _deliveries(home: Home) -> dict[str, object]:
    checked = {receipt.inputs.get("receipt:receive"): receipt for receipt in receipts(home)}
    rows = [(each, checked.get(each.receipt.id)) for each in reversed(read_deliveries(home))][:_SHOWN]
    return {"rows": rows, "contracts": read_contracts(home.folder)}


@require_POST
@seated(*_DELIVERING)
def deliver(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Take an uploaded file, check it, and show what came of it; an unusable file is explained in four parts."""
    home = _home(slug)
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
@seated(*_DELIVERING, Role.AUDITOR)
def delivery(request: HttpRequest, seat: Seat, slug: str, sequence: int) -> HttpResponse:
    """Show one delivery: what was accepted, what was rejected, and what to do with it."""
    found, receipt = _get(_home(slug), sequence)
    return _page(request, slug, seat, "delivery.html", delivery=found, receipt=receipt)


@require_GET
@seated(*_DELIVERING)
def rejects(request: HttpRequest, seat: Seat, slug: str, sequence: int) -> HttpResponse:
    """Give the rejected rows as a workbook, each faulty cell with its reason, in the reader's language."""
    home = _home(slug)
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
@seated(Role.STEWARD)
def propose(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Measure what stands in the registers and propose a release to be signed."""
    reason = request.POST.get("reason", "")
    actions.propose(_home(slug), slug, actor=_actor(request), at=timezone.now(), reason=reason)
    return HttpResponseRedirect(reverse("desk_signoff", args=[slug]))


@require_GET
@seated(*_SIGNING, Role.AUDITOR)
def signoff(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the proposal and what it moves; the verdicts of others only to who has given one."""
    return _page(request, slug, seat, "signoff.html", **_proposal(request, slug, _home(slug)))


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
@seated(*_SIGNING)
def sign(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Keep a verdict on the proposal that was read; one that was replaced meanwhile is shown anew."""
    home = _home(slug)
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
@seated(Role.AUDITOR, Role.ADMINISTRATOR)
def audit(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the newest rows of the trail, and whether those shown follow one another."""
    rows = list(AuditRow.objects.filter(province=slug).order_by("-id")[:_SHOWN])
    broken = check_trail(AuditRow.objects.order_by("id")) if "check" in request.GET else None
    return _page(request, slug, seat, "audit.html", rows=rows, broken=broken)


def _actor(request: HttpRequest) -> AbstractBaseUser:
    assert isinstance(request.user, AbstractBaseUser)
    return request.user
