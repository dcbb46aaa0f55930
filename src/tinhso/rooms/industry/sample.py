"""An invented digital-technology park: lots, utilities, investors on their way and the lots they hold.

Takes a scene, gives full deliveries. Published of Long Thành: 119.35 ha in An Phước and Bình An communes; no lot,
tenant or investment is public. Hưng Yên has no such park that we know of: its park is invented whole. Promises obey
the rules of `park.py`, so that the sample shows no lot held twice.
"""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.industry.park import Capacity, Lot, Park, Promise, check_promise
from tinhso.rooms.industry.pipeline import TECHNOLOGIES

# Park, its communes, area of lots (ha), a corner (lon, lat) to draw from; roads and green leave about 60 % to lots.
_PARKS = {
    "75": ("Khu công nghệ số tập trung Long Thành", ("26383", "26389"), 71.6, (106.985, 10.845)),
    "33": ("Khu công nghệ số Yên Mỹ (giả định)", ("12073",), 48.0, (106.045, 20.885)),
}
_USES = ["factory", "data_centre", "office", "laboratory"]
_ORIGINS = ["KR", "JP", "US", "SG", "CN", "VN", "VN", "DE"]
_POWER = ((date(2025, 1, 1), date(2027, 7, 1), 80.0), (date(2027, 7, 1), None, 180.0))
_N_LOTS = 28
_N_PROJECTS = 26
_STEPS = ("memorandum_on", "registered_on", "licensed_on", "building_on", "producing_on")


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return lots, capacities, investment projects and promises of the province's park."""
    lots = _lots(scene)
    projects = _projects(scene)
    promises = _promises(scene, lots, projects)
    tables = {
        "lot": ("lo-dat.csv", [_lot_row(scene, i, lot) for i, lot in enumerate(lots)]),
        "capacity": ("ha-tang.csv", _capacity_rows(scene)),
        "investment_project": ("du-an-dau-tu.csv", projects),
        "lot_promise": ("giu-lo.csv", promises),
    }
    return [
        InventedDelivery(f"industry.{register}", name, "ban-quan-ly-kcn", pa.Table.from_pylist(rows))
        for register, (name, rows) in tables.items()
    ]


def _lots(scene: Scene) -> list[Lot]:
    chance = scene.chance("lots")
    shares = chance.dirichlet(np.full(_N_LOTS, 9.0))
    total = _PARKS[scene.province][2]
    return [
        Lot(
            f"{'ABCD'[i // 7]}{i % 7 + 1}",
            round(float(share) * total, 2),
            frozenset({_USES[i % 4], _USES[(i + 1) % 4]}),
            float(5 + 5 * chance.integers(0, 4)),
        )
        for i, share in enumerate(shares)
    ]


def _lot_row(scene: Scene, i: int, lot: Lot) -> dict[str, str]:
    park, communes, _, (lon, lat) = _PARKS[scene.province]
    side = (lot.area_ha * 10_000) ** 0.5 / 111_000
    west, south = lon + (i % 7) * 0.0024, lat + (i // 7) * 0.0024
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    return {
        "lot_id": lot.id,
        "park": park,
        "area": communes[i * len(communes) // _N_LOTS],
        "area_ha": f"{lot.area_ha:.2f}",
        "uses": ";".join(sorted(lot.uses)),
        "power_mw": f"{lot.power_mw:.2f}",
        "outline": "POLYGON((" + ", ".join(f"{x:.6f} {y:.6f}" for x, y in corners) + "))",
    }


def _capacity_rows(scene: Scene) -> list[dict[str, str]]:
    park, communes, _, _ = _PARKS[scene.province]
    fixed = [("water_m3_day", date(2025, 1, 1), None, 12_000.0), ("racks", date(2025, 1, 1), None, 3_000.0)]
    return [
        {
            "park": park,
            "area": communes[0],
            "utility": utility,
            "from_on": from_on.isoformat(),
            "until_on": until_on.isoformat() if until_on else "",
            "amount": f"{amount:.2f}",
        }
        for utility, from_on, until_on, amount in [*(("power_mw", *step) for step in _POWER), *fixed]
    ]


def _projects(scene: Scene) -> list[dict[str, str]]:
    return [_project(scene, n) for n in range(1, _N_PROJECTS + 1)]


def _project(scene: Scene, n: int) -> dict[str, str]:
    chance = scene.chance("investment", str(n))
    day = date(2025, 1, 15) + timedelta(int(chance.integers(0, 500)))
    row = {
        "project_id": f"DT-{scene.province}-{n:03d}",
        "area": scene.province,
        "investor": f"Nhà đầu tư mô phỏng {n:02d}",
        "technology": list(TECHNOLOGIES)[int(chance.choice(7, p=[0.2, 0.2, 0.15, 0.15, 0.1, 0.15, 0.05]))],
        "origin": _ORIGINS[n % len(_ORIGINS)],
        "lead_on": day.isoformat(),
    } | dict.fromkeys([*_STEPS, "withdrawn_on"], "")
    for step, going_on in zip(_STEPS, (0.8, 0.8, 0.75, 0.7, 0.5), strict=True):
        day += timedelta(int(chance.integers(60, 170)))
        if day > scene.as_of or chance.random() > going_on:
            break
        row[step] = day.isoformat()
    capital = int(chance.integers(5, 400)) * 1_000_000
    return row | {
        "capital_registered_usd": str(capital if row["registered_on"] else 0),
        "capital_paid_usd": str(round(capital * 0.4) if row["building_on"] else 0),
        "jobs": str(int(chance.integers(40, 900))),
        "group_revenue_usd": str(int(chance.lognormal(20.5, 1.6))),
    }


def _promises(scene: Scene, lots: list[Lot], projects: list[dict[str, str]]) -> list[dict[str, str]]:
    chance = scene.chance("promises")
    park = _park(lots)
    standing: list[Promise] = []
    for project in projects:
        if not project["registered_on"]:
            continue
        lot = lots[int(chance.integers(0, _N_LOTS))]
        power = min(lot.power_mw, 2.0 * int(chance.integers(1, 7)))
        start = date.fromisoformat(project["registered_on"])
        asked = Promise(
            f"GL-{project['project_id']}",
            project["project_id"],
            lot.id,
            min(lot.uses),
            start,
            None,
            {"power_mw": power},
        )
        if not check_promise(park, standing, asked):
            standing.append(asked)
    return [
        {
            "promise_id": promise.id,
            "lot_id": promise.lot,
            "project_id": promise.project,
            "from_on": promise.from_on.isoformat(),
            "until_on": "",
            "power_mw": f"{promise.needs['power_mw']:.2f}",
        }
        for promise in standing
    ]


def _park(lots: list[Lot]) -> Park:
    capacities = tuple(Capacity("power_mw", from_on, amount) for from_on, _, amount in _POWER)
    return Park("sample", {lot.id: lot for lot in lots}, capacities)
