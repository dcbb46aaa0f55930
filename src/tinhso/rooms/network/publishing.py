"""What a release carries of the network beside its figures: coverage in words, maps, stations and gaps.

Takes the registers as they stand on a day; gives `coverage.json` (parameters, layers, sums, communes, gaps, fit of the
samples), `places.json`, `stations.geojson`, `gaps.geojson` and the pictures under `maps/`. Pages show these files and
compute nothing; all numbers in them are whole or decimal text, coordinates of GeoJSON excepted.
"""

import json
from collections.abc import Mapping
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tinhso.base.area import communes_of
from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.engine import Store
from tinhso.registers.history import receipts_in
from tinhso.rooms.network.computing import Computed, compute
from tinhso.rooms.network.coverage import Word, read_link_budgets, words
from tinhso.rooms.network.coverage_grid import CELL_M
from tinhso.rooms.network.coverage_maps import LEVELS_DBM, Layer, cell_areas_km2, layers, owners
from tinhso.rooms.network.plan_files import after_picture, plan_features, read_plans
from tinhso.rooms.network.sample_fit import compare_by
from tinhso.rooms.network.stations import ANY, OPERATORS, TECHNOLOGIES, Places, Stations, has

WORDS = (str(Word.NOT), str(Word.PROBABLE), str(Word.COVERED))
_INPUTS = ("station", "residential_area", "facility", "measured_sample", "available_site")
_Answers = Mapping[tuple[str, str, bool], NDArray[np.int8]]


def documents(store: Store, home: Home, as_of: date) -> dict[str, bytes]:
    """Return the room's files of a release by name; none while there is no station."""
    computed = compute(store, home, as_of)
    if computed is None:
        return {}
    answers = _answers(computed, as_of)
    pictures = list(layers(computed, as_of))
    gaps = {technology: _gaps(computed, answers, technology) for technology in TECHNOLOGIES}
    receipts = receipts_in(store)
    invented = computed.ground.made_from == "invented" or any(
        receipts[f"network.{name}"].invented for name in _INPUTS if f"network.{name}" in receipts
    )
    coverage = {
        "as_of": as_of.isoformat(),
        "invented": invented,
        "states": {n: receipts[f"network.{n}"].details["state"] for n in _INPUTS if f"network.{n}" in receipts},
        "parameters": _parameters(computed),
        "bounds": [f"{value:.6f}" for value in computed.grid.bounds],
        "layers": _layers(computed, home, as_of, pictures),
        "sums": _sums(computed, answers),
        "communes": _communes(computed, home, as_of, answers, pictures),
        "counts": _counts(store, computed.stations, as_of),
        "gaps": gaps,
        "samples": _samples(computed, as_of),
    }
    return {
        "coverage.json": canonical_json(coverage) + b"\n",
        "places.json": canonical_json(_places(computed, answers)) + b"\n",
        "stations.geojson": _stations(computed.stations, as_of),
        "gaps.geojson": _gaps_geojson(gaps),
        **{f"maps/{layer.name}": layer.png for layer in pictures},
        **_plans(computed, home, as_of),
    }


def _plans(computed: Computed, home: Home, as_of: date) -> dict[str, bytes]:
    """The plans kept in the home: each as it was made, its sites as GeoJSON, and the map with them on air."""
    files: dict[str, bytes] = {}
    for plan in read_plans(home):
        place, technology = f"plans/{plan['id']}", str(plan["asked"]["technology"])
        levels = computed.field.levels(technology, ANY, computed.stations.on_air(as_of))
        files[f"{place}/plan.json"] = canonical_json(plan) + b"\n"
        files[f"{place}/sites.geojson"] = geojson(plan_features(plan))
        files[f"{place}/after.png"] = after_picture(computed, plan, levels)
    return files


def _answers(computed: Computed, as_of: date) -> _Answers:
    """The word (0–2) of every place and facility by technology, operator and in- or outdoors."""
    on_air = computed.stations.on_air(as_of)
    points = slice(0, computed.part("facilities").stop)
    found: dict[tuple[str, str, bool], NDArray[np.int8]] = {}
    for technology, operator in product(TECHNOLOGIES, (ANY, *OPERATORS)):
        levels = computed.field.levels(technology, operator, on_air)
        budget = next(b for (name, _), b in sorted(computed.field.budgets.items()) if name == technology)
        for indoors in (False, True):
            shares = computed.field.shares(levels, indoors=indoors, part=points)
            found[technology, operator, indoors] = words(budget, shares)
    return found


def _parameters(computed: Computed) -> dict[str, object]:
    setting, budgets = computed.setting, read_link_budgets()
    first = next(iter(budgets.values()))
    return {
        "model": "P.1812-8",
        "terrain": computed.ground.made_from,
        "step_m": f"{setting.step_m:g}",
        "reach_m": f"{setting.reach_m:g}",
        "cell_m": f"{CELL_M:g}",
        "time_percent": "50",
        "location_percent": "50",
        "lapse_rate": f"{setting.lapse_rate:g}",
        "refractivity": f"{setting.refractivity:g}",
        "receiver_m": "1.5",
        "covered_share": f"{first.covered_share:g}",
        "probable_share": f"{first.probable_share:g}",
        "least_dbm": str(LEVELS_DBM[-1]),
        "n_off_ground": computed.n_off_ground,
        "n_assumed": int(computed.stations.assumed.sum()),
        "budgets_from": first.from_on.isoformat(),
        "budgets_verified": first.verified,
        "budgets": [
            {"technology": b.technology, "band_mhz": b.band_mhz, "most_loss_db": f"{b.most_loss_db:.1f}",
             "entry_db": f"{b.entry_db:.1f}"}
            for b in budgets.values()
        ],
    }  # fmt: skip


def _owned(computed: Computed, home: Home, as_of: date) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    owner = owners(computed.grid, computed.grid_at, communes_of(home.province, as_of))
    return owner, cell_areas_km2(computed.grid, computed.grid_at)


def _layers(computed: Computed, home: Home, as_of: date, pictures: list[Layer]) -> list[dict[str, object]]:
    owner, area_km2 = _owned(computed, home, as_of)
    inside = owner >= 0
    total = float(area_km2[inside].sum())
    return [
        {
            "technology": layer.technology,
            "operator": layer.operator,
            "level_dbm": layer.level_dbm,
            "indoors": layer.indoors,
            "file": f"maps/{layer.name}",
            "covered_area_share": f"{area_km2[inside & (layer.answer == 2)].sum() / total:.4f}",
            "probable_area_share": f"{area_km2[inside & (layer.answer == 1)].sum() / total:.4f}",
        }
        for layer in pictures
    ]


def _sums(computed: Computed, answers: _Answers) -> list[dict[str, object]]:
    people, n = computed.places.people, computed.places.id.size
    return [
        {
            "technology": technology,
            "operator": operator,
            "indoors": indoors,
            "places": {word: int((answer[:n] == k).sum()) for k, word in enumerate(WORDS)},
            "people": {word: int(people[answer[:n] == k].sum()) for k, word in enumerate(WORDS)},
        }
        for (technology, operator, indoors), answer in answers.items()
    ]


def _communes(
    computed: Computed, home: Home, as_of: date, answers: _Answers, pictures: list[Layer]
) -> list[dict[str, object]]:
    owner, area_km2 = _owned(computed, home, as_of)
    places, n = computed.places, computed.places.id.size
    drawn = {
        p.technology: p.answer for p in pictures if (p.operator, p.level_dbm, p.indoors) == (ANY, LEVELS_DBM[-1], False)
    }
    rows = []
    for number, area in enumerate(communes_of(home.province, as_of)):
        own, cells = places.area == area.code, owner == number
        row: dict[str, object] = {"area": area.code, "places": int(own.sum()), "people": int(places.people[own].sum())}
        for technology in TECHNOLOGIES:
            covered = answers[technology, ANY, False][:n] == 2
            each = cells & (drawn[technology] == 2)
            whole = float(area_km2[cells].sum())
            row[technology] = {
                "places_covered": int((own & covered).sum()),
                "people_covered": int(places.people[own & covered].sum()),
                "area_share": f"{area_km2[each].sum() / whole:.4f}" if whole else None,
            }
        rows.append(row)
    return rows


def _counts(store: Store, stations: Stations, as_of: date) -> dict[str, object]:
    """Sites, stations and cells are three counts; a shared site counts once."""
    on_air = stations.on_air(as_of)
    by = {
        t: {"sites": len(np.unique(stations.site_id[m])), "stations": int(m.sum()),
            "operators": {o: int((m & (stations.operator == o)).sum()) for o in OPERATORS}}
        for t in ("2G", "3G", "4G", "5G")
        if (m := on_air & (stations.technology == t)).any()
    }  # fmt: skip
    shared = sum(len(set(stations.operator[on_air & (stations.site_id == s)])) > 1 for s in _shared(stations, on_air))
    cells = store.fetch("select count(*) from network.cell")[0][0] if has(store, "cell") else None
    sites = len(np.unique(stations.site_id[on_air]))
    return {"sites": sites, "stations": int(on_air.sum()), "cells": cells, "shared_sites": shared, "by_technology": by}


def _shared(stations: Stations, on_air: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Sites with several stations on air: only they can be shared."""
    sites, times = np.unique(stations.site_id[on_air], return_counts=True)
    return np.asarray(sites[times > 1])


def _gaps(computed: Computed, answers: _Answers, technology: str) -> list[dict[str, object]]:
    """Residential areas not surely covered outdoors by any operator, most people first, with facilities among them."""
    places, n = computed.places, computed.places.id.size
    outdoors, indoors = answers[technology, ANY, False], answers[technology, ANY, True]
    schools, posts = _uncovered_facilities(computed, outdoors[n:])
    order = sorted(np.flatnonzero(outdoors[:n] < 2), key=lambda k: (-places.people[k], places.id[k]))
    return [
        _place(places, int(k))
        | {
            "outdoors": WORDS[outdoors[k]],
            "indoors": WORDS[indoors[k]],
            "schools": int(schools[k]),
            "health_posts": int(posts[k]),
        }
        for k in order
    ]


def _place(places: Places, k: int) -> dict[str, object]:
    return {
        "place": str(places.id[k]),
        "name": str(places.name[k]),
        "area": str(places.area[k]),
        "lat": f"{places.lat[k]:.6f}",
        "lon": f"{places.lon[k]:.6f}",
        "people": int(places.people[k]),
    }


def _uncovered_facilities(computed: Computed, answer: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Schools and health posts not surely covered themselves, counted at the residential area nearest to each."""
    places, facilities = computed.places, computed.facilities
    n = places.id.size
    at = computed.ground.cells(places.lat, places.lon)
    _, nearest = cKDTree(at).query(computed.ground.cells(facilities.lat, facilities.lon))
    missing = answer < 2
    school = facilities.kind == "school"
    counts = (np.bincount(nearest[missing & kind], minlength=n) for kind in (school, ~school))
    return next(counts), next(counts)


def _samples(computed: Computed, as_of: date) -> list[dict[str, object]]:
    return [
        what
        | {
            "n": fit.n,
            "bias_db": f"{fit.bias_db:.1f}",
            "rmse_db": f"{fit.rmse_db:.1f}",
            "corrected_rmse_db": f"{fit.corrected_rmse_db:.1f}",
        }
        for what, fit in compare_by(computed, as_of)
    ]


def _places(computed: Computed, answers: _Answers) -> list[dict[str, object]]:
    """Every residential area with its words as digits (0 not, 1 probable, 2 covered), outdoors then indoors."""
    places = computed.places
    return [
        _place(places, k)
        | {
            "made_from": str(places.kind[k]),
            "words": {
                t: {o: f"{answers[t, o, False][k]}{answers[t, o, True][k]}" for o in (ANY, *OPERATORS)}
                for t in TECHNOLOGIES
            },
        }
        for k in range(places.id.size)
    ]


def _stations(stations: Stations, as_of: date) -> bytes:
    """Sites as GeoJSON points, each with its stations on air as [code, technology, operator, MHz, since]."""
    on_air = np.flatnonzero(stations.on_air(as_of))
    sites: dict[str, list[int]] = {}
    for k in on_air:
        sites.setdefault(str(stations.site_id[k]), []).append(int(k))
    features = [
        _point(
            float(stations.lon[own[0]]),
            float(stations.lat[own[0]]),
            {
                "site": site,
                "area": str(stations.area[own[0]]),
                "height_m": f"{stations.height_m[own[0]]:.1f}",
                "stations": [
                    [str(stations.station_id[k]), str(stations.technology[k]), str(stations.operator[k]),
                     int(stations.band_mhz[k]), str(stations.on_air_on[k])]
                    for k in own
                ],
            },
        )
        for site, own in sorted(sites.items())
    ]  # fmt: skip
    return geojson(features)


def _gaps_geojson(gaps: Mapping[str, list[dict[str, object]]]) -> bytes:
    features = []
    for technology, rows in gaps.items():
        for row in rows:
            rest = {key: value for key, value in row.items() if key not in ("lat", "lon")}
            features.append(_point(float(str(row["lon"])), float(str(row["lat"])), {"technology": technology, **rest}))
    return geojson(features)


def _point(lon: float, lat: float, properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
        "properties": dict(properties),
    }


def geojson(features: list[dict[str, object]]) -> bytes:
    """Return a feature collection (RFC 7946) in one form for the same features."""
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
