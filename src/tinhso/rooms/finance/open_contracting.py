"""Projects in the open forms others read: OC4IDS projects, and an OCDS release of each contracting process.

Takes projects and who publishes them when, gives packages as plain mappings for JSON. An invented project says so in
its titles, because a reader of the file sees no page around it. The prefix of identifiers is the publisher's own and
not one that the standard's registry gave out.
Source: Open Contracting Data Standard 1.1.5; Open Contracting for Infrastructure Data Standard 0.9.5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from hashlib import sha256

from tinhso.rooms.finance.projects import Contract, Milestone, Project

OC4IDS_VERSION, OCDS_VERSION = "0.9", "1.1"
INVENTED = "[INVENTED]"
_CIVIL_TIME = timezone(timedelta(hours=7))

Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: name, the prefix of every identifier, the package's own address, the day told from."""

    name: str
    prefix: str
    uri: str
    on: date
    invented: bool

    def titled(self, title: str) -> str:
        """Return a title, marked when what it names is invented."""
        return f"{INVENTED} {title}" if self.invented else title


def project_package(projects: Sequence[Project], publisher: Publisher) -> Node:
    """Return the OC4IDS package of the projects as they stood on the publisher's day."""
    return {**_package(publisher, OC4IDS_VERSION), "projects": [_project(p, publisher) for p in projects]}


def release_package(projects: Sequence[Project], publisher: Publisher) -> Node:
    """Return the OCDS package with one release a contract signed by the publisher's day."""
    signed = [(p, c) for p in projects for c in p.contracts if c.signed_on <= publisher.on]
    return {**_package(publisher, OCDS_VERSION), "releases": [_release(p, c, publisher) for p, c in signed]}


def _package(publisher: Publisher, version: str) -> Node:
    return {
        "uri": publisher.uri,
        "version": version,
        "publishedDate": _moment(publisher.on),
        "publisher": {"name": publisher.name},
    }


def _project(project: Project, by: Publisher) -> Node:
    node: Node = {
        "id": f"{by.prefix}-{project.id}",
        "title": by.titled(project.title),
        "status": _status(project, by.on),
        "sector": ["communications.ict"],
        "purpose": f"{INVENTED} demonstration" if by.invented else project.title,
        "period": {"startDate": _moment(project.starts_on), "endDate": _moment(project.ends_on)},
        "budget": {"amount": _money(project.appropriation_vnd)},
        "publicAuthority": {"id": project.owner, "name": project.owner},
        "parties": [{"id": project.owner, "name": project.owner, "roles": ["publicAuthority"]}],
    }
    if project.targets:
        node["policyAlignment"] = {"policies": list(project.targets)}
    if project.milestones:
        node["milestones"] = [_milestone(milestone, by.on) for milestone in project.milestones]
    if project.contracts:
        node["contractingProcesses"] = [_process(project, contract, by) for contract in project.contracts]
    return node


def _process(project: Project, contract: Contract, by: Publisher) -> Node:
    summary: Node = {
        "ocid": f"{by.prefix}-{contract.id}",
        "title": by.titled(contract.title),
        "status": "closed" if _is_paid(project, contract, by.on) else "active",
        "suppliers": [{"id": party_id(contract.supplier), "name": contract.supplier}],
        "contractValue": _money(contract.value_vnd),
        "contractPeriod": {"startDate": _moment(contract.signed_on)},
    }
    if transactions := _transactions(project, contract, by.on):
        summary["transactions"] = transactions
    return {"id": f"{by.prefix}-{contract.id}", "summary": summary}


def _release(project: Project, contract: Contract, by: Publisher) -> Node:
    ocid = f"{by.prefix}-{contract.id}"
    buyer = {"id": project.owner, "name": project.owner}
    supplier = {"id": party_id(contract.supplier), "name": contract.supplier}
    return {
        "ocid": ocid,
        "id": f"{ocid}-{by.on.isoformat()}",
        "date": _moment(by.on),
        "tag": ["contract", "implementation"],
        "initiationType": "tender",
        "language": "vi",
        "parties": [
            {**buyer, "roles": ["buyer", "procuringEntity", "payer"]},
            {**supplier, "roles": ["supplier", "payee"]},
        ],
        "buyer": buyer,
        "tender": _tender(project, contract, by),
        "awards": [
            {
                "id": f"{contract.id}-award",
                "title": by.titled(contract.title),
                "status": "active",
                "date": _moment(contract.signed_on),
                "value": _money(contract.value_vnd),
                "suppliers": [supplier],
            }
        ],
        "contracts": [_contract(project, contract, by)],
    }


def _tender(project: Project, contract: Contract, by: Publisher) -> Node:
    node: Node = {
        "id": f"{contract.id}-tender",
        "title": by.titled(f"{project.title}: {contract.title}"),
        "status": "complete",
        "procuringEntity": {"id": project.owner, "name": project.owner},
    }
    if contract.method:
        node["procurementMethod"] = contract.method
    if contract.tender_on:
        node["tenderPeriod"] = {"startDate": _moment(contract.tender_on), "endDate": _moment(contract.signed_on)}
    return node


def _contract(project: Project, contract: Contract, by: Publisher) -> Node:
    transactions = _transactions(project, contract, by.on)
    payer = {"payer": {"id": project.owner, "name": project.owner}}
    payee = {"payee": {"id": party_id(contract.supplier), "name": contract.supplier}}
    node: Node = {
        "id": contract.id,
        "awardID": f"{contract.id}-award",
        "title": by.titled(contract.title),
        "status": "terminated" if _is_paid(project, contract, by.on) else "active",
        "value": _money(contract.value_vnd),
        "dateSigned": _moment(contract.signed_on),
        "period": {"startDate": _moment(contract.signed_on), "endDate": _moment(project.ends_on)},
    }
    if transactions:
        node["implementation"] = {"transactions": [{**each, **payer, **payee} for each in transactions]}
    return node


def _transactions(project: Project, contract: Contract, on: date) -> list[Node]:
    paid = [p for p in project.payments if p.contract == contract.id and p.paid_on <= on]
    return [{"id": p.id, "date": _moment(p.paid_on), "value": _money(p.amount_vnd)} for p in paid]


def _is_paid(project: Project, contract: Contract, on: date) -> bool:
    paid = sum(p.amount_vnd for p in project.payments if p.contract == contract.id and p.paid_on <= on)
    return paid == contract.value_vnd


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
    return datetime.combine(day, time(), _CIVIL_TIME).isoformat()


def party_id(name: str) -> str:
    """Return an identifier of a supplier whom the registers know by name alone: equal names, equal identifiers."""
    return f"name-{sha256(name.encode()).hexdigest()[:12]}"
