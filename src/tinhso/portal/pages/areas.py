"""Pages of communes: the list, one commune with its own figures and rank in each, and the map as a picture to keep.

Takes the observations of the release; a commune without a value says why.
"""

import json
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tinhso.people.access import public
from tinhso.portal import maps
from tinhso.portal.board import Row
from tinhso.portal.charts import chart_svg
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition
from tinhso.portal.pages.page import show
from tinhso.portal.picture import png_of
from tinhso.portal.published import MARK
from tinhso.portal.ranking import ranked


@public
def communes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every commune of the province, with the map of the indicator that most communes have a value of."""
    edition = get_edition(slug)
    shown = _best_known(edition)
    figure = maps.communes_figure(edition, shown) if shown else {}
    return show(request, "communes.html", edition, "communes", indicator=edition.indicators.get(shown), **figure)


def _best_known(edition: Edition) -> str:
    """Return the indicator that most communes have a value of, the first of equals; empty when none has."""
    n_ranked = {id_: sum(each.rank is not None for each in ranked(edition, id_)[1]) for id_ in edition.indicators}
    best = max(n_ranked, key=lambda id_: n_ranked[id_], default="")
    return best if n_ranked.get(best) else ""


@public
def commune(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one commune: what it was made from, and each indicator's value, rank and the province's value beside it."""
    edition = get_edition(slug)
    area = edition.areas.get(code)
    if area is None or area["parent"] != edition.province["code"]:
        raise Http404(code)
    figures: list[dict[str, Any]] = []
    for id_, indicator in edition.indicators.items():
        period, rows = ranked(edition, id_)
        own = next((each for each in rows if each.area["code"] == code), None)
        if own is not None:
            province = next(
                (r for r in edition.series(id_, str(edition.province["code"])) if r["period"] == period), None
            )
            n_ranked = sum(each.rank is not None for each in rows)
            figures.append({"indicator": indicator, "own": own, "province": province, "period": period, "n": n_ranked})
    shown = _best_known(edition)
    figure = maps.communes_figure(edition, shown) if shown else {}
    found = {"area": area, "figures": figures, "indicator": edition.indicators.get(shown)}
    return show(request, "commune.html", edition, "communes", **found, **figure)


@public
def units_before(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show an indicator's newest values on the units of before 1 July 2025, and what each rests on."""
    edition = get_edition(slug)
    found = edition.restated(id_)
    if id_ not in edition.indicators or not found:
        raise Http404(id_)
    rows = [(*edition.units_before.get(str(row["area"]), ({}, {})), _rounded(row)) for row in found]
    indicator = edition.indicators[id_]
    return show(request, "units_before.html", edition, "indicators", indicator=indicator, rows=rows)


def _rounded(row: Row) -> Row:
    """Return a row with its counts to one decimal: divided ones are estimates, and whole ones stay as they are."""
    counts = {name: row[name] and f"{Decimal(row[name]):.1f}" for name in ("numerator", "denominator")}
    return {**row, **counts}


@public
def map_features(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Give the map of one indicator as GeoJSON in the page's language, for the map in the browser."""
    edition = get_edition(slug)
    if id_ not in edition.indicators:
        raise Http404(id_)
    body = json.dumps(maps.features_of(edition, id_), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/geo+json", headers={MARK: "1"})


@public
def map_picture(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Give the map of one indicator as an SVG file with its own colours, title and legend."""
    svg = _map_svg(slug, id_)
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers={MARK: "1"})


@public
def map_image(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Give the same picture as PNG, twice the size, for documents that take no SVG."""
    return HttpResponse(png_of(_map_svg(slug, id_)), content_type="image/png", headers={MARK: "1"})


def _map_svg(slug: str, id_: str) -> str:
    edition = get_edition(slug)
    if id_ not in edition.indicators:
        raise Http404(id_)
    figure = maps.communes_figure(edition, id_)
    if not figure.get("map"):
        raise Http404(id_)
    return render_to_string("portal/map.svg", {"edition": edition, "indicator": edition.indicators[id_], **figure})


@public
def chart(request: HttpRequest, slug: str, id_: str, width: str) -> HttpResponse:
    """Give one chart of an indicator as an SVG file."""
    edition = get_edition(slug)
    if id_ not in edition.indicators or width not in ("wide", "narrow"):
        raise Http404(id_)
    svg = chart_svg(edition, id_, "narrow" if width == "narrow" else "wide")
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers={MARK: "1"})
