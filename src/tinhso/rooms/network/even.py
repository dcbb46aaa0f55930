"""Geometry and diffraction of an evenly sampled profile: as `p1812.geometry`, with tables in place of divisions.

Takes heights at n + 1 points one gap apart (m asl), the link and tables made once; gives `Geometry` and the diffraction
losses. Distances count in gaps, so 1/i, 1/√i and their mirror images are looked up, never computed. Equal to the
general functions up to rounding. Leaves sampling to `sampling` and receivers to `pointwise`.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled, larger, separate
from tinhso.rooms.network.p1812.climate import BETA_RADIUS_KM
from tinhso.rooms.network.p1812.diffraction import (
    bullington_db,
    crossing_nu,
    flat_nu,
    flat_slope,
    knife_edge_db,
    spherical_db,
)
from tinhso.rooms.network.p1812.geometry import Horizons, Slopes, SmoothEarth, smooth_earth
from tinhso.rooms.network.p1812.link import Link
from tinhso.rooms.network.p1812.prediction import Diffraction, Geometry, lifted_heights
from tinhso.rooms.network.sampling import MOST_POINTS

_LOWEST = -1e300


class Tables(NamedTuple):
    """1/i and 1/√i for i up to the longest profile (0 at 0), and both from the last to the first."""

    inverse: np.ndarray
    root: np.ndarray
    inverse_back: np.ndarray
    root_back: np.ndarray


@compiled
def new_tables() -> Tables:
    """Return the tables."""
    inverse, root = np.zeros(MOST_POINTS), np.zeros(MOST_POINTS)
    for i in range(1, MOST_POINTS):
        inverse[i], root[i] = 1.0 / i, 1.0 / math.sqrt(i)
    return Tables(inverse, root, inverse[::-1].copy(), root[::-1].copy())


@separate
def _slopes(
    h: np.ndarray,
    g: np.ndarray,
    n: int,
    ends: tuple[float, float],
    bend: float,
    inverse: np.ndarray,
    back: np.ndarray,
    tilt_t: np.ndarray,
    tilt_r: np.ndarray,
) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Maxima and sums as in `Slopes`, in m a gap; `bend` in m, `back[i]` is 1/(n − i). Fills the horizon slopes."""
    tx, rx = ends
    rise = (rx - tx) / n
    tx_horizon = rx_horizon = tx_bare = rx_bare = tx_roof = rx_roof = obstruction = _LOWEST
    total = moment = 0.0
    for i in range(1, n):
        here, left = np.float64(i), np.float64(n - i)
        above = h[i] - tx
        slope_t, slope_r = above * inverse[i], (h[i] - rx) * back[i]
        over_t, over_r = slope_t - here * bend, slope_r - left * bend
        tilt_t[i], tilt_r[i] = over_t, over_r
        tx_horizon, rx_horizon = larger(tx_horizon, over_t), larger(rx_horizon, over_r)
        tx_bare, rx_bare = larger(tx_bare, slope_t), larger(rx_bare, slope_r)
        obstruction = larger(obstruction, above - rise * here)
        tx_roof = larger(tx_roof, (g[i] - tx) * inverse[i] + left * bend)
        rx_roof = larger(rx_roof, (g[i] - rx) * back[i] + here * bend)
        total += h[i]
        moment += h[i] * here
    return tx_horizon, rx_horizon, tx_bare - rise, rx_bare + rise, obstruction, total, moment, tx_roof, rx_roof


@separate
def _roof_slopes(
    g: np.ndarray, n: int, ends: tuple[float, float], bend: float, inverse: np.ndarray, back: np.ndarray
) -> tuple[float, float]:
    """S_tim and S_rim in m a gap for another radius; arguments as in `_slopes`."""
    tx, rx = ends
    tx_roof = rx_roof = _LOWEST
    for i in range(1, n):
        here, left = np.float64(i), np.float64(n - i)
        tx_roof = larger(tx_roof, (g[i] - tx) * inverse[i] + left * bend)
        rx_roof = larger(rx_roof, (g[i] - rx) * back[i] + here * bend)
    return tx_roof, rx_roof


@separate
def _highest_nu(
    h: np.ndarray,
    n: int,
    ends: tuple[float, float],
    bend: float,
    root: np.ndarray,
    back: np.ndarray,
    values: np.ndarray,
) -> float:
    """Largest ν/√(0.002 d/λ) times the gap over interior points; fills `values`. Arguments as in `_slopes`."""
    tx, rx = ends
    rise = (rx - tx) / n
    highest = _LOWEST
    for i in range(1, n):
        here, left = np.float64(i), np.float64(n - i)
        nu = (h[i] - tx - here * (rise - bend * left)) * (root[i] * back[i])
        values[i] = nu
        highest = larger(highest, nu)
    return highest


@separate
def _roughness(h: np.ndarray, first: int, last: int, start: float, rise: float) -> float:
    """h_m (m) over a line from `start` (m asl) rising `rise` m a gap; equation (95)."""
    highest = _LOWEST
    for i in range(first, last + 1):
        highest = larger(highest, h[i] - start - rise * i)
    return highest


@separate
def _first_at_least(values: np.ndarray, n: int, wanted: float) -> int:
    """First interior point whose value is `wanted` or more (one is), found without a jump: vector registers."""
    back = _LOWEST
    for i in range(1, n):
        back = larger(back, -np.float64(i) if values[i] >= wanted else _LOWEST)
    return int(-back)


@separate
def _last_at_least(values: np.ndarray, n: int, wanted: float) -> int:
    """Last interior point whose value is `wanted` or more (one is)."""
    place = _LOWEST
    for i in range(1, n):
        place = larger(place, np.float64(i) if values[i] >= wanted else _LOWEST)
    return int(place)


@compiled
def _even_slopes(
    h: np.ndarray,
    g: np.ndarray,
    n: int,
    gap_km: float,
    link: Link,
    tables: Tables,
    scratch: np.ndarray,
) -> tuple[Slopes, tuple[float, float]]:
    """What `geometry.profile_slopes` returns, a_β only where the link needs it; and the horizon slopes in m a gap."""
    ends = (h[0] + link.tx_height_m, h[n] + link.rx_height_m)
    back = tables.inverse_back[MOST_POINTS - 1 - n :]
    bend = 500.0 / link.radius_km * gap_km * gap_km
    tx_horizon, rx_horizon, tx_bare, rx_bare, obstruction, total, moment, tx_roof, rx_roof = _slopes(
        h, g, n, ends, bend, tables.inverse, back, scratch[0], scratch[1]
    )
    per_gap = 1.0 / gap_km
    tx_beta, rx_beta = tx_roof, rx_roof
    if link.time_percent != 50.0:
        tx_beta, rx_beta = _roof_slopes(g, n, ends, 500.0 / BETA_RADIUS_KM * gap_km * gap_km, tables.inverse, back)
    v1 = gap_km * (2.0 * total + h[0] + h[n])
    v2 = gap_km * gap_km * (6.0 * moment + h[0] + (3.0 * n - 1.0) * h[n])
    slopes = Slopes(
        tx_horizon * per_gap, rx_horizon * per_gap, tx_bare * per_gap, rx_bare * per_gap, obstruction, v1, v2,
        tx_roof * per_gap, rx_roof * per_gap, tx_beta * per_gap, rx_beta * per_gap,
    )  # fmt: skip
    return slopes, (tx_horizon, rx_horizon)


@compiled
def _horizons(
    h: np.ndarray,
    n: int,
    gap_km: float,
    link: Link,
    tilts: tuple[float, float],
    tables: Tables,
    scratch: np.ndarray,
) -> Horizons:
    """What `geometry.path_horizons` returns; `tilts` are the highest of the horizon slopes in `scratch` (m a gap)."""
    total = gap_km * n
    tx, rx = h[0] + link.tx_height_m, h[n] + link.rx_height_m
    bend = 500.0 / link.radius_km
    direct = (rx - tx) / total - bend * total
    clear = tilts[0] / gap_km <= direct
    if not clear:
        tx_index = _first_at_least(scratch[0], n, tilts[0])
        rx_index = _last_at_least(scratch[1], n, tilts[1])
        up, down = tilts[0] / gap_km, tilts[1] / gap_km
    else:
        root_back = tables.root_back[MOST_POINTS - 1 - n :]
        highest = _highest_nu(h, n, (tx, rx), bend * gap_km * gap_km, tables.root, root_back, scratch[0])
        tx_index = rx_index = _last_at_least(scratch[0], n, highest)
        up, down = direct, (tx - rx) / total - bend * total
    elevations = (1000.0 * math.atan(0.001 * up), 1000.0 * math.atan(0.001 * down))
    return Horizons(
        clear, gap_km * tx_index, total - gap_km * rx_index, elevations[0], elevations[1],
        2.0 * bend * total + elevations[0] + elevations[1], tx_index, rx_index,
    )  # fmt: skip


@compiled
def _knife_nu(
    g: np.ndarray,
    n: int,
    gap_km: float,
    link: Link,
    bend: float,
    slopes: tuple[float, float],
    tables: Tables,
    values: np.ndarray,
) -> float:
    """What `prediction.knife_nu` returns."""
    total = gap_km * n
    ends = (g[0] + link.tx_height_m, g[n] + link.rx_height_m)
    if slopes[0] < (ends[1] - ends[0]) / total:
        root_back = tables.root_back[MOST_POINTS - 1 - n :]
        highest = _highest_nu(g, n, ends, bend * gap_km * gap_km, tables.root, root_back, values)
        return highest / gap_km * math.sqrt(0.002 * total / link.wavelength_m)
    return crossing_nu(slopes[0], slopes[1], ends, total, link.wavelength_m)


@compiled
def even_geometry(
    h: np.ndarray, g: np.ndarray, n: int, gap_km: float, link: Link, tables: Tables, scratch: np.ndarray
) -> Geometry:
    """Return the geometry of a profile of `n` gaps of `gap_km`; `h`, `g` m asl, `scratch` (2, > n) is overwritten.

    At p = 50 % nothing is asked of a_β: its ν is that of a_e.
    """
    total = gap_km * n
    slopes, tilts = _even_slopes(h, g, n, gap_km, link, tables, scratch)
    horizons = _horizons(h, n, gap_km, link, tilts, tables, scratch)
    earth: SmoothEarth = smooth_earth(total, (h[0], h[n]), slopes)
    rise = (earth.rx_ducting - earth.tx_ducting) / n
    rough = _roughness(h, horizons.tx_index, horizons.rx_index, earth.tx_ducting, rise)
    median = (slopes.tx_median, slopes.rx_median)
    knife = _knife_nu(g, n, gap_km, link, 500.0 / link.radius_km, median, tables, scratch[0])
    often = knife
    if link.time_percent != 50.0:
        beta = (slopes.tx_beta, slopes.rx_beta)
        often = _knife_nu(g, n, gap_km, link, 500.0 / BETA_RADIUS_KM, beta, tables, scratch[0])
    return Geometry(total, (h[0], h[n]), horizons, earth, rough, knife, often)


@compiled
def _highest_flat_slope(n: int, gap_km: float, height: float, bend: float, from_receiver: bool) -> float:
    """S_tim or S_rim over zero heights: concave in the distance, so a neighbour of the peak is the largest."""
    total = gap_km * n
    peak = math.sqrt(height / bend)
    k = int(min(max((total - peak if from_receiver else peak) / gap_km, 1.0), n - 1.0))
    best = _LOWEST
    for i in range(max(k - 1, 1), min(k + 3, n)):
        best = max(best, flat_slope(gap_km * (n - i if from_receiver else i), total, height, bend))
    return best


@compiled
def _highest_flat_nu(n: int, gap_km: float, ends: tuple[float, float], bend: float) -> float:
    """Largest ν/√(0.002 d/λ) over zero heights: it rises to one peak, climbed from where equal heights have it."""
    total = gap_km * n
    roots = math.sqrt(ends[0]) + math.sqrt(ends[1])
    k = min(max(int(n * math.sqrt(ends[0]) / roots + 0.5), 1), n - 1)
    best = flat_nu(gap_km * k, total, ends, bend)
    for step in (1, -1):
        while 1 <= k + step <= n - 1:
            value = flat_nu(gap_km * (k + step), total, ends, bend)
            if value < best:
                break
            best, k = value, k + step
    return best


@compiled
def _flat_bullington_db(n: int, gap_km: float, ends: tuple[float, float], bend: float, wavelength_m: float) -> float:
    """What `diffraction.flat_bullington_db` returns."""
    total = gap_km * n
    tx_slope = _highest_flat_slope(n, gap_km, ends[0], bend, False)
    if tx_slope < (ends[1] - ends[0]) / total:
        nu = _highest_flat_nu(n, gap_km, ends, bend) * math.sqrt(0.002 * total / wavelength_m)
        return bullington_db(knife_edge_db(nu), total)
    rx_slope = _highest_flat_slope(n, gap_km, ends[1], bend, True)
    return bullington_db(knife_edge_db(crossing_nu(tx_slope, rx_slope, ends, total, wavelength_m)), total)


@compiled
def even_diffraction(
    n: int, gap_km: float, geometry: Geometry, link: Link, radius_km: float, knife: float, sea_share: float
) -> Diffraction:
    """Return L_d(a_p) (dB); equations (37)–(39). The smooth path is left at 0 where the sphere takes nothing away."""
    total = geometry.total_km
    actual = bullington_db(knife_edge_db(knife), total)
    heights = lifted_heights(geometry, link)
    sphere = spherical_db(link, total, heights, radius_km, sea_share)
    if sphere <= 0.0:
        return Diffraction(actual, actual, 0.0, sphere)
    smooth = _flat_bullington_db(n, gap_km, heights, 500.0 / radius_km, link.wavelength_m)
    return Diffraction(actual + max(sphere - smooth, 0.0), actual, smooth, sphere)
