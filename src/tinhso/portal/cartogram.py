"""A cartogram of circles: every unit in sight, none hiding another, each near where it lies (after Dorling).

Takes points on a plane and weights, gives centres and radii on the same plane. Circles that overlap push each other
apart until none does, the heavier moving less; the outcome depends on the input alone, not on chance or order of sums.
Source: D. Dorling, Area Cartograms: Their Use and Creation, CATMOG 59 (1996).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FILLED = 0.5
"""Share of the points' bounding box that the circles fill together."""
_LEAST_RADIUS = 0.35
_N_PULLED, _N_FREE = 120, 600
_PULL = 0.06
_GAP = 1.04

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Circle:
    """One unit's circle in the units of the plane it was asked for."""

    x: float
    y: float
    radius: float


def circles(points: Sequence[tuple[float, float]], weights: Sequence[float]) -> list[Circle]:
    """Return a circle for each point, its area in proportion to its weight, none overlapping another.

    The smallest are drawn no smaller than 0.35 of the mean radius, so that they can be seen and touched. Weights of 0
    or less count as the smallest. No points give no circles.
    """
    if not points:
        return []
    home = np.array(points, dtype=np.float64)
    radius = _radii(home, np.array(weights, dtype=np.float64))
    place = _apart(home, radius)
    radius = radius * min(1.0, _tightest(place, radius))
    return [Circle(float(x), float(y), float(r)) for (x, y), r in zip(place, radius, strict=True)]


def _radii(home: Array, weights: Array) -> Array:
    root = np.sqrt(np.maximum(weights, 0.0))
    if not root.any():
        root = np.ones(len(home))
    root = np.maximum(root, _LEAST_RADIUS * root.mean())
    width, height = np.maximum(np.ptp(home, axis=0), 1e-6)
    return np.asarray(root * np.sqrt(FILLED * width * height / (np.pi * (root**2).sum())), dtype=np.float64)


def _apart(home: Array, radius: Array) -> Array:
    """Return where the circles stand after pushing; at first each is also drawn back to where it belongs."""
    place = home.copy()
    wanted = _GAP * (radius[:, None] + radius[None, :])
    # Of two that overlap each gives way by the other's share of their area.
    share = radius[None, :] ** 2 / (radius[:, None] ** 2 + radius[None, :] ** 2)
    aside = _directions(len(home))
    for step in range(_N_PULLED + _N_FREE):
        between = place[:, None, :] - place[None, :, :]
        distance = np.hypot(between[..., 0], between[..., 1])
        overlap = np.where(np.eye(len(home), dtype=bool), 0.0, np.maximum(wanted - distance, 0.0))
        if step >= _N_PULLED and overlap.max() < 1e-3 * radius.min():
            break
        unit = np.where(distance[..., None] > 1e-9, between / np.maximum(distance, 1e-9)[..., None], aside)
        place = place + 0.5 * (unit * (overlap * share)[..., None]).sum(axis=1)
        if step < _N_PULLED:
            place = place + _PULL * (home - place)
    return place


def _directions(n: int) -> Array:
    """Return opposite directions for the two of every pair, for those that stand on one point."""
    first, second = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    angle = 2.399963 * (np.minimum(first, second) + 1.0) + np.pi * (first > second)
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def _tightest(place: Array, radius: Array) -> float:
    """Return how much of their radius all can keep so that no two overlap; 1 or more where none do."""
    if len(place) < 2:
        return 1.0
    first, second = np.triu_indices(len(place), 1)
    distance = np.hypot(*(place[first] - place[second]).T)
    return float((distance / (radius[first] + radius[second])).min())
