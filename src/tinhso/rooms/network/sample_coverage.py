"""Invented residential areas with computed coverage, and invented field measurements, on invented ground.

Takes a scene and the invented sites; gives two deliveries. Coverage is not drawn: it is computed by ITU-R P.1812 over
invented hills for invented places, on three days, so that it follows the invented roll-out. Speeds are drawn.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tinhso.base.area import communes_of
from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.network.coverage import read_link_budgets, word_of
from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.p1812.climate import EARTH_RADIUS_KM
from tinhso.rooms.network.place_coverage import Ground, Masts, best_shares

PLACES_A_COMMUNE = 12
N_SAMPLES = 6000
CELL_M, STEP_M, REACH_M = 100.0, 50.0, 4_000.0
CLIMATE = (50.0, 360.0)
"""ΔN (N-units/km) and N_0: placeholders; a province keeps its own, as the ITU maps may not be passed on."""

_DAYS = (date(2024, 12, 20), date(2025, 12, 20), date(2026, 9, 20))
_BANDS = {"4G": 1800, "5G": 2600}
_DEGREES_PER_M = 180.0 / np.pi / (1000.0 * EARTH_RADIUS_KM)
_MARGIN_M = 30_000.0


def coverage_deliveries(scene: Scene, stations: Mapping[str, list[str | None]]) -> list[InventedDelivery]:
    """Return the coverage and measurement deliveries of a scene whose sound stations are given by column."""
    days = [day for day in _DAYS if day <= scene.as_of]
    coverage = _coverage(scene, stations, days)
    return [
        InventedDelivery("network.place_coverage", "phu-song-khu-dan-cu.csv", "so-khcn", coverage),
        InventedDelivery("network.measured_sample", "mau-do-5g.csv", "so-khcn", _samples(scene)),
    ]


def _places(scene: Scene) -> tuple[NDArray[np.str_], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Commune, latitude, longitude and people of the invented residential areas."""
    chance = scene.chance("residential_area")
    areas = communes_of(scene.province, scene.as_of)
    commune = np.repeat(np.arange(len(areas)), PLACES_A_COMMUNE)
    radius = np.sqrt([float(a.area_km2 or 10) for a in areas])[commune] / 2 / 111
    lat = np.array([a.lat or 0 for a in areas])[commune] + chance.normal(0, 0.45, commune.size) * radius
    lon = np.array([a.lon or 0 for a in areas])[commune] + chance.normal(0, 0.45, commune.size) * radius
    weight = chance.gamma(2.0, 1.0, commune.size)
    totals = np.bincount(commune, weight)[commune]
    people = np.floor(scene.n_people * scene.commune_shares()[commune] * weight / totals).astype(np.int64)
    return np.array([a.code for a in areas])[commune], lat, lon, people


def _ground(scene: Scene, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Ground:
    """Invented ground around all points, with room for profiles."""
    margin = _MARGIN_M * _DEGREES_PER_M
    north, west = float(lat.max() + margin), float(lon.min() - margin)
    tall = (north - (lat.min() - margin)) / _DEGREES_PER_M / CELL_M
    wide = (lon.max() + margin - west) / _DEGREES_PER_M / CELL_M
    seed = int(scene.chance("ground").integers(0, 2**31))
    return Ground(invented_rasters(int(max(tall, wide)) + 4, seed, relief_m=500.0), north, west, CELL_M)


def _coverage(scene: Scene, stations: Mapping[str, list[str | None]], days: list[date]) -> pa.Table:
    """The coverage of every place on every day by technology."""
    codes, lat, lon, people = _places(scene)
    mast_lat = np.array(stations["Vĩ độ"], float)
    mast_lon = np.array(stations["Kinh độ"], float)
    ground = _ground(scene, np.append(lat, mast_lat), np.append(lon, mast_lon))
    rows: list[tuple[object, ...]] = []
    for technology, band in _BANDS.items():
        budget = read_link_budgets()[technology, band]
        for day in days:
            on_air = _on_air(stations, technology, day)
            masts = Masts(mast_lat[on_air], mast_lon[on_air], np.array(stations["Độ cao ăng ten (m)"], float)[on_air])
            shares = best_shares(budget, masts, (lat, lon), ground, CLIMATE, reach_m=REACH_M, step_m=STEP_M)
            rows += [
                (f"{code}-{k % PLACES_A_COMMUNE:02d}", code, n, technology, word_of(budget, share), share, day)
                for k, (code, n, share) in enumerate(zip(codes.tolist(), people.tolist(), shares.tolist(), strict=True))
            ]
    columns = list(zip(*rows, strict=True))
    constant = {"Mô hình": "P.1812-8", "Bước lấy mẫu (m)": f"{STEP_M:.0f}", "Địa hình": "invented"}
    return pa.table({
        "Mã khu dân cư": columns[0],
        "Mã xã": columns[1],
        "Số người": [str(n) for n in columns[2]],
        "Công nghệ": columns[3],
        "Kết quả": [str(word) for word in columns[4]],
        "Tỷ lệ vị trí có sóng": [f"{share:.4f}" for share in columns[5]],
        **{name: [value] * len(rows) for name, value in constant.items()},
        "Ngày tính": [str(day) for day in columns[6]],
    })  # fmt: skip


def _on_air(stations: Mapping[str, list[str | None]], technology: str, day: date) -> NDArray[np.bool_]:
    """Which rows are stations of a technology on air on a day; each site once."""
    begun = np.array([str(value) <= str(day) for value in stations["Ngày phát sóng"]])
    kept = np.array([value is None or value > str(day) for value in stations["Ngày ngừng phát"]])
    mask = begun & kept & (np.array(stations["Công nghệ"]) == technology)
    sites = np.array(stations["Mã vị trí"])
    first = np.zeros(len(mask), bool)
    first[np.flatnonzero(mask)[np.unique(sites[mask], return_index=True)[1]]] = True
    return first


def _samples(scene: Scene) -> pa.Table:
    """Field measurements of 4G and 5G over the last eighteen months before the scene's day."""
    chance = scene.chance("measured_sample")
    areas = np.array(scene.communes())
    fifth = chance.random(N_SAMPLES) < 0.6
    median = np.where(fifth, 190.0, 42.0)
    down = median * np.exp(chance.normal(0, 0.62, N_SAMPLES))
    up = down * chance.uniform(0.18, 0.34, N_SAMPLES)
    day = np.datetime64(scene.as_of) - chance.integers(1, 540, N_SAMPLES)
    level = -88.0 - 9.0 * chance.standard_normal(N_SAMPLES)
    return pa.table({
        "Mã mẫu": [f"{scene.province}-{k:06d}" for k in range(N_SAMPLES)],
        "Mã xã": areas[chance.choice(len(areas), N_SAMPLES, p=scene.commune_shares())],
        "Nhà mạng": np.array(["Viettel", "VinaPhone", "MobiFone"])[chance.choice(3, N_SAMPLES, p=[0.5, 0.28, 0.22])],
        "Công nghệ": np.where(fifth, "5G", "4G"),
        "Ngày đo": np.datetime_as_string(day),
        "Tải xuống (kbit/s)": [f"{v * 1000:.0f}" for v in down],
        "Tải lên (kbit/s)": [f"{v * 1000:.0f}" for v in up],
        "Mức thu (dBm)": [f"{v:.1f}" for v in level.clip(-130, -50)],
    })  # fmt: skip
