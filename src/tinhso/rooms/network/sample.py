"""Invented base stations: as many sites as the province names, where people live, shared as sites are shared.

Takes a scene, gives full deliveries. 3,550 sites in Đồng Nai (DN10: its own figure); Hưng Yên gets the same
number a person. Positions, operators and days on air are drawn; coverage is computed
from them by the path.
"""

import numpy as np
import pyarrow as pa

from tinhso.base.area import communes_of
from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.network.sample_places import place_deliveries

N_SITES = {"75": 3550, "33": 2820}
_OPERATORS = ["Viettel", "VinaPhone", "MobiFone", "Vietnamobile"]
_OPERATOR_SHARES = [0.44, 0.27, 0.23, 0.06]
# Share of stations of each technology at a site, band, and the days between which they went on air.
_TECHNOLOGIES = [
    ("2G", 0.55, 900, "2008-01-01", "2015-12-31"),
    ("3G", 0.60, 2100, "2011-01-01", "2018-12-31"),
    ("4G", 0.97, 1800, "2016-10-01", "2025-06-30"),
    ("5G", 0.22, 2600, "2024-10-01", "2026-10-31"),
]
_OFF_AIR_2G = np.datetime64("2024-10-16")


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return the station list the operators would send, faults included."""
    chance = scene.chance("station")
    areas = communes_of(scene.province, scene.as_of)
    n = N_SITES[scene.province]
    commune = chance.choice(len(areas), n, p=scene.commune_shares())
    radius = np.sqrt([float(a.area_km2 or 10) for a in areas])[commune] / 2 / 111
    lat = np.array([a.lat or 0 for a in areas])[commune] + chance.normal(0, 0.5, n) * radius
    lon = np.array([a.lon or 0 for a in areas])[commune] + chance.normal(0, 0.5, n) * radius
    height = np.round(chance.normal(36, 8, n).clip(12, 75), 1)
    codes = np.array([a.code for a in areas])[commune]
    parts = [_stations(scene, n, technology, codes, lat, lon, height) for technology in _TECHNOLOGIES]
    stations = pa.concat_tables(parts)
    sent = InventedDelivery("network.station", "tram-bts.csv", "so-khcn", _with_faults(stations, chance))
    return [sent, *place_deliveries(scene, stations.to_pydict())]


def _stations(
    scene: Scene,
    n: int,
    technology: tuple[str, float, int, str, str],
    codes: np.ndarray,
    lat: np.ndarray,
    lon: np.ndarray,
    height: np.ndarray,
) -> pa.Table:
    name, share, band, first, last = technology
    chance = scene.chance("station", name)
    on_site = np.flatnonzero(chance.random(n) < share)
    tenants = 1 + (chance.random(len(on_site)) < 0.18)
    site = np.repeat(on_site, tenants)
    operator = np.array(_OPERATORS)[chance.choice(4, len(site), p=_OPERATOR_SHARES)]
    span = int((np.datetime64(last) - np.datetime64(first)).astype(int))
    on_air = np.datetime64(first) + (np.sqrt(chance.random(len(site))) * span).astype(int)
    off_air = np.where(chance.random(len(site)) < 0.7, str(_OFF_AIR_2G), "") if name == "2G" else [""] * len(site)
    station = [f"{scene.province}-{s:05d}-{name}-{k}" for k, s in enumerate(site)]
    return pa.table({
        "Mã trạm": station,
        "Mã vị trí": [f"{scene.province}-{s:05d}" for s in site],
        "Nhà mạng": operator,
        "Công nghệ": [name] * len(site),
        "Mã xã": codes[site],
        "Vĩ độ": [f"{v:.6f}" for v in lat[site]],
        "Kinh độ": [f"{v:.6f}" for v in lon[site]],
        "Băng tần (MHz)": [str(band)] * len(site),
        "Độ cao ăng ten (m)": [f"{v:.1f}" for v in height[site]],
        "Ngày phát sóng": np.datetime_as_string(on_air.astype("datetime64[D]")),
        "Ngày ngừng phát": pa.array([v or None for v in off_air], pa.string()),
    })  # fmt: skip


def _with_faults(stations: pa.Table, chance: np.random.Generator) -> pa.Table:
    """Return the list with a few swapped coordinates and heights given in feet, as they come."""
    columns = {name: stations[name].to_pylist() for name in stations.column_names}
    for row in chance.choice(stations.num_rows, 12, replace=False):
        if row % 2:
            columns["Vĩ độ"][row], columns["Kinh độ"][row] = columns["Kinh độ"][row], columns["Vĩ độ"][row]
        else:
            columns["Độ cao ăng ten (m)"][row] = "999"
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
