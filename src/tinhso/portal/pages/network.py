"""Pages of the network room: coverage maps, gaps, stations, places and profiles, in the portal's frame.

What a page shows is picked by `rooms.network.web.pages` from the release. One page computes: the profile between a site
and a place is drawn when asked, by the kernel and ground the release was made with, for there are millions of pairs.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from tinhso.base.errors import UnusableInput
from tinhso.people.access import public
from tinhso.portal.edition import Edition
from tinhso.portal.homes import get_edition, served_homes
from tinhso.portal.pages.page import show
from tinhso.portal.published import MARK
from tinhso.portal.words import language, say, word
from tinhso.rooms.network.computing import SETTING
from tinhso.rooms.network.coverage import read_link_budgets
from tinhso.rooms.network.ground import read_ground
from tinhso.rooms.network.plan_files import plan_workbook
from tinhso.rooms.network.profile_plot import Profile, profile_between
from tinhso.rooms.network.served import nearest_budget
from tinhso.rooms.network.web import pages
from tinhso.rooms.network.web.drawing import profile_lines, profile_row

HERE = "network"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
def coverage(request: HttpRequest, slug: str, layer: str = "") -> HttpResponse:
    """Show the coverage map of one technology, operator and level, out- or indoors."""
    edition = get_edition(slug)
    found = pages.coverage(edition.release, layer)
    if found is None and layer:
        raise Http404(layer)
    return show(request, "network/coverage.html", edition, HERE, **(found or {"document": None}))


@public
def gaps(request: HttpRequest, slug: str, technology: str) -> HttpResponse:
    """Show the residential areas a technology does not surely cover."""
    edition = get_edition(slug)
    found = _there(pages.gaps(edition.release, technology), technology)
    return show(request, "network/gaps.html", edition, HERE, **found)


@public
def gap_features(request: HttpRequest, slug: str, technology: str) -> HttpResponse:
    """Give the gaps of a technology as GeoJSON in the page's language, for the map in the browser."""
    release = get_edition(slug).release
    found = pages.gap_features(release, technology, say, lambda id_: reverse("network_place", args=[slug, id_]))
    return _features(_there(found, technology))


@public
def stations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many sites, stations and cells there are, and where."""
    edition = get_edition(slug)
    return show(request, "network/stations.html", edition, HERE, **_there(pages.stations(edition.release), slug))


@public
def commune_stations(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the sites of one commune with their stations."""
    edition = get_edition(slug)
    found = _there(pages.stations_of(edition.release, code), code)
    return show(request, "network/commune_stations.html", edition, HERE, **found)


@public
def station_features(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give the sites of one commune as GeoJSON in the page's language, for the map in the browser."""
    return _features(_there(pages.station_features(get_edition(slug).release, code, say), code))


@public
def place(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one residential area: who covers it, and the sites nearest to it."""
    edition = get_edition(slug)
    found = _there(pages.place(edition.release, id_), id_)
    return show(request, "network/place.html", edition, HERE, **found)


@public
def ask_profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead from the form with a site and a place to the page of their profile."""
    site, id_ = request.GET.get("site", "").strip(), request.GET.get("place", "").strip()
    release = get_edition(slug).release
    if pages.find_site(release, site) and pages.place(release, id_):
        return redirect("network_profile", slug, site, id_)
    unknown = {"asked": bool(site or id_), "site_asked": site, "place_asked": id_}
    return show(request, "network/ask_profile.html", get_edition(slug), HERE, **unknown)


@public
def profile(request: HttpRequest, slug: str, site: str, id_: str) -> HttpResponse:
    """Show the ground between a site and a residential area, and the loss by term for each technology there."""
    edition = get_edition(slug)
    mast, found = _there(pages.find_site(edition.release, site), site), _there(pages.place(edition.release, id_), id_)
    try:
        profiles = _profiles(slug, edition, mast, found["place"])
    except UnusableInput as error:
        return show(request, "network/profile.html", edition, HERE, site=mast, fault=error.text(language()), **found)
    drawn, rows = profile_lines(profiles[-1][1]), [profile_row(name, each) for name, each in profiles]
    return show(request, "network/profile.html", edition, HERE, site=mast, profiles=rows, drawn=drawn, **found)


@public
def plans(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the plans of new stations side by side."""
    edition = get_edition(slug)
    return show(request, "network/plans.html", edition, HERE, plans=pages.plans(edition.release))


@public
def plan(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one plan: maps before and after, sites, cost, certificate, and what it does to the targets."""
    edition = get_edition(slug)
    return show(request, "network/plan.html", edition, HERE, **_there(pages.plan(edition.release, id_), id_))


@public
def plan_features(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Give the sites of a plan as GeoJSON in the page's language, for the map in the browser."""
    return _features(_there(pages.plan_features(get_edition(slug).release, id_, say), id_))


@public
def plan_workbook_file(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Give a plan as a workbook in the page's language."""
    edition = get_edition(slug)
    made = _there(pages.plan(edition.release, id_), id_)["plan"]
    headers = {
        "sites": word("network.sites"), "summary": word("network.summary"), "site": word("network.site"),
        "kind": word("network.kind"), "name": word("network.name"), "area": word("field.commune"), "lat": "lat",
        "lon": "lon", "height_m": word("network.height"), "cost_vnd": word("network.cost"),
        "places": word("network.new_places"), "people": word("network.new_people"),
    }  # fmt: skip
    facts: list[tuple[str, object]] = [
        (word("network.plan"), made["id"]),
        (word("network.cost"), made["cost_vnd"]),
        (word("network.certificate"), say(made["certificate"]["text"])),
        (word("site.release"), edition.id),
        (word("invented.mark"), str(made["invented"])),
    ]
    response = HttpResponse(plan_workbook(made, headers, facts), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{id_}.xlsx"'
    return response


def _profiles(
    slug: str, edition: Edition, mast: Mapping[str, Any], found: Mapping[str, Any]
) -> list[tuple[str, Profile]]:
    """Profiles of each technology and band of a site, by name; the path is the same, its losses are not."""
    home = served_homes()[slug]
    ground = read_ground(home.folder, home.province, date.fromisoformat(str(edition.release.manifest["as_of"])))
    bands = sorted({(row[1], int(row[3])) for row in mast["stations"] if row[1] in pages.TECHNOLOGIES})
    antenna = (float(mast["lat"]), float(mast["lon"]), float(mast["height_m"]))
    end = (float(found["lat"]), float(found["lon"]))
    budgets = read_link_budgets()
    return [
        (f"{t}, {band} MHz", profile_between(ground, antenna, end, nearest_budget(budgets, t, band), SETTING))
        for t, band in bands or [("4G", 1800)]
    ]


def _there[Found](found: Found | None, asked: str) -> Found:
    if found is None:
        raise Http404(asked)
    return found


def _features(features: list[Mapping[str, Any]]) -> HttpResponse:
    collection = {"type": "FeatureCollection", "features": features}
    body = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/geo+json", headers={MARK: "1"})


urlpatterns = [
    path("", coverage, name="network"),
    path("maps/<str:layer>/", coverage, name="network_layer"),
    path("gaps/<str:technology>/", gaps, name="network_gaps"),
    path("gaps/<str:technology>.geojson", gap_features, name="network_gap_features"),
    path("stations/", stations, name="network_stations"),
    path("stations/<slug:code>/", commune_stations, name="network_commune"),
    path("stations/<slug:code>.geojson", station_features, name="network_station_features"),
    path("places/<str:id_>/", place, name="network_place"),
    path("plans/", plans, name="network_plans"),
    path("plans/<str:id_>.geojson", plan_features, name="network_plan_features"),
    path("plans/<str:id_>.xlsx", plan_workbook_file, name="network_plan_workbook"),
    path("plans/<str:id_>/", plan, name="network_plan"),
    path("profiles/", ask_profile, name="network_profiles"),
    path("profiles/<str:site>/<str:id_>/", profile, name="network_profile"),
]
