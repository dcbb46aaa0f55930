"""The tasks desk: reports with documents, added and never changed; what an agency sees; what is passed on."""

from datetime import UTC, date, datetime

import pytest
from a_seat import seated_client
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tinhso.people.models import AuditRow, Seat
from tinhso.people.roles import Role
from tinhso.portal.desks.following import follow
from tinhso.portal.desks.models import TaskReport
from tinhso.portal.homes import get_edition

HERE = "/en/dong-nai/desks/tasks/"


@pytest.fixture(autouse=True)
def _undone(undone, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 22, 3, tzinfo=UTC))


def some_task(**more):
    everywhere = Seat(province="dong-nai", role=Role.OFFICER)
    rows = follow(get_edition("dong-nai"), everywhere, date(2026, 11, 22))
    return next(row for row in rows if all(getattr(row, name) == value for name, value in more.items()))


def a_pdf():
    return SimpleUploadedFile("../Báo cáo quý.pdf", b"%PDF-1.7 report")


def test_an_owner_reports_with_a_document_and_others_read_it():
    row = some_task()
    place = f"{HERE}{row.task['id']}/"
    officer = seated_client("o", Role.OFFICER, agency=row.owner)
    for percent in (40, 70):
        sent = {"percent": percent, "text": f"phần {percent} <b>", "file": a_pdf()}
        assert officer.post(f"{place}report/", sent).status_code == 302
    newest, first = TaskReport.objects.filter(task=row.task["id"])
    assert (newest.done_percent, first.done_percent) == (70, 40)
    assert newest.name == "Báo cáo quý.pdf"
    leader = seated_client("l", Role.LEADER)
    page = leader.get(place).content.decode()
    assert "phần 40 &lt;b&gt;" in page and "70 %" in page
    assert "Report progress" not in page
    answer = leader.get(f"{place}documents/{newest.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 report"
    assert "attachment" in answer["Content-Disposition"]
    assert list(AuditRow.objects.filter(actor="o").values_list("action", flat=True)) == ["report", "report"]


def test_a_task_of_another_agency_is_not_there():
    row = some_task()
    other = seated_client("x", Role.OFFICER, agency="so-y-te")
    report = TaskReport.objects.create(
        province="dong-nai", task=row.task["id"], agency=row.owner, at=timezone.now(), done_percent=1, text="t",
        sha256="0" * 64, person_id=Seat.objects.get(user__username="x").user_id,
    )  # fmt: skip
    for place in ("", f"documents/{report.pk}/"):
        assert other.get(f"{HERE}{row.task['id']}/{place}").status_code == 404
    assert other.post(f"{HERE}{row.task['id']}/report/", {"percent": "1", "text": "t"}).status_code == 404
    assert str(row.task["label"]["en"]) not in other.get(HERE).content.decode()
    assert seated_client("h", Role.OFFICER, "hung-yen").get(f"{HERE}{row.task['id']}/").status_code == 403


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"percent": "101", "text": "t"}, "whole number from 0 to 100"),
        ({"percent": "٣", "text": "t"}, "whole number from 0 to 100"),
        ({"percent": "-1", "text": "t"}, "whole number from 0 to 100"),
        ({"percent": "9" * 500, "text": "t"}, "whole number from 0 to 100"),
        ({"text": "t"}, "whole number from 0 to 100"),
        ({"percent": "5", "text": "  "}, "Write a few words"),
        ({"percent": "5", "text": "t", "file": SimpleUploadedFile("a.exe", b"MZ")}, "PDF"),
        ({"percent": "5", "text": "t", "file": SimpleUploadedFile("a.pdf", b"MZ a program")}, "PDF"),
    ],
)
def test_a_faulty_report_is_explained_and_not_kept(sent, says):
    row = some_task()
    officer = seated_client("o", Role.OFFICER)
    page = officer.post(f"{HERE}{row.task['id']}/report/", sent, follow=True)
    assert says in page.content.decode()
    assert not TaskReport.objects.exists()


def test_a_task_done_is_no_longer_late_and_leaders_see_what_was_passed_on(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2035, 6, 1, 3, tzinfo=UTC))
    row = some_task()
    leader = seated_client("l", Role.LEADER)
    page = leader.get(HERE).content.decode()
    assert "Waiting for the province" in page
    officer = seated_client("o", Role.OFFICER, agency=row.owner)
    officer.post(f"{HERE}{row.task['id']}/report/", {"percent": "100", "text": "done"})
    page = leader.get(f"{HERE}{row.task['id']}/").content.decode()
    assert "Done" in page and "passed on" not in page.split("<main")[1].split("Reports so far")[0].split("<dl")[1]


def test_the_coordinator_of_a_programme_sees_its_tasks_but_reports_none():
    row = next(
        each
        for each in follow(get_edition("dong-nai"), Seat(province="dong-nai", role=Role.OFFICER), date(2026, 11, 22))
        if each.owner != each.coordinator
    )
    officer = seated_client("c", Role.OFFICER, agency=row.coordinator)
    assert officer.get(f"{HERE}{row.task['id']}/").status_code == 200
    assert officer.post(f"{HERE}{row.task['id']}/report/", {"percent": "5", "text": "t"}).status_code == 404
