"""Reads: the park's rows as the values its rules understand.

Takes a park's row, gives `Park` and `Promise` values of `tinhso.rooms.industry.park` and pipeline projects.
"""

from datetime import date

from tinhso.rooms.industry import park as rules
from tinhso.rooms.industry import pipeline
from tinhso.rooms.industry.match import Match, Need, match
from tinhso.rooms.industry.web import models


def park_plan(park: models.Park) -> rules.Park:
    """Return the park's lots and capacities."""
    lots = {
        lot.lot_id: rules.Lot(lot.lot_id, lot.area_ha, frozenset(lot.uses.split(";")), lot.power_mw)
        for lot in park.lots.all()
    }
    known: dict[str, rules.Utility] = {utility: utility for utility in rules.UTILITIES}
    capacities = tuple(
        rules.Capacity(known[c.utility], c.from_on, c.amount) for c in park.capacities.all() if c.utility in known
    )
    return rules.Park(park.name, lots, capacities)


def standing_promises(park: models.Park) -> tuple[rules.Promise, ...]:
    """Return every promise of the park, ended ones included: each holds for its own days."""
    rows = models.LotPromise.objects.filter(lot__park=park).select_related("lot", "investment")
    return tuple(
        rules.Promise(
            str(row.pk),
            row.investment.investor,
            row.lot.lot_id,
            row.use,
            row.from_on,
            row.until_on,
            {utility: float(row.needs[utility]) for utility in rules.UTILITIES if utility in row.needs},
        )
        for row in rows
    )


def matches(park: models.Park, need: Need) -> tuple[Match, ...]:
    """Return a verdict for each lot as the park stands now."""
    return match(need, park_plan(park), standing_promises(park))


def free_lots(park: models.Park, day: date) -> list[str]:
    """Return the ids of lots that nobody holds on a day, in order."""
    taken = {promise.lot for promise in standing_promises(park) if promise.holds_on(day)}
    return sorted(lot.lot_id for lot in park.lots.all() if lot.lot_id not in taken)


def project_of(row: models.Investment) -> pipeline.Project:
    """Return an investment's row as the pipeline's rules understand it."""
    stages: dict[str, pipeline.Stage] = {stage: stage for stage in pipeline.STAGES}
    technologies: dict[str, pipeline.Technology] = {name: name for name in pipeline.TECHNOLOGIES}
    return pipeline.Project(
        str(row.pk),
        row.investor,
        technologies[row.technology],
        row.origin,
        stages[row.stage],
        {stages[stage]: date.fromisoformat(day) for stage, day in row.since.items()},
        row.capital_registered_usd,
        row.capital_paid_usd,
        row.licence,
    )
