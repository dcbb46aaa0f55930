"""Plans: where the next stations go for a target, a number of sites or a budget, with a proven bound and the cost.

Takes an open store, a home and what is asked; gives a plan as a release carries it: sites, cost, places and people
before and after, and a certificate. Existing coverage is the start. Every residential area comes first when all are
asked for; a floor for each commune is filled before the rest. Choosing is left to `siting`, files to `plan_files`.
"""

import math
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tinhso.base.canonical import sha256_of
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.base.progress import Progress
from tinhso.engine import Store
from tinhso.registers.history import receipts_in
from tinhso.rooms.network.candidates import Candidate, candidates, planned_budget, reach_of_candidates
from tinhso.rooms.network.certificate import Bound, certificate
from tinhso.rooms.network.computing import Computed, compute
from tinhso.rooms.network.coverage import words
from tinhso.rooms.network.site_costs import SiteCosts, read_site_costs
from tinhso.rooms.network.siting import Reach, best_sites, cover_every_place
from tinhso.rooms.network.stations import ANY

_INPUTS = ("station", "residential_area", "available_site")
_KICKS = 4_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is for: one of `share` (0–1 of places or people), `n_sites` and `budget_vnd`.

    `goal` is `places` or `people`; `floor_share` of each commune's places is covered first; `n_operators` share masts.
    """

    technology: str = "4G"
    goal: str = "places"
    share: float | None = None
    n_sites: int | None = None
    budget_vnd: int | None = None
    floor_share: float = 0.0
    n_operators: int = 1

    @property
    def name(self) -> str:
        """Return a name that says what is asked, as 4g-places-100."""
        limit = (
            f"{100 * self.share:g}" if self.share is not None
            else f"{self.n_sites}-sites" if self.n_sites is not None
            else f"{(self.budget_vnd or 0) // 10**9}-billion"
        )  # fmt: skip
        more = f"-floor-{100 * self.floor_share:g}" if self.floor_share else ""
        shared = f"-shared-{self.n_operators}" if self.n_operators > 1 else ""
        return f"{self.technology.lower()}-{self.goal}-{limit}{more}{shared}".replace(".", "_")


def make_plan(store: Store, home: Home, asked: Asked, as_of: date, report: Progress) -> dict[str, object]:
    """Return the plan asked for; `UnusableInput` when the question is not one or there is nothing to plan from."""
    _check(asked)
    report("coverage", 0, 4)
    computed = compute(store, home, as_of)
    if computed is None:
        raise UnusableInput(_nothing())
    costs = read_site_costs()
    budget = planned_budget(computed, asked.technology, costs)
    levels = computed.field.levels(asked.technology, ANY, computed.stations.on_air(as_of))
    before = words(budget, computed.field.shares(levels, part=computed.part("places"))) == 2
    wanted = np.flatnonzero(~before)
    report("candidates", 1, 4)
    found = candidates(store, computed, asked.technology, costs, asked.n_operators, as_of)
    report("reach", 2, 4)
    reach = reach_of_candidates(computed, found, budget, wanted)
    report("choose", 3, 4)
    worth = np.ones(wanted.size, np.int64) if asked.goal == "places" else computed.places.people[wanted]
    problem = _Problem(
        reach, worth, np.array([c.cost_vnd for c in found], np.int64), computed.places.area, wanted, before
    )
    chosen, bound = _solve(asked, problem, computed)
    receipts = receipts_in(store)
    states = {n: receipts[f"network.{n}"].details["state"] for n in _INPUTS if f"network.{n}" in receipts}
    invented = computed.ground.made_from == "invented" or any(
        receipts[f"network.{n}"].invented for n in _INPUTS if f"network.{n}" in receipts
    )
    report("write", 4, 4)
    return {
        "id": asked.name,
        "as_of": as_of.isoformat(),
        "invented": invented,
        "asked": {k: v if isinstance(v, int | str) or v is None else f"{v:g}" for k, v in asdict(asked).items()},
        "inputs": (inputs := _inputs(computed, states, costs)),
        "inputs_sha256": sha256_of(inputs),
        "certificate": certificate(bound),
        **_outcome(computed, problem, chosen, found, asked),
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What is chosen from: reach, worth of each wanted place, cost of each candidate, communes and what is covered."""

    reach: Reach
    worth: NDArray[np.int64]
    cost: NDArray[np.int64]
    areas: NDArray[np.str_]
    wanted: NDArray[np.int64]
    before: NDArray[np.bool_]

    def places_of(self, site: int) -> NDArray[np.int64]:
        return self.reach.places[self.reach.place_starts[site] : self.reach.place_starts[site + 1]]

    def covered_by(self, sites: list[int]) -> NDArray[np.bool_]:
        covered = np.zeros(self.wanted.size, bool)
        for site in sites:
            covered[self.places_of(site)] = True
        return covered


def _solve(asked: Asked, problem: _Problem, computed: Computed) -> tuple[list[int], Bound]:
    whole = int(computed.places.people.sum()) if asked.goal == "people" else computed.places.id.size
    start = whole - int(problem.worth.sum())
    if asked.share is not None:
        return _for_share(asked, problem, start, math.ceil(asked.share * whole - 1e-9))
    limit = asked.n_sites if asked.n_sites is not None else asked.budget_vnd or 0
    cost = np.ones_like(problem.cost) if asked.n_sites is not None else problem.cost
    chosen = _floor(asked.floor_share, problem, cost, limit)
    covered = problem.covered_by(chosen)
    rest = best_sites(
        problem.reach, np.where(covered, 0, problem.worth), cost, max(limit - int(cost[chosen].sum()), 0), kicks=_KICKS
    )
    most = (
        best_sites(problem.reach, problem.worth, cost, limit, kicks=_KICKS).people_bound
        if chosen
        else rest.people_bound
    )
    sites = sorted({*chosen, *rest.sites})
    won = int(problem.worth[problem.covered_by(sites)].sum())
    return sites, Bound(asked.goal, start + won, start + max(most, won))


def _for_share(asked: Asked, problem: _Problem, start: int, needed: int) -> tuple[list[int], Bound]:
    """Least cost for a share of places or people; all of them that can be reached when the share is out of reach."""
    every = cover_every_place(problem.reach, problem.cost)
    reachable = start + int(problem.worth[np.diff(problem.reach.site_starts) > 0].sum())
    if needed >= reachable:
        return list(every.sites), Bound("cost", every.cost, every.cost_bound)
    if needed <= start:
        return [], Bound("cost", 0, 0)
    low, high, best, least = 0, every.cost, list(every.sites), 0
    step = max(int(problem.cost.min()) // 2, 1)
    while high - low > step:
        middle = (low + high) // 2
        plan = best_sites(problem.reach, problem.worth, problem.cost, middle, kicks=_KICKS)
        if start + plan.people_bound < needed:
            least = max(least, middle)
        if start + plan.people >= needed:
            high, best = plan.cost, list(plan.sites)
        else:
            low = middle
    return best, Bound("cost", int(problem.cost[best].sum()), min(least, int(problem.cost[best].sum())))


def _floor(share: float, problem: _Problem, cost: NDArray[np.int64], limit: int) -> list[int]:
    """Sites that bring every commune's places to a share, cheapest places first, while the limit lasts."""
    if share <= 0.0:
        return []
    communes, number = np.unique(problem.areas, return_inverse=True)
    have = np.bincount(number[problem.before], minlength=communes.size)
    lack = np.maximum(np.ceil(share * np.bincount(number) - 1e-9).astype(np.int64) - have, 0)
    commune_of = number[problem.wanted]
    covered = np.zeros(problem.wanted.size, bool)
    chosen: list[int] = []
    while lack.any():
        gain = [_gain(problem.places_of(s), covered, commune_of, lack) for s in range(problem.cost.size)]
        fits = [s for s in range(len(gain)) if gain[s] and cost[s] <= limit]
        if not fits:
            break
        site = max(fits, key=lambda s: (gain[s] / float(cost[s]), -s))
        new = problem.places_of(site)[~covered[problem.places_of(site)]]
        lack = np.maximum(lack - np.bincount(commune_of[new], minlength=lack.size), 0)
        covered[new] = True
        limit -= int(cost[site])
        chosen.append(site)
    return chosen


def _gain(
    places: NDArray[np.int64], covered: NDArray[np.bool_], commune_of: NDArray[np.int64], lack: NDArray[np.int64]
) -> int:
    new = np.bincount(commune_of[places[~covered[places]]], minlength=lack.size)
    return int(np.minimum(new, lack).sum())


def _outcome(
    computed: Computed, problem: _Problem, chosen: list[int], found: list[Candidate], asked: Asked
) -> dict[str, object]:
    places, covered = computed.places, problem.covered_by(chosen)
    after = problem.before.copy()
    after[problem.wanted[covered]] = True
    order = _by_worth(problem, chosen, places.people[problem.wanted])
    cost = int(problem.cost[chosen].sum()) if chosen else 0
    nobody = problem.wanted[np.diff(problem.reach.site_starts) == 0]
    return {
        "sites": [
            {
                "site": (site := found[number]).site, "kind": site.kind, "name": site.name, "area": site.area,
                "lat": f"{site.lat:.6f}", "lon": f"{site.lon:.6f}", "height_m": f"{site.height_m:.1f}",
                "cost_vnd": site.cost_vnd, "places": n, "people": people,
            }
            for number, n, people in order
        ],
        "cost_vnd": cost,
        "cost_an_operator_vnd": -(-cost // asked.n_operators),
        "before": _counted(computed, problem.before),
        "after": _counted(computed, after),
        "n_places": places.id.size,
        "n_people": int(places.people.sum()),
        "effects": _effects(asked.technology, computed, problem.before, after),
        "out_of_reach": [str(places.id[k]) for k in nobody],
        "left": [str(places.id[k]) for k in np.flatnonzero(~after)],
        "newly_covered": [str(places.id[k]) for k in problem.wanted[covered]],
    }  # fmt: skip


def _by_worth(problem: _Problem, chosen: list[int], people: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Chosen sites, each with the places and people it is the first to cover, in the order that covers most first."""
    left, covered, order = set(chosen), np.zeros(problem.wanted.size, bool), []
    while left:
        new = {site: problem.places_of(site)[~covered[problem.places_of(site)]] for site in left}
        site = min(left, key=lambda s: (-int(people[new[s]].sum()), s))
        order.append((site, int(new[site].size), int(people[new[site]].sum())))
        covered[new[site]] = True
        left.remove(site)
    return order


def _effects(
    technology: str, computed: Computed, before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> list[dict[str, str]]:
    """What the plan would do to the indicators that targets are measured by, as shares in decimal text."""
    people = computed.places.people
    whole = max(int(people.sum()), 1)
    shares = {
        "network.residential_areas_covered_share": [f"{c.mean():.4f}" for c in (before, after)],
        "network.people_covered_5g_share": [f"{people[c].sum() / whole:.4f}" for c in (before, after)],
    }
    moved = {"4G": "network.residential_areas_covered_share", "5G": "network.people_covered_5g_share"}[technology]
    return [{"indicator": moved, "before": shares[moved][0], "after": shares[moved][1]}]


def _counted(computed: Computed, covered: NDArray[np.bool_]) -> dict[str, int]:
    return {"places": int(covered.sum()), "people": int(computed.places.people[covered].sum())}


def _inputs(computed: Computed, states: dict[str, str], costs: SiteCosts) -> dict[str, object]:
    return {
        "states": states,
        "ground": computed.ground.sha256,
        "setting": {k: f"{v:g}" for k, v in asdict(computed.setting).items()},
        "costs": {
            "new_mast_vnd": costs.new_mast_vnd,
            "existing_site_vnd": costs.existing_site_vnd,
            "equipment_vnd": dict(costs.equipment_vnd),
            "from": costs.from_on.isoformat(),
            "verified": costs.verified,
        },
    }


def _check(asked: Asked) -> None:
    shares = [v for v in (asked.share, asked.floor_share) if v is not None]
    counts = [v for v in (asked.n_sites, asked.budget_vnd, asked.n_operators) if v is not None]
    n_given = sum(v is not None for v in (asked.share, asked.n_sites, asked.budget_vnd))
    if n_given == 1 and all(0.0 <= v <= 1.0 for v in shares) and min(counts) >= 1:
        return
    raise UnusableInput(
        Fault(
            Label("yêu cầu lập kế hoạch chưa rõ", "what the plan is for is not clear", "คำขอวางแผนไม่ชัดเจน"),
            "plan-sites",
            f"share {asked.share}, sites {asked.n_sites}, budget {asked.budget_vnd}, floor {asked.floor_share}",
            Label("đúng một trong: tỷ lệ 0–1, số vị trí ≥ 1, ngân sách > 0",
                  "just one of: a share 0–1, sites ≥ 1, a budget > 0",
                  "อย่างใดอย่างหนึ่ง: สัดส่วน 0–1 จำนวนที่ตั้ง ≥ 1 หรืองบประมาณ > 0"),
            Label("Ví dụ: --share 1, --sites 40 hoặc --budget 50000000000.",
                  "For example --share 1, --sites 40 or --budget 50000000000.",
                  "เช่น --share 1, --sites 40 หรือ --budget 50000000000"),
        )
    )  # fmt: skip


def _nothing() -> Fault:
    return Fault(
        Label("chưa có trạm hoặc khu dân cư", "no stations or no residential areas", "ยังไม่มีสถานีหรือชุมชน"),
        "network.station, network.residential_area",
        "0",
        Label("ít nhất một dòng mỗi sổ", "at least one row in each register", "อย่างน้อยหนึ่งแถวในแต่ละทะเบียน"),
        Label("Nộp danh sách trạm và khu dân cư trước.", "Deliver stations and residential areas first.",
              "โปรดส่งรายการสถานีและชุมชนก่อน"),
    )  # fmt: skip
