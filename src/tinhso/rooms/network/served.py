"""Who is served: the best share of locations of every receiver, by technology, operator, day, level, in- or outdoors.

Takes stations, receivers and the losses between them; gives shares (0–1) and words. A site shared by operators is
computed once. Bands without a link budget of their own take the nearest band's of the same technology.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tinhso.rooms.network.coverage import LinkBudget, served_shares
from tinhso.rooms.network.place_coverage import Ground, KeptLosses, Masts, Setting, mast_losses
from tinhso.rooms.network.stations import ANY, Stations

Budgets = Mapping[tuple[str, int], LinkBudget]


Levels = tuple[tuple[LinkBudget, NDArray[np.float32]], ...]
"""For each budget of a technology the least loss (dB) to each receiver; infinite where no mast is near."""


@dataclass(frozen=True, slots=True, eq=False)
class LossField:
    """Losses from every distinct mast to the receivers near it.

    `mast_of` numbers each station's mast (−1: none), `band_of` is the band (MHz) of its link budget, `correction_db`
    is added to the losses to each receiver (calibration; 0 without one).
    """

    stations: Stations
    budgets: Budgets
    n_receivers: int
    clutter: NDArray[np.float32]
    near: list[NDArray[np.int64]]
    losses: list[NDArray[np.float32]]
    mast_of: NDArray[np.int64]
    band_of: NDArray[np.int64]
    correction_db: NDArray[np.float32]

    def levels(self, technology: str, operator: str, on_air: NDArray[np.bool_]) -> Levels:
        """Return the least losses of the stations on air of a technology and operator (`any`: of all operators)."""
        chosen = on_air & (self.stations.technology == technology) & (self.mast_of >= 0)
        if operator != ANY:
            chosen &= self.stations.operator == operator
        return tuple(
            (self.budgets[technology, int(band)], self._least(chosen & (self.band_of == band)))
            for band in np.unique(self.band_of[chosen])
        )

    def _least(self, chosen: NDArray[np.bool_]) -> NDArray[np.float32]:
        best = np.full(self.n_receivers, np.inf, np.float32)
        for mast in np.unique(self.mast_of[chosen]):
            near = self.near[mast]
            best[near] = np.minimum(best[near], self.losses[mast])
        return best + self.correction_db

    def shares(
        self, levels: Levels, *, least_dbm: float | None = None, indoors: bool = False, part: slice = slice(None)
    ) -> NDArray[np.float64]:
        """Return the best share of locations served at each receiver of a part (0–1); 0 where no mast is near.

        `least_dbm` asks another level outdoors than the budget does.
        """
        clutter = self.clutter[part]
        best = np.zeros(clutter.size)
        for budget, loss in ((budget, loss[part]) for budget, loss in levels):
            asked = budget if least_dbm is None else replace(budget, least_dbm=least_dbm)
            near = np.flatnonzero(np.isfinite(loss))
            shares = served_shares(asked, loss[near], clutter[near], indoors=indoors)
            best[near] = np.maximum(best[near], shares)
        return best


def nearest_budget(budgets: Budgets, technology: str, band_mhz: int) -> LinkBudget:
    """Return the budget of a technology whose band is nearest; raises KeyError for a technology without one."""
    own = [budget for (name, _), budget in sorted(budgets.items()) if name == technology]
    if not own:
        raise KeyError(technology)
    return min(own, key=lambda budget: (abs(budget.band_mhz - band_mhz), budget.band_mhz))


def loss_field(
    stations: Stations,
    receivers: NDArray[np.float64],
    ground: Ground,
    budgets: Budgets,
    setting: Setting,
    kept: KeptLosses,
    technologies: tuple[str, ...],
) -> LossField:
    """Return the losses of all stations of some technologies to receivers (row, column on the ground).

    Stations off the ground have no mast: they serve nobody, and whoever shows the result counts them.
    """
    at = ground.cells(stations.lat, stations.lon)
    wanted = np.isin(stations.technology, technologies) & ground.holds(at)
    band_of = _bands(stations, budgets, wanted)
    rows = np.stack([stations.lat, stations.lon, stations.height_m, band_of.astype(float)], axis=1)
    masts, number = np.unique(rows[wanted], axis=0, return_inverse=True)
    mast_of = np.full(len(at), -1, np.int64)
    mast_of[wanted] = number.reshape(-1)
    antennas = Masts(masts[:, 0], masts[:, 1], masts[:, 2], masts[:, 3].astype(np.int64))
    pairs = list(mast_losses(antennas, receivers, ground, setting, kept))
    return LossField(
        stations,
        budgets,
        len(receivers),
        ground.clutter_at(receivers),
        [near for near, _ in pairs],
        [losses for _, losses in pairs],
        mast_of,
        band_of,
        np.zeros(len(receivers), np.float32),
    )


def _bands(stations: Stations, budgets: Budgets, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The band of each wanted station's budget; 0 for the others."""
    bands = np.zeros(len(wanted), np.int64)
    for technology in np.unique(stations.technology[wanted]):
        own = wanted & (stations.technology == technology)
        for band in np.unique(stations.band_mhz[own]):
            chosen = own & (stations.band_mhz == band)
            bands[chosen] = nearest_budget(budgets, str(technology), int(band)).band_mhz
    return bands
