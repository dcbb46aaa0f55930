"""The stations, places and facilities of a province as its registers hold them, in columns.

Takes an open store; gives arrays. What a list leaves open (band, height) is filled by a planning assumption and
counted, never silently. Sites, stations and cells are three different counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tinhso.base.area import Area
from tinhso.engine import Store

ANY = "any"
OPERATORS = ("Viettel", "VinaPhone", "MobiFone", "Vietnamobile")
TECHNOLOGIES = ("4G", "5G")
ASSUMED_BAND_MHZ = {"2G": 900, "3G": 2100, "4G": 1800, "5G": 2600}
ASSUMED_HEIGHT_M = 30.0
_HEADERS = (
    "Mã trạm", "Mã vị trí", "Nhà mạng", "Công nghệ", "Mã xã", "Vĩ độ", "Kinh độ", "Băng tần (MHz)",
    "Độ cao ăng ten (m)", "Ngày phát sóng", "Ngày ngừng phát",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Stations:
    """One row a station, in order of code; `off_air_on` NaT while on air, `assumed` where band or height was open."""

    station_id: NDArray[np.str_]
    site_id: NDArray[np.str_]
    operator: NDArray[np.str_]
    technology: NDArray[np.str_]
    area: NDArray[np.str_]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    band_mhz: NDArray[np.int64]
    height_m: NDArray[np.float64]
    on_air_on: NDArray[np.datetime64]
    off_air_on: NDArray[np.datetime64]
    assumed: NDArray[np.bool_]

    def on_air(self, day: date) -> NDArray[np.bool_]:
        """Return which stations are on air at the end of a day."""
        today = np.datetime64(day)
        ended = ~np.isnat(self.off_air_on) & (self.off_air_on <= today)
        return np.asarray((self.on_air_on <= today) & ~ended)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Points with a code, a name, a kind and a commune; `people` is 0 for facilities."""

    id: NDArray[np.str_]
    name: NDArray[np.str_]
    kind: NDArray[np.str_]
    area: NDArray[np.str_]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    people: NDArray[np.int64]


def read_stations(store: Store) -> Stations:
    """Return every station of the register, none when nothing was received."""
    sql = (
        "select station_id, site_id, operator, technology, area, lat, lon, band_mhz, height_m, on_air_on, off_air_on"
        " from network.station order by station_id"
    )
    rows = store.fetch(sql) if has(store, "station") else []
    return _stations(list(zip(*rows, strict=True)) or [()] * 11)


def stations_of(listed: Mapping[str, Sequence[object]]) -> Stations:
    """Return the stations of a list as senders write it, by Vietnamese column name."""
    return _stations([listed[name] for name in _HEADERS])


def _stations(c: Sequence[Sequence[object]]) -> Stations:
    bands = [ASSUMED_BAND_MHZ[str(t)] if band is None else int(str(band)) for t, band in zip(c[3], c[7], strict=True)]
    heights = [ASSUMED_HEIGHT_M if height is None else float(str(height)) for height in c[8]]
    assumed = [band is None or height is None for band, height in zip(c[7], c[8], strict=True)]
    return Stations(
        np.array(c[0], str), np.array(c[1], str), np.array(c[2], str), np.array(c[3], str), np.array(c[4], str),
        np.array(c[5], float), np.array(c[6], float), np.array(bands, np.int64), np.array(heights, float),
        np.array(c[9], "datetime64[D]"), np.array([v or "NaT" for v in c[10]], "datetime64[D]"),
        np.array(assumed, bool),
    )  # fmt: skip


def read_residential_areas(store: Store) -> Places:
    """Return every residential area of the register, none when nothing was received."""
    sql = "select place_id, name, made_from, area, lat, lon, people from network.residential_area order by place_id"
    return _places(store, "residential_area", sql)


def places_of_communes(communes: Sequence[Area]) -> Places:
    """Return the communes' own points as places of unknown people (0), for a province that has no list yet."""
    return Places(
        np.array([a.code for a in communes], str),
        np.array([a.name for a in communes], str),
        np.array(["commune"] * len(communes), str),
        np.array([a.code for a in communes], str),
        np.array([a.lat or 0.0 for a in communes], float),
        np.array([a.lon or 0.0 for a in communes], float),
        np.zeros(len(communes), np.int64),
    )


def read_facilities(store: Store) -> Places:
    """Return every school and health post of the register, none when nothing was received."""
    sql = "select facility_id, name, kind, area, lat, lon, 0 from network.facility order by facility_id"
    return _places(store, "facility", sql)


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Measured levels (dBm) with place, operator and technology; samples without a place or level are left out."""

    operator: NDArray[np.str_]
    technology: NDArray[np.str_]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    level_dbm: NDArray[np.float64]


def read_samples(store: Store) -> Samples:
    """Return every measured sample that has a place and a level, none when nothing was received."""
    sql = (
        "select operator, technology, lat, lon, rsrp_dbm from network.measured_sample"
        " where lat is not null and lon is not null and rsrp_dbm is not null order by sample_id"
    )
    c = list(zip(*store.fetch(sql), strict=True)) if has(store, "measured_sample") else []
    c = c or [()] * 5
    return Samples(
        np.array(c[0], str), np.array(c[1], str), np.array(c[2], float), np.array(c[3], float), np.array(c[4], float)
    )


def has(store: Store, register: str) -> bool:
    """Return whether a register of the room holds anything."""
    sql = "select 1 from duckdb_views() where schema_name = 'network' and view_name = ?"
    return bool(store.fetch(sql, [register]))


def _places(store: Store, register: str, sql: str) -> Places:
    c = list(zip(*store.fetch(sql), strict=True)) if has(store, register) else []
    c = c or [()] * 7
    return Places(
        np.array(c[0], str), np.array(c[1], str), np.array(c[2], str), np.array(c[3], str),
        np.array(c[4], float), np.array(c[5], float), np.array(c[6], np.int64),
    )  # fmt: skip
