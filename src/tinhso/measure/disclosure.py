"""Disclosure control: no small count of people or cases is shown, and none can be had by subtraction.

Takes an indicator's cells before division, gives the same cells with small ones suppressed, and with as many others as
it needs so that no published total minus its published parts reveals a suppressed one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from tinhso.base.period import PeriodKind, parse_period, period_of
from tinhso.measure.observation import Cell

Key = tuple[str, str]


def protect(cells: Iterable[Cell], *, at_least: int, parents: dict[str, str]) -> list[Cell]:
    """Return cells in which counts below `at_least` (and not 0) are suppressed, with complementary suppression.

    `parents` maps an area to the area it adds up to. A group is what adds up to a published total: the communes of a
    province in a period, the months or quarters of a year in an area. A group with one suppressed part gets a second,
    the smallest, so a reader cannot subtract. At 0 nothing is suppressed.
    """
    by_key = {(cell.area, cell.period): cell for cell in cells}
    if at_least <= 0:
        return list(by_key.values())
    hidden = {key for key, cell in by_key.items() if _is_small(cell, at_least)}
    groups = _groups(by_key, parents)
    while more := {extra for total, parts in groups.items() if (extra := _second(total, parts, hidden, by_key))}:
        hidden |= more
    return [replace(cell, status="suppressed") if key in hidden else cell for key, cell in by_key.items()]


def _is_small(cell: Cell, at_least: int) -> bool:
    counts = [cell.numerator, cell.denominator]
    if cell.numerator is not None and cell.denominator is not None:
        counts.append(cell.denominator - cell.numerator)
    return any(count is not None and 0 < count < at_least for count in counts)


def _groups(cells: Iterable[Key], parents: dict[str, str]) -> dict[Key, list[Key]]:
    keys = set(cells)
    groups: dict[Key, list[Key]] = defaultdict(list)
    for area, period in keys:
        total = (parents.get(area, ""), period)
        if total in keys:
            groups[total].append((area, period))
    by_time: dict[Key, list[Key]] = defaultdict(list)
    for area, period in keys:
        for longer in _longer(period):
            if (area, longer) in keys:
                by_time[(area, f"{longer}/{len(period)}")].append((area, period))
    return {**groups, **by_time}


def _longer(period: str) -> list[str]:
    this = parse_period(period)
    return [
        period_of(this.starts_on, kind).id
        for kind in (PeriodKind.QUARTER, PeriodKind.YEAR)
        if kind.n_months > this.kind.n_months
    ]


def _second(total: Key, parts: list[Key], hidden: set[Key], cells: dict[Key, Cell]) -> Key | None:
    total_key = (total[0], total[1].split("/")[0])
    if total_key in hidden or sum(part in hidden for part in parts) != 1:
        return None
    shown = [part for part in parts if part not in hidden and cells[part].numerator]
    if not shown:
        return total_key
    return min(shown, key=lambda part: (cells[part].denominator or cells[part].numerator or Decimal(0), part))
