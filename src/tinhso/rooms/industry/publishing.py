"""The document the room publishes beside its figures: how far investments in the park have come.

Takes the register of investment projects as it stands when a release is made, gives `investments.json`; a register
never received gives none. What is promised from one minute to the next stays at the park's desk.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.base.receipt import origin_of
from tinhso.engine import Store
from tinhso.law.parameter import Parameter, read_parameters
from tinhso.registers.history import receipts_in
from tinhso.rooms.industry.pipeline import STAGES, TECHNOLOGIES, Project, Technology, funnel, leading_producing

PROJECTS = "industry.investment_project"
_PARAMETERS = Path(__file__).parent / "parameters"
_TECHNOLOGIES: dict[str, Technology] = {name: name for name in TECHNOLOGIES}
_SQL = """
    select project_id, investor, technology, origin, lead_on, memorandum_on, registered_on, licensed_on, building_on,
        producing_on, withdrawn_on, capital_registered_usd, capital_paid_usd, jobs, group_revenue_usd
    from industry.investment_project order by project_id
"""


def documents(store: Store, home: Home, as_of: date) -> Mapping[str, bytes]:
    """Return `investments.json` with its origin, or nothing."""
    states = receipts_in(store)
    if PROJECTS not in states:
        return {}
    rule = read_parameters(_PARAMETERS)["leading_enterprise_revenue_usd"]
    found = investments_document(read_projects(store), rule, as_of)
    return {"investments.json": canonical_json({**origin_of([states[PROJECTS]]), **found}) + b"\n"}


def read_projects(store: Store) -> list[Project]:
    """Return the projects of the register, each at the last stage it has a day for."""
    return [_project(*row) for row in store.fetch(_SQL)]


def _project(code: str, investor: str, technology: str, origin: str, *rest: object) -> Project:
    since = {stage: day for stage, day in zip(STAGES, rest[:7], strict=True) if isinstance(day, date)}
    registered, paid, jobs, revenue = (None if n is None else int(str(n)) for n in rest[7:])
    return Project(
        code, investor, _TECHNOLOGIES[technology], origin, list(since)[-1], since, registered or 0, paid or 0,
        f"GCN {code}" if "licensed" in since else "", jobs or 0, revenue,
    )  # fmt: skip


def investments_document(projects: Sequence[Project], rule: Parameter, as_of: date) -> dict[str, object]:
    """Return `{as_of, funnel, technologies, origins, leading, leading_from_usd}`; amounts in whole US dollars."""
    kept = [project for project in projects if project.stage != "withdrawn"]
    return {
        "as_of": as_of.isoformat(),
        "funnel": [{"stage": stage, "n": n} for stage, n in funnel(projects, as_of).items()],
        "technologies": _grouped((project.technology, project) for project in kept),
        "origins": _grouped((project.origin, project) for project in kept),
        "leading": sorted(project.investor for project in leading_producing(projects, rule, as_of)),
        "leading_from_usd": int(rule.on(as_of).value),
    }


def _grouped(named: Iterable[tuple[str, Project]]) -> list[dict[str, object]]:
    """Return how many projects and how much registered capital each name has, the most capital first."""
    counts: dict[str, int] = defaultdict(int)
    capital_usd: dict[str, int] = defaultdict(int)
    for name, project in named:
        counts[name] += 1
        capital_usd[name] += project.capital_registered_usd
    ordered = sorted(counts, key=lambda name: (-capital_usd[name], name))
    return [{"id": name, "n": counts[name], "capital_registered_usd": capital_usd[name]} for name in ordered]
