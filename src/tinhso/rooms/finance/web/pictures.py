"""How the room's pictures are drawn: each a Vega-Lite specification of what a release says, in given words.

Takes a release, a function that gives the words of a key or a label in the reader's language, and whether the place is
narrow; gives a specification, or None without anything to draw. Size, letters and colours of axes are the portal's.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tinhso.measure.release import Release
from tinhso.rooms.finance.web.pages import FLOOR

Say = Callable[..., str]
Spec = Mapping[str, Any]

STAGES = {"estimate": "#7db3dc", "adjusted": "#c98a2b", "final": "#0a3a73"}
_SHOWN_TITLE = 26


def stages(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw total expenditure of each year in each of its stages."""
    found = release.find("finance/budget.json")
    names = {stage: say(f"finance.{stage}") for stage in STAGES}
    rows = [
        {"year": str(table["year"]), "stage": names[table["stage"]], "amount": table["total_vnd"] / 1e9}
        for table in (found["years"] if found else [])
    ]
    if not rows:
        return None
    return {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
            "xOffset": {"field": "stage", "sort": list(names.values())},
            "y": {"field": "amount", "type": "quantitative", "title": say("finance.billion"), "axis": {"tickCount": 5}},
            "color": {
                "field": "stage",
                "type": "nominal",
                "scale": {"domain": list(names.values()), "range": list(STAGES.values())},
                "legend": _legend(narrow),
            },
        },
    }


def science(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw the share of science, technology and digital transformation by stage, against the promised floor."""
    found = release.find("finance/budget.json")
    names = {stage: say(f"finance.{stage}") for stage in STAGES}
    rows = [
        {"year": str(table["year"]), "stage": names[table["stage"]], "share": float(table["science_share"])}
        for table in (found["years"] if found else [])
        if table["science_share"] is not None
    ]
    if not rows:
        return None
    y = {"field": "share", "type": "quantitative", "title": None, "axis": {"format": ".1%", "tickCount": 5}}
    return {
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "point": True, "strokeWidth": 2.5},
                "encoding": {
                    "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
                    "y": y,
                    "color": {
                        "field": "stage",
                        "type": "nominal",
                        "scale": {"domain": list(names.values()), "range": list(STAGES.values())},
                        "legend": _legend(narrow),
                    },
                },
            },
            {
                "data": {"values": [{"share": float(FLOOR)}]},
                "mark": {"type": "rule", "color": "#a8221a", "strokeDash": [6, 4], "strokeWidth": 2},
                "encoding": {"y": y},
            },
        ]
    }


def timeline(release: Release, say: Say, narrow: bool) -> Spec | None:
    """Draw each project's time, the part of it that its payments cover, its milestones, and the day of the release."""
    found = release.find("finance/projects.json")
    if not found or not found["projects"]:
        return None
    names = [_short(project, narrow) for project in found["projects"]]
    axis = {"labelLimit": 90 if narrow else 230}
    row = {"y": {"field": "name", "type": "nominal", "title": None, "sort": names, "axis": axis}}
    spans = [
        {"name": name, "from": p["starts_on"], "to": p["ends_on"], "paid": _paid_until(p)}
        for name, p in zip(names, found["projects"], strict=True)
    ]
    today = {
        "data": {"values": [{"day": found["on"]}]},
        "mark": {"type": "rule", "color": "#a8221a", "strokeDash": [4, 3]},
        "encoding": {"x": _time("day", narrow)},
    }
    bars = [_bars(spans, row, *look, narrow) for look in (("to", "#cfe1f2", 14), ("paid", "#4f97d0", 6))]
    return {"height": 24 * len(names), "layer": [*bars, _milestones(found, row, say, narrow), today]}


def _time(field: str, narrow: bool) -> Spec:
    axis = {"format": "%Y", "tickCount": 4 if narrow else 6}
    return {"field": field, "type": "temporal", "title": None, "axis": axis}


def _bars(spans: list[dict[str, str]], row: Spec, until: str, colour: str, height: int, narrow: bool) -> Spec:
    return {
        "data": {"values": spans},
        "mark": {"type": "bar", "color": colour, "height": height},
        "encoding": {**row, "x": _time("from", narrow), "x2": {"field": until}},
    }


def _milestones(found: Mapping[str, Any], row: Spec, say: Say, narrow: bool) -> Spec:
    states = {"met": say("finance.met"), "late": say("finance.late"), "due": say("finance.due")}
    points = [
        {"name": _short(p, narrow), "day": m["due_on"], "state": states[_state(m, found["on"])]}
        for p in found["projects"]
        for m in p["milestones"]
    ]
    looks = {"shape": ["circle", "triangle-up", "square"], "color": ["#0f6b3f", "#a8221a", "#4d5c6b"]}
    told = {
        channel: {
            "field": "state",
            "type": "nominal",
            "scale": {"domain": list(states.values()), "range": values},
            "legend": _legend(narrow),
        }
        for channel, values in looks.items()
    }
    return {
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
        "encoding": {**row, "x": _time("day", narrow), **told},
    }


def _short(project: Mapping[str, Any], narrow: bool) -> str:
    """Return a name that fits beside the bars: the title, or the number where there is no room for it."""
    title = str(project["title"])
    return str(project["id"]) if narrow else title if len(title) <= _SHOWN_TITLE else f"{title[:_SHOWN_TITLE]}…"


def _paid_until(project: Mapping[str, Any]) -> str:
    """Return the day up to which the project's time is covered, were it paid evenly."""
    starts_on, ends_on = (date.fromisoformat(project[name]) for name in ("starts_on", "ends_on"))
    return (starts_on + (ends_on - starts_on) * min(float(project["disbursed"]), 1.0)).isoformat()


def _state(milestone: Mapping[str, Any], on: str) -> str:
    if milestone["met_on"]:
        return "met"
    return "late" if milestone["due_on"] < on else "due"


def _legend(narrow: bool) -> Spec:
    return {"title": None, "orient": "top", "direction": "vertical" if narrow else "horizontal"}


PICTURES: Mapping[str, Callable[[Release, Say, bool], Spec | None]] = {
    "stages": stages,
    "science": science,
    "timeline": timeline,
}
