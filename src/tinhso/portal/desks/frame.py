"""What the pages of the desks share: their frame, the acting person, and what was typed when a form could not be taken.

A desk's page is never kept. A form sent after the session ended leads to the door, and its words wait in the session
for the form that the person then comes back to; a file cannot wait and is asked for again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from tinhso.base.home import Home
from tinhso.people.endpoints import names_open_to
from tinhso.people.models import Seat
from tinhso.portal.homes import get_edition, served_homes
from tinhso.portal.pages.page import show
from tinhso.portal.published import MARK

_TYPED = "desks_typed"
_KEPT = ("register", "kind", "reason", "invented")
type View = Callable[..., HttpResponseBase]


def get_home(slug: str) -> Home:
    """Return a served home; raises Http404 when there is none of that slug."""
    home = served_homes().get(slug)
    if home is None:
        raise Http404(slug)
    return home


def page(request: HttpRequest, seat: Seat, template: str, **context: Any) -> HttpResponse:
    """Return a page of the desks for a seat, with what was typed before a form could not be taken."""
    allowed = {name.removeprefix("desk_") for name in names_open_to(seat.role)}
    typed = _take_typed(request)
    edition = get_edition(seat.province)
    response = show(request, f"desks/{template}", edition, seat=seat, allowed=allowed, typed=typed, **context)
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


def keep_typed(request: HttpRequest, why: str) -> None:
    """Keep the words of a form in the session until the next page of the desks; `why` names a word of the catalogue."""
    fields = {name: str(value)[:2000] for name, value in request.POST.items() if name in _KEPT}
    request.session[_TYPED] = {"why": why, "fields": fields, "fault": ""}


def keep_fault(request: HttpRequest, fault: str) -> None:
    """Keep the words of a form and the fault that it met in the session until the next page of the desks."""
    keep_typed(request, "")
    request.session[_TYPED]["fault"] = fault


def returning_to(name: str) -> Callable[[View], View]:
    """Lead a form that came without a session to the door, and from there back to the form's page, words kept."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **rest: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                keep_typed(request, "desk.signed_out")
                return redirect_to_login(reverse(name, args=[slug, *rest.values()]))
            return view(request, slug=slug, **rest)

        return guarded

    return wrap


def _take_typed(request: HttpRequest) -> Mapping[str, Any]:
    typed = request.session.pop(_TYPED, None)
    return typed if isinstance(typed, Mapping) else {"why": "", "fields": {}, "fault": ""}
