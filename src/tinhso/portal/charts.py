"""Charts of one indicator over time, drawn on the server as SVG in two widths, each with text of its own size.

Takes an edition and an indicator, gives a Vega-Lite specification and its SVG; the table beside it says the same in
figures. Only values of the release are drawn; the required path is the straight line from baseline to target.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import vl_convert
from django.urls import reverse

from tinhso.base.period import parse_period
from tinhso.base.unit import read_units
from tinhso.portal.ahead import fan
from tinhso.portal.board import Row
from tinhso.portal.edition import Edition
from tinhso.portal.shown import shown_period, shown_value
from tinhso.portal.words import language, word

Width = Literal["wide", "narrow"]
_SIZES: dict[Width, tuple[int, int, int]] = {"wide": (600, 230, 14), "narrow": (230, 190, 13)}
_MEASURED, _REQUIRED = "#0a4a8f", "#a8221a"


@dataclass(frozen=True, slots=True)
class Chart:
    """Where a chart's two pictures are, and what they show in words."""

    wide: str
    narrow: str
    alt: str


def chart_of(edition: Edition, indicator: str) -> Chart | None:
    """Return the chart of an indicator for the province, or None with fewer than two values to draw."""
    rows = drawn_rows(edition, indicator)
    if len(rows) < 2:
        return None
    unit = str(edition.indicators[indicator]["unit"])
    first, last = rows[0], rows[-1]
    alt = word(
        "chart.alt",
        name=edition.indicators[indicator]["label"][language()],
        first=shown_value(first["value"], unit),
        since=shown_period(first["period"]),
        last=shown_value(last["value"], unit),
        until=shown_period(last["period"]),
    )
    wide, narrow = (reverse("chart", args=[edition.slug, indicator, width]) for width in _SIZES)
    return Chart(wide, narrow, alt)


def drawn_rows(edition: Edition, indicator: str) -> list[Row]:
    """Return the province's values of the one kind of period that has most values, oldest first."""
    kinds: dict[str, list[Row]] = {}
    for row in edition.series(indicator, str(edition.province["code"])):
        if row["status"] == "ok":
            kinds.setdefault(str(parse_period(str(row["period"])).kind), []).append(row)
    return max(kinds.values(), key=len, default=[])


def chart_svg(edition: Edition, indicator: str, width: Width) -> str:
    """Return the SVG of an indicator's values over time with the required path of its first target."""
    svg: str = vl_convert.vegalite_to_svg(chart_spec(edition, indicator, width))
    return svg


def chart_spec(edition: Edition, indicator: str, width: Width) -> dict[str, Any]:
    """Return the Vega-Lite specification of the chart: measured line, forecast bands, required path."""
    unit = read_units()[str(edition.indicators[indicator]["unit"])]
    factor = float(unit.factor)
    measured = [
        {"day": _last_day(str(row["period"])), "value": float(row["value"]) * factor, "text": ""}
        for row in drawn_rows(edition, indicator)
    ]
    measured[-1]["text"] = shown_value(drawn_rows(edition, indicator)[-1]["value"], unit.id)
    layers = [*fan(edition, indicator, factor), _line(measured, _MEASURED, []), _labels(measured, _MEASURED, -12)]
    required = _required(edition, indicator, str(measured[0]["day"]), factor)
    if required:
        layers += [_line(required, _REQUIRED, [6, 4]), _labels(required, _REQUIRED, 14)]
    return framed({"padding": {"left": 4, "top": 16, "right": 52, "bottom": 4}, "layer": layers}, width)


def framed(spec: Mapping[str, Any], width: Width) -> dict[str, Any]:
    """Return a specification with the portal's size, letters and colours wherever it does not bring its own."""
    w, h, size = _SIZES[width]
    frame = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": w,
        "height": h,
        "background": None,
        "config": _config(size),
    }
    return {**frame, **spec}


def _required(edition: Edition, indicator: str, since: str, factor: float) -> list[dict[str, Any]]:
    for target in edition.board.targets_of(indicator):
        if target.get("value") in (None, ""):
            continue
        end = {"day": f"{target['year']}-12-31", "value": float(target["value"]) * factor}
        end["text"] = (
            f"{word('comparison.' + str(target['comparison']))} {shown_value(target['value'], target['unit'])}"
        )
        baseline = target.get("baseline")
        start = dict(end, day=since, text="")
        if baseline:
            start = {"day": _last_day(str(baseline["period"])), "value": float(baseline["value"]) * factor, "text": ""}
        return [start, end]
    return []


def _last_day(period: str) -> str:
    return parse_period(period).ends_before.isoformat()


def _line(rows: list[dict[str, Any]], colour: str, dash: list[int]) -> dict[str, Any]:
    mark = {
        "type": "line",
        "color": colour,
        "strokeWidth": 2.5,
        "strokeDash": dash,
        "point": not dash and {"color": colour},
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": _places()}


def _labels(rows: list[dict[str, Any]], colour: str, dy: int) -> dict[str, Any]:
    mark = {"type": "text", "align": "center", "dy": dy, "fontWeight": 600, "color": colour}
    return {"data": {"values": rows}, "mark": mark, "encoding": {**_places(), "text": {"field": "text"}}}


def _places() -> dict[str, Any]:
    return {
        "x": {
            "field": "day",
            "type": "temporal",
            "title": None,
            "axis": {"format": "%Y", "grid": False, "labelOverlap": True, "tickCount": 6},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "axis": {"tickCount": 5},
            "scale": {"zero": False, "nice": True},
        },
    }


def _config(size: int) -> dict[str, Any]:
    font = "Be Vietnam Pro, Noto Sans Thai, Noto Sans, DejaVu Sans, sans-serif"
    return {
        "font": font,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": size,
            "labelColor": "#4d5c6b",
            "titleFontSize": size,
            "titleFontWeight": "normal",
            "titleColor": "#4d5c6b",
            "gridColor": "#e3e9ef",
            "domainColor": "#b9c5d0",
            "tickColor": "#b9c5d0",
        },
        "text": {"fontSize": size},
        "legend": {"labelFontSize": size, "titleFontSize": size, "labelColor": "#14202b", "labelLimit": 0},
        "header": {"labelFontSize": size},
    }
