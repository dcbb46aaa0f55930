"""Pages of registers in step: every pair of registers, how far each lags, what conflicts, and who mends it.

Takes the step report of the release, picks what a page shows. Counts are the report's own; single rows are shown at a
desk alone (`portal.desks.conflicts`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tinhso.path.steps import NAME
from tinhso.people.access import public
from tinhso.portal.board import Row
from tinhso.portal.charts import Chart, framed
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition
from tinhso.portal.pages.page import show
from tinhso.portal.pages.room_pages import svg_of
from tinhso.portal.published import MARK
from tinhso.portal.shown import shown_day, shown_number
from tinhso.portal.words import language, word

ALL = "all"
_COLOURS = ("#0a4a8f", "#c98a2b", "#4f97d0", "#8a6d4b", "#a8221a")
# How a status looks among the statuses of targets.
LOOKS = {"in_step": "met", "mending": "on_track", "behind": "behind", "absent": "not_measured"}
_ORDER = ("behind", "mending", "in_step", "absent")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of counts by commune: what it counts, and the counts."""

    label: Row
    by_area: Mapping[str, int | None]


@public
def steps(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every pair of registers, those out of step first, and who has how much to mend."""
    edition = get_edition(slug)
    report = edition.release.find(NAME)
    if report is None:
        return show(request, "steps.html", edition, "rooms", report=None)
    pairs = sorted(report["pairs"], key=lambda pair: (_ORDER.index(pair["status"]), -pair["open"], pair["id"]))
    counts = [(LOOKS[status], sum(pair["status"] == status for pair in pairs)) for status in _ORDER]
    return show(
        request,
        "steps.html",
        edition,
        "rooms",
        report=report,
        pairs=[(pair, LOOKS[pair["status"]]) for pair in pairs],
        counts=[each for each in counts if each[1]],
        months=report["months"],
        chart=chart_of(edition, ALL, report["months"]),
        labels=_labels(report),
    )


@public
def pair(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one pair: lag of each side, rows without a partner, conflicts by rule and month, communes, and who mends."""
    edition = get_edition(slug)
    report = edition.release.find(NAME)
    found = find_pair(report, id_)
    if report is None or found is None:
        raise Http404(id_)
    columns = list(_columns(found))
    return show(
        request,
        "step.html",
        edition,
        "rooms",
        pair=found,
        look=LOOKS[found["status"]],
        at_least=report["at_least"],
        months=found["months"],
        chart=chart_of(edition, id_, found["months"]),
        columns=columns,
        communes=list(_communes(edition, columns)),
        links=[edition.links[link["id"]] for link in found["links"] if link["id"] in edition.links],
        indicators=_indicators(edition, found),
    )


@public
def picture(request: HttpRequest, slug: str, id_: str, width: str) -> HttpResponse:
    """Give the chart of open conflicts by month, of one pair or of all, as an SVG file, wide or narrow."""
    edition = get_edition(slug)
    report = edition.release.find(NAME)
    found = find_pair(report, id_) if id_ != ALL else None
    if report is None or (found is None and id_ != ALL) or width not in ("wide", "narrow"):
        raise Http404(id_)
    parts = found["rules"] if found else [{"label": None, "months": report["months"]}]
    if not any(part["months"] for part in parts):
        raise Http404(id_)
    spec = framed(chart_spec(parts, width == "narrow"), "narrow" if width == "narrow" else "wide")
    return HttpResponse(svg_of(spec), content_type="image/svg+xml; charset=utf-8", headers={MARK: "1"})


def find_pair(report: Row | None, id_: str) -> Row | None:
    """Return a pair of the report by id; None for another id, or without a report."""
    return next((each for each in report["pairs"] if each["id"] == id_), None) if report else None


def pairs_of_seeds(edition: Edition, seeds: Sequence[str]) -> list[tuple[Row, str]]:
    """Return the pairs that serve one of some statements, each with its look."""
    report = edition.release.find(NAME)
    pairs = report["pairs"] if report else []
    return [(pair, LOOKS[pair["status"]]) for pair in pairs if set(pair["seeds"]) & set(seeds)]


def rooms_in_step(edition: Edition) -> set[str]:
    """Return the rooms whose registers stand in a pair of the report."""
    report = edition.release.find(NAME)
    pairs = report["pairs"] if report else []
    return {str(side["register"]).split(".")[0] for pair in pairs for side in pair["sides"]}


def chart_of(edition: Edition, id_: str, months: Sequence[Row]) -> Chart | None:
    """Return the chart of open conflicts, or None with fewer than two months to draw."""
    if len(months) < 2:
        return None
    first, last = months[0], months[-1]
    alt = word(
        "steps.chart_alt",
        first=shown_number(first["open"]),
        since=shown_day(first["on"]),
        last=shown_number(last["open"]),
        until=shown_day(last["on"]),
    )
    wide, narrow = (reverse("step_picture", args=[edition.slug, id_, width]) for width in ("wide", "narrow"))
    return Chart(wide, narrow, alt)


def chart_spec(parts: Sequence[Row], narrow: bool) -> Row:
    """Return the Vega-Lite specification: a bar a month of what was open, a colour a rule, the sum above."""
    rows = [
        {"on": month["on"], "day": _short_day(month["on"]), "open": month["open"], "rule": _name(part)}
        for part in parts
        for month in part["months"]
    ]
    days = list(dict.fromkeys(_short_day(on) for on in sorted({row["on"] for row in rows})))
    names = [_name(part) for part in parts]
    x = {"field": "day", "type": "ordinal", "title": None, "sort": days, "axis": {"labelAngle": -50 if narrow else 0}}
    legend = {"title": None, "orient": "bottom", "direction": "vertical", "labelLimit": 220 if narrow else 520}
    colour = {
        "field": "rule",
        "type": "nominal",
        "scale": {"domain": names, "range": list(_COLOURS[: len(names)])},
        "legend": legend if len(names) > 1 else None,
    }
    y = {"aggregate": "sum", "field": "open", "type": "quantitative", "title": None, "axis": {"tickCount": 4}}
    text = {"aggregate": "sum", "field": "open", "type": "quantitative", "format": ","}
    return {
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "size": 22 if narrow else 44}, "encoding": {"x": x, "y": y, "color": colour}},
            {
                "mark": {"type": "text", "dy": -9, "fontWeight": 600, "color": "#14202b"},
                "encoding": {"x": x, "y": y, "text": text},
            },
        ],
    }


def _name(part: Row) -> str:
    return str(part["label"][language()]) if part["label"] else ""


def _short_day(on: str) -> str:
    year, month, day = on.split("-")
    return f"{int(day)}/{int(month)}/{year[2:]}"


def _labels(report: Row) -> dict[str, Row]:
    """Return the labels of rules and linkages by id."""
    return {each["id"]: each["label"] for pair in report["pairs"] for kind in ("rules", "links") for each in pair[kind]}


def _columns(found: Row) -> Iterator[Column]:
    for rule in found["rules"]:
        yield Column(rule["label"], rule["by_area"])
    for link in found["links"]:
        if link["left"] and not link["within"]:
            yield Column(link["label"], link["left"]["by_area"])


def _communes(edition: Edition, columns: Sequence[Column]) -> Iterator[tuple[Row, list[tuple[bool, int | None]]]]:
    """Yield each commune with something to mend, with one count a column: whether it is withheld, and how many."""
    for area in edition.communes:
        code = str(area["code"])
        if any(code in column.by_area for column in columns):
            yield area, [(column.by_area.get(code, 0) is None, column.by_area.get(code, 0)) for column in columns]


def _indicators(edition: Edition, found: Row) -> list[Row]:
    """Return the indicators of the pair's rooms that read all its registers."""
    registers = {side["register"] for side in found["sides"]}
    return [each for each in edition.indicators.values() if registers <= set(each["inputs"])]
