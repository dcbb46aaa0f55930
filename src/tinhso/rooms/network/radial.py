"""One radial of a sweep: what every receiver near it needs of its profile, without walking the profile again.

Takes heights sampled along a ray from the transmitter. `walk_radial` keeps running maxima and sums per point and, for
each point, its predecessor on the upper convex hulls of the roofs and of the bare ground; `look_along` reads them for
the receivers near the ray, `highest_between` finds the roughness of their paths. Where several points compete only
the transmitter's horizon and the hull points seen from the receiver are asked, so slopes can be slightly low; the
error is measured (`bench.coverage`). A receiver's own last points are the business of `near`.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled, inlined
from tinhso.rooms.network.hull import Hull, grow_hull, new_hull, seen_from

NEAR_POINTS = 3
"""How many points before a receiver are taken from its own profile."""

_LOWEST = -1e300


class Ray(NamedTuple):
    """Running values along a radial; element n speaks of the points 1 … n.

    `h`, `g` heights without and with clutter (m asl); `tilt` greatest horizon slope and `tilt_at` its point; `bare` the
    same without curvature; `roof_median`, `roof_beta` greatest Bullington slopes less their constant; `total`, `moment`
    sums of h (the first halved) and of h times its number; `roofs` and `ground` the hulls of g and h.
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
    roofs: Hull
    ground: Hull


class Sights(NamedTuple):
    """What receivers see of their radial, one element a receiver; units as in `batch.Row`.

    From the transmitter: `tilt_t`, `reach_t`, `bare_t`, `roof_t`, `roof_t_beta`, and the sums `total`, `moment`, `h`
    up to the point numbered `last`. From the receiver: `tilt_r`, `reach_r`, `bare_r`, `roof_r`, `roof_r_beta`; between
    them `obstruction`, `fresnel`, `fresnel_beta`.
    """

    last: np.ndarray
    tilt_t: np.ndarray
    reach_t: np.ndarray
    bare_t: np.ndarray
    roof_t: np.ndarray
    roof_t_beta: np.ndarray
    total: np.ndarray
    moment: np.ndarray
    h: np.ndarray
    tilt_r: np.ndarray
    reach_r: np.ndarray
    bare_r: np.ndarray
    roof_r: np.ndarray
    roof_r_beta: np.ndarray
    obstruction: np.ndarray
    fresnel: np.ndarray
    fresnel_beta: np.ndarray


@compiled
def new_ray(n: int) -> Ray:
    """Return the arrays of a radial of `n` + 1 points."""
    rows, hulls = np.empty((8, n + 1)), (new_hull(n), new_hull(n))
    return Ray(
        rows[0], rows[1], rows[2], np.zeros(n + 1, np.int64), rows[3], rows[4], rows[5], rows[6], rows[7],
        hulls[0], hulls[1],
    )  # fmt: skip


@compiled
def new_sights(n: int) -> Sights:
    """Return the arrays for `n` receivers."""
    rows = np.zeros((17, n))
    return Sights(
        rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8], rows[9], rows[10],
        rows[11], rows[12], rows[13], rows[14], rows[15], rows[16],
    )  # fmt: skip


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
    for k in range(first, last + 1):
        here, per_here = gap_km * k, inverse[k] * per_gap
        slope = (h[k] - tx) * per_here
        bare = max(bare, slope)
        curved = slope - median * here
        tilt_at = k if curved > tilt else tilt_at
        tilt = max(tilt, curved)
        roof = (g[k] - tx) * per_here
        roof_median, roof_beta = max(roof_median, roof - median * here), max(roof_beta, roof - beta * here)
        tilts[k], tilts_at[k], bares[k] = tilt, tilt_at, bare
        roofs[k], roofs_beta[k] = roof_median, roof_beta
        total += h[k]
        moment += h[k] * k
        totals[k], moments[k] = total, moment
    roof_top, roof_below, roof_rise = ray.roofs
    ground_top, ground_below, ground_rise = ray.ground
    for k in range(first, last + 1):
        here = gap_km * k
        drop = median * here * here
        grow_hull(roof_top, roof_below, roof_rise, k, g[k] - drop, inverse)
        grow_hull(ground_top, ground_below, ground_rise, k, h[k] - drop, inverse)


@inlined
def _look_at_ground(
    h: np.ndarray,
    top: np.ndarray,
    below: np.ndarray,
    n: int,
    gap_km: float,
    total: float,
    ends: tuple[float, float],
    median: float,
    known: float,
) -> tuple[float, float, float, float]:
    """Receiver's horizon over bare ground (m/km, km), its slope without curvature, and h_obs from `known` upwards.

    From the horizon the hull is followed upwards only: lower points decide nothing.
    """
    tx, rx = ends
    lift = (rx - tx) / total
    seen = seen_from(top, below, n, total / gap_km, rx - median * total * total)
    left = total - gap_km * seen
    slope = (h[seen] - rx) / left
    bare, obstruction = slope, max(known, h[seen] - tx - lift * gap_km * seen)
    point = seen
    while point > 1:
        point = below[point]
        here = gap_km * point
        above = h[point] - tx - lift * here
        bare = max(bare, (h[point] - rx) / (total - here))
        if above < obstruction:
            break
        obstruction = above
    return slope - median * left, left, bare, obstruction


@inlined
def _look_at_roofs(
    g: np.ndarray,
    top: np.ndarray,
    below: np.ndarray,
    n: int,
    gap_km: float,
    total: float,
    ends: tuple[float, float],
    bends: tuple[float, float],
    clear: bool,
) -> tuple[float, float, float, float]:
    """Receiver's Bullington slopes (m/km) and the largest ν/√(0.002 d/λ), both for a_e and a_β.

    ν is asked for only where the transmitter may be `clear` of the roofs; elsewhere the horizon alone is looked at.
    """
    tx, rx = ends
    median, beta = bends
    lift = (rx - tx) / total
    seen = seen_from(top, below, n, total / gap_km, rx - median * total * total)
    roof = roof_beta = fresnel = fresnel_beta = best = _LOWEST
    point = seen
    if not clear:
        slope, here = (g[seen] - rx) / (total - gap_km * seen), gap_km * seen
        return slope + median * here, slope + beta * here, fresnel, fresnel_beta
    while True:
        here = gap_km * point
        left = total - here
        slope = (g[point] - rx) / left
        roof, roof_beta = max(roof, slope + median * here), max(roof_beta, slope + beta * here)
        over, per_root = g[point] - tx - lift * here, 1.0 / math.sqrt(here * left)
        nu = (over + median * here * left) * per_root
        fresnel, fresnel_beta = max(fresnel, nu), max(fresnel_beta, (over + beta * here * left) * per_root)
        if nu < best or point <= 1:
            break
        best = nu
        point = below[point]
    return roof, roof_beta, fresnel, fresnel_beta


@compiled
def look_along(
    ray: Ray,
    gap_km: float,
    count: int,
    totals: np.ndarray,
    steps: np.ndarray,
    near_h: np.ndarray,
    heights: tuple[float, float],
    bends: tuple[float, float],
    sights: Sights,
) -> None:
    """Fill the `sights` of `count` receivers: distances and steps (km), bare heights of their own last points.

    `near_h` (NEAR_POINTS + 1, n) is in m asl; `heights` are h_ts (m asl) and the receiver's height above ground; the
    ray must hold more than NEAR_POINTS + 1 points before every receiver.
    """
    median, beta = bends
    # Arrays inside named tuples are counted each time they are named, so they are named once, outside the loop.
    h, g, tilt, tilt_at, bare = ray.h, ray.g, ray.tilt, ray.tilt_at, ray.bare
    roof, roof_beta, total_h, moment = ray.roof_median, ray.roof_beta, ray.total, ray.moment
    ground_top, ground_below, roof_top, roof_below = ray.ground.top, ray.ground.below, ray.roofs.top, ray.roofs.below
    last, tilt_t, reach_t, bare_t = sights.last, sights.tilt_t, sights.reach_t, sights.bare_t
    roof_t, roof_t_beta, sums, moments, hs = sights.roof_t, sights.roof_t_beta, sights.total, sights.moment, sights.h
    tilt_r, reach_r, bare_r, obstruction = sights.tilt_r, sights.reach_r, sights.bare_r, sights.obstruction
    roof_r, roof_r_beta = sights.roof_r, sights.roof_r_beta
    fresnel, fresnel_beta = sights.fresnel, sights.fresnel_beta
    for k in range(count):
        total = totals[k]
        n = max(int((total - NEAR_POINTS * steps[k]) / gap_km), 1)
        last[k], hs[k], sums[k], moments[k] = n, h[n], total_h[n], moment[n]
        tilt_t[k], reach_t[k], bare_t[k] = tilt[n], gap_km * tilt_at[n], bare[n]
        roof_t[k], roof_t_beta[k] = roof[n] + median * total, roof_beta[n] + beta * total
        ends = (heights[0], near_h[0, k] + heights[1])
        lift = (ends[1] - ends[0]) / total
        known = _LOWEST
        for q in range(1, NEAR_POINTS + 1):
            known = max(known, near_h[q, k] - ends[0] - lift * (total - steps[k] * q))
        tilt_r[k], reach_r[k], bare_r[k], obstruction[k] = _look_at_ground(
            h, ground_top, ground_below, n, gap_km, total, ends, median, known
        )
        roof_r[k], roof_r_beta[k], fresnel[k], fresnel_beta[k] = _look_at_roofs(
            g, roof_top, roof_below, n, gap_km, total, ends, bends, min(roof_t[k], roof_t_beta[k]) < lift
        )


@compiled
def highest_between(
    ray: Ray, gap_km: float, count: int, lines: tuple[np.ndarray, np.ndarray], sights: Sights, highest: np.ndarray
) -> None:
    """Raise `highest` (m) to the bare hull over each receiver's ducting line between its horizons; equation (95).

    `lines` are the heights (m asl) of the lines at the transmitter and their rises (m/km); `sights.reach_t` and
    `sights.reach_r` hold the distances (km) of the horizons from the transmitter.
    """
    h, below, starts, rises = ray.h, ray.ground.below, lines[0], lines[1]
    near, far, last = sights.reach_t, sights.reach_r, sights.last
    per_gap = 1.0 / gap_km
    for k in range(count):
        start, rise = starts[k], rises[k] * gap_km
        first = int(near[k] * per_gap + 0.5)
        point = max(min(int(far[k] * per_gap + 0.5), int(last[k])), 1)
        most = highest[k]
        while point >= first and point >= 1:
            most = max(most, h[point] - (start + rise * point))
            point = below[point]
        highest[k] = most
