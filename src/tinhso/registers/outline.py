"""Outlines: cells that hold a polygon, as WKT or GeoJSON text, read and judged before the rows are.

Takes the distinct texts of a column, gives one table that `check` joins: the polygon in one canonical WKT, or what is
wrong with it and where. Longitude before latitude, WGS 84. A ring that crosses or touches itself so slightly that
mending moves less than a thousandth of the area is mended, as a number's separators are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

COUNTRY = (102.0, 6.5, 118.0, 23.6)
"""West, south, east, north of the country with its islands, in degrees; generous by some kilometres."""
MENDED = 1e-3
OVERLAPPING = 5e-3
"""Share of the smaller polygon from which on an overlap is a fault and no rounding of a shared border."""
_N_DECIMALS = 6
_SCHEMA = pa.schema([(name, pa.string()) for name in ("code", "today", "candidates", "fault")])


@dataclass(frozen=True, slots=True)
class Outline:
    """A cell's text and its polygon, or its fault: `unreadable`, `crossing`, `abroad`, `overlapping`, and where."""

    text: str
    polygon: BaseGeometry | None
    fault: str = ""
    where: str = ""


def outlines_table(counts: Mapping[str, int], *, apart: bool) -> pa.Table:
    """Return one row a text: `code` the text, `today` its WKT or null, `fault`, and `candidates` where the fault is.

    `counts` says how often each text occurs. With `apart`, polygons that overlap are faulty, both of them: neither can
    be right while the other is.
    """
    outlines = [read_outline(text) for text in sorted(counts)]
    judged = _overlapping(outlines, counts) if apart else outlines
    rows = [(o.text, None if o.fault else _wkt(o.polygon), o.where, o.fault or None) for o in judged]
    return pa.Table.from_pylist([dict(zip(_SCHEMA.names, row, strict=True)) for row in rows], schema=_SCHEMA)


def read_outline(text: str) -> Outline:
    """Return the polygon a text holds, or why it holds none."""
    try:
        found = _parsed(text)
        if found is None or found.geom_type not in ("Polygon", "MultiPolygon") or found.is_empty:
            return Outline(text, None, "unreadable", found.geom_type if found is not None else text[:40])
        whole = _mended(shapely.force_2d(found))
        if whole is None:
            return Outline(text, None, "crossing", _place(explain_validity(found)))
    except shapely.errors.GEOSException as error:
        return Outline(text, None, "unreadable", str(error)[:80])
    west, south, east, north = whole.bounds
    if west < COUNTRY[0] or south < COUNTRY[1] or east > COUNTRY[2] or north > COUNTRY[3]:
        return Outline(text, None, "abroad", f"{west:.4f} {south:.4f} – {east:.4f} {north:.4f}")
    return Outline(text, whole)


def _parsed(text: str) -> BaseGeometry | None:
    read = shapely.from_geojson if text.startswith("{") else shapely.from_wkt
    found: BaseGeometry | None = read(text, on_invalid="ignore")
    return found


def _mended(found: BaseGeometry) -> BaseGeometry | None:
    if found.is_valid:
        return found
    parts = [part for part in shapely.get_parts(shapely.make_valid(found)) if part.area]
    polygons = [each for part in parts for each in shapely.get_parts(part) if each.geom_type == "Polygon"]
    mended = shapely.union_all(polygons)
    before, after = found.area, mended.area
    return mended if after and abs(before - after) <= MENDED * after else None


def _place(explained: str) -> str:
    found = re.search(r"\[(.*)\]", explained)
    return f"{explained.partition('[')[0].strip()} {found[1] if found else ''}".strip()


def _overlapping(outlines: list[Outline], counts: Mapping[str, int]) -> list[Outline]:
    sound = [n for n, each in enumerate(outlines) if each.polygon is not None]
    shapes = np.array([outlines[n].polygon for n in sound], dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, "intersects")
    pairs = one < other
    shared = shapely.intersection(shapes[one[pairs]], shapes[other[pairs]])
    least = np.minimum(shapely.area(shapes[one[pairs]]), shapely.area(shapes[other[pairs]]))
    found: dict[int, str] = {n: "100 %" for n in sound if counts[outlines[n].text] > 1}
    for share, area, a, b in zip(shapely.area(shared) / least, shared, one[pairs], other[pairs], strict=True):
        if share > OVERLAPPING:
            point = area.representative_point()
            found |= {sound[n]: f"{share * 100:.1f} %, {point.x:.4f} {point.y:.4f}" for n in (a, b)}
    return [
        replace(each, fault="overlapping", where=found[n]) if n in found else each for n, each in enumerate(outlines)
    ]


def _wkt(polygon: BaseGeometry | None) -> str:
    return str(shapely.to_wkt(shapely.normalize(polygon), rounding_precision=_N_DECIMALS))
