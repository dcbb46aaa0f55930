"""Exact losses for many receivers of one transmitter: the full ITU-R P.1812 along every receiver's own profile.

Takes rasters of bare height, clutter height and zone, a transmitter and receivers in cell units; gives the loss at
half of the locations (dB) of each. Profiles are sampled evenly, at most one sampling step apart: heights between the
four cells around a point, clutter and zone of the nearest cell. The step decides the loss in built-up land, so it is
an argument and is printed with every result. `sweep` gives nearly the same numbers much faster.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled, reducing
from tinhso.rooms.network.p1812.climate import BETA_RADIUS_KM, SEA, Sections, median_radius_km, path_sections
from tinhso.rooms.network.p1812.geometry import Slopes, path_horizons, smooth_earth, terrain_roughness
from tinhso.rooms.network.p1812.path import NO_COAST_KM
from tinhso.rooms.network.p1812.prediction import Geometry, knife_nu, terms_of_geometry
from tinhso.rooms.network.p1812.terms import Radio, Terms

FEWEST_INTERVALS = 4
"""A profile has at least this many intervals, however near the receiver."""

MOST_POINTS = 4096
"""Longest profile the kernels hold."""

METRES_PER_DEGREE = math.pi / 180.0 * 6_371_000.0
"""Length of a degree of latitude on the sphere of the method."""

_LOWEST = -1e300


@compiled
def intervals(distance_m: float, step_m: float) -> int:
    """Return into how many equal intervals of at most `step_m` a path is cut."""
    return max(FEWEST_INTERVALS, math.ceil(distance_m / step_m - 1e-9))


class Rasters(NamedTuple):
    """Ground under a map, flat arrays row by row, first row north: bare height (m asl), clutter (m), zone codes.

    `zone` is empty when all is inland. `width` is the number of columns.
    """

    terrain: np.ndarray
    clutter: np.ndarray
    zone: np.ndarray
    width: int


@compiled
def nearest_cell(width: int, y: float, x: float) -> int:
    """Return the flat index of the cell whose centre is nearest to (y, x)."""
    return int(y + 0.5) * width + int(x + 0.5)


class Samples(NamedTuple):
    """Working rows of one thread: cell numbers, places inside the cells, and raster values of the points."""

    cells: np.ndarray
    places: np.ndarray
    values: np.ndarray


@compiled
def new_samples() -> Samples:
    """Return working rows for profiles of up to `MOST_POINTS` points."""
    return Samples(
        np.empty((2, MOST_POINTS), np.int64), np.empty((2, MOST_POINTS)), np.empty((5, MOST_POINTS), np.float32)
    )


@reducing
def _locate(width: int, start: tuple[float, float], move: tuple[float, float], n: int, rows: Samples) -> None:
    """Fill the cell numbers and places of `n` + 1 points (no loads here, so that the loop vectorises)."""
    upper_left, near = rows.cells[0], rows.cells[1]
    down, right = rows.places[0], rows.places[1]
    for k in range(n + 1):
        y, x = start[0] + move[0] * k, start[1] + move[1] * k
        i, j = int(y), int(x)
        down[k], right[k] = y - i, x - j
        upper_left[k] = i * width + j
        near[k] = int(y + 0.5) * width + int(x + 0.5)


@compiled
def _gather(terrain: np.ndarray, clutter: np.ndarray, width: int, n: int, rows: Samples) -> None:
    """Fill the raster values around each point; `terrain` and `clutter` are flat."""
    upper_left, near = rows.cells[0], rows.cells[1]
    v0, v1, v2, v3, v4 = rows.values[0], rows.values[1], rows.values[2], rows.values[3], rows.values[4]
    for k in range(n + 1):
        at = np.uint64(upper_left[k])
        v0[k], v1[k] = terrain[at], terrain[at + np.uint64(1)]
        v2[k], v3[k] = terrain[at + np.uint64(width)], terrain[at + np.uint64(width + 1)]
        v4[k] = clutter[np.uint64(near[k])]


@reducing
def _blend(n: int, rows: Samples, h: np.ndarray, g: np.ndarray) -> None:
    """Turn gathered values into heights."""
    down, right = rows.places[0], rows.places[1]
    v0, v1, v2, v3, v4 = rows.values[0], rows.values[1], rows.values[2], rows.values[3], rows.values[4]
    for k in range(n + 1):
        upper = np.float64(v0[k]) + (np.float64(v1[k]) - np.float64(v0[k])) * right[k]
        lower = np.float64(v2[k]) + (np.float64(v3[k]) - np.float64(v2[k])) * right[k]
        h[k] = upper + (lower - upper) * down[k]
        g[k] = h[k] + np.float64(v4[k])


@compiled
def sample_points(
    rasters: Rasters,
    start: tuple[float, float],
    move: tuple[float, float],
    n: int,
    rows: Samples,
    heights: tuple[np.ndarray, np.ndarray],
) -> None:
    """Fill bare heights and heights with clutter at `n` + 1 points from `start` in steps of `move` (cell units).

    The points must lie inside the raster, its last row and column left out.
    """
    _locate(rasters.width, start, move, n, rows)
    _gather(rasters.terrain, rasters.clutter, rasters.width, n, rows)
    _blend(n, rows, heights[0], heights[1])


@compiled
def sample_profile(
    rasters: Rasters,
    start: tuple[float, float],
    move: tuple[float, float],
    n: int,
    rows: Samples,
    heights: tuple[np.ndarray, np.ndarray],
) -> None:
    """Do as `sample_points` for a whole profile: both ends are bare ground."""
    sample_points(rasters, start, move, n, rows, heights)
    heights[1][0], heights[1][n] = heights[0][0], heights[0][n]


@reducing
def even_slopes(
    h: np.ndarray,
    g: np.ndarray,
    gap_km: float,
    ends: tuple[float, float],
    bends: tuple[float, float],
    inverse: np.ndarray,
    tilts: np.ndarray,
) -> Slopes:
    """Return what `geometry.profile_slopes` returns, for points `gap_km` apart; `inverse` holds 1/i."""
    n = h.size - 1
    tx, rx = ends
    median, beta = bends[0] * gap_km, bends[1] * gap_km
    per_gap = 1.0 / gap_km
    rise = (rx - tx) / n
    tx_horizon = rx_horizon = tx_bare = rx_bare = obstruction = _LOWEST
    tx_median = rx_median = tx_beta = rx_beta = _LOWEST
    total = moment = 0.0
    tilt_t, tilt_r = tilts[0], tilts[1]
    for i in range(1, n):
        left = n - i
        per_t, per_r = inverse[i] * per_gap, inverse[left] * per_gap
        slope_t, slope_r = (h[i] - tx) * per_t, (h[i] - rx) * per_r
        tilt_t[i], tilt_r[i] = slope_t - i * median, slope_r - left * median
        tx_horizon, rx_horizon = max(tx_horizon, tilt_t[i]), max(rx_horizon, tilt_r[i])
        tx_bare, rx_bare = max(tx_bare, slope_t), max(rx_bare, slope_r)
        obstruction = max(obstruction, h[i] - tx - rise * i)
        roof_t, roof_r = (g[i] - tx) * per_t, (g[i] - rx) * per_r
        tx_median, rx_median = max(tx_median, roof_t + left * median), max(rx_median, roof_r + i * median)
        tx_beta, rx_beta = max(tx_beta, roof_t + left * beta), max(rx_beta, roof_r + i * beta)
        total += h[i]
        moment += h[i] * i
    lift = rise * per_gap
    v1 = gap_km * (2.0 * total + h[0] + h[n])
    v2 = gap_km * gap_km * (6.0 * moment + h[0] + (3.0 * n - 1.0) * h[n])
    return Slopes(
        tx_horizon, rx_horizon, tx_bare - lift, rx_bare + lift, obstruction, v1, v2,
        tx_median, rx_median, tx_beta, rx_beta,
    )  # fmt: skip


@compiled
def even_geometry(
    d: np.ndarray,
    h: np.ndarray,
    g: np.ndarray,
    radio: Radio,
    inverse: np.ndarray,
    scratch: np.ndarray,
) -> Geometry:
    """Return the geometry of an evenly sampled profile; `d` km, `h`, `g` m asl, `scratch` (2, ≥ n)."""
    n = d.size - 1
    radius = median_radius_km(radio.lapse_rate)
    ends = (h[0] + radio.tx_height_m, h[n] + radio.rx_height_m)
    bends = (500.0 / radius, 500.0 / BETA_RADIUS_KM)
    wavelength = 0.2998 / radio.frequency_ghz
    slopes = even_slopes(h, g, d[n] / n, ends, bends, inverse, scratch)
    horizons = path_horizons(d, h, ends, bends[0], slopes, scratch)
    earth = smooth_earth(d[n], (h[0], h[n]), slopes)
    rough = terrain_roughness(d, h, earth, horizons)
    knives = (
        knife_nu(d, g, ends, bends[0], (slopes.tx_median, slopes.rx_median), wavelength, scratch[0]),
        knife_nu(d, g, ends, bends[1], (slopes.tx_beta, slopes.rx_beta), wavelength, scratch[0]),
    )
    return Geometry(d[n], (h[0], h[n]), horizons, earth, rough, knives[0], knives[1])


@compiled
def inverses() -> np.ndarray:
    """Return 1/i for i up to the longest profile; 0 at 0."""
    table = np.zeros(MOST_POINTS)
    for i in range(1, MOST_POINTS):
        table[i] = 1.0 / i
    return table


class Scale(NamedTuple):
    """Side of a cell (m), sampling step (m) and latitude of the transmitter (°)."""

    cell_m: float
    step_m: float
    latitude: float


class Workspace(NamedTuple):
    """What one thread needs beside the rasters: tables and scratch rows."""

    inverse: np.ndarray
    scratch: np.ndarray
    rows: Samples


@compiled
def new_workspace() -> Workspace:
    """Return tables and scratch rows for one thread."""
    return Workspace(inverses(), np.empty((5, MOST_POINTS)), new_samples())


@compiled
def _sections(rasters: Rasters, d: np.ndarray, rows: Samples) -> tuple[Sections, bool]:
    """Land and sea sections of the profile last sampled, and whether its receiver is at sea."""
    n = d.size - 1
    if rasters.zone.size == 0:
        return Sections(0.0, d[n], d[n], NO_COAST_KM, NO_COAST_KM), False
    near = rows.cells[1]
    codes = near[: n + 1]
    for k in range(n + 1):
        codes[k] = rasters.zone[near[k]]
    return path_sections(d, codes), codes[n] == SEA


@compiled
def receiver_terms(
    rasters: Rasters,
    transmitter: tuple[float, float],
    receiver: tuple[float, float],
    radio: Radio,
    scale: Scale,
    work: Workspace,
) -> Terms:
    """Return all terms to one receiver; arguments as in `point_losses`."""
    away = (receiver[0] - transmitter[0], receiver[1] - transmitter[1])
    distance_m = math.hypot(away[0], away[1]) * scale.cell_m
    n = intervals(distance_m, scale.step_m)
    d, h, g = work.scratch[2, : n + 1], work.scratch[3, : n + 1], work.scratch[4, : n + 1]
    for k in range(n + 1):
        d[k] = 0.001 * distance_m / n * k
    sample_profile(rasters, transmitter, (away[0] / n, away[1] / n), n, work.rows, (h, g))
    geometry = even_geometry(d, h, g, radio, work.inverse, work.scratch)
    clutter = float(rasters.clutter[nearest_cell(rasters.width, receiver[0], receiver[1])])
    sections, at_sea = _sections(rasters, d, work.rows)
    middle = scale.latitude - 0.5 * away[0] * scale.cell_m / METRES_PER_DEGREE
    return terms_of_geometry(d, geometry, radio, sections, middle, clutter, at_sea)


@compiled
def point_losses(
    rasters: Rasters,
    transmitter: tuple[float, float],
    receivers: np.ndarray,
    radio: Radio,
    scale: Scale,
    out: np.ndarray,
) -> None:
    """Fill `out` with the loss (dB) at `radio.location_percent` of each receiver.

    `transmitter` and `receivers` (n, 2) are row and column in cell units, inside the raster.
    """
    work = new_workspace()
    for k in range(receivers.shape[0]):
        place = (receivers[k, 0], receivers[k, 1])
        out[k] = receiver_terms(rasters, transmitter, place, radio, scale, work).loss_db
