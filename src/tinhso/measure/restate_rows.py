"""What rows tell of the units of before July 2025: an indicator run again with each row where its own address puts it.

Takes an open store and indicators, gives cells by unit of before within each unit of today. A contract says which text
of a row tells the place of its `area` (`locates: area`). What no address tells stays out, and is left to weights; where
the parts a re-run finds and what was published do not add up, nothing is told at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from tinhso.base.area import district_before, predecessors
from tinhso.base.area_names import without_diacritics
from tinhso.engine import Store
from tinhso.measure.graph import registers_read
from tinhso.measure.indicator import Indicator
from tinhso.measure.observation import Cell
from tinhso.measure.run import Ground, prepare

_KIND = r"^ *(phuong|xa|thi tran|thanh pho|thi xa|huyen|quan|tinh|p|x|tt|tp|tx|h|q|t)[. ]+"
_UNITS = pa.schema([(name, pa.string()) for name in ("today", "before", "name", "district", "own_name")])


def locating(ground: Ground) -> dict[str, str]:
    """Return for each register that holds rows the column that tells where its `area` lies, if it has one."""
    columns = {id_: [c.name for c in contract.columns if c.locates] for id_, contract in ground.contracts.items()}
    return {id_: names[0] for id_, names in columns.items() if names and id_ in ground.states}


def place_rows(store: Store, ground: Ground) -> None:
    """Make the registers read as if their rows lay in `before@today`, or in `@today` where no address tells.

    For this connection only; derived tables are made anew over them.
    """
    store.register("units_before", _units(ground))
    for register, column in locating(ground).items():
        store.execute(_placed_sql(register, column))
    prepare(store, ground)


def told_by_rows(
    store: Store, indicator: Indicator, ground: Ground, published: Mapping[tuple[str, str], Cell]
) -> dict[tuple[str, str], dict[str, Cell]]:
    """Return cells by unit of before, for each published unit and period of today; empty where rows tell nothing.

    Nothing is told of an indicator that protects small counts: parts of a published count could give them away.
    """
    names = registers_read(indicator.sql, ground.tables, ground.sources, indicator.id)
    if indicator.protect or not names & locating(ground).keys():
        return {}
    periods = {period for _, period in published}
    rows = [row for row in store.fetch(indicator.sql) if row[1] in periods and "@" in str(row[0])]
    return _told(rows) if _adds_up(rows, published) else {}


def _told(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], dict[str, Cell]]:
    found: dict[tuple[str, str], dict[str, Cell]] = defaultdict(dict)
    for place, period, numerator, denominator in rows:
        before, _, today = str(place).partition("@")
        if before and numerator is not None:
            below = None if denominator is None else Decimal(denominator)
            found[(today, period)][before] = Cell(before, period, Decimal(numerator), below)
    return dict(found)


def _adds_up(rows: Iterable[tuple[Any, ...]], published: Mapping[tuple[str, str], Cell]) -> bool:
    totals: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for place, period, numerator, denominator in rows:
        total = totals[(str(place).partition("@")[2], period)]
        total[0] += Decimal(numerator or 0)
        total[1] += Decimal(denominator or 0)
    return all(
        totals[key] == [cell.numerator, cell.denominator or Decimal(0)]
        for key, cell in published.items()
        if cell.status == "ok" and cell.numerator is not None
    )


def _units(ground: Ground) -> pa.Table:
    provinces = {_bare(area.name) for area in ground.areas if area.level == "province"}
    # A commune called like its province would be found in every address of the province.
    rows = [
        (area.code, old.code, _bare(old.name), district_before(old.code), _bare(area.name))
        for area in ground.areas
        if area.level == "commune"
        for old, _ in predecessors(area.code)
        if _bare(old.name) not in provinces
    ]
    return pa.Table.from_pylist([dict(zip(_UNITS.names, row, strict=True)) for row in rows], schema=_UNITS)


def _bare(name: str) -> str:
    return "".join(letter for letter in without_diacritics(name).lower() if letter.isalnum())


def _placed_sql(register: str, column: str) -> str:
    """Return SQL that lets a register be read with its rows placed by a text column.

    A text names a unit of before when one of its parts, between commas, is the unit's name; where the unit of today has
    the same name, another part must be the district's, which addresses of today no longer have.
    """
    room, _, name = register.partition(".")
    folded = f"strip_accents(replace(lower(r.\"{column}\"), 'đ', 'd'))"
    bare = f"lambda part: regexp_replace(regexp_replace(part, '{_KIND}', ''), '[^a-z0-9]', '', 'g')"
    lake = f'lake."{room}"."{name}"'
    return f"""
        create or replace view memory."{room}"."{name}" as
        with texts as (select distinct r.area, r."{column}" as text,
                list_transform(string_split({folded}, ','), {bare}) as parts from {lake} r),
            told as (select t.area, t.text, min(u.before) as before from texts t join units_before u on u.today = t.area
                where list_contains(t.parts, u.name) and (u.name <> u.own_name or list_contains(t.parts, u.district)
                    and len(list_filter(t.parts, lambda part: part in (u.name, u.district))) >= 2)
                group by t.area, t.text having count(*) = 1)
        select r.* replace (coalesce(told.before, '') || '@' || r.area as area)
        from {lake} r left join told on told.area = r.area and told.text = r."{column}"
    """  # noqa: S608 - names of our own contracts
