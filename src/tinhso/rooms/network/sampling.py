"""Ground under a map and how profiles are sampled from it: heights between four cells, clutter of the nearest.

Takes flat rasters and points in cell units; gives bare heights and heights with clutter in m above sea. One loop finds
the cells, loads them and blends them, so that loads go through vector registers. Leaves what profiles mean to `even`
and `radial`.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled, separate

METRES_PER_DEGREE = math.pi / 180.0 * 6_371_000.0
"""Length of a degree of latitude on the sphere of the method."""

FEWEST_INTERVALS = 4
"""A profile has at least this many intervals, however near the receiver."""

MOST_POINTS = 4096
"""Longest profile the kernels hold."""


class Rasters(NamedTuple):
    """Ground under a map, flat arrays row by row, first row north: bare height (m asl), clutter (m), zone codes.

    `zone` is empty when all is inland. `width` is the number of columns.
    """

    terrain: np.ndarray
    clutter: np.ndarray
    zone: np.ndarray
    width: int


class Scale(NamedTuple):
    """Side of a cell (m), sampling step (m) and latitude of the transmitter (°)."""

    cell_m: float
    step_m: float
    latitude: float


@compiled
def intervals(distance_m: float, step_m: float) -> int:
    """Return into how many equal intervals of at most `step_m` a path is cut."""
    return max(FEWEST_INTERVALS, math.ceil(distance_m / step_m - 1e-9))


@compiled
def nearest_cell(width: int, y: float, x: float) -> int:
    """Return the flat index of the cell whose centre is nearest to (y, x)."""
    return int(y + 0.5) * width + int(x + 0.5)


@separate
def _sample(
    terrain: np.ndarray,
    clutter: np.ndarray,
    width: int,
    start: tuple[float, float],
    move: tuple[float, float],
    n: int,
    h: np.ndarray,
    g: np.ndarray,
) -> None:
    """Fill `h` and `g`; see `sample_points`."""
    for k in range(n + 1):
        y, x = start[0] + move[0] * k, start[1] + move[1] * k
        i, j = int(y), int(x)
        down, right = y - i, x - j
        at = np.uint64(i * width + j)
        below = at + np.uint64(width)
        a, b = np.float64(terrain[at]), np.float64(terrain[at + np.uint64(1)])
        c, e = np.float64(terrain[below]), np.float64(terrain[below + np.uint64(1)])
        upper, lower = a + (b - a) * right, c + (e - c) * right
        height = upper + (lower - upper) * down
        h[k] = height
        g[k] = height + clutter[np.uint64(int(y + 0.5) * width + int(x + 0.5))]


@compiled
def sample_points(
    rasters: Rasters,
    start: tuple[float, float],
    move: tuple[float, float],
    n: int,
    heights: tuple[np.ndarray, np.ndarray],
) -> None:
    """Fill bare heights and heights with clutter at `n` + 1 points from `start` in steps of `move` (cell units).

    The points must lie inside the raster, its last row and column left out.
    """
    _sample(rasters.terrain, rasters.clutter, rasters.width, start, move, n, heights[0], heights[1])


@compiled
def sample_profile(
    rasters: Rasters,
    start: tuple[float, float],
    move: tuple[float, float],
    n: int,
    heights: tuple[np.ndarray, np.ndarray],
) -> None:
    """Do as `sample_points` for a whole profile: both ends are bare ground."""
    sample_points(rasters, start, move, n, heights)
    heights[1][0], heights[1][n] = heights[0][0], heights[0][n]


@compiled
def sample_zones(
    rasters: Rasters, start: tuple[float, float], move: tuple[float, float], n: int, zones: np.ndarray
) -> None:
    """Fill the zone codes of the points of `sample_points`; `rasters.zone` must not be empty."""
    for k in range(n + 1):
        zones[k] = rasters.zone[nearest_cell(rasters.width, start[0] + move[0] * k, start[1] + move[1] * k)]
