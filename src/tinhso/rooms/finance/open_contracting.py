"""Projects in the open form others read: an OC4IDS project package, with each contract as a contracting process.

Takes projects and who publishes them when, gives the package as plain mappings for JSON. An invented project says so in
its title and description, because a reader of the file sees no page around it.
Source: Open Contracting for Infrastructure Data Standard 0.9.5, project package schema.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tinhso.rooms.finance.projects import Contract, Milestone, Project

VERSION = "0.9"
INVENTED = "[INVENTED]"
Node = dict[str, object]


def project_package(
    projects: Sequence[Project], *, publisher: str, uri: str, published_at: datetime, on: date, invented: bool
) -> Node:
    """Return the package of the projects as they stood on a day; raises ValueError for none or a naive time.

    `uri` begins every identifier and must be the publisher's own.
    """
    if not projects or published_at.tzinfo is None:
        raise ValueError("a package needs a project, and a publishing time with its zone")
    return {
        "uri": uri,
        "version": VERSION,
        "publishedDate": published_at.isoformat(timespec="seconds"),
        "publisher": {"name": publisher},
        "projects": [_project(project, uri, on, invented) for project in projects],
    }


def _project(project: Project, uri: str, on: date, invented: bool) -> Node:
    title = f"{INVENTED} {project.title}" if invented else project.title
    node: Node = {
        "id": f"{_prefix(uri)}-{project.id}",
        "title": title,
        "status": _status(project, on),
        "sector": ["communications.ict"],
        "purpose": f"{INVENTED} demonstration" if invented else project.title,
        "period": {"startDate": _moment(project.starts_on), "endDate": _moment(project.ends_on)},
        "budget": {"amount": _money(project.appropriation_vnd)},
        "publicAuthority": {"id": project.owner, "name": project.owner},
        "parties": [{"id": project.owner, "name": project.owner, "roles": ["publicAuthority"]}],
    }
    if project.targets:
        node["policyAlignment"] = {"policies": list(project.targets)}
    if project.milestones:
        node["milestones"] = [_milestone(milestone, on) for milestone in project.milestones]
    if project.contracts:
        node["contractingProcesses"] = [_process(project, contract, uri, on) for contract in project.contracts]
    return node


def _process(project: Project, contract: Contract, uri: str, on: date) -> Node:
    ocid = f"{_prefix(uri)}-{contract.id}"
    paid = [p for p in project.payments if p.contract == contract.id and p.paid_on <= on]
    summary: Node = {
        "ocid": ocid,
        "title": contract.title,
        "status": "closed" if sum(p.amount_vnd for p in paid) == contract.value_vnd else "active",
        "suppliers": [{"id": contract.supplier, "name": contract.supplier}],
        "contractValue": _money(contract.value_vnd),
        "contractPeriod": {"startDate": _moment(contract.signed_on)},
    }
    if paid:
        summary["transactions"] = [
            {"id": p.id, "date": _moment(p.paid_on), "value": _money(p.amount_vnd)} for p in paid
        ]
    return {"id": ocid, "summary": summary}


def _milestone(milestone: Milestone, on: date) -> Node:
    node: Node = {"id": milestone.id, "title": milestone.title, "dueDate": _moment(milestone.due_on)}
    if milestone.met_on is not None and milestone.met_on <= on:
        return {**node, "status": "met", "dateMet": _moment(milestone.met_on)}
    return {**node, "status": "notMet" if milestone.due_on < on else "scheduled"}


def _status(project: Project, on: date) -> str:
    if on < project.starts_on:
        return "preparation"
    return "implementation" if on <= project.ends_on else "completion"


def _money(amount_vnd: int) -> Mapping[str, object]:
    return {"amount": amount_vnd, "currency": "VND"}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+07:00"


def _prefix(uri: str) -> str:
    """Return what makes identifiers unique to the publisher: the host of its own address."""
    return uri.split("//", 1)[-1].split("/", 1)[0]
