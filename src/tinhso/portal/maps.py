"""Maps of communes without tiles, drawn on the server: polygons where the release has boundaries, else a cartogram.

Takes an edition and an indicator, gives shapes in the units of an SVG view box with their class; every shape is a link
and has its table beside. A cartogram has one circle a commune at the unit's point, its area as the unit's land area.
"""

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely import affinity
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from tinhso.portal.edition import Edition
from tinhso.portal.ranking import Ranked, ranked
from tinhso.portal.shown import shown_value

BOUNDARIES = "boundaries.geojson"
N_CLASSES = 5
_SIZE = 640.0
_FINENESS = 0.8


@dataclass(frozen=True, slots=True)
class Shape:
    """One commune on the map: its outline, its observation and rank, its class (0 palest, None no value)."""

    code: str
    path: str
    ranked: Ranked
    step: int | None


@dataclass(frozen=True, slots=True)
class Map:
    """A map ready to draw: view box, shapes, class bounds in words (lowest first), and whether it is a cartogram."""

    width: int
    height: int
    shapes: list[Shape]
    bounds: list[tuple[int, str, str]]
    cartogram: bool
    unit: str


def communes_figure(edition: Edition, indicator: str) -> dict[str, object]:
    """Return what the communes' figure shows of an indicator: period, ranked communes, map; empty without values."""
    period, communes = ranked(edition, indicator)
    if period is None:
        return {}
    return {"communes_period": period, "communes": communes, "map": map_of(edition, indicator, communes)}


def map_of(edition: Edition, indicator: str, communes: list[Ranked]) -> Map | None:
    """Return the map of an indicator over ranked communes; None when no commune has a place."""
    geometries, cartogram = _geometries(edition)
    if not geometries:
        return None
    unit = str(edition.indicators[indicator]["unit"])
    breaks = class_breaks([Decimal(each.row["value"]) for each in communes if each.rank and each.row])
    shapes = [
        Shape(code, geometries[code], each, _step(each, breaks))
        for each in communes
        if (code := str(each.area["code"])) in geometries
    ]
    bounds = [(n, shown_value(low, unit), shown_value(high, unit)) for n, (low, high) in enumerate(pairwise(breaks))]
    width, height = _box(edition.release.folder)
    return Map(width, height, shapes, bounds, cartogram, unit)


def class_breaks(values: list[Decimal]) -> list[Decimal]:
    """Return the bounds of at most five classes of about equal numbers, lowest first; empty without values."""
    if not values:
        return []
    ordered = sorted(values)
    at = [ordered[round(n * (len(ordered) - 1) / N_CLASSES)] for n in range(N_CLASSES + 1)]
    distinct = sorted(set(at))
    return distinct if len(distinct) > 1 else [distinct[0], distinct[0]]


def _step(each: Ranked, breaks: list[Decimal]) -> int | None:
    if not each.rank or not each.row:
        return None
    value = Decimal(each.row["value"])
    return min(sum(value >= bound for bound in breaks[1:-1]), len(breaks) - 2)


def _geometries(edition: Edition) -> tuple[dict[str, str], bool]:
    folder = edition.release.folder
    return {code: _path(geometry) for code, geometry in _placed(folder)[0].items()}, not (folder / BOUNDARIES).exists()


def _box(folder: Path) -> tuple[int, int]:
    return _placed(folder)[1]


@lru_cache(maxsize=8)
def _placed(folder: Path) -> tuple[dict[str, BaseGeometry], tuple[int, int]]:
    found = _polygons(folder / BOUNDARIES) if (folder / BOUNDARIES).exists() else _circles(folder)
    if not found:
        return {}, (0, 0)
    west = min(g.bounds[0] for g in found.values())
    north = max(g.bounds[3] for g in found.values())
    width = max(g.bounds[2] for g in found.values()) - west
    height = north - min(g.bounds[1] for g in found.values())
    scale = _SIZE / max(width, height)
    moved = {
        code: affinity.affine_transform(g, [scale, 0, 0, -scale, -west * scale + 4, north * scale + 4])
        for code, g in found.items()
    }
    return moved, (round(width * scale) + 8, round(height * scale) + 8)


def _polygons(path: Path) -> dict[str, BaseGeometry]:
    features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    shapes = {str(f["properties"]["code"]): shape(f["geometry"]) for f in features}
    latitude = next(iter(shapes.values())).centroid.y if shapes else 0.0
    squeeze = math.cos(math.radians(latitude))
    return {code: affinity.scale(g, squeeze, 1, origin=(0, 0)) for code, g in shapes.items()}


def _circles(folder: Path) -> dict[str, BaseGeometry]:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    areas = json.loads((folder / "areas.json").read_text("utf-8"))
    communes = [a for a in areas if a["parent"] == manifest["province"] and a["lat"] and a["lon"]]
    squeeze = math.cos(math.radians(float(communes[0]["lat"]))) if communes else 1.0
    return {
        str(a["code"]): Point(float(a["lon"]) * squeeze, float(a["lat"])).buffer(_radius(a["area_km2"]), 5)
        for a in communes
    }


def _radius(area_km2: str | None) -> float:
    return 0.92 * math.sqrt(float(area_km2 or 30) / math.pi) / 111.2


def _path(geometry: BaseGeometry) -> str:
    simple = geometry.simplify(_FINENESS)
    parts = getattr(simple, "geoms", [simple])
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return "".join(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in list(ring.coords)[:-1])}Z" for ring in rings)
