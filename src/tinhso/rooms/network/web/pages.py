"""What each published page of the network shows of a release: coverage, gaps, stations, places, plans.

Takes a release (and the choice a reader made), gives the values a template asks for, or None where the release has no
such thing. Values are picked and put in order, never computed anew; positions of drawings excepted.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tinhso.measure.release import Release
from tinhso.rooms.network.web.drawing import dots, frame_around, frame_of

Context = dict[str, Any]
Row = Mapping[str, Any]
Say = Callable[..., str]
TECHNOLOGIES = ("4G", "5G")
_N_NEAREST = 8
_KM_PER_DEGREE = 111.32


def find_document(release: Release, name: str) -> Any | None:
    """Return one of the room's JSON files of a release, or None."""
    path = f"network/{name}"
    return release.read(path) if path in release.manifest["files"] else None


def areas_of(release: Release) -> dict[str, Row]:
    """Return areas by code."""
    return {str(area["code"]): area for area in release.read("areas.json")}


def _named(rows: Sequence[Row], areas: Mapping[str, Row]) -> list[Context]:
    return [{**row, "label": areas.get(row["area"], {}).get("label", row["area"])} for row in rows]


def stem(layer: Row) -> str:
    """Return what names a layer in an address, as 5G-any-110-indoors."""
    return str(layer["file"]).removeprefix("network/").removeprefix("maps/").removesuffix(".png")


def coverage(release: Release, name: str = "") -> Context | None:
    """Return the map of one layer (by stem; the first asked level of 5G by any operator without one) and its tables."""
    document = find_document(release, "coverage.json")
    if document is None:
        return None
    layers = {stem(layer): layer for layer in document["layers"]}
    chosen = layers.get(name or f"5G-any{document['parameters']['least_dbm']}")
    if chosen is None:
        return None
    same = {"technology": chosen["technology"], "indoors": chosen["indoors"]}
    sums = [row for row in document["sums"] if all(row[key] == value for key, value in same.items())]
    areas = areas_of(release)
    frame = frame_of(document["bounds"])
    return {
        "document": document,
        "layer": chosen,
        "file": f"network/{chosen['file']}",
        "choices": _choices(document["layers"], chosen),
        "sums": [
            {**row, "n_places": sum(row["places"].values()), "n_people": sum(row["people"].values())} for row in sums
        ],
        "communes": [{**row, "own": row[chosen["technology"]]} for row in _named(document["communes"], areas)],
        "size": frame.size,
        "dots": dots(frame, [row for row in document["gaps"][chosen["technology"]]]),
        "centres": dots(frame, [a for a in areas.values() if a["level"] == "commune" and a["lat"] and a["lon"]]),
    }


def _choices(layers: list[Row], chosen: Row) -> list[tuple[str, list[Context]]]:
    """For each thing to choose the layers that differ from the chosen one in it alone."""
    asked = ("technology", "operator", "level_dbm", "indoors")
    found = []
    for key in asked:
        others = [each for each in layers if all(each[k] == chosen[k] for k in asked if k != key)]
        found.append((key, [{"value": o[key], "stem": stem(o), "here": o[key] == chosen[key]} for o in others]))
    return [(key, rows) for key, rows in found if len(rows) > 1]


def gaps(release: Release, technology: str) -> Context | None:
    """Return the residential areas that a technology does not surely cover, most people first, and their map."""
    document = find_document(release, "coverage.json")
    if document is None or technology not in document["gaps"]:
        return None
    rows = _named(document["gaps"][technology], areas_of(release))
    frame = frame_of(document["bounds"])
    return {
        "document": document,
        "technology": technology,
        "technologies": TECHNOLOGIES,
        "rows": rows,
        "totals": {key: sum(row[key] for row in rows) for key in ("people", "schools", "health_posts")},
        "size": frame.size,
        "dots": dots(frame, rows),
    }


def gap_features(release: Release, technology: str, say: Say, address: Callable[[str], str]) -> list[Row] | None:
    """Return the gaps of a technology as features of a map in the reader's language."""
    found = gaps(release, technology)
    if found is None:
        return None
    most = max((row["people"] for row in found["rows"]), default=1)
    return [
        feature(
            row,
            f"{row['name']}, {say(row['label'])}",
            [
                f"{say('network.people')}: {row['people']}",
                f"{say('network.outdoors')}: {say('signal.' + row['outdoors'])}",
                f"{say('network.indoors')}: {say('signal.' + row['indoors'])}",
                f"{say('network.schools')}: {row['schools']}, {say('network.health_posts')}: {row['health_posts']}",
            ],
            kind="gap",
            href=address(row["place"]),
            radius_px=round(4 + 6 * math.sqrt(row["people"] / max(most, 1))),
        )
        for row in found["rows"]
    ]


def feature(row: Row, label: str, lines: list[str], **more: object) -> Context:
    """Return a GeoJSON point of a row with `lat` and `lon` as the maps of the browser take it."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]},
        "properties": {"label": label, "lines": lines, **more},
    }


def stations(release: Release) -> Context | None:
    """Return how many sites, stations and cells there are, and by commune."""
    document = find_document(release, "coverage.json")
    if document is None:
        return None
    by_area: dict[str, dict[str, int]] = {}
    for site in _sites(release):
        counts = by_area.setdefault(site["area"], {"sites": 0, "4G": 0, "5G": 0})
        counts["sites"] += 1
        for technology in TECHNOLOGIES:
            counts[technology] += sum(row[1] == technology for row in site["stations"])
    rows = [
        {"area": row["area"], **by_area.get(row["area"], {"sites": 0, "4G": 0, "5G": 0})}
        for row in document["communes"]
    ]
    named = [{**row, "n_4g": row["4G"], "n_5g": row["5G"]} for row in _named(rows, areas_of(release))]
    return {"document": document, "counts": document["counts"], "rows": named}


def _sites(release: Release) -> list[Context]:
    found = find_document(release, "stations.geojson")
    return [
        {**f["properties"], "lon": f["geometry"]["coordinates"][0], "lat": f["geometry"]["coordinates"][1]}
        for f in (found or {"features": []})["features"]
    ]


def find_site(release: Release, id_: str) -> Context | None:
    """Return one site with its stations, or None."""
    return next((site for site in _sites(release) if site["site"] == id_), None)


def stations_of(release: Release, code: str) -> Context | None:
    """Return the sites of one commune with their stations, and their map; None for an unknown commune."""
    area = areas_of(release).get(code)
    document = find_document(release, "coverage.json")
    if document is None or area is None or area["level"] != "commune":
        return None
    rows = [site for site in _sites(release) if site["area"] == code]
    frame = frame_around([(site["lat"], site["lon"]) for site in rows])
    drawn = {"size": frame.size, "dots": dots(frame, rows)} if frame else {}
    return {"document": document, "area": area, "rows": rows, **drawn}


def station_features(release: Release, code: str, say: Say) -> list[Row] | None:
    """Return the sites of one commune as features of a map in the reader's language."""
    found = stations_of(release, code)
    if found is None:
        return None
    mark = [say("invented.mark")] if found["document"]["invented"] else []
    return [
        feature(
            site,
            f"{say('network.site')} {site['site']}",
            [f"{say('network.height')}: {site['height_m']} m", *_station_lines(site, say), *mark],
            kind="site",
        )
        for site in found["rows"]
    ]


def _station_lines(site: Row, say: Say) -> list[str]:
    return [
        f"{t} {operator}, {band} MHz, {say('network.since')} {since}"
        for _, t, operator, band, since in site["stations"]
    ]


def place(release: Release, id_: str) -> Context | None:
    """Return one residential area: its words by operator, and the sites nearest to it."""
    document = find_document(release, "coverage.json")
    found = next((row for row in find_document(release, "places.json") or [] if row["place"] == id_), None)
    if document is None or found is None:
        return None
    words = [
        {"technology": t, "operator": o, "outdoors": WORDS[int(digits[0])], "indoors": WORDS[int(digits[1])]}
        for t, by_operator in sorted(found["words"].items())
        for o, digits in sorted(by_operator.items(), key=lambda each: (each[0] != "any", each[0]))
    ]
    near = sorted(({**site, "away_km": _away_km(found, site)} for site in _sites(release)), key=lambda s: s["away_km"])
    sites = [{**site, "away_km": f"{site['away_km']:.2f}"} for site in near[:_N_NEAREST]]
    return {"document": document, "place": _named([found], areas_of(release))[0], "words": words, "sites": sites}


WORDS = ("not", "probable", "covered")


def _away_km(place: Row, site: Row) -> float:
    lat, lon = float(place["lat"]), float(place["lon"])
    east = (site["lon"] - lon) * math.cos(math.radians(lat))
    return math.hypot(site["lat"] - lat, east) * _KM_PER_DEGREE


def plans(release: Release) -> list[Context]:
    """Return the plans of a release in order of id, each with how many sites of each kind."""
    names = sorted(n for n in release.manifest["files"] if n.startswith("network/plans/") and n.endswith("/plan.json"))
    return [_plan(release.read(name)) for name in names]


def _plan(plan: Row) -> Context:
    kinds: dict[str, int] = {}
    for site in plan["sites"]:
        kinds[site["kind"]] = kinds.get(site["kind"], 0) + 1
    return {**plan, "kinds": sorted(kinds.items()), "n_sites": len(plan["sites"])}


def plan(release: Release, id_: str) -> Context | None:
    """Return one plan with its sites named, and both maps: as it is and with the plan; None for an unknown one."""
    document = find_document(release, "coverage.json")
    found = next((each for each in plans(release) if each["id"] == id_), None)
    if document is None or found is None:
        return None
    areas = areas_of(release)
    frame = frame_of(document["bounds"])
    technology = found["asked"]["technology"]
    names = {row["place"]: row for row in find_document(release, "places.json") or []}
    still = _named([names[place] for place in found["left"] if place in names], areas)
    return {
        "document": document,
        "plan": found,
        "sites": _named(found["sites"], areas),
        "still": still,
        "size": frame.size,
        "before_file": f"network/maps/{technology}-any{document['parameters']['least_dbm']}.png",
        "after_file": f"network/plans/{id_}/after.png",
        "sites_file": f"network/plans/{id_}/sites.geojson",
        "gap_dots": dots(frame, document["gaps"][technology]),
        "site_dots": dots(frame, found["sites"]),
        "still_dots": dots(frame, still),
    }


def plan_features(release: Release, id_: str, say: Say) -> list[Row] | None:
    """Return a plan's sites as features of a map in the reader's language."""
    found = plan(release, id_)
    if found is None:
        return None
    return [
        feature(
            site,
            f"{say('work.' + site['kind'])}: {site['name']}, {say(site['label'])}",
            [
                f"{say('network.height')}: {site['height_m']} m",
                f"{say('network.cost')}: {site['cost_vnd']:,} ₫",
                f"{say('network.new_places')}: {site['places']}",
                f"{say('network.new_people')}: {site['people']}",
            ],
            kind="site",
        )
        for site in found["sites"]
    ]
