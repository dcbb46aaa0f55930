"""Pages of the evidence: rooms, registers, indicators with their method, receipts, law.

Each looks up what the release says and shows it; nothing is computed here.
"""

from django.http import Http404, HttpRequest, HttpResponse

from tinhso.people.access import public
from tinhso.portal import charts, maps
from tinhso.portal.board import Row
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition
from tinhso.portal.pages.page import show
from tinhso.portal.pages.room_pages import PAGES
from tinhso.portal.pages.steps import rooms_in_step

_SHOWN_VALUES = 200


@public
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every room with its questions."""
    return show(request, "rooms.html", get_edition(slug), "rooms", with_pages=list(PAGES))


@public
def room(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one room: its registers and indicators."""
    edition = get_edition(slug)
    found = _get(edition.rooms, id_)
    indicators = _newest(edition, found["indicators"])
    return show(
        request,
        "room.html",
        edition,
        "rooms",
        room=found,
        indicators=indicators,
        in_step=rooms_in_step(edition),
        links=[link for link in edition.links.values() if link["room"] == id_],
        has_pages=id_ in {*PAGES, "network"},
    )


@public
def register(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one register: what its columns mean, what is required of them, and what was received."""
    edition = get_edition(slug)
    found = _get(edition.registers, id_)
    users = [key for key, each in edition.indicators.items() if id_ in each["inputs"]]
    return show(request, "register.html", edition, "rooms", register=found, indicators=_newest(edition, users))


@public
def indicators(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every indicator with its newest value for the province."""
    edition = get_edition(slug)
    return show(
        request, "indicators.html", edition, "indicators", indicators=_newest(edition, list(edition.indicators))
    )


@public
def indicator(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one indicator: values over time and by commune, method, worked example, query."""
    edition = get_edition(slug)
    found = _get(edition.indicators, id_)
    province = str(edition.province["code"])
    return show(
        request,
        "indicator.html",
        edition,
        "indicators",
        indicator=found,
        latest=edition.latest(id_, province),
        series=edition.series(id_, province),
        chart=charts.chart_of(edition, id_),
        targets=edition.board.targets_of(id_),
        example=worked_example(found.get("example")),
        has_before=bool(edition.restated(id_)),
        links=[edition.links[link] for link in found.get("links", [])],
        **maps.communes_figure(edition, id_),
    )


@public
def receipt(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show the chain from a receipt down to the bytes received, and the values it made."""
    edition = get_edition(slug)
    found = _get(edition.receipts, id_)
    made = [row for row in edition.release.observations if row["receipt"] == id_ and row["status"] == "ok"]
    observations = [
        (row, edition.indicators.get(str(row["indicator"]), {}), edition.areas.get(str(row["area"]), {}))
        for row in made[:_SHOWN_VALUES]
    ]
    return show(
        request, "receipt.html", edition, receipt=found, chain=list(edition.chain(id_)), observations=observations
    )


@public
def law(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every legal text and dated parameter that definitions rest on, and how far each was verified."""
    edition = get_edition(slug)
    texts = sorted(edition.law["texts"].items(), key=lambda item: str(item[1]["issued_on"] or ""), reverse=True)
    return show(request, "law.html", edition, "law", texts=texts, parameters=edition.law["parameters"])


def worked_example(example: object) -> dict[str, object] | None:
    """Return a worked example's sentence and its tables, each with name (none: the result), columns, rows."""
    if not isinstance(example, dict):
        return None
    tables = [*example.get("given", {}).items(), ("", example.get("expect", []))]
    return {"says": example.get("says"), "tables": [_table(str(name), rows) for name, rows in tables if rows]}


def _table(name: str, rows: list[dict[str, object]]) -> dict[str, object]:
    columns = list(rows[0])
    cells = [["" if row.get(column) is None else str(row[column]) for column in columns] for row in rows]
    return {"name": name, "columns": columns, "rows": cells}


def _newest(edition: Edition, ids: list[str]) -> list[tuple[Row, Row | None]]:
    province = str(edition.province["code"])
    return [(edition.indicators[id_], edition.latest(id_, province)) for id_ in ids if id_ in edition.indicators]


def _get(rows: dict[str, Row], id_: str) -> Row:
    if id_ not in rows:
        raise Http404(id_)
    return rows[id_]
