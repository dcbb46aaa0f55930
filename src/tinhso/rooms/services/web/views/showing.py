"""What the room's pages share: the province of the address and the frame."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tinhso.base.home import PROVINCES
from tinhso.people.models import Seat
from tinhso.people.queries import find_seat
from tinhso.rooms.services.states import Role
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.functions import functions_of
from tinhso.rooms.services.web.models import Dossier
from tinhso.rooms.services.web.templatetags.services import language


def show(request: HttpRequest, template: str, province: str, status: int = 200, **context: object) -> HttpResponse:
    """Answer with a page of the room; a view that knows the seat of its reader passes it on."""
    known = context.get("seat")
    seat = known if isinstance(known, Seat) else find_seat(request.user, province)
    functions = functions_of(seat) if seat else ()
    frame = {
        "province": province,
        "language": language(),
        "seat": seat,
        "at_desk": bool(functions),
        "at_counter": Role.RECEPTION in functions,
        "here": template,
    }
    response = render(request, f"services/{template}.html", {**frame, **context}, status=status)
    # A page about one person is kept by nobody on the way.
    response["Cache-Control"] = "no-store"
    return response


def check_province(slug: str) -> str:
    """The province of an address, or a 404."""
    if slug not in PROVINCES:
        raise Http404
    return slug


def written(request: HttpRequest, name: str, most: int = 4_000) -> str:
    """A text of the form: at most so many characters, without the one sign that no database keeps as text."""
    return request.POST.get(name, "").replace("\x00", "")[:most]


def now() -> datetime:
    """The present instant in local time: here, at the edge, and nowhere deeper."""
    return timezone.localtime()


def with_names(dossiers: list[Dossier]) -> list[tuple[Dossier, object]]:
    """Dossiers with the label of their procedure."""
    return [(d, procedures()[d.procedure_id].label) for d in dossiers]
