"""The boundaries of a province's communes as a release publishes them: thinned for the web, shared borders kept shared.

Takes the register `land.boundary`, gives GeoJSON with its source, day and the communes no boundary was received of. A
border's thinned line is for looking at; what counts is the register.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from tinhso.base.area import communes_of
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.engine import Store
from tinhso.registers.history import receipts_in
from tinhso.registers.receive import read_deliveries

REGISTER = "land.boundary"
NAME = "boundaries.geojson"
THINNED_DEGREES = 0.002
"""Square root of the area a corner must span to stay: about 220 m, a pixel of a province's map."""
_N_DECIMALS = 4


def boundary_documents(store: Store, home: Home, as_of: date) -> dict[str, bytes]:
    """Return `boundaries.geojson` of the province's communes on a day; nothing while no boundary was received.

    Members beside the features: `source` (as stated, else the file's name), `as_of`, `receipt`, `invented`, `missing`
    (codes of communes without a boundary).
    """
    state = receipts_in(store).get(REGISTER)
    if state is None:
        return {}
    communes = {area.code for area in communes_of(home.province, as_of)}
    rows = store.fetch(f"select area, source, geometry from {REGISTER} order by area")  # noqa: S608 - our own name
    held = {str(code): str(wkt) for code, _, wkt in rows if code in communes}
    if not held:
        return {}
    sources = sorted({str(source) for code, source, _ in rows if code in communes and source})
    document = {
        "type": "FeatureCollection",
        "source": "; ".join(sources) or _file_name(home, state),
        "as_of": state.as_of,
        "receipt": state.id,
        "invented": state.invented,
        "missing": sorted(communes - held.keys()),
        "features": thinned(held),
    }
    return {NAME: json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"}


def thinned(outlines: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return features of WKT outlines by code, with fewer corners and borders that still meet."""
    shapes = np.array([shapely.from_wkt(wkt) for wkt in outlines.values()], dtype=object)
    simple = shapely.coverage_simplify(shapes, THINNED_DEGREES)
    return [
        {"type": "Feature", "id": code, "properties": {"code": code}, "geometry": _rounded(mapping(shape))}
        for code, shape in zip(outlines, simple, strict=True)
    ]


def _file_name(home: Home, state: Receipt) -> str:
    """Return the name of the file the register's last delivery came in."""
    own = [each for each in read_deliveries(home) if str(each.sequence) == state.details["sequence"]]
    return own[-1].files[0].name if own else ""


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _positions(geometry["coordinates"])}


def _positions(found: Any) -> Any:
    return round(found, _N_DECIMALS) if isinstance(found, float) else [_positions(each) for each in found]
