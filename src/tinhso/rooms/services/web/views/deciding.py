"""The officer's desk: what waits, by due instant; one dossier with what may be done to it; the leaders' board.

Who may see a dossier is decided by `queries.seen_by`; who may act, by the dictionary of `states`. A dossier of another
commune answers like one that does not exist.
"""

from datetime import datetime, time

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tinhso.base.area import areas_on
from tinhso.base.errors import NotAllowed
from tinhso.base.label import Label
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role as SeatRole
from tinhso.rooms.services.documents import render
from tinhso.rooms.services.states import STATUS_LABELS, Action, Status
from tinhso.rooms.services.web import storing
from tinhso.rooms.services.web.actions import STALE, Person, Stale, act, ask_payment, claim, history_of
from tinhso.rooms.services.web.catalogued import calendar_of, forms, procedures
from tinhso.rooms.services.web.functions import actions_open_to, function_for
from tinhso.rooms.services.web.models import Dossier
from tinhso.rooms.services.web.papers import process_sheet_of
from tinhso.rooms.services.web.queries import board, desk, find_seen_by
from tinhso.rooms.services.web.templatetags.services import language
from tinhso.rooms.services.web.views.showing import now, show, with_names


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
        rows=with_names(list(page.rows)),
        after=page.after,
        statuses=STATUS_LABELS.items(),
        wanted=status,
        only_mine="mine" in request.GET,
        as_of=now(),
    )


@seated(SeatRole.OFFICER, SeatRole.LEADER)
def dossier_page(request: HttpRequest, seat: Seat, slug: str, code: str) -> HttpResponse:
    """One dossier, its answers, papers and history, and what the officer may do."""
    return _show_dossier(request, seat, _dossier(seat, code))


@require_POST
@seated(SeatRole.OFFICER, SeatRole.LEADER)
def act_page(request: HttpRequest, seat: Seat, slug: str, code: str) -> HttpResponse:
    """Do one thing to a dossier."""
    dossier = _dossier(seat, code)
    version, wanted = request.POST.get("version", ""), request.POST.get("action", "")
    if not version.isdecimal():
        raise Http404
    try:
        if wanted in {"claim", "release"}:
            claim(dossier.pk, int(version), seat.user_id if wanted == "claim" else None)
        elif wanted in set(Action):
            _act(request, seat, dossier, int(version), Action(wanted))
        else:
            raise Http404
    except Stale:
        return _show_dossier(request, seat, _dossier(seat, code), [STALE.text(language())], 409)
    except NotAllowed as error:
        messages = [fault.text(language()) for fault in error.faults]
        return _show_dossier(request, seat, _dossier(seat, code), messages, 409)
    return redirect("services_dossier", slug=slug, code=code)


@seated(SeatRole.OFFICER, SeatRole.LEADER)
def paper_page(request: HttpRequest, seat: Seat, slug: str, code: str, number: int) -> FileResponse:
    """The bytes of a paper of a dossier the officer may see, always as a download."""
    dossier = _dossier(seat, code)
    paper = dossier.attachments.filter(pk=number).first()
    if paper is None:
        raise Http404
    stream = storing.path_of(paper.sha256).open("rb")
    return FileResponse(stream, as_attachment=True, filename=paper.name, content_type=paper.media_type)


@seated(SeatRole.OFFICER, SeatRole.LEADER)
def process_sheet_page(request: HttpRequest, seat: Seat, slug: str, code: str) -> HttpResponse:
    """Form 06 of a dossier as PDF."""
    dossier = _dossier(seat, code)
    return HttpResponse(render(process_sheet_of(dossier, now())), content_type="application/pdf")


@seated(SeatRole.LEADER)
def board_page(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """The load by commune, the most overdue first; for leaders."""
    areas = areas_on(now().date())
    rows = [(row, areas[row.area].name if row.area in areas else row.area) for row in board(seat, now())]
    return show(request, "board", slug, rows=rows, as_of=now())


def _dossier(seat: Seat, code: str) -> Dossier:
    dossier = find_seen_by(seat, code)
    if dossier is None:
        raise Http404
    return dossier


def _act(request: HttpRequest, seat: Seat, dossier: Dossier, version: int, action: Action) -> None:
    person = Person(seat.user.get_username(), function_for(seat, action))
    note = request.POST.get("note", "")[:2000]
    outcome = "REFUSED" if "refused" in request.POST else ""
    act(dossier.pk, version, action, person, now(), note, outcome, _new_due(request, dossier))
    if action is Action.REQUEST_PAYMENT and dossier.fee_vnd:
        ask_payment(dossier, dossier.fee_vnd, now())


def _new_due(request: HttpRequest, dossier: Dossier) -> datetime | None:
    """The new date of an extension: the close of that day, or of the next working day."""
    try:
        day = datetime.fromisoformat(request.POST.get("new_due", "")).date()
    except ValueError:
        return None
    calendar = calendar_of(procedures()[dossier.procedure_id].agency)
    # Beyond the calendar's years there is no date to promise.
    if day.year not in calendar.states:
        return None
    return (
        calendar.close_of(calendar.next_working(day))
        if day >= now().date()
        else datetime.combine(day, time(), calendar.zone)
    )


def _show_dossier(
    request: HttpRequest, seat: Seat, dossier: Dossier, messages: list[str] | None = None, status: int = 200
) -> HttpResponse:
    history = history_of(dossier)
    return show(
        request,
        "dossier",
        seat.province,
        status=status,
        dossier=dossier,
        procedure=procedures()[dossier.procedure_id],
        answers=_answers(dossier),
        papers=list(dossier.attachments.order_by("pk")),
        events=list(dossier.events.order_by("number")),
        actions=actions_open_to(seat, history),
        messages=messages or [],
        as_of=now(),
    )


def _answers(dossier: Dossier) -> list[tuple[Label, list[tuple[Label, object]]]]:
    """The answers under the labels of the form, one group a step or entry."""
    groups = []
    for step in forms()[dossier.procedure_id].steps:
        given = dossier.answers.get(step.id, {})
        for values in given if isinstance(given, list) else [given]:
            rows = [
                (f.label, (f.options or {}).get(str(values[f.id]), values[f.id])) for f in step.fields if f.id in values
            ]
            if rows:
                groups.append((step.label, rows))
    return groups
