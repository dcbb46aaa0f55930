"""What each published page of the room shows of a release: the budget, the portfolio, money against result.

Takes a release, gives the values a template asks for; a document the release lacks is None, and the page says so.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tinhso.measure.release import Release
from tinhso.rooms.finance.projects import money_per_point

Context = Mapping[str, object]
Row = Mapping[str, Any]

FLOOR = "0.03"  # of yearly expenditure; the promise the share is drawn against


def overview(release: Release) -> Context:
    """Return the newest estimate and the portfolio's sums."""
    budget, projects = release.find("finance/budget.json"), release.find("finance/projects.json")
    estimates = [year for year in budget["years"] if year["stage"] == "estimate"] if budget else []
    return {"estimate": estimates[-1] if estimates else None, "sums": _sums(projects) if projects else None}


def budget(release: Release) -> Context:
    """Return the stages of each year side by side, the tree of the year whose accounts are final, and the share."""
    found = release.find("finance/budget.json")
    if not found:
        return {"document": None}
    by_year: dict[int, dict[str, Row]] = {}
    for table in found["years"]:
        by_year.setdefault(table["year"], {})[table["stage"]] = table
    newest = max(by_year, default=None)
    return {
        "document": found,
        "years": sorted(by_year.items(), reverse=True),
        "purposes": by_year[newest]["estimate"]["purposes"] if newest and "estimate" in by_year[newest] else [],
        "newest": newest,
        "floor": FLOOR,
    }


def portfolio(release: Release) -> Context:
    """Return the projects in order of their start, with the sums of all."""
    found = release.find("finance/projects.json")
    return {"document": found, "sums": _sums(found) if found else None, "statements": _statements(release)}


def results(release: Release) -> Context:
    """Return for each target the money that names it beside what its indicator gained since the first of that money."""
    found = release.find("finance/projects.json")
    if not found:
        return {"document": None}
    statements = _statements(release)
    rows = [_result(release, row, found, statements.get(row["target"])) for row in found["targets"]]
    nameless = [project for project in found["projects"] if not project["targets"]]
    return {"document": found, "rows": rows, "nameless": nameless}


def _result(release: Release, row: Row, found: Row, statement: Row | None) -> Row:
    since = min(p["starts_on"][:4] for p in found["projects"] if row["target"] in p["targets"])
    values = _values(release, str((statement or {}).get("indicator") or ""))
    before = [period for period in values if period < since] or list(values)
    first, last = (before[-1], max(values)) if values else (None, None)
    change = float(values[last]) - float(values[first]) if first and last and last > first else None
    is_share = _unit(release, statement) == "share"
    money = {row["target"]: (row["appropriated_vnd"], row["paid_vnd"])}
    per_point = money_per_point(money, {row["target"]: change}).get(row["target"]) if is_share and change else None
    return {
        **row,
        "statement": statement,
        "unit": _unit(release, statement),
        "first": first,
        "last": last,
        "from_value": values.get(first or ""),
        "to_value": values.get(last or ""),
        "per_point": None if per_point is None else round(per_point),
        "projects": [p for p in found["projects"] if row["target"] in p["targets"]],
    }


def _values(release: Release, indicator: str) -> dict[str, str]:
    province = release.manifest["province"]
    return {
        row["period"]: row["value"]
        for row in release.observations
        if row["indicator"] == indicator and row["area"] == province and len(row["period"]) == 4 and row["value"]
    }


def _unit(release: Release, statement: Row | None) -> str:
    wanted = (statement or {}).get("indicator")
    return next((str(each["unit"]) for each in release.read("indicators.json") if each["id"] == wanted), "")


def _statements(release: Release) -> dict[str, Row]:
    kinds = ("goals", "targets", "tasks")
    return {
        str(each["id"]): each
        for plan in release.read("plan.json")["programmes"]
        for kind in kinds
        for each in plan[kind]
    }


def _sums(found: Row) -> Row:
    projects = found["projects"]
    names = ("appropriation_vnd", "contracted_vnd", "paid_vnd")
    return {"n": len(projects), **{name: sum(project[name] for project in projects) for name in names}}


PAGES: Mapping[str, Callable[[Release], Context]] = {
    "overview": overview,
    "budget": budget,
    "portfolio": portfolio,
    "results": results,
}
