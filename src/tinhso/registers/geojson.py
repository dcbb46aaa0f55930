"""GeoJSON: the file in which geographic programs send outlines, one feature a row.

Takes a FeatureCollection (RFC 7946), gives a `Source`: each feature's properties are the cells of a row, its `geometry`
a cell of GeoJSON text, its `id` one too unless a property has the name. What an outline must be is left to `outline`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tinhso.base.errors import UnusableInput
from tinhso.engine import Store
from tinhso.registers.columnar import open_json_lines
from tinhso.registers.contract import Contract
from tinhso.registers.encoding import decode
from tinhso.registers.source import Source
from tinhso.registers.unusable import unreadable

_COLLECTION = re.compile(rb'"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[')


def is_geojson(start: bytes) -> bool:
    """Return whether the first bytes are those of a collection of features, and not of JSON lines."""
    return _COLLECTION.search(start[:4096].replace(b"\x00", b"")) is not None


def open_geojson(
    store: Store,
    path: Path,
    encoding: str,
    where: str,
    contract: Contract,
    others: Mapping[str, Contract],
    workplace: Path,
    number: int,
) -> Source:
    """Return the source of a collection; what is no feature becomes a broken line. Raises UnusableInput when cut off.

    The whole file is held in memory: outlines of a country are some hundred megabytes, never more.
    """
    try:
        features = json.loads(decode(path.read_bytes(), encoding))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableInput(unreadable(where, "GeoJSON", str(error))) from error
    if not isinstance(features, list):
        raise UnusableInput(unreadable(where, "GeoJSON", f"features: {type(features).__name__}"))
    lines = workplace / f"{number}.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_row(feature), ensure_ascii=False) + "\n" for feature in features)
    return replace(open_json_lines(store, lines, where, contract, others, number), format="geojson")


def _row(feature: object) -> object:
    """Return a feature as one flat object, and what is no feature as it is."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return [feature]
    own = {"id": feature["id"]} if "id" in feature else {}
    return {**own, **(feature.get("properties") or {}), "geometry": feature.get("geometry")}
