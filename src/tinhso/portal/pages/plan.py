"""Pages of the plan: scoreboard, targets with filters, one target, programmes, alignment, findings.

Takes the board of the release, where every status, gap and finding was decided; shows it by pillar and owner.
"""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse

from tinhso.people.access import public
from tinhso.portal import charts, maps
from tinhso.portal.ahead import outlook_of
from tinhso.portal.board import PILLARS, Row
from tinhso.portal.drawn import card_of
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition
from tinhso.portal.pages.page import show
from tinhso.portal.pages.steps import pairs_of_seeds

_URGENCY = ("behind", "on_track", "met", "not_measured")
_FILTERS = ("pillar", "status", "owner", "seed")


@public
def scoreboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every target by pillar: what is measured as cards, the most urgent first, then what is not."""
    edition = get_edition(slug)
    targets = sorted(edition.board.targets, key=lambda target: _URGENCY.index(target["status"]))
    pillars = [
        (
            pillar,
            [card_of(edition, t) for t in targets if t["pillar"] == pillar and t["status"] != "not_measured"],
            [t for t in targets if t["pillar"] == pillar and t["status"] == "not_measured"],
        )
        for pillar in PILLARS
    ]
    counts = Counter(str(target["status"]) for target in edition.board.targets).most_common()
    return show(request, "scoreboard.html", edition, "scoreboard", pillars=pillars, counts=counts)


@public
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all statements in one table, filtered by pillar, status, owner and seed statement."""
    edition = get_edition(slug)
    rows = edition.board.statements
    choices = {name: sorted({each for row in rows for each in _values(row, name)}) for name in _FILTERS}
    chosen = {name: request.GET.get(name, "") for name in _FILTERS}
    found = [row for row in rows if all(not v or v in _values(row, name) for name, v in chosen.items())]
    return show(
        request, "targets.html", edition, "targets", rows=found, choices=choices, chosen=chosen, n_all=len(rows)
    )


def _values(row: Row, name: str) -> list[str]:
    if name == "seed":
        return [str(seed) for seed in row["seeds"]]
    return [str(row["owner"]["id"] if name == "owner" else row[name])]


@public
def target(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one target: promise, law, parent, value over time, communes, readings, reported figures, findings."""
    edition = get_edition(slug)
    found = edition.board.find(id_)
    if found is None:
        raise Http404(id_)
    indicator = str(found.get("indicator") or "")
    measured = indicator in edition.indicators
    province = str(edition.province["code"])
    return show(
        request,
        "target.html",
        edition,
        "targets",
        target=found,
        card=card_of(edition, found),
        parent=edition.board.find(str(found.get("parent") or "")),
        programme=edition.board.find_programme(str(found["programme"])),
        findings=edition.board.findings_of(id_),
        reported=edition.board.figures_of(found),
        readings=_readings(edition, found),
        in_step=pairs_of_seeds(edition, found["seeds"]),
        indicator=edition.indicators.get(indicator),
        series=edition.series(indicator, province),
        chain=list(edition.chain(str((found.get("observation") or {}).get("receipt", "")))),
        chart=charts.chart_of(edition, indicator) if measured else None,
        outlook=outlook_of(edition, indicator, found) if measured else None,
        **(maps.communes_figure(edition, indicator) if measured else {}),
    )


def _readings(edition: Edition, target: Row) -> list[tuple[Row, Row]]:
    """Return a target's own indicator and the other readings of the same words; none where there is only one."""
    others = target.get("readings", [])
    all_ = [{"indicator": target["indicator"], "observation": target.get("observation")}, *others] if others else []
    return [(edition.indicators.get(str(reading["indicator"]), {}), reading) for reading in all_]


@public
def programmes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the programmes, national and provincial."""
    return show(request, "programmes.html", get_edition(slug), "programmes")


@public
def programme(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one programme: goals, targets, tasks in their groups; what is not measured says why."""
    edition = get_edition(slug)
    found = edition.board.find_programme(id_)
    if found is None:
        raise Http404(id_)
    groups = [(group, [task for task in found["tasks"] if task["group"] == group["id"]]) for group in found["groups"]]
    return show(request, "programme.html", edition, "programmes", programme=found, groups=groups)


@public
def alignment(request: HttpRequest, slug: str) -> HttpResponse:
    """Show, for every national target, whether the province has one and how it compares."""
    edition = get_edition(slug)
    return show(request, "alignment.html", edition, "programmes", rows=edition.board.alignment)


@public
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the plausibility rules found in published figures and targets."""
    edition = get_edition(slug)
    return show(request, "findings.html", edition, "findings", findings=edition.board.findings)
