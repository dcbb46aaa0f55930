"""The documents the room publishes beside its figures: the budget's tree, projects, and their open-contracting form.

Takes the registers as they stand when a release is made, gives files by name; a register never received gives none.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tinhso.base.area import areas_on
from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt, origin_of
from tinhso.engine import Store
from tinhso.measure.classification import read_classifications
from tinhso.registers.history import receipts_in
from tinhso.rooms.finance.budget import BudgetLine
from tinhso.rooms.finance.budget_document import Booked, budget_document
from tinhso.rooms.finance.open_contracting import Publisher, project_package, release_package
from tinhso.rooms.finance.projects import Contract, Milestone, Payment, Project
from tinhso.rooms.finance.projects_document import projects_document

_LINES = """
select fiscal_year, stage, name, purpose, line_code, coalesce(parent_code, ''), coalesce(function_code, ''), amount_vnd
from finance.budget_line where area = ? order by fiscal_year, stage, line_code
"""
_PROJECTS = """
select project_id, name, owner, pillar, starts_on, ends_on, appropriation_vnd, coalesce(targets, ''),
    coalesce(portfolio, '')
from finance.project where area = ? order by project_id
"""
_CONTRACTS = """
select project_id, contract_id, title, supplier, signed_on, value_vnd, method, tender_on
from finance.project_contract order by project_id, contract_id
"""
_MILESTONES = (
    "select project_id, milestone_id, title, due_on, met_on from finance.project_milestone order by 1, due_on, 2"
)
_PAYMENTS = """
select project_id, payment_id, contract_id, paid_on, amount_vnd
from finance.project_payment order by project_id, paid_on, payment_id
"""
_OF_PROJECTS = ("finance.project", "finance.project_contract", "finance.project_milestone", "finance.project_payment")


def documents(store: Store, home: Home, as_of: date) -> Mapping[str, bytes]:
    """Return `budget.json`, and of projects `projects.json`, `oc4ids.json` and `ocds.json`, as far as received."""
    states = receipts_in(store)
    files: dict[str, bytes] = {}
    if "finance.budget_line" in states:
        found = budget_document(_booked(store, home), read_classifications(home.folder), "finance.budget_line")
        files["budget.json"] = _file(found, [states["finance.budget_line"]])
    if "finance.project" in states:
        used = [states[id_] for id_ in _OF_PROJECTS if id_ in states]
        projects = read_projects(store, home, states)
        files["projects.json"] = _file(projects_document(projects, as_of), used)
        files |= _open_forms(home, projects, as_of, invented=any(receipt.invented for receipt in used))
    return files


def _open_forms(home: Home, projects: Sequence[Project], as_of: date, *, invented: bool) -> dict[str, bytes]:
    """Return the packages of the open-contracting standards, whose form leaves no place for receipts."""
    area = areas_on(as_of)[home.province]
    prefix = f"tinhso-{home.province}"

    def of(kind: str) -> Publisher:
        return Publisher(area.name, prefix, f"urn:tinhso:{home.name}:{as_of}:{kind}", as_of, invented)

    return {
        "oc4ids.json": canonical_json(project_package(projects, of("oc4ids"))) + b"\n",
        "ocds.json": canonical_json(release_package(projects, of("ocds"))) + b"\n",
    }


def read_projects(store: Store, home: Home, states: Mapping[str, Receipt]) -> list[Project]:
    """Return the projects of a home with what belongs to each; registers never received leave their parts empty."""
    contracts = _by_project(store, states, "finance.project_contract", _CONTRACTS, Contract)
    milestones = _by_project(store, states, "finance.project_milestone", _MILESTONES, Milestone)
    payments = _by_project(store, states, "finance.project_payment", _PAYMENTS, Payment)
    return [
        Project(
            id_,
            title,
            owner,
            pillar,
            starts_on,
            ends_on,
            int(money),
            tuple(part.strip() for part in targets.split(";") if part.strip()),
            tuple(contracts[id_]),
            tuple(milestones[id_]),
            tuple(payments[id_]),
            portfolio,
        )
        for id_, title, owner, pillar, starts_on, ends_on, money, targets, portfolio in store.fetch(
            _PROJECTS, [home.province]
        )
    ]


def _by_project(
    store: Store, states: Mapping[str, Receipt], register: str, sql: str, kind: Any
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for project, *rest in store.fetch(sql) if register in states else []:
        found[project].append(kind(*rest))
    return found


def _booked(store: Store, home: Home) -> list[Booked]:
    return [
        Booked(int(year), stage, name, purpose, BudgetLine(code, parent, function, int(amount)))
        for year, stage, name, purpose, code, parent, function, amount in store.fetch(_LINES, [home.province])
    ]


def _file(content: Mapping[str, object], receipts: Sequence[Receipt]) -> bytes:
    return canonical_json({**origin_of(receipts), **content}) + b"\n"
