"""Pages and pictures of rooms, made of a release alone: growth and exports, the budget and its projects, investments.

A room says in `web/pages.py` what each page shows of a release, and in `web/pictures.py` how a picture is drawn, as a
Vega or Vega-Lite specification; templates and words lie beside them. Here they meet the portal's frame, its sizes and
its languages; a page of another kind, where people decide, has views of its own.
"""

from collections.abc import Callable, Mapping
from typing import Any

import vl_convert
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from tinhso.measure.release import Release
from tinhso.people.access import public
from tinhso.portal.charts import framed
from tinhso.portal.homes import get_edition
from tinhso.portal.pages.page import show
from tinhso.portal.published import MARK
from tinhso.portal.words import language, say
from tinhso.rooms.economy.web import pages as economy
from tinhso.rooms.economy.web import pictures as economy_pictures
from tinhso.rooms.finance.web import pages as finance
from tinhso.rooms.finance.web import pictures as finance_pictures
from tinhso.rooms.industry.web import pages as industry

Page = Callable[[Release], Mapping[str, object]]
Picture = Callable[[Release, Callable[..., str], bool], Mapping[str, Any] | None]

PAGES: Mapping[str, Mapping[str, Page]] = {
    "economy": economy.PAGES,
    "finance": finance.PAGES,
    "industry": industry.PAGES,
}
PICTURES: Mapping[str, Mapping[str, Picture]] = {
    "economy": economy_pictures.PICTURES,
    "finance": finance_pictures.PICTURES,
    "industry": {},
}
OVERVIEW = "overview"
_NUMBERS = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " ₫"]},
}


def addresses() -> list[URLPattern]:
    """Return the addresses of every room that publishes pages: its overview, its pages, their pictures."""
    found: list[URLPattern] = []
    for room in PAGES:
        here = f"<slug:slug>/{room}/"
        found += [
            path(here, room_page, {"room": room, "name": OVERVIEW}, name=room),
            path(f"{here}<slug:name>/", room_page, {"room": room}, name=f"{room}_page"),
            path(f"{here}<slug:name>-<slug:width>.svg", room_picture, {"room": room}, name=f"{room}_picture"),
        ]
    return found


@public
def room_page(request: HttpRequest, slug: str, room: str, name: str) -> HttpResponse:
    """Show one page of a room as its release says it."""
    edition = get_edition(slug)
    made = PAGES[room].get(name)
    if made is None:
        raise Http404(name)
    return show(request, f"{room}/{name}.html", edition, room, **made(edition.release))


@public
def room_picture(request: HttpRequest, slug: str, room: str, name: str, width: str) -> HttpResponse:
    """Give one picture of a room as an SVG file, wide or narrow; 404 where the release has nothing to draw."""
    edition = get_edition(slug)
    draw = PICTURES[room].get(name)
    if draw is None or width not in ("wide", "narrow"):
        raise Http404(name)
    spec = draw(edition.release, say, width == "narrow")
    if spec is None:
        raise Http404(name)
    svg = svg_of(framed(spec, "narrow" if width == "narrow" else "wide"))
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers={MARK: "1"})


def svg_of(spec: Mapping[str, Any]) -> str:
    """Return the SVG of a specification, numbers written as the page's language does."""
    is_vega = "/vega/" in str(spec["$schema"])
    convert = vl_convert.vega_to_svg if is_vega else vl_convert.vegalite_to_svg
    svg: str = convert(dict(spec), format_locale=_NUMBERS["vi" if language() == "vi" else "en"])
    return svg
