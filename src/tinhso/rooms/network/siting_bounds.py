"""Bounds no choice of sites can pass: Lagrangian relaxations solved by subgradient steps.

Takes the reach arrays of `siting`, people or costs, and the value of a known plan (it only sets the step length);
gives a number that is a bound whatever the multipliers are, so rounding or early stopping cannot make it wrong.
"""

import numpy as np

from tinhso.rooms.network.compiled import compiled


@compiled
def _knapsack(value: np.ndarray, cost: np.ndarray, budget: int, share: np.ndarray) -> float:
    """The most value for a budget when sites may be taken in part; fills the share taken of each (0–1)."""
    share[:] = 0.0
    total, left = 0.0, float(budget)
    for site in np.argsort(-value / cost):
        if left <= 0.0 or value[site] <= 0.0:
            break
        part = min(1.0, left / cost[site])
        share[site] = part
        total += part * value[site]
        left -= part * cost[site]
    return total


@compiled
def largest_cover_bound(
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    people: np.ndarray,
    cost: np.ndarray,
    budget: int,
    known: float,
    steps: int,
    worth: np.ndarray,
) -> float:
    """Return an upper bound on the people that sites within `budget` can cover.

    Relaxes y_p ≤ Σ x_s with multipliers 0 ≤ λ_p ≤ people_p, starting from `worth`; the bound is Σ (people_p − λ_p)
    plus the best knapsack of Σ λ over each site. `known` is the value of a plan in hand.
    """
    place_starts, places, site_starts, _ = arrays
    n_sites, n_places = place_starts.size - 1, site_starts.size - 1
    reached = np.diff(site_starts) > 0
    multiplier = np.where(reached, np.minimum(np.maximum(worth, 0.0), people), 0.0)
    best_multiplier = multiplier.copy()
    value, share, slope = np.zeros(n_sites), np.zeros(n_sites), np.zeros(n_places)
    direction = np.zeros(n_places)
    best, scale, stale = 1e300, 1.0, 0
    for _ in range(steps):
        free = 0.0
        for p in range(n_places):
            if reached[p]:
                free += people[p] - multiplier[p]
                slope[p] = -1.0 if multiplier[p] < people[p] else 0.0
        for s in range(n_sites):
            value[s] = 0.0
            for k in range(place_starts[s], place_starts[s + 1]):
                value[s] += multiplier[places[k]]
        bound = free + _knapsack(value, cost, budget, share)
        if bound < best - 1e-9 * abs(best):
            best, stale = bound, 0
            best_multiplier[:] = multiplier
        else:
            stale += 1
            if stale >= 12:
                scale, stale = scale * 0.7, 0
                multiplier[:] = best_multiplier
        for s in range(n_sites):
            if share[s] > 0.0:
                for k in range(place_starts[s], place_starts[s + 1]):
                    slope[places[k]] += share[s]
        norm = 0.0
        for p in range(n_places):
            direction[p] = slope[p] + 0.6 * direction[p]
            norm += direction[p] * direction[p]
        if norm <= 1e-12 or bound <= known:
            break
        length = scale * max(bound - known, 1e-6 * bound) / norm
        for p in range(n_places):
            if reached[p]:
                multiplier[p] = min(max(multiplier[p] - length * direction[p], 0.0), people[p])
    return max(best, known)


@compiled
def cheapest_cover_bound(
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], cost: np.ndarray, known: float, steps: int
) -> float:
    """Return a lower bound on the cost of covering every reachable place.

    Relaxes Σ x_s ≥ 1 with multipliers λ_p ≥ 0; the bound is Σ λ_p + Σ min(0, cost_s − Σ λ). `known` is the cost of a
    plan in hand.
    """
    place_starts, places, site_starts, sites = arrays
    n_sites, n_places = place_starts.size - 1, site_starts.size - 1
    multiplier = np.zeros(n_places)
    for p in range(n_places):
        least = 1e300
        for m in range(site_starts[p], site_starts[p + 1]):
            site = sites[m]
            least = min(least, cost[site] / (place_starts[site + 1] - place_starts[site]))
        multiplier[p] = least if least < 1e300 else 0.0
    best_multiplier = multiplier.copy()
    slope, direction = np.zeros(n_places), np.zeros(n_places)
    best, scale, stale = 0.0, 1.0, 0
    for _ in range(steps):
        bound = multiplier.sum()
        slope[:] = 1.0
        for s in range(n_sites):
            reduced = cost[s]
            for k in range(place_starts[s], place_starts[s + 1]):
                reduced -= multiplier[places[k]]
            if reduced < 0.0:
                bound += reduced
                for k in range(place_starts[s], place_starts[s + 1]):
                    slope[places[k]] -= 1.0
        if bound > best + 1e-9 * abs(best):
            best, stale = bound, 0
            best_multiplier[:] = multiplier
        else:
            stale += 1
            if stale >= 12:
                scale, stale = scale * 0.7, 0
                multiplier[:] = best_multiplier
        norm = 0.0
        for p in range(n_places):
            direction[p] = slope[p] + 0.6 * direction[p]
            norm += direction[p] * direction[p]
        if norm <= 1e-12 or bound >= known:
            break
        length = scale * max(known - bound, 1e-6 * known) / norm
        for p in range(n_places):
            if site_starts[p + 1] > site_starts[p]:
                multiplier[p] = max(multiplier[p] + length * direction[p], 0.0)
    return min(best, known)
