"""Reports on tasks enter the release: delivered by the desk, kept in a register, published, told when overdue."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from a_release import AS_OF, a_home
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from tinhso.base.home import open_home
from tinhso.path.daily import run_day
from tinhso.path.documents import room_documents
from tinhso.portal.desks.delivering import task_rows
from tinhso.portal.desks.models import TaskReport
from tinhso.portal.homes import get_edition
from tinhso.registers.history import current


@pytest.fixture(scope="module")
def a_published_home(tmp_path_factory) -> Path:
    return a_home(tmp_path_factory.mktemp("tasks") / "dong-nai").folder


@pytest.fixture
def home(homes, a_published_home, tmp_path, monkeypatch):
    """A home of one release, served alone; what is written to the database is undone."""
    monkeypatch.setattr(settings, "TINHSO_HOME", tmp_path)
    shutil.copytree(a_published_home, tmp_path / "dong-nai")
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        yield open_home(tmp_path / "dong-nai")
        transaction.set_rollback(True)


def report(task, percent, day):
    person, _ = User.objects.get_or_create(username="owner")
    at = datetime(2026, 1, day, 3, tzinfo=UTC)
    TaskReport.objects.create(
        province="dong-nai", task=task, agency="so-khcn", person=person, at=at, done_percent=percent, text="t"
    )


def some_tasks():
    return [row for row in get_edition("dong-nai").board.statements if row["kind"] == "task"]


def test_a_row_tells_of_every_task_where_it_stands(home):
    done, begun, reopened = (str(task["id"]) for task in some_tasks()[:3])
    for day, percent in ((2, 40), (5, 100), (9, 100)):
        report(done, percent, day)
    report(begun, 30, 3)
    for day, percent in ((2, 100), (4, 60), (7, 100)):
        report(reopened, percent, day)
    rows = {row["task"]: row for row in task_rows(get_edition("dong-nai"))}
    assert set(rows) == {str(task["id"]) for task in some_tasks()}
    told = ("n_reports", "done_percent", "reported_on", "finished_on")
    assert [rows[done][name] for name in told] == ["3", "100", "2026-01-09", "2026-01-05"]
    assert [rows[begun][name] for name in told] == ["1", "30", "2026-01-03", ""]
    assert [rows[reopened][name] for name in told] == ["3", "100", "2026-01-07", "2026-01-07"]
    silent = next(row for id_, row in rows.items() if id_ not in (done, begun, reopened))
    assert [silent[name] for name in told] == ["0", "", "", ""]


def test_reports_enter_the_register_and_the_release(home, capsys):
    first = str(some_tasks()[0]["id"])
    report(first, 100, 5)
    call_command("deliver_tasks", str(home.folder))
    assert f"plan.task_report: {len(some_tasks())} rows" in capsys.readouterr().out
    log = []
    day = run_day(home, AS_OF, log.append)
    assert (day.n_received, day.n_refused) == (1, 0)
    assert current(home)["plan.task_report"].rows_out == len(some_tasks())
    content = room_documents(home, AS_OF)["plan/tasks.json"].decode()
    assert '"finished_on":"2026-01-05"' in content
    # The same reports delivered again are the same content.
    call_command("deliver_tasks", str(home.folder))
    run_day(home, AS_OF, log.append)
    assert room_documents(home, AS_OF)["plan/tasks.json"].decode() == content


def test_the_report_tells_overdue_tasks_by_what_was_reported(home, monkeypatch):
    from datetime import date

    from tinhso.portal.reports import content

    edition = get_edition("dong-nai")
    task = some_tasks()[0]
    told = {"task": task["id"], "due_on": "2026-12-31", "n_reports": 1, "done_percent": 40, "finished_on": None}
    for finished_on, is_late in ((None, True), ("2026-12-30", False)):
        monkeypatch.setattr(
            content, "_reported_tasks", lambda _, f=finished_on: {task["id"]: told | {"finished_on": f}}
        )
        with translation.override("vi"):
            rows = content._overdue(edition, date(2027, 2, 1)).rows
        assert any(task["label"]["vi"] in row[0] and "40 %" in row[4] for row in rows) is is_late
