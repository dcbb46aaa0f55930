"""Small drawings on cards: a bar with the target as a mark, and a line of past values, as numbers for SVG attributes.

Takes values of the release, gives positions in a view box of 0-100 by 0-30; drawing is left to the template, and
nothing here is a figure anyone reads.
"""

from dataclasses import dataclass
from decimal import Decimal

from tinhso.portal.board import Row
from tinhso.portal.charts import drawn_rows
from tinhso.portal.edition import Edition


@dataclass(frozen=True, slots=True)
class Card:
    """A target and its drawings: filled length and mark of the bar (0-100, None without a value), points, findings."""

    target: Row
    filled: str | None
    mark: str
    line: str
    n_findings: int


def card_of(edition: Edition, target: Row) -> Card:
    """Return a target with the drawings of its card."""
    observation = target.get("observation") or {}
    value, goal = _number(observation.get("value")), _number(target.get("value"))
    top = _top(value, goal, str(target.get("unit") or ""))
    filled = None if value is None or not top else _at(value / top)
    points = _points(edition, str(target.get("indicator") or ""))
    line = " ".join(f"{x},{y}" for x, y in points)
    return Card(
        target,
        filled,
        _at((goal or Decimal(0)) / top) if top else "0",
        line,
        len(edition.board.findings_of(str(target["id"]))),
    )


def _top(value: Decimal | None, goal: Decimal | None, unit: str) -> Decimal:
    if unit == "share" and (value or 0) <= 1 and (goal or 0) <= 1:
        return Decimal(1)
    return max(value or Decimal(0), goal or Decimal(0)) * Decimal("1.1")


def _points(edition: Edition, indicator: str) -> list[tuple[str, str]]:
    if indicator not in edition.indicators:
        return []
    values = [Decimal(row["value"]) for row in drawn_rows(edition, indicator)][-24:]
    if len(values) < 2:
        return []
    low, spread = min(values), (max(values) - min(values)) or Decimal(1)
    step = Decimal(100) / (len(values) - 1)
    return [(f"{n * step:.1f}", f"{27 - (value - low) / spread * 24:.1f}") for n, value in enumerate(values)]


def _number(text: object) -> Decimal | None:
    return Decimal(str(text)) if text not in (None, "") else None


def _at(share: Decimal) -> str:
    return f"{max(Decimal(0), min(Decimal(1), share)) * 100:.1f}"
