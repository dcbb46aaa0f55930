"""One radial of a sweep: what every receiver near it needs of its profile, without walking the profile again.

Takes heights sampled along a ray from the transmitter. `walk_radial` keeps running maxima and sums per point and, for
each point, its predecessor on the upper convex hull of the roofs; `receiver_features` reads them for a receiver near
the ray, adds the receiver's own last points (which decide most of a low receiver's loss) and writes a feature row of
`batch`. Where several points compete it looks at the transmitter's horizon, the hull points seen from the receiver
and the receiver's last three, so slopes can be slightly low; the error is measured (`bench.coverage`).
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.batch import BATCH, N_FEATURES
from tinhso.rooms.network.compiled import compiled, inlined
from tinhso.rooms.network.sampling import Rasters

NEAR_POINTS = 3
"""How many points before a receiver are taken from its own profile."""

_LOWEST = -1e300


class Ray(NamedTuple):
    """Running values along a radial; element n speaks of the points 1 … n.

    `tilt` greatest horizon slope and `tilt_at` its point; `bare` the same without curvature; `roof_median`,
    `roof_beta` greatest Bullington slopes less their constant; `total`, `moment` sums of h (the
    first halved) and of h times its number; `below` the
    predecessor on the hull of `curved` = roof − 500 d²/a_e, `bare_curved` and `bare_below` the same of the bare ground;
    `h`, `g` heights without and with clutter (m asl).
    """

    h: np.ndarray
    g: np.ndarray
    tilt: np.ndarray
    tilt_at: np.ndarray
    bare: np.ndarray
    roof_median: np.ndarray
    roof_beta: np.ndarray
    total: np.ndarray
    moment: np.ndarray
    curved: np.ndarray
    below: np.ndarray
    bare_curved: np.ndarray
    bare_below: np.ndarray


@compiled
def new_ray(n: int) -> Ray:
    """Return the arrays of a radial of `n` + 1 points."""
    rows = np.empty((10, n + 1))
    places = np.zeros((3, n + 1), np.int64)
    return Ray(
        rows[0], rows[1], rows[2], places[0], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8], places[1],
        rows[9], places[2],
    )  # fmt: skip


@inlined
def _grow_hull(curved: np.ndarray, below: np.ndarray, k: int, top: float) -> None:
    """Add point `k` of height `top` to the upper hull of the points 1 … k − 1."""
    curved[k] = top
    under = k - 1
    while under > 1:
        lower = below[under]
        if (curved[under] - curved[lower]) * (k - under) > (top - curved[under]) * (under - lower):
            break
        under = lower
    below[k] = under


@compiled
def walk_radial(
    ray: Ray, first: int, last: int, gap_km: float, tx: float, bends: tuple[float, float], inverse: np.ndarray
) -> None:
    """Fill the running values of the points `first` … `last`, going on from those of the points before.

    `h` and `g` of these points are sampled `gap_km` apart; `tx` is h_ts (m asl), `inverse` holds 1/i.
    """
    median, beta = bends
    per_gap = 1.0 / gap_km
    if first <= 1:
        first = 1
        ray.tilt[0] = ray.bare[0] = ray.roof_median[0] = ray.roof_beta[0] = _LOWEST
        ray.tilt_at[0] = 0
        ray.total[0], ray.moment[0] = 0.5 * ray.h[0], 0.0
    before = first - 1
    tilt, tilt_at, bare = ray.tilt[before], ray.tilt_at[before], ray.bare[before]
    roof_median, roof_beta = ray.roof_median[before], ray.roof_beta[before]
    total, moment = ray.total[before], ray.moment[before]
    h, g, totals, moments = ray.h, ray.g, ray.total, ray.moment
    tilts, tilts_at, bares, roofs, roofs_beta = ray.tilt, ray.tilt_at, ray.bare, ray.roof_median, ray.roof_beta
    curved, below, bare_curved, bare_below = ray.curved, ray.below, ray.bare_curved, ray.bare_below
    for k in range(first, last + 1):
        here, per_here = gap_km * k, inverse[k] * per_gap
        slope = (h[k] - tx) * per_here
        bare = max(bare, slope)
        if slope - median * here > tilt:
            tilt, tilt_at = slope - median * here, k
        roof = (g[k] - tx) * per_here
        roof_median, roof_beta = max(roof_median, roof - median * here), max(roof_beta, roof - beta * here)
        tilts[k], tilts_at[k], bares[k] = tilt, tilt_at, bare
        roofs[k], roofs_beta[k] = roof_median, roof_beta
        total += h[k]
        moment += h[k] * k
        totals[k], moments[k] = total, moment
        drop = median * here * here
        _grow_hull(curved, below, k, g[k] - drop)
        _grow_hull(bare_curved, bare_below, k, h[k] - drop)


@inlined
def _seen_from(curved: np.ndarray, below: np.ndarray, last: int, place: float, height: float) -> int:
    """The hull point of 1 … `last` that rises highest as seen from `place` (in points) at curved `height`."""
    best = last
    rise, run = curved[best] - height, place - best
    while best > 1:
        lower = below[best]
        lower_rise, lower_run = curved[lower] - height, place - lower
        if lower_rise * run <= rise * lower_run:
            break
        best, rise, run = lower, lower_rise, lower_run
    return best


@inlined
def _near_heights(
    rasters: Rasters, receiver: tuple[float, float], back: tuple[float, float], near_h: np.ndarray, near_g: np.ndarray
) -> None:
    """Fill heights without and with clutter of the last points before a receiver; [0] is its own cell."""
    width = rasters.width
    own = np.uint64(int(receiver[0]) * width + int(receiver[1]))
    near_h[0] = rasters.terrain[own]
    near_g[0] = near_h[0] + rasters.clutter[own]
    for k in range(1, NEAR_POINTS + 1):
        y, x = receiver[0] + back[0] * k, receiver[1] + back[1] * k
        i, j = int(y), int(x)
        down, right = y - i, x - j
        at = np.uint64(i * width + j)
        a, b = float(rasters.terrain[at]), float(rasters.terrain[at + np.uint64(1)])
        c, e = float(rasters.terrain[at + np.uint64(width)]), float(rasters.terrain[at + np.uint64(width + 1)])
        upper, lower = a + (b - a) * right, c + (e - c) * right
        near_h[k] = upper + (lower - upper) * down
        near_g[k] = near_h[k] + rasters.clutter[np.uint64(int(y + 0.5) * width + int(x + 0.5))]


class Sight(NamedTuple):
    """The straight line from transmitter to receiver: length km, heights m asl, slope m/km, and 500/a (m/km²)."""

    total: float
    tx: float
    rx: float
    lift: float
    median: float
    beta: float


class Ahead(NamedTuple):
    """Greatest slopes (m/km) and ν as far as found, and the distances (km) of the bare horizons."""

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
def _near_slopes(ray: Ray, n: int, gap_km: float, sight: Sight, step: float, near: np.ndarray) -> Ahead:
    """Maxima over the ray as the transmitter sees it and over the receiver's own last points."""
    total, tx, rx, lift, median, beta = sight
    tilt, reach_t, bare_t = ray.tilt[n], gap_km * ray.tilt_at[n], ray.bare[n]
    roof_t, roof_t_beta = ray.roof_median[n], ray.roof_beta[n]
    tilt_r = bare_r = roof_r = roof_r_beta = obstruction = fresnel = fresnel_beta = _LOWEST
    reach_r = 0.0
    per_step = 1.0 / step
    for q in range(1, NEAR_POINTS + 1):
        left = step * q
        here = total - left
        h, g = near[0, q], near[1, q]
        per_left, per_here = per_step / q, 1.0 / here
        slope = (h - tx) * per_here
        bare_t = max(bare_t, slope)
        if slope - median * here > tilt:
            tilt, reach_t = slope - median * here, here
        roof = (g - tx) * per_here
        roof_t, roof_t_beta = max(roof_t, roof - median * here), max(roof_t_beta, roof - beta * here)
        slope = (h - rx) * per_left
        bare_r = max(bare_r, slope)
        if slope - median * left > tilt_r:
            tilt_r, reach_r = slope - median * left, left
        roof = (g - rx) * per_left
        roof_r, roof_r_beta = max(roof_r, roof + median * here), max(roof_r_beta, roof + beta * here)
        obstruction = max(obstruction, h - tx - lift * here)
        over, per_root = g - tx - lift * here, 1.0 / math.sqrt(here * left)
        fresnel = max(fresnel, (over + median * here * left) * per_root)
        fresnel_beta = max(fresnel_beta, (over + beta * here * left) * per_root)
    return Ahead(
        tilt, reach_t, bare_t, roof_t + median * total, roof_t_beta + beta * total, tilt_r, reach_r, bare_r,
        roof_r, roof_r_beta, obstruction, fresnel, fresnel_beta,
    )  # fmt: skip


@inlined
def _bare_hull(ray: Ray, n: int, gap_km: float, sight: Sight, found: Ahead) -> tuple[float, float, float, float]:
    """Receiver's horizon slope, its distance, its slope without curvature, and h_obs, with the bare hull seen."""
    total, tx, rx, lift, median, _ = sight
    seen = _seen_from(ray.bare_curved, ray.bare_below, n, total / gap_km, rx - median * total * total)
    tilt, reach, bare, obstruction = found.tilt_r, found.reach_r, found.bare_r, found.obstruction
    left = total - gap_km * seen
    slope = (ray.h[seen] - rx) / left
    if slope - median * left > tilt:
        tilt, reach = slope - median * left, left
    point = seen
    while True:
        here = gap_km * point
        bare = max(bare, (ray.h[point] - rx) / (total - here))
        above = ray.h[point] - tx - lift * here
        if above < obstruction and point != seen:
            break
        obstruction = max(obstruction, above)
        if point <= 1:
            break
        point = ray.bare_below[point]
    return tilt, reach, bare, obstruction


@inlined
def _roof_hull(ray: Ray, n: int, gap_km: float, sight: Sight, found: Ahead) -> tuple[float, float, float, float]:
    """Receiver's Bullington slopes and the largest ν for both radii, with the hull of the roofs seen."""
    total, tx, rx, lift, median, beta = sight
    seen = _seen_from(ray.curved, ray.below, n, total / gap_km, rx - median * total * total)
    roof, roof_beta, fresnel, fresnel_beta = found.roof_r, found.roof_r_beta, found.fresnel, found.fresnel_beta
    point, best = seen, _LOWEST
    while True:
        here = gap_km * point
        left = total - here
        slope = (ray.g[point] - rx) / left
        roof, roof_beta = max(roof, slope + median * here), max(roof_beta, slope + beta * here)
        over, per_root = ray.g[point] - tx - lift * here, 1.0 / math.sqrt(here * left)
        nu = (over + median * here * left) * per_root
        fresnel, fresnel_beta = max(fresnel, nu), max(fresnel_beta, (over + beta * here * left) * per_root)
        if nu < best or point <= 1:
            break
        best = nu
        point = ray.below[point]
    return roof, roof_beta, fresnel, fresnel_beta


@inlined
def _roughness(
    ray: Ray, n: int, gap_km: float, line: tuple[float, float], reaches: tuple[float, float], total: float
) -> float:
    """h_m (m): highest bare hull over the ducting line between the horizons; equation (95)."""
    highest = _LOWEST
    first, last = int(reaches[0] / gap_km + 0.5), min(int((total - reaches[1]) / gap_km + 0.5), n)
    point = max(last, 1)
    while point >= first and point >= 1:
        highest = max(highest, ray.h[point] - (line[0] + line[1] * gap_km * point))
        if point <= 1:
            break
        point = ray.bare_below[point]
    return highest


@inlined
def receiver_features(
    ray: Ray,
    gap_km: float,
    rasters: Rasters,
    receiver: tuple[float, float],
    back: tuple[float, float],
    distances: tuple[float, float],
    heights: tuple[float, float],
    bends: tuple[float, float],
    near: np.ndarray,
    features: np.ndarray,
    k: int,
) -> None:
    """Write the feature row `k` of one receiver.

    `receiver` and `back` (its step towards the transmitter) are in cell units, `distances` its distance and that step
    (km), `heights` h_ts (m asl) and the receiver's height above ground; the ray must hold more than NEAR_POINTS + 1
    points before the receiver.
    """
    total, step = distances
    near_h = near[0]
    _near_heights(rasters, receiver, back, near_h, near[1])
    rx = near_h[0] + heights[1]
    lift = (rx - heights[0]) / total
    sight = Sight(total, heights[0], rx, lift, bends[0], bends[1])
    n = int((total - NEAR_POINTS * step) / gap_km)
    found = _near_slopes(ray, n, gap_km, sight, step, near)
    tilt_r, reach_r, bare_r, obstruction = _bare_hull(ray, n, gap_km, sight, found)
    roof_r, roof_r_beta, fresnel, fresnel_beta = _roof_hull(ray, n, gap_km, sight, found)
    if found.tilt_t <= lift - bends[0] * total:
        reach_r = total - found.reach_t
    v1, v2 = _sums_to_receiver(ray, n, gap_km, total, step, near_h)
    smooth_t = (2.0 * v1 * total - v2) / (total * total)
    smooth_r = (v2 - v1 * total) / (total * total)
    low_t, low_r = min(smooth_t, ray.h[0]), min(smooth_r, near_h[0])
    line = (low_t, (low_r - low_t) / total)
    high = _roughness(ray, n, gap_km, line, (found.reach_t, reach_r), total)
    for q in range(1, NEAR_POINTS + 1):
        here = total - step * q
        if found.reach_t <= here + 1e-9 and reach_r <= step * q + 1e-9:
            high = max(high, near_h[q] - line[0] - line[1] * here)
    row = (
        total, near_h[0], found.tilt_t, tilt_r, found.reach_t, reach_r, found.roof_t, found.roof_t_beta,
        roof_r, roof_r_beta, fresnel, fresnel_beta, smooth_t, smooth_r, obstruction, found.bare_t - lift,
        bare_r + lift, high, near[1, 0] - near_h[0],
    )  # fmt: skip
    for c in range(N_FEATURES):
        features[c * BATCH + k] = row[c]


@inlined
def _sums_to_receiver(
    ray: Ray, n: int, gap_km: float, total: float, step: float, near_h: np.ndarray
) -> tuple[float, float]:
    """v_1 and v_2 of the ray up to point `n`, then over the near points to the receiver; equations (85), (86)."""
    before, before_h = gap_km * n, ray.h[n]
    v1 = gap_km * (2.0 * ray.total[n] - before_h)
    v2 = gap_km * gap_km * (6.0 * ray.moment[n] + ray.h[0] - (3.0 * n + 1.0) * before_h)
    for q in range(NEAR_POINTS, -1, -1):
        here, h = total - step * q, near_h[q]
        gap = here - before
        v1 += gap * (h + before_h)
        v2 += gap * (h * (2.0 * here + before) + before_h * (here + 2.0 * before))
        before, before_h = here, h
    return v1, v2
