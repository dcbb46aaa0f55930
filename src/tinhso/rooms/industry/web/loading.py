"""A park from the registers: what was received of lots, capacities, investments and promises becomes the desk's rows.

Takes a store and a province, gives the parks made. A park that the desk already keeps is left alone: from then on the
desk is where its rows change, and its deliveries bring the changes to the registers.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from tinhso.engine import Store
from tinhso.registers.history import receipts_in
from tinhso.rooms.industry.pipeline import STAGES
from tinhso.rooms.industry.web.models import Investment, LotPromise, Park, ParkCapacity, ParkLot

REGISTERS = ("industry.lot", "industry.capacity", "industry.investment_project", "industry.lot_promise")
_LOTS = "select park, area, lot_id, area_ha, uses, power_mw, outline from industry.lot order by park, lot_id"
_CAPACITIES = "select park, utility, from_on, amount from industry.capacity order by park, utility, from_on"
_PROJECTS = """
    select project_id, investor, technology, origin, lead_on, memorandum_on, registered_on, licensed_on, building_on,
        producing_on, withdrawn_on, capital_registered_usd, capital_paid_usd, jobs, group_revenue_usd
    from industry.investment_project order by project_id
"""
_PROMISES = """
    select project_id, lot_id, from_on, until_on, power_mw from industry.lot_promise order by promise_id
"""


@transaction.atomic
def load_parks(store: Store, province: str) -> list[Park]:
    """Make the parks of the registers that the desk does not keep yet; none when a register is missing."""
    states = receipts_in(store)
    if not states.keys() >= set(REGISTERS) or Park.objects.filter(province=province).exists():
        return []
    invented = any(states[name].invented for name in REGISTERS)
    parks: dict[str, Park] = {}
    lots: dict[str, ParkLot] = {}
    for name, area, lot_id, area_ha, uses, power_mw, outline in store.fetch(_LOTS):
        if name not in parks:
            parks[name] = Park.objects.create(province=province, name=name, area=area, invented=invented)
        lots[lot_id] = ParkLot.objects.create(
            park=parks[name], lot_id=lot_id, area=area, area_ha=float(area_ha), uses=uses,
            power_mw=float(power_mw), outline=outline or "",
        )  # fmt: skip
    for name, utility, from_on, amount in store.fetch(_CAPACITIES):
        if name in parks:
            ParkCapacity.objects.create(park=parks[name], utility=utility, from_on=from_on, amount=float(amount))
    if parks:
        _load_investments(store, next(iter(parks.values())), lots)
    return list(parks.values())


def _load_investments(store: Store, park: Park, lots: dict[str, ParkLot]) -> None:
    """Make the investments, of the first park when they hold no lot, and the promises they hold."""
    held = store.fetch(_PROMISES)
    park_of = {project: lots[lot].park for project, lot, *_ in held if lot in lots}
    made = {
        str(row[0]): Investment.objects.create(park=park_of.get(row[0], park), **_investment(row))
        for row in store.fetch(_PROJECTS)
    }
    for project, lot, from_on, until_on, power_mw in held:
        if project in made and lot in lots:
            LotPromise.objects.create(
                lot=lots[lot], investment=made[project], use=min(lots[lot].uses.split(";")), from_on=from_on,
                until_on=until_on, needs={"power_mw": float(power_mw)},
            )  # fmt: skip


def _investment(row: Iterable[Any]) -> dict[str, Any]:
    code, investor, technology, origin, *rest = row
    days: list[date | None] = rest[:7]
    registered, paid, jobs, revenue = rest[7:]
    since = {stage: day.isoformat() for stage, day in zip(STAGES, days, strict=True) if day}
    return {
        "code": code,
        "investor": investor,
        "technology": technology,
        "origin": origin,
        "stage": list(since)[-1],
        "since": since,
        "capital_registered_usd": registered,
        "capital_paid_usd": paid,
        "jobs": jobs or 0,
        "group_revenue_usd": revenue,
        "licence": f"GCN {code}" if "licensed" in since else "",
    }
