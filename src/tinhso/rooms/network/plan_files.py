"""Plans on disk: kept in the home under `plans/<id>/`, published with the release, exported for other tools.

Takes plans as `planning` makes them; gives files. A plan is replaced when it is made again under its name; what it was
made from stands in it by hash.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home, write_atomically
from tinhso.rooms.network.candidates import Candidate, masts_of, planned_budget
from tinhso.rooms.network.computing import Computed
from tinhso.rooms.network.coverage import served_shares, words
from tinhso.rooms.network.coverage_grid import palette_png
from tinhso.rooms.network.coverage_maps import COLOURS
from tinhso.rooms.network.place_coverage import mast_losses
from tinhso.rooms.network.served import Levels
from tinhso.rooms.network.site_costs import read_site_costs

Plan = Mapping[str, Any]
PLANS = "plans"
_COLUMNS = ("site", "kind", "name", "area", "lat", "lon", "height_m", "cost_vnd", "places", "people")


def write_plan(home: Home, plan: Plan) -> Path:
    """Keep a plan in its home and return its file."""
    path = home.folder / PLANS / str(plan["id"]) / "plan.json"
    write_atomically(path, canonical_json(plan) + b"\n")
    return path


def read_plans(home: Home) -> list[Plan]:
    """Return the plans of a home in order of id."""
    return [json.loads(path.read_text("utf-8")) for path in sorted((home.folder / PLANS).glob("*/plan.json"))]


def plan_features(plan: Plan) -> list[dict[str, object]]:
    """Return a plan's sites as GeoJSON points."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(site["lon"]), float(site["lat"])]},
            "properties": {key: value for key, value in site.items() if key not in ("lat", "lon")},
        }
        for site in plan["sites"]
    ]


def plan_workbook(plan: Plan, headers: Mapping[str, str], facts: list[tuple[str, object]]) -> bytes:
    """Return a plan as XLSX: its sites with headers in the reader's language; on a second sheet what it promises."""
    book = Workbook()
    sites = book.active
    sites.title = headers["sites"]
    sites.append([headers[column] for column in _COLUMNS])
    for site in plan["sites"]:
        sites.append([float(site[c]) if c in ("lat", "lon", "height_m") else site[c] for c in _COLUMNS])
    summary = book.create_sheet(headers["summary"])
    for row in facts:
        summary.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def after_picture(computed: Computed, plan: Plan, levels: Levels) -> bytes:
    """Return the map of a plan's technology with its sites on air; `levels` are those before."""
    technology, part = str(plan["asked"]["technology"]), computed.part("grid")
    budget = planned_budget(computed, technology, read_site_costs())
    best = computed.field.shares(levels, part=part)
    chosen = [
        Candidate(s["site"], s["kind"], s["name"], s["area"], float(s["lat"]), float(s["lon"]), float(s["height_m"]), 0)
        for s in plan["sites"]
    ]
    lat, lon = (each[computed.grid_at] for each in computed.grid.centres())
    receivers = computed.ground.cells(lat, lon)
    clutter, correction = computed.field.clutter[part], computed.field.correction_db[part]
    for near, losses in mast_losses(masts_of(chosen, budget.band_mhz), receivers, computed.ground, computed.setting):
        best[near] = np.maximum(best[near], served_shares(budget, losses + correction[near], clutter[near]))
    cells = np.zeros(computed.grid.rows * computed.grid.columns, np.uint8)
    cells[computed.grid_at] = words(budget, best)
    return palette_png(cells.reshape(computed.grid.rows, computed.grid.columns), COLOURS)
