"""Areas: the country, its provinces and communes as they stood on a day, with predecessors and their weights.

Takes the units of 1 July 2025 and those before from the package `vietnamadminunits`, corrected by `area_events.yaml`, a
dated list of what changed since. Gives `Area` values and the way from abolished units to today's.
Codes are text (Decision 19/2025/QĐ-TTg): two digits for a province, five for a commune, never used again.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

from tinhso.base.area_names import area_label
from tinhso.base.definition import read_yaml

AreaKind = Literal["country", "province", "city", "commune", "ward", "township", "special_zone"]
AreaLevel = Literal["country", "province", "commune"]
COUNTRY = "VN"
TWO_LEVELS_SINCE = date(2025, 7, 1)
_EVENTS = Path(__file__).with_name("area_events.yaml")
_KINDS: dict[str, AreaKind] = {
    "Tỉnh": "province",
    "Thành phố": "city",
    "Phường": "ward",
    "Xã": "commune",
    "Thị trấn": "township",
    "Đặc khu": "special_zone",
}


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative unit in one edition: `valid_from` ≤ day < `valid_to` (None: still valid). Points are WGS 84."""

    code: str
    name: str
    kind: AreaKind
    level: AreaLevel
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None
    lat: float | None = None
    lon: float | None = None
    area_km2: Decimal | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the area as a release writes it."""
        return {
            "code": self.code,
            "label": area_label(self.kind, self.name).as_dict(),
            "kind": self.kind,
            "level": self.level,
            "parent": self.parent,
            "lat": None if self.lat is None else str(self.lat),
            "lon": None if self.lon is None else str(self.lon),
            "area_km2": None if self.area_km2 is None else str(self.area_km2),
            "valid_from": self.valid_from and self.valid_from.isoformat(),
            "valid_to": self.valid_to and self.valid_to.isoformat(),
            "predecessors": [
                {"code": old.code, "label": area_label(old.kind, old.name).as_dict(), "weight": str(weight)}
                for old, weight in (predecessors(self.code) if self.level != "country" else ())
            ],
        }


def areas_on(day: date) -> dict[str, Area]:
    """Return every area valid on a day by code: the country, its provinces and communes; old units before July 2025."""
    found = {COUNTRY: Area(COUNTRY, "Việt Nam", "country", "country", "")}
    editions = _old_areas() if day < TWO_LEVELS_SINCE else _new_areas()
    for area in editions:
        if (area.valid_from or day) <= day and (area.valid_to is None or day < area.valid_to):
            found[area.code] = area
    return found


def communes_of(province: str, day: date) -> list[Area]:
    """Return the communes of a province on a day, in order of code; none for an unknown province."""
    return sorted((a for a in areas_on(day).values() if a.parent == province and a.level == "commune"), key=_by_code)


def is_valid(code: str, day: date) -> bool:
    """Return whether a code named a unit on a day."""
    return code in areas_on(day)


def successors(code: str) -> list[tuple[str, Decimal]]:
    """Return today's units of an old unit and the share of it each took; the unit itself where it is whole today.

    A share is an equal part where only the list of successors is known. An unknown code has no successors.
    """
    return list(_successors().get(code, ()))


def predecessors(code: str) -> list[tuple[Area, Decimal]]:
    """Return the units of before July 2025 that a unit of today was made from, and each one's weight in it.

    Weights are shares of people where a census gives them (`area_events.yaml`), equal parts otherwise.
    """
    old = _old_by_code()
    sources = _sources().get(code, [])
    people = _weights().get(code, {})
    total = sum(people.values()) or Decimal(len(sources) or 1)
    return [
        (old[source], round(people.get(source, Decimal(1)) / total, 4)) for source in sorted(sources) if source in old
    ]


@cache
def _old_by_code() -> dict[str, Area]:
    return {area.code: area for area in _old_areas()}


def has_counted_people(code: str) -> bool:
    """Return whether the weights of a unit's predecessors are people that a census counted."""
    return code in _weights()


def district_before(code: str) -> str:
    """Return the name of the district a unit of before July 2025 lay in, folded to bare letters; empty when unknown."""
    return _districts().get(code, "")


def _by_code(area: Area) -> str:
    return area.code


@cache
def _tables() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with (
        as_file(files("vietnamadminunits") / "data" / "dataset.db") as path,
        sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection,
    ):
        new = connection.execute(
            "select provinceCode, province, provinceShort, provinceLat, provinceLon, wardCode, ward, wardShort,"
            " wardLat, wardLon, wardAreaKm2, provinceKey, wardKey from admin_units order by wardCode"
        ).fetchall()
        old = connection.execute(
            "select provinceCode, province, provinceShort, provinceLat, provinceLon, wardCode, ward, wardShort,"
            " wardLat, wardLon, null, provinceKey, coalesce(districtKey, '') || '_' || coalesce(wardKey, ''),"
            " districtCode from admin_units_legacy order by wardCode"
        ).fetchall()
    connection.close()
    return new, old


@cache
def _new_areas() -> tuple[Area, ...]:
    return tuple(_with_events(_areas(_tables()[0], TWO_LEVELS_SINCE, None)))


@cache
def _old_areas() -> tuple[Area, ...]:
    return tuple(_areas(_tables()[1], None, TWO_LEVELS_SINCE))


def _areas(rows: Iterable[tuple[object, ...]], since: date | None, until: date | None) -> Iterable[Area]:
    provinces: set[object] = set()
    for province, long, short, lat, lon, code, ward, ward_short, ward_lat, ward_lon, km2, *_ in rows:
        if province not in provinces:
            provinces.add(province)
            yield Area(
                str(province), str(short), _kind(str(long)), "province", COUNTRY, since, until, _real(lat), _real(lon)
            )
        if code and ward:
            size = None if km2 is None else Decimal(str(km2))
            yield Area(
                str(code), str(ward_short), _kind(str(ward)), "commune", str(province), since, until,
                _real(ward_lat), _real(ward_lon), size,
            )  # fmt: skip


def _kind(long_name: str) -> AreaKind:
    return next(kind for word, kind in _KINDS.items() if long_name.lower().startswith(word.lower()))


def _real(value: object) -> float | None:
    return None if value is None else float(str(value))


def _with_events(areas: Iterable[Area]) -> Iterable[Area]:
    changes: dict[str, list[tuple[date, AreaKind]]] = defaultdict(list)
    for event in _events():
        for code in event["areas"]:
            changes[code].append((date.fromisoformat(event["on"]), event["becomes"]))
    for area in areas:
        for on, kind in sorted(changes.get(area.code, [])):
            yield replace(area, valid_to=on)
            area = replace(area, kind=kind, valid_from=on)
        yield area


@cache
def _districts() -> dict[str, str]:
    kinds = ("thanhpho", "thixa", "huyen", "quan")
    keys = {str(row[5]): str(row[12]).partition("_")[0] for row in _tables()[1] if row[5]}
    return {code: next((key[len(kind) :] for kind in kinds if key.startswith(kind)), key) for code, key in keys.items()}


@cache
def _raw_events() -> Mapping[str, Any]:
    return read_yaml(_EVENTS.read_text("utf-8"), _EVENTS.name)


def _events() -> list[dict[str, Any]]:
    return list(_raw_events()["events"])


@cache
def _weights() -> dict[str, dict[str, Decimal]]:
    return {
        str(entry["area"]): {str(code): Decimal(str(n)) for code, n in entry["people"].items()}
        for entry in _raw_events()["predecessor_weights"]
    }


@cache
def _sources() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for source, targets in _successors().items():
        for target, _ in targets:
            found[target].append(source)
    return found


@cache
def _successors() -> dict[str, tuple[tuple[str, Decimal], ...]]:
    new, old = _tables()
    raw = json.loads((files("vietnamadminunits") / "data" / "converter_2025.json").read_text("utf-8"))
    new_code = {(row[11], row[12]): str(row[5]) for row in new}
    new_province = {str(row[11]): str(row[0]) for row in new}
    old_code = {f"{row[11]}_{row[12]}": str(row[5] or row[13]) for row in old}
    found: dict[str, tuple[tuple[str, Decimal], ...]] = {}
    old_province = {str(row[11]): str(row[0]) for row in old}
    for key, sources in raw["DICT_PROVINCE"].items():
        found.update({old_province[source]: ((new_province[key], Decimal(1)),) for source in sources})
    for province, wards in raw["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, sources in wards.items():
            for source in sources:
                if source in old_code:
                    found[old_code[source]] = ((new_code[(province, ward)], Decimal(1)),)
    for province, divided in raw["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in divided.items():
            if source in old_code:
                share = round(Decimal(1) / len(parts), 6)
                found[old_code[source]] = tuple((new_code[(province, part["newWardKey"])], share) for part in parts)
    return found
