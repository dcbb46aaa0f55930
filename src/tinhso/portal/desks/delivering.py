"""Reports on tasks as a delivery: what agencies reported at the desk enters the path like any other file.

Takes an edition, whose programmes say which tasks there are and when they are due; gives one row a task, in order of
its id, and writes them where an inbox expects a full delivery. The daily run receives, checks and measures them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from tinhso.portal.board import due_on
from tinhso.portal.desks.following import ALL_DONE
from tinhso.portal.desks.models import TaskReport
from tinhso.portal.edition import Edition
from tinhso.registers.leaving import leave_delivery

REGISTER = "plan.task_report"
COLUMNS = (
    "task", "programme", "area", "agency", "due_on", "n_reports", "done_percent", "reported_on", "finished_on",
)  # fmt: skip


@dataclass(slots=True)
class _Told:
    """What was reported on a task: how often, and the newest; finished on the day of the first report that stood."""

    n_reports: int = 0
    done_percent: int | None = None
    reported_on: date | None = None
    finished_on: date | None = None


def task_rows(edition: Edition) -> Iterator[dict[str, str]]:
    """Yield a row for each task of the province's programmes; the text of reports and their authors stay at the desk.

    A task is finished on the day of the first report that says so and that no later one took back.
    """
    told = _told(edition.slug)
    tasks = [(programme, task) for programme in edition.board.plan["programmes"] for task in programme["tasks"]]
    for programme, task in sorted(tasks, key=lambda each: str(each[1]["id"])):
        found = told[str(task["id"])]
        values = (
            task["id"], programme["id"], edition.release.manifest["province"], task["owner"]["id"],
            due_on(programme, task), found.n_reports, found.done_percent, found.reported_on, found.finished_on,
        )  # fmt: skip
        yield {name: "" if value is None else str(value) for name, value in zip(COLUMNS, values, strict=True)}


def write_delivery(edition: Edition, inbox: Path) -> int:
    """Write the full delivery into an inbox and return its rows."""
    return leave_delivery(inbox, REGISTER, "nhiem-vu.csv", COLUMNS, task_rows(edition))


def _told(province: str) -> dict[str, _Told]:
    found: dict[str, _Told] = defaultdict(_Told)
    reports = TaskReport.objects.filter(province=province).order_by("pk")
    for task, percent, at in reports.values_list("task", "done_percent", "at").iterator():
        each, day = found[task], timezone.localtime(at).date()
        each.n_reports, each.done_percent, each.reported_on = each.n_reports + 1, percent, day
        each.finished_on = (each.finished_on or day) if percent == ALL_DONE else None
    return found
