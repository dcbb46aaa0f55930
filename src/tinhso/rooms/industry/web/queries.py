"""Reads: the park's rows as the values its rules understand.

Takes a park's row, gives `Park` and `Promise` values of `tinhso.rooms.industry.park` and pipeline projects.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, FloatField, OuterRef, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from tinhso.rooms.industry import park as rules
from tinhso.rooms.industry import pipeline
from tinhso.rooms.industry.match import Match, Need, match
from tinhso.rooms.industry.web import models

_PAGE_ROWS = 50
_YEAR = timedelta(365)


def park_plan(park: models.Park, **only: str) -> rules.Park:
    """Return the park's lots, or only some by their columns, and its capacities."""
    rows = park.lots.filter(**only).values_list("lot_id", "area_ha", "uses", "power_mw")
    lots = {id_: rules.Lot(id_, area_ha, frozenset(uses.split(";")), power_mw) for id_, area_ha, uses, power_mw in rows}
    return rules.Park(park.name, lots, _capacities(park))


def _capacities(park: models.Park) -> tuple[rules.Capacity, ...]:
    known: dict[str, rules.Utility] = {utility: utility for utility in rules.UTILITIES}
    return tuple(
        rules.Capacity(known[c.utility], c.from_on, c.amount) for c in park.capacities.all() if c.utility in known
    )


def standing_promises(park: models.Park, since: date = date.min, **only: str) -> tuple[rules.Promise, ...]:
    """Return the promises, or only some, that hold on a day or later (all without one): each for its own days."""
    rows = _promises(park, since).filter(**only)
    columns = ("pk", "investment__investor", "lot__lot_id", "use", "from_on", "until_on", "needs")
    return tuple(
        rules.Promise(
            str(pk), investor, lot, use, from_on, until_on,
            {utility: float(needs[utility]) for utility in rules.UTILITIES if utility in needs},
        )
        for pk, investor, lot, use, from_on, until_on, needs in rows.values_list(*columns)
    )  # fmt: skip


def added_up(park: models.Park, since: date, but_lot: str = "") -> tuple[rules.Promise, ...]:
    """Return one promise for all, of every lot but one, that begin and end on the same days: their needs added up.

    To the rules of utilities it is the same as the promises one by one; a park has far fewer days than promises.
    """
    sums = {utility: Sum(Cast(KT(f"needs__{utility}"), FloatField())) for utility in rules.UTILITIES}
    rows = _promises(park, since).exclude(lot__lot_id=but_lot).order_by().values_list("from_on", "until_on")
    return tuple(
        rules.Promise(str(n), "", "", "", from_on, until_on, _needs(needs))
        for n, (from_on, until_on, *needs) in enumerate(rows.annotate(**sums), 1)
    )


def _needs(amounts: Iterable[float | None]) -> dict[rules.Utility, float]:
    return {utility: amount for utility, amount in zip(rules.UTILITIES, amounts, strict=True) if amount}


def _promises(park: models.Park, since: date) -> QuerySet[models.LotPromise]:
    return models.LotPromise.objects.filter(lot__park=park).exclude(until_on__lte=since)


def beside(park: models.Park, lot_id: str, since: date) -> tuple[rules.Promise, ...]:
    """Return what a promise of a lot from a day on must stand beside: that lot's own, and all others added up."""
    return (*standing_promises(park, since, lot__lot_id=lot_id), *added_up(park, since, lot_id))


def matches(park: models.Park, need: Need) -> tuple[Match, ...]:
    """Return a verdict for each lot as the park stands now."""
    return match(need, park_plan(park), standing_promises(park, need.from_on))


def held_lots(park: models.Park, day: date) -> set[str]:
    """Return the ids of lots that somebody holds on a day or within a year of it."""
    return set(_promises(park, day).filter(from_on__lte=day + _YEAR).values_list("lot__lot_id", flat=True))


def free_lots(park: models.Park, day: date) -> list[models.ParkLot]:
    """Return the lots that nobody holds on a day or within a year of it, in order: their ids and areas."""
    held = _promises(park, day).filter(from_on__lte=day + _YEAR, lot=OuterRef("pk"))
    return list(park.lots.filter(~Exists(held)).only("lot_id", "area_ha").order_by("lot_id"))


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
    plan, standing = rules.Park(park.name, {}, _capacities(park)), added_up(park, today)
    rows = []
    for utility in rules.UTILITIES:
        later = {c.from_on for c in plan.capacities if c.utility == utility and c.from_on > today}
        for day in [today, *sorted(later)]:
            promised = rules.promised_on(standing, utility, day)
            rows.append(UtilityRow(utility, day, plan.capacity_on(utility, day), promised))
    return rows


def pages_of_investments(park: models.Park, stage: str, after: int) -> tuple[list[models.Investment], int]:
    """Return fifty investments, the newest first, of one stage or all, and where the next page begins (0: nowhere)."""
    rows = park.investments.filter(stage=stage) if stage else park.investments.all()
    page = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: _PAGE_ROWS + 1])
    return page[:_PAGE_ROWS], page[_PAGE_ROWS - 1].pk if len(page) > _PAGE_ROWS else 0


def stages_of(park: models.Park) -> list[tuple[str, int]]:
    """Return how many projects not withdrawn stand at each stage, the first stage first."""
    counts = dict(park.investments.values_list("stage").annotate(n=Count("pk")))
    return [(stage, counts[stage]) for stage in pipeline.STAGES if counts.get(stage) and stage != "withdrawn"]
