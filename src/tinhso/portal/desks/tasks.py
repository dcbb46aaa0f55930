"""The tasks desk: who has to do what by when, what was reported with which document, and what was passed on.

Reports are only ever added. A document is checked, kept under its hash outside the web root, and served as a download
to those who may see the task.
"""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tinhso.people.access import seated
from tinhso.people.audit import record
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.portal.desks import frame
from tinhso.portal.desks.following import ALL_DONE, Followed, follow, get_followed
from tinhso.portal.desks.frame import actor, keep_fault, page
from tinhso.portal.desks.models import TaskReport
from tinhso.portal.homes import get_edition
from tinhso.portal.words import language, word
from tinhso.rooms.plan.escalation import Level
from tinhso.rooms.services.upload import check_upload, find_media_type, shown_name
from tinhso.rooms.services.web import storing

_REPORTING = (Role.OFFICER, Role.STEWARD)
_READING = (*_REPORTING, Role.LEADER, Role.AUDITOR)
_HEAD = 16


@require_GET
@seated(*_READING)
def tasks(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the tasks within the seat; to leaders, what was passed on to them first."""
    rows = follow(get_edition(slug), seat, _today())
    passed_on = [row for row in rows if row.level == Level.LEADER] if seat.role == Role.LEADER else []
    return page(request, seat, "tasks.html", rows=rows, passed_on=passed_on)


@require_GET
@seated(*_READING)
def task(request: HttpRequest, seat: Seat, slug: str, id_: str) -> HttpResponse:
    """Show one task with everything reported on it."""
    row = _get(seat, slug, id_)
    reports = TaskReport.objects.filter(province=slug, task=id_).select_related("person")
    return page(request, seat, "task.html", row=row, reports=reports, mine=seat.works_for(row.owner))


@require_POST
@seated(*_REPORTING)
def report(request: HttpRequest, seat: Seat, slug: str, id_: str) -> HttpResponse:
    """Add a report; what is wrong with it is said on the task's page. Only the owner reports."""
    row = _get(seat, slug, id_)
    if not seat.works_for(row.owner):
        raise Http404(id_)
    file = request.FILES.get("file")
    fault = _fault(request.POST.get("percent", ""), request.POST.get("text", ""), file)
    if fault:
        keep_fault(request, fault)
    else:
        _keep(request, slug, row, file)
    return HttpResponseRedirect(reverse("desk_task", args=[slug, id_]))


@require_GET
@seated(*_READING)
def document(request: HttpRequest, seat: Seat, slug: str, id_: str, number: int) -> FileResponse:
    """Give the bytes of a report's document, always as a download."""
    _get(seat, slug, id_)
    found = TaskReport.objects.filter(province=slug, task=id_, pk=number).exclude(sha256="").first()
    if found is None:
        raise Http404(str(number))
    stream = storing.path_of(found.sha256).open("rb")
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.media_type)


def _get(seat: Seat, slug: str, id_: str) -> Followed:
    return get_followed(get_edition(slug), seat, id_, _today())


def _fault(percent: str, text: str, file: "UploadedFile[bytes] | None") -> str:
    if not (percent.isascii() and percent.isdecimal() and int(percent[:4]) <= ALL_DONE):
        return word("task.bad_percent")
    if not text.strip():
        return word("task.no_text")
    messages = check_upload(file.name or "", file.size or 0, file) if file is not None else []
    return " ".join(message.text(language()) for message in messages)


def _keep(request: HttpRequest, slug: str, row: Followed, file: "UploadedFile[bytes] | None") -> None:
    at, text = frame.now(), request.POST["text"][:4000]
    kept: dict[str, object] = {}
    if file is not None:
        head = file.read(_HEAD)
        file.seek(0)
        name = file.name or ""
        kept = {"name": shown_name(name), "media_type": find_media_type(name, head), "size_bytes": file.size or 0}
        kept["sha256"] = storing.keep(file)
    person, id_ = actor(request), str(row.task["id"])
    with transaction.atomic():
        made = TaskReport.objects.create(
            province=slug, task=id_, agency=row.owner, person_id=person.pk, at=at, text=text,
            done_percent=int(request.POST["percent"]), **kept,
        )  # fmt: skip
        name = person.get_username()
        record(at=at, actor=name, province=slug, action="report", subject=str(made)[:200], reason=text)


def _today() -> date:
    return timezone.localdate()
