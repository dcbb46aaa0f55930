"""The upper convex hull of a profile that grows point by point, kept for every length at once.

Takes heights (m, already lowered by the curvature of the Earth) of points numbered from 1; keeps for each point its
predecessor on the hull of the points up to it, so a receiver anywhere along a radial finds the highest point it sees
in a few steps. Distances count in points.
"""

from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled, inlined


class Hull(NamedTuple):
    """Upper convex hull of a growing row of points: each one's height less 500 d²/a_e, predecessor and rise to it."""

    top: np.ndarray
    below: np.ndarray
    rise: np.ndarray


@compiled
def new_hull(n: int) -> Hull:
    """Return the arrays of a hull of up to `n` + 1 points."""
    return Hull(np.zeros(n + 1), np.zeros(n + 1, np.int64), np.zeros(n + 1))


@inlined
def grow_hull(tops: np.ndarray, below: np.ndarray, rise: np.ndarray, k: int, top: float, inverse: np.ndarray) -> None:
    """Add point `k` of height `top` to the upper hull of the points 1 … k − 1; `inverse` holds 1/i."""
    under = k - 1
    over = top - tops[under]
    while under > 1 and rise[under] * (k - under) <= over:
        under = below[under]
        over = top - tops[under]
    tops[k], below[k], rise[k] = top, under, over * inverse[k - under]


@inlined
def seen_from(top: np.ndarray, below: np.ndarray, last: int, place: float, height: float) -> int:
    """Return the hull point of 1 … `last` that rises highest as seen from `place` (in points) at curved `height`."""
    best = last
    rise, run = top[best] - height, place - best
    while best > 1:
        lower = below[best]
        lower_rise, lower_run = top[lower] - height, place - lower
        if lower_rise * run <= rise * lower_run:
            break
        best, rise, run = lower, lower_rise, lower_run
    return best
