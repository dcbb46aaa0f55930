"""What is to come, as a release says it: forecast, chance and required pace of a target, scenarios, a chart's fan.

Takes an edition, gives rows for the page's table and layers for its chart; every number is the release's own. A release
without an outlook, or an indicator without one, gives None.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tinhso.base.period import parse_period
from tinhso.portal.board import Row
from tinhso.portal.edition import Edition
from tinhso.portal.shown import shown_exactly, shown_number

DOCUMENT = "outlook.json"
_FAN = (("90%", 0.16), ("50%", 0.26))
_DRAWN_YEARS = 10
_BOUNDS = {"0.02": "≤ ", "0.98": "≥ "}


def outlook_of(edition: Edition, indicator: str, target: Row | None = None) -> Row | None:
    """Return an indicator's outlook with `rows` for a table, and the target's own chance and pace under `target`."""
    found = _find(edition, "indicators", "indicator", indicator)
    if found is None:
        return None
    mine = _find(edition, "targets", "target", str(target["id"])) if target else None
    years = {str(target["year"])} if target and target.get("year") else set()
    unit = edition.indicators[indicator]["unit"]
    return {**found, "target": mine, "rows": _rows(found, years), "unit": unit, **_in_words(mine or {})}


def fan(edition: Edition, indicator: str, factor: float) -> list[dict[str, Any]]:
    """Return the chart layers of the next ten years' bands, widest first; none without a forecast."""
    found = _find(edition, "indicators", "indicator", indicator)
    path = (found or {}).get("path", [])[:_DRAWN_YEARS]
    return [_area(path, level, opacity, factor) for level, opacity in _FAN] if path else []


def _find(edition: Edition, kind: str, key: str, id_: str) -> Row | None:
    if DOCUMENT not in edition.release.manifest["files"]:
        return None
    rows: Sequence[Row] = edition.release.read(DOCUMENT)[kind]
    return next((row for row in rows if row[key] == id_), None)


def _in_words(target: Row) -> Row:
    """Return chance and pace as written: at the limit of what can be known a bound, for shares points."""
    words: dict[str, str] = {}
    if chance := str(target.get("chance", "")):
        words["chance"] = _BOUNDS.get(chance, "") + shown_exactly(chance, "share")
    if change := target.get("required_change"):
        words["points"] = shown_number(f"{Decimal(change) * 100:.1f}")
    return words


def _rows(found: Row, years: set[str]) -> list[Row]:
    """Return the next five years, the target's year and the last, each with the scenarios' values."""
    path = found.get("path", [])
    shown = [step for n, step in enumerate(path) if n < 5 or step["period"] in years or n == len(path) - 1]
    return [{**step, "stories": [story["path"].get(step["period"]) for story in found["scenarios"]]} for step in shown]


def _area(path: Sequence[Row], level: str, opacity: float, factor: float) -> dict[str, Any]:
    rows = [
        {
            "day": parse_period(step["period"]).ends_before.isoformat(),
            "low": float(step["bands"][level][0]) * factor,
            "high": float(step["bands"][level][1]) * factor,
        }
        for step in path
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": "#0a4a8f", "opacity": opacity},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None},
            "y": {"field": "low", "type": "quantitative", "title": None, "scale": {"zero": False, "nice": True}},
            "y2": {"field": "high"},
        },
    }
