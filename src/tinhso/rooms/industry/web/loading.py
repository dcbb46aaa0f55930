"""A park from the registers: what was received of lots, capacities, investments and promises becomes the desk's rows.

Takes a store and a province, gives the parks made. A park that the desk already keeps is left alone: from then on the
desk is where its rows change, and its deliveries bring the changes to the registers.
"""

from typing import Any

from django.db import transaction

from tinhso.engine import Store
from tinhso.registers.history import receipts_in
from tinhso.rooms.industry.pipeline import Project
from tinhso.rooms.industry.publishing import PROJECTS, read_projects
from tinhso.rooms.industry.web.models import Investment, LotPromise, Park, ParkCapacity, ParkLot

REGISTERS = ("industry.lot", "industry.capacity", PROJECTS, "industry.lot_promise")
_LOTS = "select park, area, lot_id, area_ha, uses, power_mw, outline from industry.lot order by park, lot_id"
_CAPACITIES = "select park, utility, from_on, amount from industry.capacity order by park, utility, from_on"
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
        project.id: Investment.objects.create(park=park_of.get(project.id, park), **_investment(project))
        for project in read_projects(store)
    }
    for project, lot, from_on, until_on, power_mw in held:
        if project in made and lot in lots:
            LotPromise.objects.create(
                lot=lots[lot], investment=made[project], use=min(lots[lot].uses.split(";")), from_on=from_on,
                until_on=until_on, needs={"power_mw": float(power_mw)},
            )  # fmt: skip


def _investment(project: Project) -> dict[str, Any]:
    return {
        "code": project.id,
        "investor": project.investor,
        "technology": project.technology,
        "origin": project.origin,
        "stage": project.stage,
        "since": {stage: day.isoformat() for stage, day in project.since.items()},
        "capital_registered_usd": project.capital_registered_usd,
        "capital_paid_usd": project.capital_paid_usd,
        "jobs": project.jobs,
        "group_revenue_usd": project.group_revenue_usd,
        "licence": project.licence,
    }
