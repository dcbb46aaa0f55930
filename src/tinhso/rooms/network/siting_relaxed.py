"""The linear relaxation of choosing sites: shares of sites instead of sites, solved to its optimum.

Takes which places each site covers, people, costs and a budget; gives the share of each site (0–1) and what a place is
worth once it can be covered in part. Sites with a share are nearly always the ones a good plan needs, so the search
looks among them first; the worth of places makes a bound (`siting_bounds`). Places reached by the same sites are one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, identity, vstack

LARGEST_PAIRS = 500_000
"""Pairs of sites and kinds of places up to which the relaxation is solved (some seconds)."""

LEAST_SHARE = 1e-4
"""Smaller shares are rounding of the solver."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Share of each site (0–1) and worth of each place (0 to its people) in the relaxation's optimum."""

    shares: NDArray[np.float64]
    worth: NDArray[np.float64]


def _kinds(
    site_starts: NDArray[np.int64], sites: NDArray[np.int64]
) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """Which kind each place is of (−1: no site reaches it), and the sites of each kind."""
    known: dict[bytes, int] = {}
    kind = np.full(site_starts.size - 1, -1, np.int64)
    for place in range(kind.size):
        of = sites[site_starts[place] : site_starts[place + 1]]
        if of.size:
            kind[place] = known.setdefault(of.tobytes(), len(known))
    return kind, [np.frombuffer(key, np.int64) for key in known]


def relaxed_cover(
    site_starts: NDArray[np.int64],
    sites: NDArray[np.int64],
    people: NDArray[np.int64],
    cost: NDArray[np.int64],
    budget: int,
) -> Relaxed | None:
    """Return the relaxation's optimum; None where nothing is reached, or it is too large, or the solver gives up.

    `site_starts`, `sites` as in `siting.Reach`; the same arguments give the same answer.
    """
    kind, rows = _kinds(site_starts, sites)
    n_kinds, n_sites = len(rows), cost.size
    pairs = np.array([row.size for row in rows], np.int64)
    if not rows or pairs.sum() > LARGEST_PAIRS:
        return None
    inside = kind >= 0
    weight = np.bincount(kind[inside], people[inside], n_kinds)
    covers = csr_array(
        (-np.ones(pairs.sum()), (np.repeat(np.arange(n_kinds), pairs), np.concatenate(rows))), (n_kinds, n_sites)
    )
    paid = csr_array((cost.astype(float), (np.zeros(n_sites, int), np.arange(n_sites))), (1, n_sites + n_kinds))
    found = linprog(
        -np.concatenate([np.zeros(n_sites), weight]),
        A_ub=vstack([hstack([covers, identity(n_kinds)]), paid], format="csr"),
        b_ub=np.append(np.zeros(n_kinds), float(budget)),
        bounds=(0.0, 1.0),
        method="highs-ipm",
    )
    if found.status != 0:
        return None
    price = np.clip(-np.asarray(found.ineqlin.marginals)[:n_kinds] / np.maximum(weight, 1e-9), 0.0, 1.0)
    worth = np.where(inside, people * price[np.maximum(kind, 0)], 0.0)
    return Relaxed(np.asarray(found.x)[:n_sites], worth)
