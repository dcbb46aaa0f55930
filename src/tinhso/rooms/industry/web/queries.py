"""Reads: the park's rows as the values its rules understand.

Takes a park's row, gives `Park` and `Promise` values of `tinhso.rooms.industry.park` and pipeline projects.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Count, Sum

from tinhso.law.parameter import read_parameters
from tinhso.rooms.industry import park as rules
from tinhso.rooms.industry import pipeline
from tinhso.rooms.industry.match import Match, Need, match
from tinhso.rooms.industry.web import models

_PAGE_ROWS = 50
PARAMETERS = Path(__file__).parents[1] / "parameters"


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
        row.jobs,
        row.group_revenue_usd,
    )


def find_park(province: str) -> models.Park | None:
    """Return the province's first park, or None."""
    return models.Park.objects.filter(province=province).order_by("pk").first()


@dataclass(frozen=True, slots=True)
class UtilityRow:
    """What the park can supply of a utility on a day, what is promised of it, and what is left."""

    utility: str
    day: date
    capacity: float
    promised: float

    @property
    def left(self) -> float:
        """Return what can still be promised."""
        return max(self.capacity - self.promised, 0.0)


def utility_rows(park: models.Park, today: date) -> list[UtilityRow]:
    """Return capacity against promises of each utility today and on each later day on which its capacity changes."""
    plan, standing = park_plan(park), standing_promises(park)
    rows = []
    for utility in rules.UTILITIES:
        later = {c.from_on for c in plan.capacities if c.utility == utility and c.from_on > today}
        for day in [today, *sorted(later)]:
            promised = rules.promised_on(standing, utility, day)
            rows.append(UtilityRow(utility, day, plan.capacity_on(utility, day), promised))
    return rows


def funnel_rows(park: models.Park, today: date) -> list[tuple[str, int, int]]:
    """Return for each stage how many projects reached it (as `pipeline.funnel`), and that in percent of the most."""
    counts = pipeline.funnel([project_of(row) for row in park.investments.all()], today)
    most = max(counts.values(), default=0) or 1
    return [(stage, n, round(100 * n / most)) for stage, n in counts.items()]


def pages_of_investments(park: models.Park, stage: str, after: int) -> tuple[list[models.Investment], int]:
    """Return fifty investments, the newest first, of one stage or all, and where the next page begins (0: nowhere)."""
    rows = park.investments.filter(stage=stage) if stage else park.investments.all()
    page = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: _PAGE_ROWS + 1])
    return page[:_PAGE_ROWS], page[_PAGE_ROWS - 1].pk if len(page) > _PAGE_ROWS else 0


def groups_of(park: models.Park, by: str) -> list[tuple[str, int, int]]:
    """Return projects not withdrawn and their registered capital (US dollars) by a column, the most capital first."""
    rows = park.investments.exclude(stage="withdrawn").values_list(by)
    found = rows.annotate(n=Count("pk"), capital=Sum("capital_registered_usd"))
    return sorted(((str(name), n, int(capital or 0)) for name, n, capital in found), key=lambda row: (-row[2], row[0]))


def leading(park: models.Park, today: date) -> list[str]:
    """Return the investors that count as leading enterprises producing on a day: what DN2 promises."""
    rule = read_parameters(PARAMETERS)["leading_enterprise_revenue_usd"]
    projects = [project_of(row) for row in park.investments.filter(stage="producing")]
    return sorted(project.investor for project in pipeline.leading_producing(projects, rule, today))
