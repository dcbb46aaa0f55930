"""Lots as the server draws them, and as the map in the browser reads them.

Takes lots with outlines in degrees and the ids of those held, gives shapes in the units of an SVG view box, or a
GeoJSON FeatureCollection for `map.js`.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import mapping

from tinhso.rooms.industry.web.models import ParkLot

_WIDTH = 640.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A view box and, for each lot with an outline: its id, its path, where its name stands, and whether it is held."""

    width: int
    height: int
    shapes: list[tuple[str, str, str, str, bool]]


def draw(lots: Sequence[ParkLot], held: Collection[str]) -> Drawing | None:
    """Return the drawing of lots; None when none has an outline."""
    shapes = {lot.lot_id: shapely.from_wkt(lot.outline) for lot in lots if lot.outline}
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / max((east - west) * squeeze, north - south, 1e-9)

    def at(lon: float, lat: float) -> tuple[str, str]:
        return f"{(lon - west) * squeeze * scale + 6:.1f}", f"{(north - lat) * scale + 6:.1f}"

    drawn = []
    for lot_id, shape in shapes.items():
        corners = " ".join(",".join(at(*corner)) for corner in shape.exterior.coords)
        x, y = at(shape.centroid.x, shape.centroid.y)
        drawn.append((lot_id, corners, x, y, lot_id in held))
    return Drawing(round((east - west) * squeeze * scale + 12), round((north - south) * scale + 12), drawn)


def features(lots: Sequence[ParkLot], held: Collection[str], words: dict[str, str]) -> dict[str, object]:
    """Return the lots as a FeatureCollection; `words` are of `free`, `held`, `area_ha`, `connection` and each use."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": lot.lot_id,
                "geometry": mapping(shapely.from_wkt(lot.outline)),
                "properties": {
                    "label": lot.lot_id,
                    "kind": "lot",
                    "step": None if lot.lot_id in held else 3,
                    "lines": [
                        words["held" if lot.lot_id in held else "free"],
                        f"{words['area_ha']}: {lot.area_ha:g}",
                        f"{words['connection']}: {lot.power_mw:g}",
                        ", ".join(words.get(use, use) for use in lot.uses.split(";")),
                    ],
                },
            }
            for lot in lots
            if lot.outline
        ],
    }
