"""The frame: every area and period an indicator could have a value for, as tables to join and as cells to fill.

Takes a province and the day of reading, gives `measure.area` and `measure.period` for queries. Periods that have not
ended are left out, so a published value never changes merely because time went on.
"""

from collections.abc import Sequence
from datetime import date

from tinhso.base.area import COUNTRY, Area, areas_on, communes_of
from tinhso.base.period import Period, PeriodKind, periods_between
from tinhso.engine import Store

FIRST_DAY = date(2015, 1, 1)


def frame_areas(province: str, as_of: date) -> list[Area]:
    """Return the province and its communes on a day, the province first."""
    return [areas_on(as_of)[province], *communes_of(province, as_of)]


def frame_periods(as_of: date, first: date = FIRST_DAY) -> list[Period]:
    """Return the years, quarters and months from a first day on that had ended on a day."""
    kinds = (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH)
    return [p for kind in kinds for p in periods_between(first, as_of, kind) if p.ends_before <= as_of]


def write_frame(store: Store, areas: Sequence[Area], periods: Sequence[Period]) -> None:
    """Make `measure.area(area, name, kind, level, parent, area_km2)` and `measure.period(period, kind, starts, ends)`.

    `ends` is the first day after a period: a day lies in it when `day >= starts and day < ends`.
    """
    store.execute("create schema if not exists measure")
    store.execute(
        "create or replace table measure.area"
        " (area text, name text, kind text, level text, parent text, area_km2 decimal(12, 2))"
    )
    for area in areas:
        row = [area.code, area.name, area.kind, area.level, area.parent, area.area_km2]
        store.execute("insert into measure.area values (?, ?, ?, ?, ?, ?)", row)
    store.execute("create or replace table measure.period (period text, kind text, starts date, ends date)")
    for p in periods:
        store.execute("insert into measure.period values (?, ?, ?, ?)", [p.id, str(p.kind), p.starts_on, p.ends_before])


def parents(areas: Sequence[Area]) -> dict[str, str]:
    """Return which area each one adds up to; a province adds up to no published area of its own release."""
    return {area.code: area.parent for area in areas if area.parent != COUNTRY}
