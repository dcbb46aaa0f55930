"""Which places have signal: every place against every mast near enough, by the exact kernel.

Takes masts, places and ground; gives the best share of locations served per place, and the word for it. A province
has some thousand residential areas and some thousand masts, so each pair within reach gets its own profile; maps of
every cell are the business of `sweep`. Places and masts outside the ground are refused, not moved inside.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.rooms.network.coverage import LinkBudget, served_shares
from tinhso.rooms.network.p1812 import Radio
from tinhso.rooms.network.pointwise import METRES_PER_DEGREE, Rasters, Scale, point_losses

PHONE_HEIGHT_M = 1.5
_MARGIN_CELLS = 2.0
_NEAREST_M = 250.0


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Rasters with their frame: `north`, `west` the centre of the first cell (degrees), cells of `cell_m` a side."""

    rasters: Rasters
    north: float
    west: float
    cell_m: float

    def cells(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return row and column (n, 2) in cell units of points in degrees."""
        rows = self.rasters.terrain.size // self.rasters.width
        middle = self.north - 0.5 * rows * self.cell_m / METRES_PER_DEGREE
        across = METRES_PER_DEGREE * math.cos(math.radians(middle))
        return np.stack(
            [(self.north - lat) * METRES_PER_DEGREE / self.cell_m, (lon - self.west) * across / self.cell_m], axis=1
        )


@dataclass(frozen=True, slots=True, eq=False)
class Masts:
    """Masts of one technology and band: place (degrees) and antenna height above ground (m)."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    height_m: NDArray[np.float64]


def _check_inside(ground: Ground, cells: NDArray[np.float64], what: Label) -> None:
    """Raise when a point lies outside the ground or so near its rim that a profile could leave it."""
    size = np.array([ground.rasters.terrain.size // ground.rasters.width, ground.rasters.width])
    outside = ~((cells >= _MARGIN_CELLS) & (cells <= size - 1 - _MARGIN_CELLS)).all(axis=1)
    if outside.any():
        expected = Label("nằm trong địa hình đã cho", "inside the terrain given", "อยู่ในภูมิประเทศที่ให้มา")
        advice = Label(
            "Hãy kiểm tra vĩ độ, kinh độ có bị đảo không, hoặc bổ sung địa hình.",
            "Check whether latitude and longitude are swapped, or add terrain.",
            "ตรวจสอบว่าละติจูดและลองจิจูดสลับกันหรือไม่ หรือเพิ่มภูมิประเทศ",
        )
        where = ", ".join(str(k) for k in np.flatnonzero(outside)[:10])
        raise UnusableInput(Fault(what, where, f"{outside.sum()} / {len(cells)}", expected, advice))


def best_shares(
    budget: LinkBudget,
    masts: Masts,
    places: tuple[NDArray[np.float64], NDArray[np.float64]],
    ground: Ground,
    climate: tuple[float, float],
    *,
    reach_m: float,
    step_m: float,
    indoors: bool = False,
) -> NDArray[np.float64]:
    """Return for each place (latitudes, longitudes; degrees) the best share of locations served by any mast (0–1).

    `climate` is ΔN (N-units/km) and N_0; masts farther than `reach_m` are not asked, nearer than 250 m are taken at
    250 m, the least distance of the method. 0 where no mast is in reach. `UnusableInput` for points off the ground.
    """
    at = ground.cells(*places)
    mast_at = ground.cells(masts.lat, masts.lon)
    _check_inside(ground, at, Label("khu dân cư nằm ngoài địa hình", "a place off the terrain", "ชุมชนอยู่นอกภูมิประเทศ"))
    _check_inside(ground, mast_at, Label("trạm nằm ngoài địa hình", "a mast off the terrain", "สถานีอยู่นอกภูมิประเทศ"))
    best = np.zeros(len(at))
    near = cKDTree(at).query_ball_point(mast_at, reach_m / ground.cell_m)
    for mast, found in enumerate(near):
        if found:
            shares = _shares_of_mast(budget, masts, mast, mast_at[mast], at[found], ground, climate, step_m, indoors)
            best[found] = np.maximum(best[found], shares)
    return best


def _shares_of_mast(
    budget: LinkBudget,
    masts: Masts,
    mast: int,
    start: NDArray[np.float64],
    ends: NDArray[np.float64],
    ground: Ground,
    climate: tuple[float, float],
    step_m: float,
    indoors: bool,
) -> NDArray[np.float64]:
    """Shares of locations served at `ends` by one mast."""
    away = ends - start
    distance = np.hypot(away[:, 0], away[:, 1]) * ground.cell_m
    stretched = np.where(
        distance[:, None] > 0.0, away / np.maximum(distance[:, None], 1e-9), [0.0, 1.0 / ground.cell_m]
    )
    ends = np.where((distance < _NEAREST_M)[:, None], start + stretched * _NEAREST_M, ends)
    height = float(masts.height_m[mast])
    radio = Radio(budget.band_mhz / 1000.0, 50.0, 50.0, height, PHONE_HEIGHT_M, True, climate[0], climate[1])
    losses = np.empty(len(ends))
    scale = Scale(ground.cell_m, step_m, float(masts.lat[mast]))
    point_losses(ground.rasters, (float(start[0]), float(start[1])), ends, radio, scale, losses)
    nearest = (ends[:, 0] + 0.5).astype(np.int64) * ground.rasters.width + (ends[:, 1] + 0.5).astype(np.int64)
    clutter = ground.rasters.clutter[nearest]
    return served_shares(budget, losses.astype(np.float32), clutter, indoors=indoors)


def gaps(words_of_places: Sequence[str], people: NDArray[np.int64], codes: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return the places not surely covered as (code, word, people), most people first."""
    found = [
        (code, word, int(n)) for code, word, n in zip(codes, words_of_places, people, strict=True) if word != "covered"
    ]
    return sorted(found, key=lambda row: (-row[2], row[0]))
