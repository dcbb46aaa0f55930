"""Every address of the portal with the view behind it: what the access matrix is written and tested over.

Takes Django's resolver, gives endpoints in its order; nothing is asked of a view but what it declared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from tinhso.people.access import Access, find_access


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address: its route as Django writes it, its name (empty: none), and what its view declared."""

    route: str
    name: str
    access: Access | None
    module: str


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Return every endpoint of the running portal."""
    return tuple(_walk(get_resolver(), ""))


@cache
def names_open_to(role: str) -> frozenset[str]:
    """Return the names of the endpoints that ask for a seat and admit a role."""
    return frozenset(each.name for each in endpoints() if each.access and role in each.access.roles)


def _walk(resolver: URLResolver, before: str) -> Iterator[Endpoint]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each, before + _written(each))
        elif isinstance(each, URLPattern):
            module = getattr(each.callback, "__module__", "")
            yield Endpoint(before + _written(each), each.name or "", find_access(each.callback), module)


def _written(pattern: URLPattern | URLResolver) -> str:
    # A translated address begins with the language that is spoken at this moment.
    return "<language>/" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
