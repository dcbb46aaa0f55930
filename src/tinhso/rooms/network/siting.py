"""Where the next sites go: most people for a budget, or least cost for every place, each with a proven bound.

Takes which places each candidate site reaches, people per place, cost per site and a budget; gives the chosen sites,
what they cover and a bound no choice can pass, so that "at most x % below the optimum" is shown and not hoped. The
choice is searched by greedy filling, swaps and seeded kicks (iterated local search), first among the sites the linear
relaxation shares out (`siting_relaxed`), then among all; the bounds are Lagrangian (`siting_bounds`). Places already
covered are left out by the caller. All amounts are whole numbers (people, đồng).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tinhso.base.errors import UnusableInput, definition_fault
from tinhso.rooms.network.siting_bounds import cheapest_cover_bound, largest_cover_bound
from tinhso.rooms.network.siting_relaxed import LEAST_SHARE, relaxed_cover
from tinhso.rooms.network.siting_search import KICK_SITES, cheapest_cover, improve_by_kicks

_POLISH = 10
"""Kicks among the shared-out sites for each kick among all."""


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Which places each site covers, both ways round (compressed rows).

    Site s covers `places[place_starts[s]:place_starts[s + 1]]`; place p is covered by
    `sites[site_starts[p]:site_starts[p + 1]]`.
    """

    place_starts: NDArray[np.int64]
    places: NDArray[np.int64]
    site_starts: NDArray[np.int64]
    sites: NDArray[np.int64]

    @property
    def n_sites(self) -> int:
        """Number of candidate sites."""
        return self.place_starts.size - 1

    @property
    def n_places(self) -> int:
        """Number of places."""
        return self.site_starts.size - 1


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Chosen sites (ascending), their cost, the people covered, and the most any choice of that budget could cover."""

    sites: tuple[int, ...]
    cost: int
    people: int
    people_bound: int

    @property
    def gap_share(self) -> float:
        """How far below the optimum the plan can be at most, as a share of the bound (0–1)."""
        return 0.0 if self.people_bound <= 0 else 1.0 - self.people / self.people_bound


@dataclass(frozen=True, slots=True)
class CoverPlan:
    """Sites that cover every place that can be covered, their cost, and a cost no such choice can undercut.

    `out_of_reach` lists the places no candidate reaches.
    """

    sites: tuple[int, ...]
    cost: int
    cost_bound: int
    out_of_reach: tuple[int, ...]

    @property
    def gap_share(self) -> float:
        """How far above the optimum the cost can be at most, as a share of the cost (0–1)."""
        return 0.0 if self.cost <= 0 else 1.0 - self.cost_bound / self.cost


def reach_of(site: NDArray[np.int64], place: NDArray[np.int64], n_sites: int, n_places: int) -> Reach:
    """Return the reach from pairs (site, place); repeated pairs count once."""
    pairs = np.unique(np.asarray(site, np.int64) * n_places + np.asarray(place, np.int64))
    sites, places = np.divmod(pairs, n_places)
    turned = np.argsort(places, kind="stable")
    return Reach(
        np.searchsorted(sites, np.arange(n_sites + 1)).astype(np.int64),
        places,
        np.searchsorted(places[turned], np.arange(n_places + 1)).astype(np.int64),
        sites[turned],
    )


def _check_amounts(reach: Reach, people: NDArray[np.int64], cost: NDArray[np.int64]) -> None:
    """Raise when people or costs do not fit the reach."""
    faults = []
    if people.size != reach.n_places or bool((people < 0).any()):
        expected = f"{reach.n_places} whole numbers ≥ 0"
        faults.append(
            definition_fault("people", "people per place do not fit", people.size, expected, "Mend the places.")
        )
    if cost.size != reach.n_sites or bool((cost <= 0).any()):
        expected = f"{reach.n_sites} whole numbers > 0"
        faults.append(definition_fault("cost", "costs per site do not fit", cost.size, expected, "Mend the sites."))
    if faults:
        raise UnusableInput(*faults)


def best_sites(
    reach: Reach,
    people: NDArray[np.int64],
    cost: NDArray[np.int64],
    budget: int,
    *,
    kicks: int = 20_000,
    bound_steps: int = 400,
    seed: int = 57,
) -> SitePlan:
    """Return the sites that cover most people for at most `budget`, and a bound on what any choice could cover.

    `people` per place and `cost` per site are whole numbers; a cost of 1 each makes `budget` a number of sites. The
    same arguments give the same plan. `UnusableInput` when the amounts do not fit the reach.
    """
    _check_amounts(reach, people, cost)
    people, cost = people.astype(np.int64), cost.astype(np.int64)
    arrays = (reach.place_starts, reach.places, reach.site_starts, reach.sites)
    draws = np.random.default_rng(seed).integers(0, 2**31, (kicks, KICK_SITES + 2))
    relaxed = relaxed_cover(reach.site_starts, reach.sites, people, cost, int(budget))
    first = np.zeros(0, np.int64)
    worth = 0.5 * people if relaxed is None else relaxed.worth
    if relaxed is not None:
        first = _sites_among(np.flatnonzero(relaxed.shares > LEAST_SHARE), reach, people, cost, int(budget), draws)
        draws = draws[: kicks // _POLISH]
    chosen, covered = improve_by_kicks(arrays, people, cost, first, int(budget), draws)
    bound = largest_cover_bound(arrays, people.astype(np.float64), cost, int(budget), covered, bound_steps, worth)
    sites = np.flatnonzero(chosen)
    most = min(int(bound + 1e-6), int(people[np.diff(reach.site_starts) > 0].sum()))
    return SitePlan(tuple(sites.tolist()), int(cost[sites].sum()), int(covered), max(most, int(covered)))


def _sites_among(
    allowed: NDArray[np.int64],
    reach: Reach,
    people: NDArray[np.int64],
    cost: NDArray[np.int64],
    budget: int,
    draws: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The best sites found among those allowed (ascending numbers)."""
    number = np.full(reach.n_sites, -1, np.int64)
    number[allowed] = np.arange(allowed.size)
    site = number[np.repeat(np.arange(reach.n_sites), np.diff(reach.place_starts))]
    part = reach_of(site[site >= 0], reach.places[site >= 0], allowed.size, reach.n_places)
    arrays = (part.place_starts, part.places, part.site_starts, part.sites)
    nothing = np.zeros(0, np.int64)
    chosen, _ = improve_by_kicks(arrays, people, cost[allowed], nothing, budget, draws)
    return np.asarray(allowed[chosen])


def cover_every_place(reach: Reach, cost: NDArray[np.int64], *, bound_steps: int = 400) -> CoverPlan:
    """Return sites of low cost that cover every place some site reaches, and a bound on the least cost.

    `UnusableInput` when costs do not fit the reach.
    """
    _check_amounts(reach, np.zeros(reach.n_places, np.int64), cost)
    cost = cost.astype(np.int64)
    arrays = (reach.place_starts, reach.places, reach.site_starts, reach.sites)
    sites = np.flatnonzero(cheapest_cover(arrays, cost))
    total = int(cost[sites].sum())
    bound = cheapest_cover_bound(arrays, cost.astype(np.float64), float(total), bound_steps)
    nobody = np.flatnonzero(np.diff(reach.site_starts) == 0)
    least = min(int(np.ceil(bound - 1e-6)), total)
    return CoverPlan(tuple(sites.tolist()), total, least, tuple(nobody.tolist()))
