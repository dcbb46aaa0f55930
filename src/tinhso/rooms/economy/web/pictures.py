"""How the room's pictures are drawn: each a Vega or Vega-Lite specification of what a release says, in given words.

Takes a release, a function that gives the words of a key or a label in the reader's language, and whether the place is
narrow; gives a specification, or None without anything to draw. Size, letters and colours of axes are the portal's.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tinhso.measure.release import Release
from tinhso.rooms.economy.web.pages import SCENARIO_INDICATOR, last_year
from tinhso.rooms.economy.web.treemap import treemap

Say = Callable[..., str]
Spec = Mapping[str, Any]

# Told apart in grey too: dark, middle, light.
LABOUR, CAPITAL, TFP, UNKNOWN = "#7db3dc", "#c98a2b", "#0a3a73", "#b9c5d0"
_LINES = ["#0a3a73", "#a8221a", "#c98a2b", "#4f7d2a", "#6a3d8f"]
_DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [3, 5]]


def growth(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw each year's growth as stacked bars of labour, capital and productivity, and the whole as a mark."""
    found = release.find("economy/growth.json")
    if not found or not found["steps"]:
        return None
    parts = {"labour": LABOUR, "capital": CAPITAL, "tfp": TFP}
    names = {part: say(f"economy.{part}") for part in parts}
    rows = [
        {"year": str(step["year"]), "part": names[part], "order": n, "points": float(step[part]) * 100}
        for step in found["steps"]
        for n, part in enumerate(parts)
    ]
    whole = [{"year": str(step["year"]), "points": float(step["output"]) * 100} for step in found["steps"]]
    return {
        "layer": [
            {
                "data": {"values": rows},
                "mark": "bar",
                "encoding": {**_year(narrow), **_points(say), **_parts(parts, names, narrow)},
            },
            {
                "data": {"values": whole},
                "mark": {"type": "tick", "color": "#14202b", "thickness": 3, "width": 14 if narrow else 30},
                "encoding": {**_year(narrow), "y": {"field": "points", "type": "quantitative"}},
            },
        ]
    }


def contribution(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw the five-year contribution of productivity with its bands over labour's share and depreciation."""
    found = release.find("economy/growth.json")
    rows = [
        {
            "year": str(mean["to"]),
            "middle": float(mean["contribution"]),
            **{f"{name}_{end}": float(band[end]) for name, band in mean["bands"].items() for end in ("low", "high")},
        }
        for mean in (found["means"] if found else [])
        if mean["contribution"] is not None
    ]
    if not rows:
        return None
    share = {"field": "middle", "type": "quantitative", "title": None, "axis": {"format": ".0%"}}
    return {
        "data": {"values": rows},
        "encoding": _year(narrow),
        "layer": [
            _range("both_low", "both_high", 10, "#b9d3ec"),
            _range("labour_share_low", "labour_share_high", 18, "#4f97d0"),
            {"mark": {"type": "point", "filled": True, "size": 90, "color": TFP}, "encoding": {"y": share}},
            {"mark": {"type": "line", "color": TFP}, "encoding": {"y": share}},
        ],
    }


def digital(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw the core and the digitalised part of the product by year."""
    found = release.find("economy/digital.json")
    years = [year for year in (found["years"] if found else []) if not year["missing"]]
    if not years:
        return None
    parts = {"core": TFP, "digitalised": LABOUR}
    names = {part: say(f"economy.{part}") for part in parts}
    rows = [
        {"year": str(y["year"]), "part": names[part], "order": n, "points": y[f"{part}_vnd"] / y["product_vnd"] * 100}
        for y in years
        for n, part in enumerate(parts)
    ]
    encoding = {**_year(narrow), **_points(say), **_parts(parts, names, narrow)}
    return {"data": {"values": rows}, "mark": "bar", "encoding": encoding}


def exports(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw the newest year's exports as a treemap of chapters, high-tech goods dark, unknown codes grey."""
    year = last_year(release.find("economy/exports.json"))
    if year is None or not year["total_usd"]:
        return None
    kinds = {
        "high_tech_usd": ("high", TFP, "#fff"),
        "other_usd": ("other", LABOUR, "#14202b"),
        "unclassified_usd": ("unknown", UNKNOWN, "#14202b"),
    }
    leaves: list[dict[str, object]] = [{"id": "all", "parent": None}]
    for n, chapter in enumerate(year["chapters"]):
        leaves.append({"id": f"c{n}", "parent": "all"})
        leaves += [
            {
                "id": f"c{n}{kind}",
                "parent": f"c{n}",
                "value": chapter[key],
                "label": chapter["chapter"],
                "name": say(chapter["label"]) if chapter["label"] else "",
                "share": chapter[key] / year["total_usd"] * 100,
                "fill": fill,
                "ink": ink,
            }
            for key, (kind, fill, ink) in kinds.items()
            if chapter[key]
        ]
    return treemap(leaves, 250 if narrow else 640, 300 if narrow else 340)


def scenarios(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw what was measured, the forecast with its 90 % band, and every scenario, on one chart to 2045."""
    outlook = release.find("outlook.json") or {"indicators": []}
    found = next((row for row in outlook["indicators"] if row["indicator"] == SCENARIO_INDICATOR), None)
    if found is None:
        return None
    path = found.get("path", [])
    lines = {
        say("economy.measured"): _measured(release),
        say("economy.forecast"): [(step["period"], step["middle"]) for step in path],
        **{say("economy.story", n=n): list(s["path"].items()) for n, s in enumerate(found["scenarios"], 1)},
    }
    rows = [
        {"year": int(year), "value": float(value), "line": line} for line, at in lines.items() for year, value in at
    ]
    band = [
        {"year": int(step["period"]), "low": float(step["bands"]["90%"][0]), "high": float(step["bands"]["90%"][1])}
        for step in path
    ]
    return {"layer": [_band(band, narrow), _told_apart(rows, list(lines), narrow)]}


def _measured(release: Release) -> list[tuple[str, str]]:
    area = release.manifest["province"]
    return [
        (row["period"], row["value"])
        for row in release.observations
        if row["indicator"] == SCENARIO_INDICATOR and row["area"] == area and len(row["period"]) == 4 and row["value"]
    ]


def _band(rows: list[dict[str, float]], narrow: bool) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": "#0a4a8f", "opacity": 0.16},
        "encoding": {"x": _long_time(narrow), "y": {**_share(), "field": "low"}, "y2": {"field": "high"}},
    }


def _told_apart(rows: list[dict[str, object]], lines: list[str], narrow: bool) -> Spec:
    colours = {"domain": lines, "range": _LINES}
    dashes = {"domain": lines, "range": _DASHES}
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "x": _long_time(narrow),
            "y": {**_share(), "field": "value"},
            "color": {"field": "line", "type": "nominal", "sort": lines, "scale": colours, "legend": _legend(narrow)},
            "strokeDash": {"field": "line", "type": "nominal", "legend": None, "scale": dashes},
        },
    }


def _long_time(narrow: bool) -> Spec:
    axis = {"format": "d", "grid": False, "tickCount": 5 if narrow else 8}
    scale = {"zero": False, "nice": False}
    return {"field": "year", "type": "quantitative", "title": None, "scale": scale, "axis": axis}


def _share() -> Spec:
    return {"type": "quantitative", "title": None, "axis": {"format": ".0%"}}


def countries(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw each country's mean residual by the plain method beside the Penn World Table's own."""
    found = release.find("economy/countries.json")
    rows = [
        {"country": row["iso"], "way": say(f"economy.{way}"), "points": float(row[way]) * 100}
        for row in (found["countries"] if found else [])
        for way in ("plain", "printed")
        if row[way] is not None
    ]
    if not rows:
        return None
    ways = {"plain": LABOUR, "printed": TFP}
    names = {way: say(f"economy.{way}") for way in ways}
    return {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {"field": "country", "type": "nominal", "title": None, "axis": {"labelAngle": 0}},
            "xOffset": {"field": "way"},
            **_points(say),
            "color": {
                "field": "way",
                "type": "nominal",
                "scale": {"domain": list(names.values()), "range": list(ways.values())},
                "legend": _legend(narrow),
            },
        },
    }


def _year(narrow: bool) -> Spec:
    angle = {"labelAngle": -90} if narrow else {"labelAngle": 0}
    return {"x": {"field": "year", "type": "ordinal", "title": None, "axis": {**angle, "labelOverlap": True}}}


def _points(say: Say) -> Spec:
    return {"y": {"field": "points", "type": "quantitative", "title": say("economy.points"), "axis": {"tickCount": 6}}}


def _parts(parts: Mapping[str, str], names: Mapping[str, str], narrow: bool) -> Spec:
    scale = {"domain": [names[part] for part in parts], "range": list(parts.values())}
    return {
        "color": {"field": "part", "type": "nominal", "scale": scale, "legend": _legend(narrow)},
        "order": {"field": "order", "type": "quantitative"},
    }


def _legend(narrow: bool) -> Spec:
    return {
        "title": None,
        "orient": "top",
        "direction": "vertical" if narrow else "horizontal",
        "columns": 1 if narrow else 3,
    }


def _range(low: str, high: str, width: int, colour: str) -> Spec:
    low_end = {"field": low, "type": "quantitative", "title": None}
    return {
        "mark": {"type": "bar", "color": colour, "width": width},
        "encoding": {"y": low_end, "y2": {"field": high}},
    }


PICTURES: Mapping[str, Callable[[Release, Say, bool], Spec | None]] = {
    "growth": growth,
    "contribution": contribution,
    "digital": digital,
    "exports": exports,
    "scenarios": scenarios,
    "countries": countries,
}
