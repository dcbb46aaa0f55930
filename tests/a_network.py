"""A small network in a home: a few sites and places of a province, received and checked like any delivery."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from tinhso.base.area import Area, communes_of
from tinhso.base.home import Home, make_home
from tinhso.engine import open_store
from tinhso.path.deliver import receive_inbox
from tinhso.registers.check import check_all
from tinhso.registers.invention import InventedDelivery
from tinhso.rooms.network.plan_files import write_plan
from tinhso.rooms.network.planning import Asked, make_plan

AS_OF = date(2026, 11, 22)
N_COMMUNES = 3
SITES = [
    ("S1", 0, 0.000, "Viettel", "4G", "", ""),
    ("S1", 0, 0.000, "VinaPhone", "4G", "", ""),
    ("S1", 0, 0.000, "Viettel", "5G", "2600", ""),
    ("S2", 1, 0.004, "MobiFone", "4G", "1800", ""),
    ("S3", 2, 0.000, "Viettel", "4G", "1800", "2025-06-30"),
]
PLACES = [("P1", 0, 0.004, 400), ("P2", 0, 0.050, 300), ("P3", 1, 0.000, 200), ("P4", 2, 0.002, 100)]


def _communes(province: str) -> list[Area]:
    return communes_of(province, AS_OF)[:N_COMMUNES]


def stations(rows: list[tuple[str, int, float, str, str, str, str]], province: str = "33") -> pa.Table:
    communes = _communes(province)
    return pa.table({
        "station_id": [f"{site}-{operator}-{technology}" for site, _, _, operator, technology, _, _ in rows],
        "site_id": [row[0] for row in rows],
        "operator": [row[3] for row in rows],
        "technology": [row[4] for row in rows],
        "area": [communes[row[1]].code for row in rows],
        "lat": [f"{(communes[row[1]].lat or 0) + row[2]:.6f}" for row in rows],
        "lon": [f"{communes[row[1]].lon or 0:.6f}" for row in rows],
        "band_mhz": [row[5] for row in rows],
        "height_m": ["35.0"] * len(rows),
        "on_air_on": ["2024-01-01"] * len(rows),
        "off_air_on": [row[6] for row in rows],
    })  # fmt: skip


def places(province: str) -> pa.Table:
    communes = _communes(province)
    return pa.table({
        "place_id": [place for place, _, _, _ in PLACES],
        "name": [f"Thôn {place}" for place, _, _, _ in PLACES],
        "area": [communes[c].code for _, c, _, _ in PLACES],
        "lat": [f"{(communes[c].lat or 0) + away:.6f}" for _, c, away, _ in PLACES],
        "lon": [f"{communes[c].lon or 0:.6f}" for _, c, _, _ in PLACES],
        "people": [str(people) for _, _, _, people in PLACES],
        "made_from": ["listed"] * len(PLACES),
    })  # fmt: skip


def facilities(province: str) -> pa.Table:
    communes = _communes(province)
    far = f"{(communes[0].lat or 0) + 0.051:.6f}"
    return pa.table({
        "facility_id": ["F1", "F2"], "name": ["Trường tiểu học", "Trạm y tế"], "kind": ["school", "health_post"],
        "area": [communes[0].code] * 2, "lat": [far, far], "lon": [f"{communes[0].lon or 0:.6f}"] * 2,
    })  # fmt: skip


def offers(province: str) -> pa.Table:
    communes = _communes(province)
    return pa.table({
        "site_id": ["V1", "V2"], "name": ["Cột cũ", "Nhà văn hoá"], "kind": ["tower", "public_building"],
        "area": [communes[0].code, communes[2].code],
        "lat": [f"{(communes[0].lat or 0) + 0.048:.6f}", f"{(communes[2].lat or 0) + 0.004:.6f}"],
        "lon": [f"{communes[0].lon or 0:.6f}", f"{communes[2].lon or 0:.6f}"],
        "height_m": ["42.0", "18.0"], "cost_vnd": ["60000000", "25000000"],
    })  # fmt: skip


def a_network(folder: Path, province: str = "33") -> Home:
    """Return a home with the small network, checked."""
    home = make_home(folder, province)
    for register, table in (
        ("network.station", stations(SITES, province)),
        ("network.residential_area", places(province)),
        ("network.facility", facilities(province)),
        ("network.available_site", offers(province)),
    ):
        deliver(home, register, table)
    with open_store(home.store, read_only=True) as store:
        write_plan(home, make_plan(store, home, Asked(share=1.0), AS_OF, lambda *_: None))
    return home


def deliver(home: Home, register: str, table: pa.Table) -> None:
    """Receive and check one full delivery of a register."""
    InventedDelivery(register, f"{register}.csv", "so-khcn", table).write(home.inbox / "invented" / "full")
    receive_inbox(home, AS_OF)
    check_all(home)
