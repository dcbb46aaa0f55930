"""One dossier at the officer's desk: what may be done to it, its papers, its complaints.

Who may see a dossier is decided by `queries.seen_by`; who may act, by the dictionary of `states`. A dossier of another
commune answers like one that does not exist.
"""

from datetime import datetime, time

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tinhso.base.area import areas_on
from tinhso.base.errors import NotAllowed
from tinhso.base.label import Label
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role as SeatRole
from tinhso.people.typed import typed_before
from tinhso.rooms.services.documents import render
from tinhso.rooms.services.forms import Field
from tinhso.rooms.services.procedure import Outcome
from tinhso.rooms.services.states import Action, Role, Status
from tinhso.rooms.services.web import storing
from tinhso.rooms.services.web.actions import STALE, Person, Stale, assign
from tinhso.rooms.services.web.catalogued import calendar_of, forms, procedures
from tinhso.rooms.services.web.charging import council_rates, fee_of
from tinhso.rooms.services.web.feedback import answer
from tinhso.rooms.services.web.functions import actions_open_to, function_for, functions_of
from tinhso.rooms.services.web.issuing import Decision, decide, draft_result
from tinhso.rooms.services.web.models import Dossier, ResultDraft
from tinhso.rooms.services.web.papers import process_sheet_of
from tinhso.rooms.services.web.queries import colleagues_of, find_seen_by
from tinhso.rooms.services.web.steps import Remark, history_of
from tinhso.rooms.services.web.templatetags.services import language
from tinhso.rooms.services.web.views.holding import issued_file
from tinhso.rooms.services.web.views.showing import now, show, written


@seated(SeatRole.OFFICER, SeatRole.LEADER)
def dossier_page(request: HttpRequest, seat: Seat, slug: str, code: str) -> HttpResponse:
    """One dossier, its answers, papers and history, and what the officer may do."""
    return _show_dossier(request, seat, _dossier(seat, code))


@seated(SeatRole.OFFICER, SeatRole.LEADER, back="services_dossier")
def act_page(request: HttpRequest, seat: Seat, slug: str, code: str) -> HttpResponse:
    """Do one thing to a dossier; whoever comes back here after signing in again is shown the dossier."""
    dossier = _dossier(seat, code)
    if request.method != "POST":
        return redirect("services_dossier", slug=slug, code=code)
    version, wanted = request.POST.get("version", ""), request.POST.get("action", "")
    if not version.isdecimal() or len(version) > 9:
        raise Http404
    try:
        do(request, seat, dossier, int(version), wanted)
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


@seated(SeatRole.OFFICER, SeatRole.LEADER)
def issued_page(request: HttpRequest, seat: Seat, slug: str, code: str, number: int) -> FileResponse:
    """A paper issued about a dossier the officer may see, as the signed file it is."""
    return issued_file(_dossier(seat, code), number)


@seated(SeatRole.OFFICER, SeatRole.LEADER, back="services_dossier")
def complaint_page(request: HttpRequest, seat: Seat, slug: str, code: str, number: int) -> HttpResponse:
    """Answer a complaint about a dossier."""
    dossier = _dossier(seat, code)
    complaint = dossier.complaints.filter(pk=number).first()
    if complaint is None:
        raise Http404
    if request.method == "POST":
        justified = request.POST.get("justified") == "yes"
        try:
            answer(complaint, written(request, "text"), justified, _person(seat), now())
        except NotAllowed as error:
            messages = [fault.text(language()) for fault in error.faults]
            return _show_dossier(request, seat, dossier, messages, 409)
    return redirect("services_dossier", slug=slug, code=code)


def do(request: HttpRequest, seat: Seat, dossier: Dossier, version: int, wanted: str) -> None:
    """One act of a seated person on a dossier, from a form: a move, a draft, or whose desk it lies on.

    Raises NotAllowed, Stale, and Http404 for an act that does not exist.
    """
    if wanted in {Remark.CLAIM, Remark.RELEASE}:
        to = seat.user_id if wanted == Remark.CLAIM else None
        assign(dossier.pk, version, to, Remark(wanted), _person(seat), now())
    elif wanted == Remark.TRANSFER:
        _transfer(request, seat, dossier, version)
    elif wanted == Remark.DRAFT_RESULT:
        if Role.SPECIALIST not in functions_of(seat) or dossier.status != Status.IN_PROCESS:
            raise Stale
        outcome = Outcome.REFUSED if "refused" in request.POST else Outcome.GRANTED
        person = Person(seat.user.get_username(), Role.SPECIALIST)
        draft_result(dossier.pk, version, written(request, "result", 20_000), outcome, person, now())
    elif wanted in set(Action):
        _move(request, seat, dossier, version, Action(wanted))
    else:
        raise Http404


def _dossier(seat: Seat, code: str) -> Dossier:
    dossier = find_seen_by(seat, code)
    if dossier is None:
        raise Http404
    return dossier


def _person(seat: Seat) -> Person:
    return Person(seat.user.get_username(), functions_of(seat)[0])


def _transfer(request: HttpRequest, seat: Seat, dossier: Dossier, version: int) -> None:
    to = request.POST.get("to", "")
    colleague = next((other for other in colleagues_of(seat, dossier) if str(other.user_id) == to), None)
    if colleague is None:
        raise Stale
    note = f"{colleague.user.get_username()} {written(request, 'note', 2_000)}".strip()
    assign(dossier.pk, version, colleague.user_id, Remark.TRANSFER, _person(seat), now(), note)


def _move(request: HttpRequest, seat: Seat, dossier: Dossier, version: int, action: Action) -> None:
    person = Person(seat.user.get_username(), function_for(seat, action))
    decision = Decision(
        action,
        written(request, "note", 2_000),
        _new_due(request, dossier) if action is Action.EXTEND else None,
        request.build_absolute_uri(reverse("services_verify", args=[dossier.province])),
        written(request, "rate", 80),
    )
    decide(dossier.pk, version, decision, person, now())


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
    history, kept = history_of(dossier), typed_before(request).fields
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
        fee=fee_of(dossier),
        council=council_rates(dossier.province),
        messages=messages or [],
        issued=list(dossier.issued.order_by("pk")),
        complaints=list(dossier.complaints.order_by("pk")),
        draft=ResultDraft.objects.filter(dossier=dossier).first(),
        can_draft=Role.SPECIALIST in functions_of(seat) and dossier.status == Status.IN_PROCESS,
        colleagues=colleagues_of(seat, dossier),
        typed=kept or {name: written(request, name, 20_000) for name in ("note", "result")},
        was_out=bool(kept),
        as_of=now(),
    )


def _answers(dossier: Dossier) -> list[tuple[Label, list[tuple[Label, object]]]]:
    """The answers under the labels of the form, one group a step or entry."""
    groups = []
    for step in forms()[dossier.procedure_id].steps:
        given = dossier.answers.get(step.id, {})
        for values in given if isinstance(given, list) else [given]:
            rows = [(f.label, _spoken(dossier, f, values[f.id])) for f in step.fields if f.id in values]
            if rows:
                groups.append((step.label, rows))
    return groups


def _spoken(dossier: Dossier, field: Field, value: object) -> object:
    """An answer as people read it: an option's label, a commune's name."""
    if field.type == "commune":
        area = areas_on(timezone.localtime(dossier.submitted_at).date()).get(str(value))
        return area.name if area else value
    return (field.options or {}).get(str(value), value)
