"""Invented land: a parcel under every home and fields around, certificates on them, dwellings, and who holds what.

Takes a `Province`, gives Arrow tables after the terms of LADM: parcel (spatial unit), certificate (right of a party on
a parcel), dwelling (building unit). Holders are written as registers write them, with the faults of `faults`; the
column `truth` says which person a holder is.

Source of the terms: ISO 19152 (Land Administration Domain Model); columns after the land-data clean-up form of 2025.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.link.invented import faults
from tinhso.link.invented.faults import CARELESS, FaultRates, chosen
from tinhso.link.invented.people import Province
from tinhso.link.invented.places import communes
from tinhso.link.invented.registers import addresses_spoiled, names_spoiled

Ints = NDArray[np.int64]
_PARCELS_PER_SHEET = 160
_YEARS_OF_CERTIFICATES = 22
_STRIP_DEPTH_M = 20.0
_STRIP_LENGTH_M = 4000.0


@dataclass(frozen=True, slots=True)
class Land:
    """Parcels in order of place: number of the commune entry, sheet and number within the old commune, area, use, uid.

    Parcel `k` below the number of homes is the one under home `k`; the rest are fields of the same communes.
    """

    commune: Ints
    sheet: Ints
    number: Ints
    area_m2: Ints
    is_field: NDArray[np.bool_]
    uid: Ints


def invent_land(province: Province, seed: int) -> Land:
    """Return a parcel per home and about as many fields again, each with its own key and its own opaque number."""
    rng = np.random.default_rng([seed, 11])
    homes = province.homes.commune
    fields = np.sort(rng.choice(homes, int(len(homes) * 0.9)))
    commune = np.concatenate([homes, fields])
    order = np.argsort(commune, kind="stable")
    rank = np.empty(len(commune), np.int64)
    rank[order] = np.arange(len(commune)) - np.searchsorted(commune[order], commune[order])
    is_field = np.arange(len(commune)) >= len(homes)
    area = np.where(is_field, rng.lognormal(7.2, 0.8, len(commune)), rng.lognormal(5.0, 0.6, len(commune)))
    uid = 100_000_000_000 + (np.arange(len(commune)) * 700_000_001 + seed) % 899_999_999_999
    sheet, number = rank // _PARCELS_PER_SHEET + 1, rank % _PARCELS_PER_SHEET + 1
    return Land(commune, sheet, number, np.maximum(area, 20).astype(np.int64), is_field, uid)


def outlines(province: Province, land: Land) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return west, south, east, north (degrees, 4 × parcels) of each parcel, and a point in each (lon, lat).

    Parcels of a commune lie side by side in strips around its point, each of its own area; none overlaps another.
    """
    places = communes(province.code)
    lat = np.array([c.latitude for c in places])[land.commune]
    lon = np.array([c.longitude for c in places])[land.commune]
    width = land.area_m2 / _STRIP_DEPTH_M
    # Old communes that were merged share a point, and so a place to be laid out in.
    _, place = np.unique([c.code for c in places], return_inverse=True)
    at = place[land.commune]
    order = np.argsort(at, kind="stable")
    run = np.cumsum(width[order]) - width[order]
    first = np.searchsorted(at[order], at[order])
    along = np.empty(len(width))
    along[order] = run - run[first]
    row = np.floor(along / _STRIP_LENGTH_M)
    x, y = along - row * _STRIP_LENGTH_M - _STRIP_LENGTH_M / 2, row * _STRIP_DEPTH_M
    per_lat, per_lon = 1 / 111_320, 1 / (111_320 * np.cos(np.radians(lat)))
    west, south = lon + x * per_lon, lat + y * per_lat
    box = np.stack([west, south, west + width * per_lon, south + _STRIP_DEPTH_M * per_lat])
    return box, np.stack([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])


def parcel_register(province: Province, land: Land) -> pa.Table:
    """Return a row per parcel: parcel_uid, commune_code, survey_commune_code, sheet, number, land_use, area_m2."""
    places = communes(province.code)
    return pa.table(
        {
            "parcel_uid": faults.padded(land.uid, 12, np.zeros(len(land.uid), np.bool_)),
            "commune_code": pa.array([c.code for c in places]).take(pa.array(land.commune)),
            "survey_commune_code": pa.array([c.old_code for c in places]).take(pa.array(land.commune)),
            "sheet": land.sheet,
            "number": land.number,
            "land_use": pa.array(["ODT", "CLN"]).take(pa.array(land.is_field.astype(np.int8))),
            "area_m2": land.area_m2,
        }
    )


def certificate_register(province: Province, land: Land, seed: int, rates: FaultRates = CARELESS) -> pa.Table:
    """Return a row per certificate; its holder is the head of the household that lives, or lived, on the parcel.

    Columns: serial, parcel_uid (missing where the old book has none), commune_code, survey_commune_code, sheet, number,
    holder_name, holder_id (12 digits; 9 on certificates before 2016), holder_born_on, holder_address, issued_on, truth.
    """
    rng = np.random.default_rng([seed, 12])
    holder = _holders(province, land, rng)
    rows = np.flatnonzero((holder >= 0) & (rng.random(len(holder)) < 0.93))
    holder, n = holder[rows], len(rows)
    today = province.as_of.toordinal() - 719163
    issued = today - rng.integers(1, int(_YEARS_OF_CERTIFICATES * 365.25), n)
    parcels = parcel_register(province, land).take(pa.array(rows))
    household = province.people.household[holder]
    uid = pc.if_else(pa.array(rng.random(n) < 0.15), None, parcels["parcel_uid"].combine_chunks())
    names = names_spoiled(province.people.names.full_names().take(pa.array(holder)), rates, rng)
    return pa.table(
        {
            "serial": _serials(rng, n),
            "parcel_uid": uid,
            **{name: parcels[name] for name in ("commune_code", "survey_commune_code", "sheet", "number")},
            "holder_name": names,
            "holder_id": _holder_ids(province, holder, issued, rates, rng),
            "holder_born_on": faults.dates_spoiled(province.people.born[holder], rates, rng),
            "holder_address": addresses_spoiled(province, province.home_before[household], rates, rng),
            "issued_on": pa.array(issued.astype("datetime64[D]")),
            "truth": pa.array(holder),
        }
    )


def _holders(province: Province, land: Land, rng: np.random.Generator) -> Ints:
    """Return who holds each parcel: the head living there, or before a move not yet registered; -1 nobody."""
    people, n_homes = province.people, len(province.homes.house)
    heads = np.flatnonzero(people.role == 0)
    of_home = np.full(n_homes, -1, np.int64)
    stale = rng.random(len(heads)) < 0.4
    of_home[province.home_before[people.household[heads[stale]]]] = heads[stale]
    of_home[province.home_now[people.household[heads[~stale]]]] = heads[~stale]
    fields = rng.choice(heads, len(land.uid) - n_homes)
    return np.concatenate([of_home, fields])


def _serials(rng: np.random.Generator, n: int) -> pa.Array:
    letters = pa.array(["BA", "BĐ", "BH", "CA", "CH", "CQ", "DA", "DĐ", "AA"])
    first = letters.take(pa.array(rng.integers(0, len(letters), n)))
    digits = faults.padded(rng.permutation(max(n * 3, 1))[:n] + 100_000, 8, np.zeros(n, np.bool_))
    return pc.binary_join_element_wise(first, digits, " ")


def _holder_ids(
    province: Province, holder: Ints, issued: Ints, rates: FaultRates, rng: np.random.Generator
) -> pa.Array:
    """Return 12-digit ids, and the 9-digit ones of their time on certificates issued before 2016."""
    people, n = province.people, len(holder)
    number = faults.digit_typed_over(people.personal_id[holder], chosen(rng, n, rates.id_digit), 12, rng)
    missing = rng.random(n) < rates.id_missing
    old = pa.array(issued < 16801)  # 1 January 2016, in days
    return pc.if_else(old, faults.padded(people.old_id[holder], 9, missing), faults.padded(number, 12, missing))


def dwelling_register(province: Province, land: Land, seed: int, rates: FaultRates = CARELESS) -> pa.Table:
    """Return a row per dwelling: dwelling_id, parcel_uid (some missing), address, commune_code, household, built."""
    rng = np.random.default_rng([seed, 13])
    n = len(province.homes.house)
    household = np.full(n, -1, np.int64)
    household[province.home_now] = np.arange(len(province.home_now))
    places = communes(province.code)
    return pa.table(
        {
            "dwelling_id": faults.padded(np.arange(n) + 1, 9, np.zeros(n, np.bool_)),
            "parcel_uid": faults.padded(land.uid[:n], 12, rng.random(n) < 0.18),
            "address": addresses_spoiled(province, np.arange(n), rates, rng),
            "commune_code": pa.array([c.code for c in places]).take(pa.array(province.homes.commune)),
            "household": pa.array(household, mask=household < 0),
            "built_year": rng.integers(1975, province.as_of.year + 1, n),
        }
    )
