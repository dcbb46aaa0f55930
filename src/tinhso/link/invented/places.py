"""Communes of a real province, new and old, and hamlets and house numbers invented in them.

Takes a province code, gives the 2025 communes with the communes they were made from. Names are those of the public
list in the package `vietnamadminunits`; hamlets and house numbers are invented.
"""

import json
import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_PACKAGE = "vietnamadminunits"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune since 1 July 2025 and one old commune inside it: codes, names, a point, and its area."""

    code: str
    name: str
    province: str
    old_code: str
    old_name: str
    old_district: str
    old_province: str
    latitude: float
    longitude: float
    area_km2: float


@cache
def communes(province_code: str) -> tuple[Commune, ...]:
    """Return one entry per old commune of a province, in order of code; an unmapped new commune stands for itself."""
    with as_file(files(_PACKAGE) / "data") as folder:
        return tuple(sorted(_joined(Path(folder), province_code), key=lambda c: (c.code, c.old_code)))


def _joined(folder: Path, province_code: str) -> list[Commune]:
    with sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True) as store:
        new = store.execute(
            "SELECT provinceKey, wardKey, wardCode, ward, province, wardLat, wardLon, wardAreaKm2 FROM admin_units"
            " WHERE provinceCode = ?",
            (province_code,),
        ).fetchall()
        old = store.execute(
            "SELECT provinceKey || '_' || districtKey || '_' || wardKey, wardCode, ward, district, province"
            " FROM admin_units_legacy"
        ).fetchall()
    store.close()
    old_by_key = {row[0]: row[1:] for row in old}
    made_from = json.loads((folder / "converter_2025.json").read_text("utf-8"))["DICT_PROVINCE_WARD_NO_DIVIDED"]
    result = []
    for province_key, key, code, name, province, lat, lon, area in new:
        parts = [old_by_key[k] for k in made_from.get(province_key, {}).get(key, []) if k in old_by_key]
        for old_code, old_name, district, old_province in parts or [(code, name, "", province)]:
            share = area / max(len(parts), 1)
            result.append(
                Commune(code, name, province, old_code, old_name, district or "", old_province, lat, lon, share)
            )
    return result


@dataclass(frozen=True, slots=True)
class Homes:
    """Dwellings: number of the commune entry, hamlet and house number, each per dwelling."""

    commune: NDArray[np.int64]
    hamlet: NDArray[np.int64]
    house: NDArray[np.int64]


def draw_homes(rng: np.random.Generator, n: int, province_code: str) -> Homes:
    """Return `n` dwellings over the communes of a province, towns denser, each address once."""
    places = communes(province_code)
    weight = np.array([(3.0 if c.name.startswith("Phường") else 1.0) * c.area_km2**0.3 for c in places])
    commune = np.searchsorted(np.cumsum(weight / weight.sum()), rng.random(n)).clip(0, len(places) - 1)
    commune = np.sort(commune)
    codes = np.array([int(c.code) for c in places])[commune]
    position = np.arange(n) - np.searchsorted(codes, codes)
    return Homes(commune, position % 14, position // 14 + 1)


_HAMLETS = [f"Ấp {k}" for k in range(1, 8)] + [f"Khu phố {k}" for k in range(1, 8)]


def new_addresses(homes: Homes, province_code: str) -> pa.Array:
    """Return two-level addresses as written since 1 July 2025."""
    places = communes(province_code)
    tails = [f", {hamlet}, {c.name}, {c.province}" for c in places for hamlet in _HAMLETS]
    return _addresses(homes, tails, "Số ")


def old_addresses(homes: Homes, province_code: str) -> pa.Array:
    """Return three-level addresses as written before 1 July 2025: old commune, district, old province."""
    places = communes(province_code)
    tails = [
        f" {hamlet.lower()}, {c.old_name}, {c.old_district}, {c.old_province}" for c in places for hamlet in _HAMLETS
    ]
    return _addresses(homes, tails, "")


def _addresses(homes: Homes, tails: list[str], before: str) -> pa.Array:
    houses = pa.array([f"{before}{k}" for k in range(int(homes.house.max(initial=0)) + 1)]).take(pa.array(homes.house))
    tail = pa.array(tails).take(pa.array(homes.commune * len(_HAMLETS) + homes.hamlet))
    return pc.binary_join_element_wise(houses, tail, "")
