"""Path profile analysis: Attachment 1 of ITU-R P.1812, and every maximum the other sections need.

Takes distances, bare heights and clutter heights of one profile; gives horizons, smooth-Earth heights, roughness and
the slopes of the Bullington construction, in one pass over the profile. Arc tangents are taken after the maxima
(they are monotone). Obstacle slopes use bare terrain, Bullington slopes use terrain with clutter.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled, reducing

_LOWEST = -1e300


class Slopes(NamedTuple):
    """Maxima and sums over the points of a profile: slopes in m/km, heights in m asl."""

    tx_horizon: float
    rx_horizon: float
    tx_bare: float
    rx_bare: float
    obstruction: float
    v1: float
    v2: float
    tx_median: float
    rx_median: float
    tx_beta: float
    rx_beta: float


class Horizons(NamedTuple):
    """Horizons of the terminals: distances km, elevations and path angle mrad, indices of the horizon points."""

    line_of_sight: bool
    tx_distance_km: float
    rx_distance_km: float
    tx_elevation: float
    rx_elevation: float
    angle: float
    tx_index: int
    rx_index: int


class SmoothEarth(NamedTuple):
    """Smooth-Earth heights (m asl): as fitted, for diffraction, and for ducting with its effective heights."""

    tx_fitted: float
    rx_fitted: float
    tx_diffraction: float
    rx_diffraction: float
    tx_ducting: float
    rx_ducting: float


@reducing
def profile_slopes(
    d: np.ndarray,
    h: np.ndarray,
    g: np.ndarray,
    ends: tuple[float, float],
    bends: tuple[float, float],
    tilts: np.ndarray,
) -> Slopes:
    """Return all maxima over interior points, and v_1, v_2 over all; fill `tilts` (2, n) with the horizon slopes.

    `ends` are antenna heights (m asl), `bends` 500/a_e and 500/a_β (m/km²). Equations (13), (17), (77), (82), (85),
    (86), (89).
    """
    n = d.size
    tx, rx = ends
    median, beta = bends
    total = d[n - 1]
    lift = (rx - tx) / total
    tx_horizon = rx_horizon = tx_bare = rx_bare = obstruction = _LOWEST
    tx_median = rx_median = tx_beta = rx_beta = _LOWEST
    v1 = v2 = 0.0
    tilt_t, tilt_r = tilts[0], tilts[1]
    for i in range(1, n - 1):
        here, left, height = d[i], total - d[i], h[i]
        per_here, per_left = 1.0 / here, 1.0 / left
        slope_t, slope_r = (height - tx) * per_here, (height - rx) * per_left
        tilt_t[i] = slope_t - here * median
        tilt_r[i] = slope_r - left * median
        tx_horizon, rx_horizon = max(tx_horizon, tilt_t[i]), max(rx_horizon, tilt_r[i])
        tx_bare, rx_bare = max(tx_bare, slope_t), max(rx_bare, slope_r)
        obstruction = max(obstruction, height - tx - lift * here)
        roof_t, roof_r = (g[i] - tx) * per_here, (g[i] - rx) * per_left
        tx_median, rx_median = max(tx_median, roof_t + left * median), max(rx_median, roof_r + here * median)
        tx_beta, rx_beta = max(tx_beta, roof_t + left * beta), max(rx_beta, roof_r + here * beta)
    for i in range(1, n):
        gap = d[i] - d[i - 1]
        v1 += gap * (h[i] + h[i - 1])
        v2 += gap * (h[i] * (2.0 * d[i] + d[i - 1]) + h[i - 1] * (d[i] + 2.0 * d[i - 1]))
    return Slopes(
        tx_horizon, rx_horizon, tx_bare - lift, rx_bare + lift, obstruction, v1, v2,
        tx_median, rx_median, tx_beta, rx_beta,
    )  # fmt: skip


@reducing
def highest_fresnel(d: np.ndarray, h: np.ndarray, ends: tuple[float, float], bend: float, values: np.ndarray) -> float:
    """Return the largest ν/√(0.002 d/λ) over interior points; equation (15) and section 5.3 of Attachment 1.

    `values` is filled with the value of every interior point, for whoever needs the place of the largest.
    """
    n = d.size
    tx, rx = ends
    total = d[n - 1]
    lift = (rx - tx) / total
    highest = _LOWEST
    for i in range(1, n - 1):
        here, left = d[i], total - d[i]
        area = here * left
        values[i] = (h[i] + bend * area - tx - lift * here) / math.sqrt(area)
        highest = max(highest, values[i])
    return highest


@compiled
def _first_equal(values: np.ndarray, n: int, wanted: float) -> int:
    """Index of the first interior value equal to `wanted`."""
    for i in range(1, n - 1):
        if values[i] >= wanted:
            return i
    return n - 2


@compiled
def _last_equal(values: np.ndarray, n: int, wanted: float) -> int:
    """Index of the last interior value equal to `wanted`."""
    for i in range(n - 2, 0, -1):
        if values[i] >= wanted:
            return i
    return 1


@compiled
def path_horizons(
    d: np.ndarray, h: np.ndarray, ends: tuple[float, float], bend: float, slopes: Slopes, tilts: np.ndarray
) -> Horizons:
    """Return the horizons of both terminals; equations (76)–(84). `tilts` comes from `profile_slopes`."""
    n = d.size
    total = d[n - 1]
    tx, rx = ends
    direct = (rx - tx) / total - bend * total
    radius_angle = 2.0 * bend * total
    if slopes.tx_horizon > direct:
        tx_index = _first_equal(tilts[0], n, slopes.tx_horizon)
        rx_index = _last_equal(tilts[1], n, slopes.rx_horizon)
        up, down = slopes.tx_horizon, slopes.rx_horizon
    else:
        tx_index = _last_equal(tilts[0], n, highest_fresnel(d, h, ends, bend, tilts[0]))
        rx_index = tx_index
        up, down = direct, (tx - rx) / total - bend * total
    tx_elevation, rx_elevation = 1000.0 * math.atan(0.001 * up), 1000.0 * math.atan(0.001 * down)
    return Horizons(
        slopes.tx_horizon <= direct, d[tx_index], total - d[rx_index], tx_elevation, rx_elevation,
        radius_angle + tx_elevation + rx_elevation, tx_index, rx_index,
    )  # fmt: skip


@compiled
def smooth_earth(total_km: float, grounds: tuple[float, float], slopes: Slopes) -> SmoothEarth:
    """Return the smooth-Earth heights; equations (87), (88), (90), (91), (92). `grounds` are h_1 and h_n (m asl)."""
    tx = (2.0 * slopes.v1 * total_km - slopes.v2) / total_km**2
    rx = (slopes.v2 - slopes.v1 * total_km) / total_km**2
    tx_lowered, rx_lowered = tx, rx
    if slopes.obstruction > 0.0:
        both = slopes.tx_bare + slopes.rx_bare
        tx_lowered = tx - slopes.obstruction * slopes.tx_bare / both
        rx_lowered = rx - slopes.obstruction * slopes.rx_bare / both
    return SmoothEarth(
        tx, rx, min(tx_lowered, grounds[0]), min(rx_lowered, grounds[1]), min(tx, grounds[0]), min(rx, grounds[1])
    )


@reducing
def terrain_roughness(d: np.ndarray, h: np.ndarray, earth: SmoothEarth, horizons: Horizons) -> float:
    """Return h_m (m), the highest bare ground over the ducting surface between the horizons; (93), (95)."""
    rise = (earth.rx_ducting - earth.tx_ducting) / d[d.size - 1]
    highest = _LOWEST
    for i in range(horizons.tx_index, horizons.rx_index + 1):
        highest = max(highest, h[i] - (earth.tx_ducting + rise * d[i]))
    return highest
