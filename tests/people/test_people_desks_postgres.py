"""The desks once on a real PostgreSQL server: deliver, accept, propose, sign by two, public; the trail whole."""

import io
import shutil
from pathlib import Path

import pytest
from a_release import a_home
from a_seat import seated_client
from django.conf import settings

from tinhso.measure.verify import check_release
from tinhso.people.models import AuditRow
from tinhso.people.roles import Role
from tinhso.portal.homes import get_edition

DESKS = "/en/dong-nai/desks/"
FILE = (
    "dossier_code,procedure_code,area,original_agency,applicant_kind,channel,full_process,received_on,due_on,"
    "finished_on,status\n"
    "H75-261101-0001,1.001193,26248,ubnd-26248,person,2,true,01/11/2026,05/11/2026,04/11/2026,10\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one release, served alone."""
    made = a_home(tmp_path / "made" / "dong-nai").folder
    shutil.move(made, tmp_path / "dong-nai")
    monkeypatch.setattr(settings, "TINHSO_HOME", tmp_path)
    return tmp_path / "dong-nai"


def test_a_delivery_becomes_public_by_two_people_on_postgresql(home, on_postgres):
    people = {role: seated_client(role, role) for role in (Role.OFFICER, Role.STEWARD, Role.LEADER, Role.AUDITOR)}
    for client in people.values():
        client.raise_request_exception = True
    file = io.BytesIO(FILE.encode())
    file.name = "dossiers.csv"
    sent = {"register": "services.dossier", "kind": "full", "reason": "November", "file": file, "invented": "yes"}
    page = people[Role.OFFICER].post(f"{DESKS}deliveries/new/", sent, follow=True)
    assert page.redirect_chain[-1][0] == f"{DESKS}deliveries/sent/1/"
    decision = {"verdict": "accept", "reason": "read"}
    page = people[Role.STEWARD].post(f"{DESKS}deliveries/sent/1/decide/", decision, follow=True)
    assert "accepted" in page.content.decode()
    before = get_edition("dong-nai").id
    page = people[Role.STEWARD].post(f"{DESKS}propose/", {"reason": "the month"}, follow=True).content.decode()
    mark = page.split('name="mark" value="')[1].split('"')[0]
    for role in (Role.STEWARD, Role.LEADER):
        verdict = {"mark": mark, "verdict": "approve", "reason": "agreed"}
        assert people[role].post(f"{DESKS}signoff/sign/", verdict).status_code == 302
    public = get_edition("dong-nai")
    assert public.id != before
    assert check_release(public.release.folder) == []
    assert "The trail is whole." in people[Role.AUDITOR].post(f"{DESKS}audit/check/", follow=True).content.decode()
    done = ["submit", "accept", "propose", "approve", "approve", "check"]
    assert list(AuditRow.objects.order_by("id").values_list("action", flat=True)) == done
