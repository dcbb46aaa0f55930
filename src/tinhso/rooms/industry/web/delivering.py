"""The park's rows as deliveries: what its managers did enters the path like any other file.

Takes a province and an inbox, gives full deliveries of the four registers of the room, in order of their keys. A lead
that no register has seen gets its number here, by its row. A licence's number stays at the desk.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tinhso.base.home import PROVINCES
from tinhso.registers.leaving import leave_delivery
from tinhso.rooms.industry.pipeline import STAGES
from tinhso.rooms.industry.web.models import Investment, LotPromise, ParkCapacity, ParkLot

Row = Mapping[str, object]


def write_deliveries(province: str, inbox: Path, kind: str = "full") -> dict[str, int]:
    """Write the four deliveries into an inbox (`kind` is its folder); gives the number of rows by register."""
    parts: dict[str, tuple[str, list[Row]]] = {
        "industry.lot": ("lo-dat.csv", _lots(province)),
        "industry.capacity": ("ha-tang.csv", _capacities(province)),
        "industry.investment_project": ("du-an-dau-tu.csv", _projects(province)),
        "industry.lot_promise": ("giu-lo.csv", _promises(province)),
    }
    return {
        register: leave_delivery(inbox, register, name, list(rows[0]), rows, kind)
        for register, (name, rows) in parts.items()
        if rows
    }


def _lots(province: str) -> list[Row]:
    return [
        {
            "lot_id": lot.lot_id, "park": lot.park.name, "area": lot.area, "area_ha": f"{lot.area_ha:.2f}",
            "uses": lot.uses, "power_mw": f"{lot.power_mw:.2f}", "outline": lot.outline,
        }
        for lot in ParkLot.objects.filter(park__province=province).select_related("park").order_by("lot_id")
    ]  # fmt: skip


def _capacities(province: str) -> list[Row]:
    rows = list(ParkCapacity.objects.filter(park__province=province).select_related("park").order_by("pk"))
    return [
        {
            "park": row.park.name, "area": row.park.area, "utility": row.utility, "from_on": row.from_on.isoformat(),
            "until_on": _until(row, rows), "amount": f"{row.amount:.2f}",
        }
        for row in rows
    ]  # fmt: skip


def _until(row: ParkCapacity, rows: Iterable[ParkCapacity]) -> str:
    later = [
        r.from_on for r in rows if (r.park_id, r.utility) == (row.park_id, row.utility) and r.from_on > row.from_on
    ]
    return min(later).isoformat() if later else ""


def code_of(investment: Investment) -> str:
    """Return the number an investment has in the register: its own, or one made from its row."""
    return investment.code or f"BQL-{investment.pk:06d}"


def _projects(province: str) -> list[Row]:
    rows = Investment.objects.filter(park__province=province).order_by("pk")
    return [
        {
            "project_id": code_of(row), "area": PROVINCES[province], "investor": row.investor,
            "technology": row.technology, "origin": row.origin,
            **{f"{stage}_on": row.since.get(stage, "") for stage in STAGES},
            "capital_registered_usd": row.capital_registered_usd, "capital_paid_usd": row.capital_paid_usd,
            "jobs": row.jobs, "group_revenue_usd": "" if row.group_revenue_usd is None else row.group_revenue_usd,
        }
        for row in rows
    ]  # fmt: skip


def _promises(province: str) -> list[Row]:
    rows = LotPromise.objects.filter(lot__park__province=province).select_related("lot", "investment").order_by("pk")
    return [
        {
            "promise_id": f"GL-{row.pk:06d}", "lot_id": row.lot.lot_id, "project_id": code_of(row.investment),
            "from_on": row.from_on.isoformat(), "until_on": row.until_on.isoformat() if row.until_on else "",
            "power_mw": f"{float(row.needs.get('power_mw', 0)):.2f}",
        }
        for row in rows
        if row.until_on is None or row.until_on > row.from_on
    ]  # fmt: skip
