"""The order of communes in one indicator and period: best first, equal values sharing a rank.

Takes observations, gives ranks; communes without a value have none. What is best follows the indicator's direction.
"""

from dataclasses import dataclass
from decimal import Decimal

from tinhso.portal.board import Row
from tinhso.portal.edition import Edition


@dataclass(frozen=True, slots=True)
class Ranked:
    """A commune, its observation if there is one, and its rank from 1, None without a value."""

    area: Row
    row: Row | None
    rank: int | None


def common_period(edition: Edition, indicator: str) -> str | None:
    """Return the newest period in which a commune has a value, the longest of those that end together."""
    found: list[Row] = []
    for area in edition.communes:
        rows = [row for row in edition.series(indicator, str(area["code"])) if row["status"] in ("ok", "suppressed")]
        found += rows[-1:]
    return str(max(found, key=edition.when)["period"]) if found else None


def ranked(edition: Edition, indicator: str) -> tuple[str | None, list[Ranked]]:
    """Return the period and every commune in order of rank; those without a value last, in order of code."""
    period = common_period(edition, indicator)
    if period is None:
        return None, []
    sign = 1 if edition.indicators[indicator]["direction"] == "down" else -1
    pairs = edition.by_commune(indicator, period)
    valued = sorted(
        ((sign * Decimal(row["value"]), area, row) for area, row in pairs if row and row["status"] == "ok"),
        key=lambda each: (each[0], str(each[1]["code"])),
    )
    values = [value for value, _, _ in valued]
    ordered = [Ranked(area, row, values.index(value) + 1) for value, area, row in valued]
    return period, ordered + [Ranked(area, row, None) for area, row in pairs if not row or row["status"] != "ok"]
