"""The last points before each receiver of a sweep, and the features of its path: whole rows at a time.

Takes the places of the receivers of one radial and what they see along it (`radial`); samples each receiver's own
last points, which decide most of a low receiver's loss, and joins both into the feature rows of `batch`. Every loop
here runs over receivers without a jump, so that it uses vector registers.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.batch import BATCH
from tinhso.rooms.network.compiled import compiled, inlined, larger, separate
from tinhso.rooms.network.radial import NEAR_POINTS, Sights
from tinhso.rooms.network.sampling import FEWEST_INTERVALS, Rasters

_LOWEST = -1e300


class Places(NamedTuple):
    """Receivers of one radial, one element each: distance and own sampling step (km), place and step (cell units).

    `near_h`, `near_g` (NEAR_POINTS + 1, n): bare heights and heights with clutter (m asl) of the receiver's cell and of
    the points before it.
    """

    total: np.ndarray
    step: np.ndarray
    y: np.ndarray
    x: np.ndarray
    back_y: np.ndarray
    back_x: np.ndarray
    near_h: np.ndarray
    near_g: np.ndarray


@compiled
def new_places(n: int) -> Places:
    """Return the arrays for `n` receivers."""
    rows, near = np.zeros((6, n)), np.zeros((2, NEAR_POINTS + 1, n))
    return Places(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], near[0], near[1])


@separate
def place_receivers(
    rows: np.ndarray,
    columns: np.ndarray,
    count: int,
    centre: tuple[float, float],
    offset: tuple[float, float],
    cell_km: float,
    step_km: float,
    total: np.ndarray,
    step: np.ndarray,
    y: np.ndarray,
    x: np.ndarray,
    back_y: np.ndarray,
    back_x: np.ndarray,
) -> None:
    """Fill distances, steps and places from offsets in cells; `offset` leads from transmitter to `centre`."""
    for k in range(count):
        down, right = rows[k] + offset[0], columns[k] + offset[1]
        distance = math.sqrt(down * down + right * right) * cell_km
        parts = larger(np.float64(FEWEST_INTERVALS), np.ceil(distance / step_km - 1e-9))
        total[k], step[k] = distance, distance / parts
        y[k], x[k] = centre[0] + rows[k], centre[1] + columns[k]
        back_y[k], back_x[k] = -down / parts, -right / parts


@separate
def _sample_near(
    terrain: np.ndarray,
    clutter: np.ndarray,
    width: int,
    ahead: float,
    count: int,
    ys: np.ndarray,
    xs: np.ndarray,
    back_y: np.ndarray,
    back_x: np.ndarray,
    h: np.ndarray,
    g: np.ndarray,
) -> None:
    """Fill heights of the point `ahead` steps before each receiver."""
    for k in range(count):
        y, x = ys[k] + back_y[k] * ahead, xs[k] + back_x[k] * ahead
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
def sample_near(rasters: Rasters, count: int, places: Places) -> None:
    """Fill `near_h` and `near_g` of `count` receivers."""
    for q in range(NEAR_POINTS + 1):
        _sample_near(
            rasters.terrain, rasters.clutter, rasters.width, float(q), count, places.y, places.x,
            places.back_y, places.back_x, places.near_h[q], places.near_g[q],
        )  # fmt: skip


class _Seen(NamedTuple):
    """What one receiver's path has shown so far; as in `Sights`."""

    tilt_t: float
    reach_t: float
    bare_t: float
    roof_t: float
    roof_t_beta: float
    tilt_r: float
    reach_r: float
    bare_r: float
    roof_r: float
    roof_r_beta: float
    obstruction: float
    fresnel: float
    fresnel_beta: float


@inlined
def _with_point(
    seen: _Seen,
    place: tuple[float, float, float],
    heights: tuple[float, float],
    sight: tuple[float, float, float],
    bends: tuple[float, float],
) -> _Seen:
    """Add a point: `place` its distances (km) from both ends and 1 over the second, `sight` h_ts, h_rs, their slope."""
    here, left, per_left = place
    h, g = heights
    tx, rx, lift = sight
    median, beta = bends
    per_here = 1.0 / here
    slope_t, slope_r = (h - tx) * per_here, (h - rx) * per_left
    roof_t, roof_r = (g - tx) * per_here, (g - rx) * per_left
    tilt_t, tilt_r = slope_t - median * here, slope_r - median * left
    over, per_root = g - tx - lift * here, 1.0 / math.sqrt(here * left)
    return _Seen(
        larger(seen.tilt_t, tilt_t),
        here if tilt_t > seen.tilt_t else seen.reach_t,
        larger(seen.bare_t, slope_t),
        larger(seen.roof_t, roof_t + median * left),
        larger(seen.roof_t_beta, roof_t + beta * left),
        larger(seen.tilt_r, tilt_r),
        left if tilt_r > seen.tilt_r else seen.reach_r,
        larger(seen.bare_r, slope_r),
        larger(seen.roof_r, roof_r + median * here),
        larger(seen.roof_r_beta, roof_r + beta * here),
        larger(seen.obstruction, h - tx - lift * here),
        larger(seen.fresnel, (over + median * here * left) * per_root),
        larger(seen.fresnel_beta, (over + beta * here * left) * per_root),
    )


@inlined
def _write_row(
    features: np.ndarray,
    k: int,
    path: tuple[float, float],
    seen: _Seen,
    reaches: tuple[float, float],
    smooth: tuple[float, float],
    lift: float,
) -> None:
    """Write a row but for roughness and clutter; `path` its length (km) and the ground at its end (m asl)."""
    features[0 * BATCH + k], features[1 * BATCH + k] = path[0], path[1]
    features[2 * BATCH + k], features[3 * BATCH + k] = seen.tilt_t, seen.tilt_r
    features[4 * BATCH + k], features[5 * BATCH + k] = reaches[0], reaches[1]
    features[6 * BATCH + k], features[7 * BATCH + k] = seen.roof_t, seen.roof_t_beta
    features[8 * BATCH + k], features[9 * BATCH + k] = seen.roof_r, seen.roof_r_beta
    features[10 * BATCH + k], features[11 * BATCH + k] = seen.fresnel, seen.fresnel_beta
    features[12 * BATCH + k], features[13 * BATCH + k] = smooth[0], smooth[1]
    features[14 * BATCH + k] = seen.obstruction
    features[15 * BATCH + k], features[16 * BATCH + k] = seen.bare_t - lift, seen.bare_r + lift


@separate
def join_features(
    places: Places,
    sights: Sights,
    count: int,
    gap_km: float,
    grounds: tuple[float, float, float],
    bends: tuple[float, float],
    lines: tuple[np.ndarray, np.ndarray],
    highest: np.ndarray,
    features: np.ndarray,
) -> None:
    """Write the feature rows of `count` receivers (all columns but the roughness) and what the roughness asks for.

    `grounds` are the bare ground at the transmitter, h_ts (m asl) and the receiver's height above ground (m). Fills
    `lines` (ducting lines: m asl at the transmitter, m/km) and `highest` (near points over them, m); turns
    `sights.reach_t`, `sights.reach_r` into the horizons' distances (km) from the transmitter.
    """
    tx = grounds[1]
    for k in range(count):
        total, step = places.total[k], places.step[k]
        ground = places.near_h[0, k]
        rx = ground + grounds[2]
        per_total, per_step = 1.0 / total, 1.0 / step
        lift = (rx - tx) * per_total
        seen = _Seen(
            sights.tilt_t[k], sights.reach_t[k], sights.bare_t[k], sights.roof_t[k], sights.roof_t_beta[k],
            sights.tilt_r[k], sights.reach_r[k], sights.bare_r[k], sights.roof_r[k], sights.roof_r_beta[k],
            sights.obstruction[k], sights.fresnel[k], sights.fresnel_beta[k],
        )  # fmt: skip
        before, before_h = gap_km * sights.last[k], sights.h[k]
        v1 = gap_km * (2.0 * sights.total[k] - before_h)
        v2 = gap_km * gap_km * (6.0 * sights.moment[k] + grounds[0] - (3.0 * sights.last[k] + 1.0) * before_h)
        for q in range(NEAR_POINTS, 0, -1):
            here, h = total - step * q, places.near_h[q, k]
            v1 += (here - before) * (h + before_h)
            v2 += (here - before) * (h * (2.0 * here + before) + before_h * (here + 2.0 * before))
            before, before_h = here, h
            seen = _with_point(seen, (here, step * q, per_step / q), (h, places.near_g[q, k]), (tx, rx, lift), bends)
        v1 += step * (ground + before_h)
        v2 += step * (ground * (2.0 * total + before) + before_h * (total + 2.0 * before))
        reach_t = seen.reach_t
        reach_r = total - reach_t if seen.tilt_t <= lift - bends[0] * total else seen.reach_r
        smooth_t = (2.0 * v1 * total - v2) * per_total * per_total
        smooth_r = (v2 - v1 * total) * per_total * per_total
        low_t, low_r = min(smooth_t, grounds[0]), min(smooth_r, ground)
        rise = (low_r - low_t) * per_total
        most = _LOWEST
        for q in range(1, NEAR_POINTS + 1):
            here = total - step * q
            over = places.near_h[q, k] - low_t - rise * here
            between = reach_t <= here + 1e-9 and reach_r <= step * q + 1e-9
            most = larger(most, over if between else _LOWEST)
        lines[0][k], lines[1][k], highest[k] = low_t, rise, most
        sights.reach_t[k], sights.reach_r[k] = reach_t, total - reach_r
        _write_row(features, k, (total, ground), seen, (reach_t, reach_r), (smooth_t, smooth_r), lift)
        features[18 * BATCH + k] = places.near_g[0, k] - ground
