"""Site 200 masts among 5,000 candidates for 20,000 places, with a proven gap; beside the same MIP given to HiGHS.

Run `uv run python -m bench.siting [--quick]`. Places cluster as towns do (invented, seeded), people per place are
skewed. A site covers what lies within 1.5 km (3.5 GHz in towns, the headline) or 3 km (many overlaps, a harder
problem). Seconds are processor time on one core, relaxation, plan and bound together. The peer is HiGHS (in SciPy) as
a solver of whole numbers on the headline problem with a limit of 60 s (15 s when quick).
"""

import argparse
import json
import resource
import time

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, identity
from scipy.spatial import cKDTree

from tinhso.rooms.network.siting import Reach, best_sites, reach_of

PLACES, SITES, CHOSEN = 20_000, 5_000, 200


def main() -> None:
    """Print the table and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="15 s for the peer instead of 60")
    limit = 15 if parser.parse_args().quick else 60
    reach, people = _problem(1.5)
    cost = np.ones(SITES, np.int64)
    best_sites(reach, people, cost, 3, kicks=2, bound_steps=2)
    dense_reach, _ = _problem(3.0)
    start = time.process_time()
    dense = best_sites(dense_reach, people, cost, CHOSEN)
    dense_seconds = time.process_time() - start
    start = time.process_time()
    plan = best_sites(reach, people, cost, CHOSEN)
    seconds = time.process_time() - start
    start = time.perf_counter()
    covered, gap = _highs(reach, people, limit)
    peer_seconds = time.perf_counter() - start
    total = int(people.sum())
    print(f"{PLACES:,} places, {SITES:,} sites, {CHOSEN} chosen, {reach.places.size:,} pairs")
    print(f"{'':10}{'seconds':>9}{'covered':>10}{'gap at most':>13}")
    print(f"{'tinhso':10}{seconds:9.2f}{plan.people / total:10.4%}{plan.gap_share:13.3%}")
    print(f"{'3 km':10}{dense_seconds:9.2f}{dense.people / total:10.4%}{dense.gap_share:13.3%}")
    print(f"{'HiGHS':10}{peer_seconds:9.2f}{covered / total:10.4%}{gap:13.3%}")
    result = {
        "name": "siting",
        "size": f"{PLACES} x {SITES} x {CHOSEN}",
        "seconds": round(seconds, 3),
        "peer": f"HiGHS MIP, {limit} s limit",
        "peer_seconds": round(peer_seconds, 2),
        "ratio": round(peer_seconds / seconds, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "accuracy": {
            "gap": round(plan.gap_share, 5),
            "peer_gap": round(gap, 5),
            "dense_gap": round(dense.gap_share, 5),
        },
    }
    print(json.dumps(result))


def _problem(radius_km: float) -> tuple[Reach, NDArray[np.int64]]:
    """Places around invented towns in a square of 110 km, sites at some of the places."""
    generator = np.random.default_rng(10)
    towns = generator.uniform(0, 110, (400, 2))
    size = generator.zipf(1.6, 400).clip(1, 60)
    home = generator.choice(400, PLACES, p=size / size.sum())
    spread = generator.normal(0, 1, (PLACES, 2)) * (1.5 + np.sqrt(size[home]))[:, None]
    places = (towns[home] + spread) % 110
    people = np.maximum(1, generator.lognormal(5, 1, PLACES)).astype(np.int64)
    sites = places[generator.choice(PLACES, SITES, replace=False)] + generator.normal(0, 0.5, (SITES, 2))
    near = cKDTree(places).query_ball_point(sites, radius_km)
    site = np.repeat(np.arange(SITES), [len(found) for found in near])
    return reach_of(site, np.concatenate([np.array(f, np.int64) for f in near]), SITES, PLACES), people


def _highs(reach: Reach, people: NDArray[np.int64], limit: int) -> tuple[float, float]:
    """People covered and gap of the MIP solver within its limit."""
    place = np.repeat(np.arange(PLACES), np.diff(reach.site_starts))
    covers = csr_array((np.ones(reach.sites.size), (place, reach.sites)), (PLACES, SITES))
    rows = hstack([-covers, identity(PLACES)], format="csr")
    count = csr_array((np.ones(SITES), (np.zeros(SITES, int), np.arange(SITES))), (1, SITES + PLACES))
    result = milp(
        -np.concatenate([np.zeros(SITES), people]),
        integrality=np.concatenate([np.ones(SITES), np.zeros(PLACES)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(rows, -np.inf, 0), LinearConstraint(count, -np.inf, CHOSEN)],
        options={"time_limit": limit, "disp": False},
    )
    if result.x is None:
        return 0.0, 1.0
    return float(-result.fun), float(1 - (-result.fun) / -result.mip_dual_bound)


if __name__ == "__main__":
    main()
