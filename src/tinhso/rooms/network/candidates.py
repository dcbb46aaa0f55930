"""Where a new station could stand: sites on air without the technology, sites on offer, new masts beside gaps.

Takes the computed coverage, the register of available sites and costs; gives candidates with their cost and the places
each would serve, by the same kernel and words as coverage itself.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tinhso.engine import Store
from tinhso.rooms.network.computing import Computed
from tinhso.rooms.network.coverage import LinkBudget, served_shares
from tinhso.rooms.network.place_coverage import Masts, mast_losses
from tinhso.rooms.network.served import nearest_budget
from tinhso.rooms.network.site_costs import SiteCosts
from tinhso.rooms.network.siting import Reach, reach_of
from tinhso.rooms.network.stations import has

EXISTING, TOWER, BUILDING, NEW_MAST = "existing_site", "tower", "public_building", "new_mast"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place for a station: code, kind, name, commune, position (degrees), antenna height and cost in đồng."""

    site: str
    kind: str
    name: str
    area: str
    lat: float
    lon: float
    height_m: float
    cost_vnd: int


def candidates(
    store: Store, computed: Computed, technology: str, costs: SiteCosts, n_operators: int, on: date
) -> list[Candidate]:
    """Return every candidate for a technology, in order of kind and code; those off the ground are left out."""
    found = [
        *_existing(computed, technology, costs, n_operators, on),
        *_offered(store, technology, costs, n_operators),
        *_new_masts(computed, technology, costs, n_operators),
    ]
    at = computed.ground.cells(np.array([c.lat for c in found]), np.array([c.lon for c in found]))
    return [each for each, inside in zip(found, computed.ground.holds(at), strict=True) if inside]


def _existing(computed: Computed, technology: str, costs: SiteCosts, n: int, on: date) -> list[Candidate]:
    stations, on_air = computed.stations, computed.stations.on_air(on)
    has_it = set(stations.site_id[on_air & (stations.technology == technology)].tolist())
    first = {str(site): k for k, site in reversed(list(enumerate(stations.site_id))) if on_air[k]}
    cost = costs.station_vnd(costs.existing_site_vnd, technology, n)
    return [
        Candidate(
            site, EXISTING, site, str(stations.area[k]), float(stations.lat[k]), float(stations.lon[k]),
            float(stations.height_m[k]), cost,
        )
        for site, k in sorted(first.items())
        if site not in has_it
    ]  # fmt: skip


def _offered(store: Store, technology: str, costs: SiteCosts, n: int) -> list[Candidate]:
    sql = (
        "select site_id, kind, name, area, lat, lon, height_m, cost_vnd from network.available_site"
        " order by kind, site_id"
    )
    return [
        Candidate(s, kind, name, area, float(lat), float(lon), float(h), costs.station_vnd(int(c), technology, n))
        for s, kind, name, area, lat, lon, h, c in (store.fetch(sql) if has(store, "available_site") else [])
    ]


def _new_masts(computed: Computed, technology: str, costs: SiteCosts, n: int) -> list[Candidate]:
    places, cost = computed.places, costs.station_vnd(costs.new_mast_vnd, technology, n)
    return [
        Candidate(
            f"+{places.id[k]}", NEW_MAST, str(places.name[k]), str(places.area[k]), float(places.lat[k]),
            float(places.lon[k]), costs.new_mast_height_m, cost,
        )
        for k in range(places.id.size)
    ]  # fmt: skip


def masts_of(chosen: list[Candidate], band_mhz: int) -> Masts:
    """Return the antennas of candidates in one band."""
    return Masts(
        np.array([c.lat for c in chosen], float),
        np.array([c.lon for c in chosen], float),
        np.array([c.height_m for c in chosen], float),
        np.full(len(chosen), band_mhz, np.int64),
    )


def planned_budget(computed: Computed, technology: str, costs: SiteCosts) -> LinkBudget:
    """Return the link budget of what is planned."""
    return nearest_budget(computed.field.budgets, technology, costs.band_mhz[technology])


def reach_of_candidates(
    computed: Computed, found: list[Candidate], budget: LinkBudget, wanted: NDArray[np.int64]
) -> Reach:
    """Return which of the wanted places (numbers) each candidate would surely cover outdoors."""
    places = computed.places
    receivers = computed.ground.cells(places.lat[wanted], places.lon[wanted])
    clutter = computed.field.clutter[computed.part("places")][wanted]
    correction = computed.field.correction_db[computed.part("places")][wanted]
    sites, reached = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    pairs = mast_losses(masts_of(found, budget.band_mhz), receivers, computed.ground, computed.setting)
    for number, (near, losses) in enumerate(pairs):
        shares = served_shares(budget, losses + correction[near], clutter[near])
        served = near[shares >= budget.covered_share]
        sites.append(np.full(served.size, number, np.int64))
        reached.append(served)
    return reach_of(np.concatenate(sites), np.concatenate(reached), len(found), wanted.size)
