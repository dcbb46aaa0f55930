"""The coverage of a home, computed from its registers: what is shared by tables, maps and plans.

Takes an open store and a home; gives the loss field over all receivers of the province (residential areas, schools and
health posts, measured samples, cells of the map) and where each kind of receiver lies in it. Losses are kept in
`store/network/`.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tinhso.base.area import communes_of
from tinhso.base.errors import Fault
from tinhso.base.home import Home
from tinhso.engine import Store
from tinhso.rooms.network.calibration import read_corrections, with_corrections
from tinhso.rooms.network.coverage import read_link_budgets
from tinhso.rooms.network.coverage_grid import Grid, grid_around
from tinhso.rooms.network.ground import read_ground
from tinhso.rooms.network.place_coverage import Ground, KeptLosses, Setting, read_kept, write_kept
from tinhso.rooms.network.served import LossField, loss_field
from tinhso.rooms.network.site_faults import check_sites
from tinhso.rooms.network.stations import (
    TECHNOLOGIES,
    Places,
    Samples,
    Stations,
    places_of_communes,
    read_facilities,
    read_residential_areas,
    read_samples,
    read_stations,
)

SETTING = Setting()
"""ΔN and N_0 are placeholders; a province keeps its own, as the ITU maps may not be passed on."""


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """The loss field of a province, with what its receivers are: places, facilities, samples, cells of the grid.

    `grid_at` are the flat cell numbers of the grid's receivers; `n_computed` pairs were not found among those kept.
    """

    stations: Stations
    places: Places
    facilities: Places
    samples: Samples
    grid: Grid
    grid_at: NDArray[np.int64]
    ground: Ground
    setting: Setting
    field: LossField
    n_computed: int

    def part(self, what: str) -> slice:
        """Return which receivers are `places`, `facilities`, `samples` or `grid`."""
        sizes = {
            "places": self.places.id.size,
            "facilities": self.facilities.id.size,
            "samples": self.samples.lat.size,
            "grid": self.grid_at.size,
        }
        before = sum(size for name, size in sizes.items() if list(sizes).index(name) < list(sizes).index(what))
        return slice(before, before + sizes[what])

    @property
    def n_off_ground(self) -> int:
        """Number of 4G and 5G stations that stand off the ground and serve nobody."""
        return int((np.isin(self.stations.technology, TECHNOLOGIES) & (self.field.mast_of < 0)).sum())

    @property
    def station_faults(self) -> list[Fault]:
        """What is wrong with the places of the stations, one fault a kind; such stations serve nobody."""
        on = self.stations
        same = (on.site_id, on.operator, on.technology, on.band_mhz, on.on_air_on)
        return check_sites(on.station_id, on.lat, on.lon, self.ground, same)


def compute(store: Store, home: Home, as_of: date, setting: Setting = SETTING) -> Computed | None:
    """Return the computed coverage of a home; None while it holds no station.

    Without a list of residential areas the communes' points stand in, marked so. `UnusableInput` when a place lies off
    the ground.
    """
    stations, places, facilities = read_stations(store), read_residential_areas(store), read_facilities(store)
    samples, communes = read_samples(store), communes_of(home.province, as_of)
    if not stations.station_id.size:
        return None
    places = places if places.id.size else places_of_communes(communes)
    ground = read_ground(home.folder, home.province, as_of)
    grid = grid_around([float(a.lat or 0) for a in communes], [float(a.lon or 0) for a in communes])
    cells = ground.cells(*grid.centres())
    grid_at = np.flatnonzero(ground.holds(cells))
    points = [ground.cells(each.lat, each.lon) for each in (places, facilities, samples)] + [cells[grid_at]]
    kept = read_kept(_kept(home))
    field = loss_field(stations, np.concatenate(points), ground, read_link_budgets(), setting, kept, TECHNOLOGIES)
    _keep(home, kept)
    corrected = with_corrections(field, read_corrections(home.folder))
    return Computed(stations, places, facilities, samples, grid, grid_at, ground, setting, corrected, kept.n_computed)


def _keep(home: Home, kept: KeptLosses) -> None:
    if kept.n_computed or kept.known.keys() != kept.used.keys():
        write_kept(_kept(home), kept)


def _kept(home: Home) -> Path:
    return home.store / "network" / "losses.npz"
