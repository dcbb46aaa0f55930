"""What the pages of the desks share: their frame, the acting person, and what was typed when a form could not be taken.

Takes a request and a seat, gives pages; a desk's page is never kept as a file. How words wait in the session is left to
`people.typed`.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from tinhso.base.home import Home
from tinhso.people.endpoints import names_open_to
from tinhso.people.models import Seat
from tinhso.people.typed import keep_typed, typed_before
from tinhso.portal.homes import get_edition, served_homes
from tinhso.portal.pages.page import show
from tinhso.portal.published import MARK


def get_home(slug: str) -> Home:
    """Return a served home; raises Http404 when there is none of that slug."""
    home = served_homes().get(slug)
    if home is None:
        raise Http404(slug)
    return home


def page(request: HttpRequest, seat: Seat, template: str, **context: Any) -> HttpResponse:
    """Return a page of the desks for a seat, with what was typed before a form could not be taken."""
    allowed = {name.removeprefix("desk_") for name in names_open_to(seat.role)}
    edition = get_edition(seat.province)
    response = show(
        request, f"desks/{template}", edition, seat=seat, allowed=allowed, typed=typed_before(request), **context
    )
    del response[MARK]
    response["Cache-Control"] = "no-store"
    return response


def actor(request: HttpRequest) -> AbstractBaseUser:
    """Return the person who acts; the view has let nobody else in."""
    assert isinstance(request.user, AbstractBaseUser)
    return request.user


def now() -> datetime:
    """Return the instant of an act at a desk."""
    return timezone.now()


def keep_fault(request: HttpRequest, fault: str) -> None:
    """Keep the words of a form and the fault that it met in the session until the next page."""
    keep_typed(request, fault=fault)
