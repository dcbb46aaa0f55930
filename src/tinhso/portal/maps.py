"""Maps of communes without tiles: pictures drawn on the server, and the same shapes as features for Leaflet.

Takes an edition and an indicator, gives shapes in the units of an SVG view box, or GeoJSON in degrees, each with its
class, value, rank and address. Every shape has its row in the table beside the map. Where communes lie is `places`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.urls import reverse
from shapely import affinity
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from tinhso.portal.edition import Edition
from tinhso.portal.places import Places, places_of
from tinhso.portal.ranking import Ranked, ranked
from tinhso.portal.shown import shown_value
from tinhso.portal.words import language, word

N_CLASSES = 5
_SIZE = 640.0
_FINENESS = 0.4
_N_DECIMALS = 4
"""Of degrees in features, about 11 m: finer than a pixel of the map at its largest."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One commune on the map: its outline, its observation and rank, its class (0 palest, None no value)."""

    code: str
    path: str
    ranked: Ranked
    step: int | None


@dataclass(frozen=True, slots=True)
class Map:
    """A map ready to draw: view box, shapes, class bounds in words (lowest first), and what its shapes are."""

    width: int
    height: int
    shapes: list[Shape]
    bounds: list[tuple[int, str, str]]
    places: Places
    unit: str


def communes_figure(edition: Edition, indicator: str) -> dict[str, object]:
    """Return what the communes' figure shows of an indicator: period, ranked communes, map; empty without values."""
    period, communes = ranked(edition, indicator)
    if period is None:
        return {}
    return {"communes_period": period, "communes": communes, "map": map_of(edition, indicator, communes)}


def map_of(edition: Edition, indicator: str, communes: list[Ranked]) -> Map | None:
    """Return the map of an indicator over ranked communes; None when no commune has a place."""
    places = places_of(edition)
    if not places.shapes:
        return None
    unit = str(edition.indicators[indicator]["unit"])
    drawn, width, height = _drawn(places)
    steps, breaks = _steps(communes)
    shapes = [
        Shape(code, drawn[code], each, steps[code]) for each in communes if (code := str(each.area["code"])) in drawn
    ]
    bounds = [(n, shown_value(low, unit), shown_value(high, unit)) for n, (low, high) in enumerate(pairwise(breaks))]
    return Map(width, height, shapes, bounds, places, unit)


def features_of(edition: Edition, indicator: str) -> dict[str, Any]:
    """Return the map as a GeoJSON FeatureCollection, as `map.js` reads it: label, lines, href, step, kind."""
    period, communes = ranked(edition, indicator)
    shapes, (steps, _) = places_of(edition).shapes, _steps(communes)
    unit, n_ranked = str(edition.indicators[indicator]["unit"]), sum(each.rank is not None for each in communes)
    shown = [
        {
            "type": "Feature",
            "id": code,
            "geometry": _rounded(mapping(shapes[code])),
            "properties": {
                "label": str(each.area["label"][language()]),
                "lines": _lines(each, unit, n_ranked),
                "href": reverse("commune", args=[edition.slug, code]),
                "step": steps[code],
                "kind": "area",
            },
        }
        for each in communes
        if (code := str(each.area["code"])) in shapes
    ]
    return {"type": "FeatureCollection", "period": period, "features": shown}


def class_breaks(values: list[Decimal]) -> list[Decimal]:
    """Return the bounds of at most five classes of about equal numbers, lowest first; empty without values."""
    if not values:
        return []
    ordered = sorted(values)
    at = [ordered[round(n * (len(ordered) - 1) / N_CLASSES)] for n in range(N_CLASSES + 1)]
    distinct = sorted(set(at))
    return distinct if len(distinct) > 1 else [distinct[0], distinct[0]]


def _steps(communes: list[Ranked]) -> tuple[dict[str, int | None], list[Decimal]]:
    breaks = class_breaks([Decimal(each.row["value"]) for each in communes if each.rank and each.row])
    return {str(each.area["code"]): _step(each, breaks) for each in communes}, breaks


def _step(each: Ranked, breaks: list[Decimal]) -> int | None:
    if not each.rank or not each.row:
        return None
    value = Decimal(each.row["value"])
    return min(sum(value >= bound for bound in breaks[1:-1]), len(breaks) - 2)


def _lines(each: Ranked, unit: str, n_ranked: int) -> list[str]:
    if each.row is None or each.row["status"] != "ok":
        return [word(f"observation.{each.row['status'] if each.row else 'no_data'}")]
    value = shown_value(each.row["value"], unit)
    return [value, word("communes.rank", rank=each.rank, n=n_ranked)] if each.rank else [value]


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _rounded_positions(geometry["coordinates"])}


def _rounded_positions(positions: Any) -> Any:
    if isinstance(positions, float):
        return round(positions, _N_DECIMALS)
    return [_rounded_positions(each) for each in positions]


def _drawn(places: Places) -> tuple[dict[str, str], int, int]:
    """Return outlines as SVG paths by code, and the width and height of their view box."""
    latitude = next(iter(places.shapes.values())).centroid.y
    squeeze = math.cos(math.radians(latitude))
    flat = {code: affinity.scale(g, squeeze, 1, origin=(0, 0)) for code, g in places.shapes.items()}
    west, south, east, north = _extent(flat)
    scale = _SIZE / max(east - west, north - south)
    onto = [scale, 0, 0, -scale, -west * scale + 4, north * scale + 4]
    paths = {code: _path(affinity.affine_transform(g, onto)) for code, g in flat.items()}
    return paths, round((east - west) * scale) + 8, round((north - south) * scale) + 8


def _extent(shapes: Mapping[str, BaseGeometry]) -> tuple[float, float, float, float]:
    bounds = [g.bounds for g in shapes.values()]
    return min(b[0] for b in bounds), min(b[1] for b in bounds), max(b[2] for b in bounds), max(b[3] for b in bounds)


def _path(geometry: BaseGeometry) -> str:
    simple = geometry.simplify(_FINENESS)
    parts = getattr(simple, "geoms", [simple])
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return "".join(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in list(ring.coords)[:-1])}Z" for ring in rings)
