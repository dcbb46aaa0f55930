"""Who may open a page, said at each view by one of three decorators and read back by the matrix test.

`@public` lets everyone in, `@signed_in` everyone with an account, `@seated(Role.X, …)` people seated in one of the
roles in the province of the address: its view is called `view(request, seat, slug=…, **rest)`. An unknown province
answers 404, an anonymous person is led to the sign-in page, no seat or another role answers 403. What a seat may see
within a page (its commune, its agency) is left to the queries, which answer 404 for the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from tinhso.base.home import PROVINCES
from tinhso.people.models import Seat
from tinhso.people.queries import find_seat
from tinhso.people.roles import Role

type View = Callable[..., HttpResponseBase]


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
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **named)

    return _declared(guarded, Access("signed_in"))


def seated(*roles: Role) -> Callable[[View], View]:
    """Let in who is seated in one of the roles in the province of the address; the view gets the seat."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **rest: Any) -> HttpResponseBase:
            if slug not in PROVINCES:
                raise Http404(slug)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, _checked(find_seat(request.user, slug), roles), slug=slug, **rest)

        return _declared(guarded, Access("seated", frozenset(roles)))

    return wrap


def find_access(view: object) -> Access | None:
    """Return what a view declared; None for one that declared nothing."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None


def _checked(seat: Seat | None, roles: tuple[Role, ...]) -> Seat:
    if seat is None or seat.role not in roles:
        raise PermissionDenied(", ".join(roles))
    return seat


def _declared[V: View](view: V, access: Access) -> V:
    # `wraps` copies the attribute, so it stays readable under further decorators.
    vars(view)["access"] = access
    return view
