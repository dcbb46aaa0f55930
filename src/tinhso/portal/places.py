"""Where a province's communes lie on a map: boundaries that were received, else a cartogram of circles.

Takes an edition, gives shapes in degrees of WGS 84 by code, and what they are: polygons of a source and day, or circles
sized by the people in the population register, or by land where no such count was released.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from shapely import affinity
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from tinhso.portal.cartogram import circles
from tinhso.portal.edition import Edition

BOUNDARIES = "land/boundaries.geojson"
PEOPLE = "population.complete_share"
"""The indicator whose denominator counts the people of the population register by commune."""
_KM_PER_DEGREE = 111.32
_QUARTER = 8

Kind = Literal["boundaries", "people", "land"]


@dataclass(frozen=True, slots=True)
class Places:
    """Shapes by commune in degrees; the rest is told of boundaries: source, day, communes none was received of."""

    shapes: Mapping[str, BaseGeometry]
    kind: Kind
    source: str = ""
    as_of: str = ""
    n_missing: int = 0


def places_of(edition: Edition) -> Places:
    """Return where the communes lie; a commune that neither has a boundary nor a point is left out."""
    path = edition.release.folder / BOUNDARIES
    if path.exists():
        return _boundaries(path)
    people = _people(edition)
    return _cartogram(edition.release.folder, people)


@lru_cache(maxsize=8)
def _boundaries(path: Path) -> Places:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    shapes = {str(f["properties"]["code"]): shape(f["geometry"]) for f in document["features"]}
    source, as_of = str(document.get("source", "")), str(document.get("as_of", ""))
    return Places(shapes, "boundaries", source, as_of, len(document.get("missing", [])))


def _people(edition: Edition) -> tuple[tuple[str, float], ...]:
    """Return how many people the register held of each commune at the newest period; none when not released."""
    if PEOPLE not in edition.indicators:
        return ()
    newest = ((str(area["code"]), edition.latest(PEOPLE, str(area["code"]))) for area in edition.communes)
    return tuple((code, float(row["denominator"])) for code, row in newest if row and row["denominator"])


@lru_cache(maxsize=8)
def _cartogram(folder: Path, people: tuple[tuple[str, float], ...]) -> Places:
    province = json.loads((folder / "manifest.json").read_text("utf-8"))["province"]
    areas = json.loads((folder / "areas.json").read_text("utf-8"))
    communes = [a for a in areas if a["parent"] == province and a["lat"] and a["lon"]]
    if not communes:
        return Places({}, "land")
    counts = dict(people)
    sizes = [counts.get(a["code"], 0.0) if counts else float(Decimal(a["area_km2"] or 30)) for a in communes]
    squeeze = math.cos(math.radians(sum(float(a["lat"]) for a in communes) / len(communes)))
    on_plane = [(float(a["lon"]) * squeeze * _KM_PER_DEGREE, float(a["lat"]) * _KM_PER_DEGREE) for a in communes]
    shapes = {
        str(area["code"]): _in_degrees(Point(c.x, c.y).buffer(c.radius, _QUARTER), squeeze)
        for area, c in zip(communes, circles(on_plane, sizes), strict=True)
    }
    return Places(shapes, "people" if counts else "land")


def _in_degrees(circle: BaseGeometry, squeeze: float) -> BaseGeometry:
    scale = 1 / _KM_PER_DEGREE
    return affinity.affine_transform(circle, [scale / squeeze, 0, 0, scale, 0, 0])
