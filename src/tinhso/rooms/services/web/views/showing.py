"""What the room's pages share: the province of the address, the person's function, and the frame."""

from datetime import datetime

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tinhso.base.home import PROVINCES
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.models import Dossier, Officer
from tinhso.rooms.services.web.templatetags.services import language


def show(request: HttpRequest, template: str, province: str, status: int = 200, **context: object) -> HttpResponse:
    """Answer with a page of the room."""
    officer = find_officer(request, province)
    frame = {"province": province, "language": language(), "officer": officer, "here": template}
    response = render(request, f"services/{template}.html", {**frame, **context}, status=status)
    # A page about one person is kept by nobody on the way.
    response["Cache-Control"] = "no-store"
    return response


def check_province(slug: str) -> str:
    """The province of an address, or a 404."""
    if slug not in PROVINCES:
        raise Http404
    return slug


def find_officer(request: HttpRequest, province: str) -> Officer | None:
    """The function in which the signed-in person works for a province."""
    user = request.user
    if not isinstance(user, User):
        return None
    return Officer.objects.filter(user=user, province=province).first()


def now() -> datetime:
    """The present instant in local time: here, at the edge, and nowhere deeper."""
    return timezone.localtime()


def with_names(dossiers: list[Dossier]) -> list[tuple[Dossier, object]]:
    """Dossiers with the label of their procedure."""
    return [(d, procedures()[d.procedure_id].label) for d in dossiers]
