"""Who may open a page, said at each view by one of three decorators and read back by the matrix test.

`@public` lets everyone in, `@signed_in` everyone with an account, `@seated(Role.X, …)` people seated in one of the
roles in the province of the address: its view is called `view(request, seat, slug=…, **rest)`. An unknown province
answers 404, an anonymous person is led to the sign-in page, no seat or another role answers 403. What a seat may see
within a page (its commune, its agency) is left to the queries, which answer 404 for the rest.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from tinhso.base.home import PROVINCES
from tinhso.people.models import Seat
from tinhso.people.queries import find_seat
from tinhso.people.roles import Role
from tinhso.people.typed import lead_to_door

type View = Callable[..., HttpResponseBase]
# Where allauth keeps how a session was authenticated.
_CONFIRMED = "account_authentication_methods"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view; `roles` is empty unless a seat is asked for."""

    of: str
    roles: frozenset[Role] = frozenset()

    @property
    def words(self) -> str | list[str]:
        """As the written table says it: `public`, `signed_in`, or the roles in order."""
        return sorted(self.roles) if self.roles else self.of


def public[V: View](view: V) -> V:
    """Let everyone in."""
    return _declared(view, Access("public"))


def signed_in(view: View) -> View:
    """Let everyone in who has signed in; lead others to the door."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return lead_to_door(request)
        _refuse_nul(request)
        return view(request, *args, **named)

    return _declared(guarded, Access("signed_in"))


def seated(*roles: Role, second_factor: bool = False, back: str = "") -> Callable[[View], View]:
    """Let in who is seated in one of the roles in the province of the address; the view gets the seat.

    With `second_factor`, roles that the settings name must have confirmed by passkey or code in this session. `back`
    names the page whose form is sent here: it shows what was typed when the session had ended.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **rest: Any) -> HttpResponseBase:
            if slug not in PROVINCES:
                raise Http404(slug)
            if not request.user.is_authenticated:
                return lead_to_door(request, _address_of(back, slug, rest))
            seat = _checked(find_seat(request.user, slug), roles)
            if second_factor and seat.role in _roles_to_confirm() and not _has_confirmed(request):
                return HttpResponseRedirect(f"{reverse('second_factor')}?{urlencode({'next': _page_of(request)})}")
            _refuse_nul(request)
            return view(request, seat, slug=slug, **rest)

        return _declared(guarded, Access("seated", frozenset(roles)))

    return wrap


def find_access(view: object) -> Access | None:
    """Return what a view declared; None for one that declared nothing."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None


def _refuse_nul(request: HttpRequest) -> None:
    """Answer 400 to a form with the character that no keyboard types and PostgreSQL keeps in no text."""
    sent = [*request.GET.values(), *(request.POST.values() if request.method == "POST" else ())]
    if any("\0" in str(text) for text in sent):
        raise BadRequest("a text with a NUL character")


def _address_of(back: str, slug: str, rest: Mapping[str, object]) -> str:
    """Return the address of a page that takes the first of the parts that the view takes; empty when none is named."""
    parts = [slug, *rest.values()]
    while back and parts:
        try:
            return reverse(back, args=parts)
        except NoReverseMatch:
            parts.pop()
    return ""


def _page_of(request: HttpRequest) -> str:
    """Return where a person can go on: the page itself, or the one a form was sent from."""
    if request.method == "GET":
        return request.get_full_path()
    parts = urlsplit(request.headers.get("Referer", ""))
    return parts.path if parts.netloc == request.get_host() else reverse("provinces")


def _roles_to_confirm() -> Collection[str]:
    found: Collection[str] = getattr(settings, "TINHSO_SECOND_FACTOR", ())
    return found


def _has_confirmed(request: HttpRequest) -> bool:
    return any(record.get("method") == "mfa" for record in request.session.get(_CONFIRMED, []))


def _checked(seat: Seat | None, roles: tuple[Role, ...]) -> Seat:
    if seat is None or seat.role not in roles:
        raise PermissionDenied(", ".join(roles))
    return seat


def _declared[V: View](view: V, access: Access) -> V:
    # `wraps` copies the attribute, so it stays readable under further decorators.
    vars(view)["access"] = access
    return view
