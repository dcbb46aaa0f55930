"""What a release says of projects: each one's money, milestones and risk, and what targets got for the money.

Takes projects as they stood on a day, gives plain values in whole đồng; equal parting of a project's money among its
targets is a convention and said beside the figures. What each target gained stands in the release's own figures.
"""

from collections.abc import Sequence
from datetime import date

from tinhso.rooms.finance.projects import Project, check_project, money_by_target, progress

Node = dict[str, object]


def projects_document(projects: Sequence[Project], on: date) -> Node:
    """Return `{on, projects, targets, faults}`, projects in order of their start."""
    ordered = sorted(projects, key=lambda project: (project.starts_on, project.id))
    money = money_by_target(ordered, on)
    return {
        "on": on.isoformat(),
        "projects": [_project(project, on) for project in ordered],
        "targets": [
            {"target": target, "appropriated_vnd": round(appropriated), "paid_vnd": round(paid)}
            for target, (appropriated, paid) in sorted(money.items(), key=lambda item: -item[1][0])
        ],
        "faults": [fault.as_dict() for project in ordered for fault in check_project(project)],
    }


def _project(project: Project, on: date) -> Node:
    found = progress(project, on)
    met = found.milestones_met
    return {
        "id": project.id,
        "title": project.title,
        "owner": project.owner,
        "pillar": project.pillar,
        "portfolio": project.portfolio,
        "starts_on": project.starts_on.isoformat(),
        "ends_on": project.ends_on.isoformat(),
        "appropriation_vnd": project.appropriation_vnd,
        "contracted_vnd": sum(contract.value_vnd for contract in project.contracts),
        "paid_vnd": project.paid_by(on),
        "paid_by_year": _paid_by_year(project, on),
        "targets": list(project.targets),
        "milestones": [_milestone(m.id, m.title, m.due_on, m.met_on) for m in project.milestones],
        "elapsed": f"{found.elapsed:.4f}",
        "disbursed": f"{found.disbursed:.4f}",
        "milestones_met": None if met is None else f"{met:.4f}",
        "risk": found.risk,
        "reasons": [reason.as_dict() for reason in found.reasons],
    }


def _paid_by_year(project: Project, on: date) -> dict[str, int]:
    years = sorted({p.paid_on.year for p in project.payments if p.paid_on <= on})
    return {
        str(year): sum(p.amount_vnd for p in project.payments if p.paid_on.year == year and p.paid_on <= on)
        for year in years
    }


def _milestone(id_: str, title: str, due_on: date, met_on: date | None) -> Node:
    return {"id": id_, "title": title, "due_on": due_on.isoformat(), "met_on": met_on and met_on.isoformat()}
