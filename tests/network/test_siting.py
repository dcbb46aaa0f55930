"""Choosing sites: against all choices on small problems, bounds never crossed, faults told."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.base.errors import UnusableInput
from tinhso.rooms.network.siting import Reach, best_sites, cover_every_place, reach_of
from tinhso.rooms.network.siting_relaxed import relaxed_cover


def made_problem(seed: int, n_sites: int = 9, n_places: int = 14) -> tuple[Reach, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    covers = generator.random((n_sites, n_places)) < 0.25
    site, place = np.nonzero(covers)
    people = generator.integers(0, 500, n_places)
    return reach_of(site, place, n_sites, n_places), people, generator.integers(1, 6, n_sites)


def covered_by(reach: Reach, sites: tuple[int, ...]) -> set[int]:
    return {int(p) for s in sites for p in reach.places[reach.place_starts[s] : reach.place_starts[s + 1]]}


def best_of_all(reach: Reach, people: np.ndarray, cost: np.ndarray, budget: int) -> int:
    choices = (c for k in range(reach.n_sites + 1) for c in combinations(range(reach.n_sites), k))
    return max(sum(int(people[p]) for p in covered_by(reach, c)) for c in choices if sum(cost[s] for s in c) <= budget)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 12))
def test_the_plan_keeps_its_budget_and_the_bound_holds_the_optimum(seed: int, budget: int) -> None:
    reach, people, cost = made_problem(seed)
    plan = best_sites(reach, people, cost, budget, kicks=60, bound_steps=120)
    assert plan.people == sum(int(people[p]) for p in covered_by(reach, plan.sites))
    assert plan.cost == sum(int(cost[s]) for s in plan.sites) <= budget
    assert plan.people <= best_of_all(reach, people, cost, budget) <= plan.people_bound
    assert 0.0 <= plan.gap_share <= 1.0


def test_with_equal_costs_small_problems_are_solved_to_the_optimum() -> None:
    solved = 0
    for seed in range(20):
        reach, people, cost = made_problem(seed)
        ones = np.ones_like(cost)
        solved += best_sites(reach, people, ones, 3, kicks=60).people == best_of_all(reach, people, ones, 3)
    assert solved == 20


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_reachable_place_is_covered_and_the_cost_bound_holds(seed: int) -> None:
    reach, _, cost = made_problem(seed)
    plan = cover_every_place(reach, cost, bound_steps=120)
    reachable = covered_by(reach, tuple(range(reach.n_sites)))
    assert covered_by(reach, plan.sites) == reachable
    assert set(plan.out_of_reach) == set(range(reach.n_places)) - reachable
    choices = (c for k in range(reach.n_sites + 1) for c in combinations(range(reach.n_sites), k))
    cheapest = min(int(sum(cost[s] for s in c)) for c in choices if covered_by(reach, c) == reachable)
    assert plan.cost_bound <= cheapest <= plan.cost


def test_the_same_problem_gives_the_same_plan_and_a_small_gap() -> None:
    generator = np.random.default_rng(4)
    places, sites = generator.uniform(0, 40, (1500, 2)), generator.uniform(0, 40, (400, 2))
    site, place = np.nonzero(((sites[:, None] - places[None]) ** 2).sum(2) < 1.5**2)
    people = generator.integers(10, 900, 1500)
    reach = reach_of(site, place, 400, 1500)
    plans = [best_sites(reach, people, np.ones(400, np.int64), 60, kicks=500) for _ in range(2)]
    assert plans[0] == plans[1]
    assert plans[0].gap_share < 0.02


def test_the_relaxation_shares_sites_within_the_budget_and_values_places_up_to_their_people() -> None:
    reach, people, cost = made_problem(8, n_sites=60, n_places=200)
    found = relaxed_cover(reach.site_starts, reach.sites, people, cost, 20)
    assert found is not None
    assert found.shares @ cost <= 20 + 1e-6
    assert ((found.worth >= 0) & (found.worth <= people)).all()
    plan = best_sites(reach, people, cost, 20, kicks=500)
    reached = [min(1.0, float(found.shares[reach.sites[a:b]].sum())) for a, b in pairwise(reach.site_starts.tolist())]
    assert plan.people <= np.array(reached) @ people + 1e-3
    assert plan.gap_share <= 0.02


def test_where_no_site_reaches_anybody_the_plan_is_empty() -> None:
    nobody = np.zeros(0, np.int64)
    reach = reach_of(nobody, nobody, 3, 4)
    plan = best_sites(reach, np.ones(4, np.int64), np.ones(3, np.int64), 2, kicks=5)
    assert (plan.sites, plan.people, plan.people_bound) == ((), 0, 0)


def test_repeated_pairs_count_once_and_arrays_agree() -> None:
    reach = reach_of(np.array([1, 0, 1]), np.array([2, 0, 2]), 2, 3)
    assert reach.places.tolist() == [0, 2]
    assert reach.site_starts.tolist() == [0, 1, 1, 2]
    assert reach.sites.tolist() == [0, 1]


def test_amounts_that_do_not_fit_are_told_together() -> None:
    reach, people, cost = made_problem(1)
    with pytest.raises(UnusableInput) as caught:
        best_sites(reach, people[:-1], cost * 0, 3)
    assert [fault.where for fault in caught.value.faults] == ["people", "cost"]
