"""What each published page of the room shows of a release: values as the release holds them, picked and put in order.

Takes a release, gives the values a template asks for; a document the release lacks is None, and the page says so.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tinhso.measure.forecast_prospect import RAREST
from tinhso.measure.release import Release

Context = Mapping[str, object]
Row = Mapping[str, Any]

SCENARIO_INDICATOR = "economy.digital_economy_share"
STATISTICS_OFFICE, MINISTRIES = "digital_economy_share_gso_pct", "digital_economy_share_ministry_pct"
_EVERY = 5  # years between the rows of the scenarios' table


def overview(release: Release) -> Context:
    """Return the newest year of each subject."""
    found = release.find("economy/growth.json")
    return {
        "growth": found["means"][-1] if found and found["means"] else None,
        "digital": last_year(release.find("economy/digital.json")),
        "exports": last_year(release.find("economy/exports.json")),
        "countries": release.find("economy/countries.json"),
        "series": release.find("economy/series.json"),
    }


def growth(release: Release) -> Context:
    """Return the steps newest first, five-year means newest first, and what the bands assume."""
    found = release.find("economy/growth.json")
    if not found:
        return {"document": None}
    return {
        "document": found,
        "steps": found["steps"][::-1],
        "means": found["means"][::-1],
        "newest": _last(found["means"]),
    }


def digital(release: Release) -> Context:
    """Return the newest year with its parts, all years newest first, and published figures by who made them."""
    found = release.find("economy/digital.json")
    series = (STATISTICS_OFFICE, MINISTRIES)
    figures = [each for each in release.read("plan.json")["figures"].values() if each["series"] in series]
    figures.sort(key=lambda each: (each["series"], each["period"]))
    if not found:
        return {"document": None, "figures": figures}
    return {"document": found, "newest": last_year(found), "years": found["years"][::-1], "figures": figures}


def exports(release: Release) -> Context:
    """Return the newest year by chapter and by group, and the share of every year."""
    found = release.find("economy/exports.json")
    if not found:
        return {"document": None}
    shares = [
        {
            **year,
            "share": year["high_tech_usd"] / year["total_usd"],
            "highest": year["highest_usd"] / year["total_usd"],
        }
        for year in reversed(found["years"])
        if year["total_usd"]
    ]
    return {"document": found, "newest": shares[0] if shares else None, "years": shares}


def scenarios(release: Release) -> Context:
    """Return the forecast and every scenario of the digital economy's share, five years apart, with its targets."""
    outlook = release.find("outlook.json") or {"indicators": [], "targets": []}
    found = next((row for row in outlook["indicators"] if row["indicator"] == SCENARIO_INDICATOR), None)
    targets = [row for row in outlook["targets"] if row["indicator"] == SCENARIO_INDICATOR]
    names = {each["id"]: each["label"] for each in _statements(release)}
    return {
        "outlook": found,
        "rows": _scenario_rows(found) if found else [],
        "targets": [{**row, "label": names.get(row["target"]), "bound": _bound(row)} for row in targets],
    }


def public(release: Release) -> Context:
    """Return the residuals of other countries beside those of the Penn World Table, and the country's own series."""
    return {"countries": release.find("economy/countries.json"), "series": release.find("economy/series.json")}


def last_year(document: Row | None) -> Row | None:
    """Return the last year of a document that lacks nothing, or None."""
    years = [year for year in (document or {"years": []})["years"] if not year.get("missing")]
    return years[-1] if years else None


def _last(rows: list[Row]) -> Row | None:
    return rows[-1] if rows else None


def _bound(target: Row) -> str:
    """Return the sign before a chance at the limit of what back-tests can tell."""
    return {f"{RAREST:g}": "≤ ", f"{1 - RAREST:g}": "≥ "}.get(str(target.get("chance")), "")


def _statements(release: Release) -> list[Row]:
    return [row for programme in release.read("plan.json")["programmes"] for row in programme["targets"]]


def _scenario_rows(found: Row) -> list[Row]:
    years = sorted(
        {year for story in found["scenarios"] for year in story["path"]} | {s["period"] for s in found.get("path", [])}
    )
    forecast = {step["period"]: step for step in found.get("path", [])}
    shown = [year for year in years if int(year) % _EVERY == 0]
    return [
        {
            "year": year,
            "forecast": forecast.get(year),
            "stories": [story["path"].get(year) for story in found["scenarios"]],
        }
        for year in shown
    ]


PAGES: Mapping[str, Callable[[Release], Context]] = {
    "overview": overview,
    "growth": growth,
    "digital": digital,
    "exports": exports,
    "scenarios": scenarios,
    "public": public,
}
