"""The deliveries desk: send files, see row by row what is wrong with them, mend them, accept or refuse them.

Every form answers by leading to a page, so a page may be read again without sending anything again.
"""

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.errors import TinhsoError
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.people.typed import keep_typed
from tinhso.portal.desks import actions, frame, queries
from tinhso.portal.desks.background import ask_entering, ask_trial, has_worker, n_waiting_work
from tinhso.portal.desks.frame import actor, get_home, keep_fault, page
from tinhso.portal.desks.models import State, Submission
from tinhso.portal.homes import get_edition
from tinhso.portal.words import language
from tinhso.registers.contract import read_contracts
from tinhso.registers.rejects import write_rejects_xlsx

_DELIVERING = (Role.OFFICER, Role.STEWARD)
_READING = (*_DELIVERING, Role.AUDITOR)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@seated(*_READING)
def deliveries(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show what was sent and what stands in the registers, newest first, and the form to send."""
    home = get_home(slug)
    sent = queries.submissions_of(seat)[: queries.N_SHOWN]
    rows, contracts = queries.deliveries_of(home, seat), queries.contracts_of(home, seat)
    return page(request, seat, "deliveries.html", sent=sent, rows=rows, contracts=contracts)


@require_POST
@seated(*_DELIVERING, back="desk_deliveries")
def deliver(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Keep an uploaded file, try it, and lead to what came of it; a form without file or register leads back."""
    home = get_home(slug)
    upload = _upload(request, home, seat)
    if upload is None:
        keep_typed(request, why="desk.no_file")
        return HttpResponseRedirect(reverse("desk_deliveries", args=[slug]))
    try:
        row = actions.submit(home, slug, actor=actor(request), at=frame.now(), reason=_reason(request), upload=upload)
    except TinhsoError as error:
        keep_fault(request, error.text(language()))
        return HttpResponseRedirect(reverse("desk_deliveries", args=[slug]))
    ask_trial(slug, row.number)
    return HttpResponseRedirect(reverse("desk_submission", args=[slug, row.number]))


def _upload(request: HttpRequest, home: Home, seat: Seat) -> actions.Upload | None:
    file, register = request.FILES.get("file"), request.POST.get("register", "")
    number = request.POST.get("mends", "")
    mends = queries.get_submission(seat, int(number)) if number.isdecimal() else None
    if file is None or register not in queries.contracts_of(home, seat):
        return None
    if mends is not None and mends.register != register:
        return None
    is_change = mends is not None or request.POST.get("kind") == "change"
    return actions.Upload(
        register, "change" if is_change else "full", str(file.name), file.chunks(), mends, "invented" in request.POST
    )


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:2000]


@require_GET
@seated(*_READING)
def submission(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Show one submission: what trying or checking it gave, what is wrong cell by cell, and what can be done now.

    Where a worker checks it and is not done yet, the page says so and asks again by itself.
    """
    home, row = get_home(slug), queries.get_submission(seat, number)
    if has_worker() and not queries.is_tried(home, row):
        return page(request, seat, "submission.html", row=row, working="trial", n_before=n_waiting_work())
    checked = queries.checked_of(home, row)
    held = get_edition(slug).registers.get(row.register)
    context = _explained(home, checked.receipt)
    if checked.fault is not None:
        context["unusable"] = checked.fault.text(language())
    working = "entering" if has_worker() and row.is_unfinished else ""
    return page(request, seat, "submission.html", row=row, held=held, working=working, **context)


@require_GET
@seated(*_DELIVERING)
def submission_rejects(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Give the rejected rows of a submission as a workbook, each faulty cell with its reason."""
    home, row = get_home(slug), queries.get_submission(seat, number)
    checked = queries.checked_of(home, row) if queries.is_tried(home, row) else queries.Checked(None)
    return _workbook(home, checked.receipt, f"{slug}-{number:06d}")


@require_POST
@seated(*_DELIVERING, back="desk_submission")
def try_again(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Have a submission checked whose check was lost; one that was checked is left as it is."""
    get_home(slug)
    ask_trial(slug, queries.get_submission(seat, number).number)
    return HttpResponseRedirect(reverse("desk_submission", args=[slug, number]))


@require_POST
@seated(Role.STEWARD, back="desk_submission")
def decide(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Accept or refuse a submission, or carry out what was decided and not done yet."""
    get_home(slug)
    row = queries.get_submission(seat, number)
    verdict = request.POST.get("verdict", "")
    try:
        if verdict in ("accept", "refuse"):
            accepted, reason = verdict == "accept", _reason(request)
            actions.judge(row, actor=actor(request), at=frame.now(), reason=reason, accepted=accepted)
        if row.is_unfinished:
            ask_entering(row)
    except TinhsoError as error:
        keep_fault(request, error.text(language()))
    return HttpResponseRedirect(reverse("desk_submission", args=[slug, number]))


@require_GET
@seated(*_READING)
def delivery(request: HttpRequest, seat: Seat, slug: str, sequence: int) -> HttpResponse:
    """Show one delivery: what was accepted, what was rejected, and what to do with it."""
    home = get_home(slug)
    found, receipt = queries.get_delivery(home, seat, sequence)
    came_from = Submission.objects.filter(province=slug, sequence=sequence, state=State.ACCEPTED).first()
    return page(request, seat, "delivery.html", delivery=found, came_from=came_from, **_explained(home, receipt))


@require_GET
@seated(*_DELIVERING)
def rejects(request: HttpRequest, seat: Seat, slug: str, sequence: int) -> HttpResponse:
    """Give the rejected rows of a delivery as a workbook in the reader's language, each faulty cell with its reason."""
    home = get_home(slug)
    return _workbook(home, queries.get_delivery(home, seat, sequence)[1], f"{slug}-{sequence:06d}")


def _explained(home: Home, receipt: Receipt | None) -> dict[str, object]:
    """Return what a page says of a receipt: counts, the first problems with their columns' labels, whether more."""
    if receipt is None:
        return {"receipt": None}
    problems, more = queries.first_problems(home, receipt)
    contract = read_contracts(home.folder).get(receipt.subject)
    labels = {column.name: column.label for column in contract.columns} if contract else {}
    shown = [(problem, labels.get(problem.column, problem.column)) for problem in problems]
    return {"receipt": receipt, "problems": shown, "more": more, "contract": contract}


def _workbook(home: Home, receipt: Receipt | None, name: str) -> HttpResponse:
    if receipt is None:
        raise Http404(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejects.xlsx"
        write_rejects_xlsx(home, receipt, path, language())
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}-{language()}.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=_XLSX, headers=headers)
