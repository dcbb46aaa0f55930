"""Invented residential areas, schools, health posts, sites on offer and field measurements.

Takes the scene and the invented stations; gives deliveries. Coverage is not invented: the path computes it from these
registers. Measured levels are the prediction plus invented errors, worse where houses stand; speeds are drawn.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tinhso.base.area import communes_of
from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.network.calibration import predicted_levels
from tinhso.rooms.network.coverage import read_link_budgets
from tinhso.rooms.network.ground import invented_ground
from tinhso.rooms.network.place_coverage import KeptLosses, Setting
from tinhso.rooms.network.served import loss_field
from tinhso.rooms.network.stations import TECHNOLOGIES, stations_of

PLACES_A_COMMUNE = 12
SCHOOLS_A_COMMUNE = 4
OFFERS_A_COMMUNE = 3
N_SAMPLES = 6000
_LEAST_HEARD_DBM = -128.0
_ERROR_DB, _TOWN_BIAS_DB = 7.0, 3.5
_OPERATORS = np.array(["Viettel", "VinaPhone", "MobiFone"])
_OFFERS = (("tower", 42.0, 60_000_000), ("public_building", 18.0, 25_000_000))


def place_deliveries(scene: Scene, stations: Mapping[str, list[str | None]]) -> list[InventedDelivery]:
    """Return the deliveries of a scene whose stations (by column, before faults) are given."""
    lat, lon, codes, places = _places(scene)
    return [
        InventedDelivery("network.residential_area", "khu-dan-cu.csv", "so-khcn", places),
        InventedDelivery(
            "network.facility", "truong-hoc-tram-y-te.csv", "so-khcn", _facilities(scene, lat, lon, codes)
        ),
        InventedDelivery("network.available_site", "vi-tri-lap-dat.csv", "so-khcn", _offers(scene)),
        InventedDelivery("network.measured_sample", "mau-do.csv", "so-khcn", _samples(scene, stations)),
    ]


def _around_communes(
    scene: Scene, n: int, spread: float, name: str
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Number of the commune, latitude and longitude of `n` points a commune, drawn around its centre."""
    chance = scene.chance(name)
    areas = communes_of(scene.province, scene.as_of)
    commune = np.repeat(np.arange(len(areas)), n)
    radius = np.sqrt([float(a.area_km2 or 10) for a in areas])[commune] / 2 / 111
    lat = np.array([a.lat or 0 for a in areas])[commune] + chance.normal(0, spread, commune.size) * radius
    lon = np.array([a.lon or 0 for a in areas])[commune] + chance.normal(0, spread, commune.size) * radius
    return commune, lat, lon


def _places(scene: Scene) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.str_], pa.Table]:
    """Latitude, longitude, commune and table of the invented residential areas."""
    areas = communes_of(scene.province, scene.as_of)
    commune, lat, lon = _around_communes(scene, PLACES_A_COMMUNE, 0.45, "residential_area")
    weight = scene.chance("residential_area", "people").gamma(2.0, 1.0, commune.size)
    totals = np.bincount(commune, weight)[commune]
    people = np.floor(scene.n_people * scene.commune_shares()[commune] * weight / totals).astype(np.int64)
    codes = np.array([a.code for a in areas])[commune]
    number = np.arange(commune.size) % PLACES_A_COMMUNE
    in_town = np.array([a.kind == "ward" for a in areas])[commune]
    village = "Ấp" if scene.province == "75" else "Thôn"
    table = pa.table({
        "Mã khu dân cư": [f"{code}-{n:02d}" for code, n in zip(codes, number, strict=True)],
        "Tên khu dân cư": [f"{'Khu phố' if t else village} {n + 1}" for t, n in zip(in_town, number, strict=True)],
        "Mã xã": codes,
        "Vĩ độ": [f"{v:.6f}" for v in lat],
        "Kinh độ": [f"{v:.6f}" for v in lon],
        "Số người": [str(n) for n in people.tolist()],
        "Nguồn vị trí": ["listed"] * commune.size,
    })  # fmt: skip
    return lat, lon, codes, table


def _facilities(scene: Scene, lat: NDArray[np.float64], lon: NDArray[np.float64], codes: NDArray[np.str_]) -> pa.Table:
    """A health post and some schools a commune, each near a residential area of it."""
    chance = scene.chance("facility")
    areas = communes_of(scene.province, scene.as_of)
    each = 1 + SCHOOLS_A_COMMUNE
    commune = np.repeat(np.arange(len(areas)), each)
    number = np.arange(commune.size) % each
    beside = commune * PLACES_A_COMMUNE + chance.integers(0, PLACES_A_COMMUNE, commune.size)
    near = chance.normal(0, 0.003, (2, commune.size))
    kind = np.where(number == 0, "health_post", "school")
    names = [
        f"Trạm y tế {areas[c].name}" if n == 0 else f"Trường học số {n} {areas[c].name}"
        for c, n in zip(commune, number, strict=True)
    ]
    return pa.table({
        "Mã cơ sở": [f"{codes[b]}-{k}-{n}" for b, k, n in zip(beside, kind, number, strict=True)],
        "Tên cơ sở": names,
        "Loại": kind,
        "Mã xã": codes[beside],
        "Vĩ độ": [f"{v:.6f}" for v in lat[beside] + near[0]],
        "Kinh độ": [f"{v:.6f}" for v in lon[beside] + near[1]],
    })  # fmt: skip


def _offers(scene: Scene) -> pa.Table:
    """Towers and public buildings where equipment may stand."""
    chance = scene.chance("available_site")
    areas = communes_of(scene.province, scene.as_of)
    commune, lat, lon = _around_communes(scene, OFFERS_A_COMMUNE, 0.4, "available_site")
    kind = (chance.random(commune.size) < 0.6).astype(int)
    height = np.array([_OFFERS[k][1] for k in kind]) + chance.normal(0, 2.0, commune.size)
    cost = np.array([_OFFERS[k][2] for k in kind]) * chance.uniform(0.7, 1.4, commune.size)
    named = ("Cột viễn thông", "Công trình công cộng")
    return pa.table({
        "Mã vị trí": [f"{scene.province}-vt-{k:04d}" for k in range(commune.size)],
        "Tên vị trí": [f"{named[k]} {areas[c].name}" for k, c in zip(kind, commune, strict=True)],
        "Loại": [_OFFERS[k][0] for k in kind],
        "Mã xã": [areas[c].code for c in commune],
        "Vĩ độ": [f"{v:.6f}" for v in lat],
        "Kinh độ": [f"{v:.6f}" for v in lon],
        "Độ cao lắp đặt (m)": [f"{v:.1f}" for v in height],
        "Chi phí chuẩn bị (đồng)": [f"{round(v, -6):.0f}" for v in cost],
    })  # fmt: skip


def _samples(scene: Scene, stations: Mapping[str, list[str | None]]) -> pa.Table:
    """Field measurements of 4G and 5G over the last eighteen months before the scene's day."""
    chance = scene.chance("measured_sample")
    areas = communes_of(scene.province, scene.as_of)
    commune = chance.choice(len(areas), N_SAMPLES, p=scene.commune_shares())
    radius = np.sqrt([float(a.area_km2 or 10) for a in areas])[commune] / 2 / 111
    spread = chance.normal(0, 0.3, (2, N_SAMPLES)) * radius
    lat = np.round(np.array([a.lat or 0 for a in areas])[commune] + spread[0], 6)
    lon = np.round(np.array([a.lon or 0 for a in areas])[commune] + spread[1], 6)
    technology = np.where(chance.random(N_SAMPLES) < 0.6, "5G", "4G")
    operator = _OPERATORS[chance.choice(3, N_SAMPLES, p=[0.5, 0.28, 0.22])]
    level = _levels(scene, stations, (lat, lon), technology, operator) + chance.normal(0, _ERROR_DB, N_SAMPLES)
    down = np.where(technology == "5G", 190.0, 42.0) * np.exp(chance.normal(0, 0.62, N_SAMPLES))
    up = down * chance.uniform(0.18, 0.34, N_SAMPLES)
    day = np.datetime64(scene.as_of) - chance.integers(1, 540, N_SAMPLES)
    return pa.table({
        "Mã mẫu": [f"{scene.province}-{k:06d}" for k in range(N_SAMPLES)],
        "Mã xã": [areas[c].code for c in commune],
        "Nhà mạng": operator,
        "Công nghệ": technology,
        "Vĩ độ": [f"{v:.6f}" for v in lat],
        "Kinh độ": [f"{v:.6f}" for v in lon],
        "Ngày đo": np.datetime_as_string(day),
        "Tải xuống (kbit/s)": [f"{v * 1000:.0f}" for v in down],
        "Tải lên (kbit/s)": [f"{v * 1000:.0f}" for v in up],
        "Mức thu (dBm)": [f"{v:.1f}" for v in level.clip(-130, -50)],
    })  # fmt: skip


def _levels(
    scene: Scene,
    stations: Mapping[str, list[str | None]],
    places: tuple[NDArray[np.float64], NDArray[np.float64]],
    technology: NDArray[np.str_],
    operator: NDArray[np.str_],
) -> NDArray[np.float64]:
    """Predicted levels (dBm) at places, lowered where houses stand, so that comparing them finds a bias."""
    ground = invented_ground(scene.province, scene.as_of)
    listed = stations_of(stations)
    at, budgets = ground.cells(*places), read_link_budgets()
    field = loss_field(listed, at, ground, budgets, Setting(), KeptLosses(), TECHNOLOGIES)
    level = np.full(len(at), np.nan)
    for name in TECHNOLOGIES:
        for owner in _OPERATORS:
            own = (technology == name) & (operator == owner)
            level[own] = predicted_levels(field, name, owner, scene.as_of)[own]
    return np.asarray(np.fmax(level - _TOWN_BIAS_DB * (field.clutter > 0), _LEAST_HEARD_DBM))
