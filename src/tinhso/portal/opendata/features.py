"""OGC API Features over the areas of a province: collections of areas (polygons where received) and their points.

Takes an edition and a request's limits, gives plain GeoJSON documents; the total is not counted, a `next` link says
whether there is more. Source: OGC 17-069r4 (Part 1: Core); RFC 7946.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tinhso.portal.board import Row
from tinhso.portal.edition import Edition
from tinhso.portal.places import BOUNDARIES

MAX_LIMIT = 1000
COLLECTIONS = {
    "communes": {"vi": "Xã, phường", "en": "Communes", "th": "ตำบล"},
    "provinces": {"vi": "Tỉnh, thành phố", "en": "Provinces", "th": "จังหวัด"},
}
CONFORMANCE = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
]
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What part of a collection is asked for: at most `limit` items after `offset`, within a box of degrees or all."""

    limit: int = 100
    offset: int = 0
    box: Box | None = None


def read_asked(limit: str, offset: str, bbox: str) -> Asked:
    """Return what a query asks for; raises ValueError with the reason in plain words."""
    if not (limit.isdecimal() and 1 <= int(limit)):
        raise ValueError(f"limit: found {limit!r}; expected a whole number from 1 to {MAX_LIMIT}")
    if not (offset.isdecimal() and int(offset) < 10**9):
        raise ValueError(f"offset: found {offset!r}; expected a whole number from 0")
    return Asked(min(int(limit), MAX_LIMIT), int(offset), _box(bbox) if bbox else None)


def _box(text: str) -> Box:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[0:2], *numbers[3:5]]
    if len(numbers) != 4 or numbers[1] > numbers[3] or not all(-360 <= number <= 360 for number in numbers):
        raise ValueError(f"bbox: found {text!r}; expected west,south,east,north in degrees")
    return numbers[0], numbers[1], numbers[2], numbers[3]


def landing(edition: Edition, base: str) -> dict[str, Any]:
    """Return the landing page of the API."""
    links = [
        _link(base, "self", "application/json"),
        _link(f"{base}/conformance", "conformance", "application/json"),
        _link(f"{base}/collections", "data", "application/json"),
        _link(f"{base}/api", "service-desc", "application/vnd.oai.openapi+json;version=3.0"),
    ]
    return {"title": edition.province["label"]["vi"], "description": f"tinhso {edition.id}", "links": links}


def collections(edition: Edition, base: str) -> dict[str, Any]:
    """Return every collection."""
    listed = [collection(edition, id_, base) for id_ in COLLECTIONS]
    return {"collections": listed, "links": [_link(f"{base}/collections", "self", "application/json")]}


def collection(edition: Edition, id_: str, base: str) -> dict[str, Any]:
    """Return the description of one collection; raises KeyError for an unknown one."""
    title = COLLECTIONS[id_]
    points = [_point(area) for area in _areas(edition, id_) if area["lat"]]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    return {
        "id": id_,
        "title": title["vi"],
        "description": f"{title['en']} · {title['th']}",
        "itemType": "feature",
        "crs": [_CRS84],
        "extent": {"spatial": {"bbox": [[west, south, east, north]], "crs": _CRS84}},
        "links": [_link(f"{base}/collections/{id_}/items", "items", "application/geo+json")],
    }


def items(edition: Edition, id_: str, asked: Asked, base: str) -> dict[str, Any]:
    """Return the features asked for, with a `next` link when there are more; KeyError for an unknown collection."""
    COLLECTIONS[id_]
    found = [f for area in _areas(edition, id_) if _within(f := feature(edition, area), asked.box)]
    shown = found[asked.offset : asked.offset + asked.limit]
    here = f"{base}/collections/{id_}/items"
    links = [_link(f"{here}?{_query(asked, asked.offset)}", "self", "application/geo+json")]
    if asked.offset + asked.limit < len(found):
        links.append(_link(f"{here}?{_query(asked, asked.offset + asked.limit)}", "next", "application/geo+json"))
    return {"type": "FeatureCollection", "features": shown, "numberReturned": len(shown), "links": links}


def item(edition: Edition, id_: str, code: str, base: str) -> dict[str, Any]:
    """Return one feature; raises KeyError when the collection does not hold it."""
    area = {str(area["code"]): area for area in _areas(edition, id_)}[code]
    here = f"{base}/collections/{id_}"
    links = [
        _link(f"{here}/items/{code}", "self", "application/geo+json"),
        _link(here, "collection", "application/json"),
    ]
    return {**feature(edition, area), "links": links}


def feature(edition: Edition, area: Row) -> dict[str, Any]:
    """Return an area as a GeoJSON feature: its boundary where the release holds one, else its point."""
    names = {f"name_{language}": text for language, text in area["label"].items()}
    kept = ("code", "kind", "level", "parent", "area_km2", "valid_from", "valid_to")
    return {
        "type": "Feature",
        "id": area["code"],
        "geometry": _boundaries(edition.release.folder).get(str(area["code"])) or _point_geometry(area),
        "properties": {**{name: area[name] for name in kept}, **names},
    }


def _areas(edition: Edition, id_: str) -> list[Row]:
    if id_ not in COLLECTIONS:
        raise KeyError(id_)
    return edition.communes if id_ == "communes" else [a for a in edition.areas.values() if a["level"] == "province"]


@lru_cache(maxsize=8)
def _boundaries(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / BOUNDARIES
    features = json.loads(path.read_text("utf-8"))["features"] if path.exists() else []
    return {str(each["properties"]["code"]): each["geometry"] for each in features}


def _point(area: Row) -> tuple[float, float]:
    return float(area["lon"]), float(area["lat"])


def _point_geometry(area: Row) -> dict[str, Any] | None:
    return {"type": "Point", "coordinates": list(_point(area))} if area["lat"] and area["lon"] else None


def _within(found: dict[str, Any], box: Box | None) -> bool:
    if box is None:
        return True
    points = list(_positions(found["geometry"]["coordinates"])) if found["geometry"] else []
    if not points:
        return False
    longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
    overlaps = min(latitudes) <= box[3] and max(latitudes) >= box[1]
    if box[0] <= box[2]:
        return overlaps and min(longitudes) <= box[2] and max(longitudes) >= box[0]
    return overlaps and (max(longitudes) >= box[0] or min(longitudes) <= box[2])


def _positions(coordinates: list[Any]) -> list[list[float]]:
    if isinstance(coordinates[0], int | float):
        return [coordinates]
    return [position for part in coordinates for position in _positions(part)]


def _query(asked: Asked, offset: int) -> str:
    box = f"&bbox={','.join(map(str, asked.box))}" if asked.box else ""
    return f"limit={asked.limit}&offset={offset}{box}"


def _link(href: str, rel: str, kind: str) -> dict[str, str]:
    return {"href": href, "rel": rel, "type": kind}


QUERY = {"limit": "100", "offset": "0", "bbox": ""}


def open_api(base: str) -> dict[str, Any]:
    """Return the OpenAPI 3.0 description of this API."""
    ok = {"200": {"description": "As described by OGC API Features"}}
    code = {"in": "path", "required": True, "schema": {"type": "string"}}
    query = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in QUERY]
    held = [{"name": "collectionId", **code, "schema": {"type": "string", "enum": list(COLLECTIONS)}}]
    bad = {"400": {"description": "A parameter cannot be read"}}
    none = {"404": {"description": "No such item"}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "tinhso areas", "version": "1.0"},
        "servers": [{"url": base}],
        "paths": {
            "/": {"get": {"responses": ok}},
            "/conformance": {"get": {"responses": ok}},
            "/collections": {"get": {"responses": ok}},
            "/collections/{collectionId}": {"get": {"parameters": held, "responses": ok}},
            "/collections/{collectionId}/items": {"get": {"parameters": [*held, *query], "responses": ok | bad}},
            "/collections/{collectionId}/items/{featureId}": {
                "get": {"parameters": [*held, {"name": "featureId", **code}], "responses": ok | none}
            },
        },
    }
