"""The desks: four eyes, and the way of a file to the public page."""

import io

import pytest
from a_release import a_home
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tinhso.people.roles import Role
from tinhso.portal.desks.four_eyes import is_public

BASE = "/en/dong-nai/desks/"


@pytest.fixture(scope="session")
def tables(homes):
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture
def undone(tables):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def seated(name, role, province="dong-nai"):
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    user = User.objects.create_user(name)
    Seat.objects.create(user=user, province=province, role=role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("approvals", "refusals", "public"),
    [([], [], False), (["a"], [], False), (["a", "a"], [], False), (["a", "b"], [], True), (["a", "b"], ["c"], False)],
)
def test_it_takes_two_different_people(approvals, refusals, public):
    assert is_public(approvals, refusals) is public


def test_a_faulty_file_is_explained_mended_and_published_by_two_people(undone, monkeypatch, tmp_path):
    from tinhso.measure.verify import check_release
    from tinhso.portal.homes import get_edition, served_homes

    monkeypatch.setattr(settings, "TINHSO_HOME", tmp_path)
    a_home(tmp_path / "dong-nai")
    officer, steward, leader = seated("o", Role.OFFICER), seated("s", Role.STEWARD), seated("l", Role.LEADER)
    good = "H75-261101-0001,1.001193,26248,person,2,true,01/11/2026,05/11/2026,04/11/2026,10\n"
    bad = "H75-261101-0002,1.001193,26248,person,9,true,31/02/2026,05/11/2026,,10\n"
    header = (
        "dossier_code,procedure_code,area,applicant_kind,channel,full_process,received_on,due_on,finished_on,status\n"
    )
    posted = {"register": "services.dossier", "kind": "full", "reason": "November",
              "file": SimpleUploadedFile("dossiers.csv", (header + good + bad).encode())}  # fmt: skip
    page = officer.post(f"{BASE}deliveries/new/", posted, follow=True)
    assert page.status_code == 200
    text = page.content.decode()
    assert "2 in, 1 out, 1 rejected" in text
    sequence = page.redirect_chain[-1][0].rstrip("/").rsplit("/", 1)[1]
    workbook = officer.get(f"{BASE}deliveries/{sequence}/rejects.xlsx").content
    assert b"PK" == workbook[:2]
    mended = _mended(workbook)
    again = {**posted, "kind": "change", "file": SimpleUploadedFile("mended.xlsx", mended)}
    page = officer.post(f"{BASE}deliveries/new/", again, follow=True)
    assert "1 in, 1 out, 0 rejected" in page.content.decode()

    before = get_edition("dong-nai").id
    steward.post(f"{BASE}propose/", {"reason": "month"})
    page = steward.get(f"{BASE}signoff/").content.decode()
    mark = page.split('name="mark" value="')[1].split('"')[0]
    steward.post(f"{BASE}signoff/sign/", {"mark": mark, "verdict": "approve", "reason": "checked"})
    assert get_edition("dong-nai").id == before
    blind = leader.get(f"{BASE}signoff/").content.decode()
    assert "checked" not in blind
    leader.post(f"{BASE}signoff/sign/", {"mark": mark, "verdict": "approve", "reason": "agreed"})
    public = get_edition("dong-nai")
    assert public.id != before
    assert check_release(public.release.folder) == []
    assert "31/02" not in Client().get("/en/dong-nai/").content.decode()
    trail = seated("x", Role.AUDITOR).get(f"{BASE}audit/?check=1").content.decode()
    assert "The trail is whole." in trail
    assert trail.count("<code>") >= 5
    assert served_homes()["dong-nai"].database


def _mended(workbook: bytes) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook))
    for row in book.active.iter_rows():
        for cell in row:
            if str(cell.value) == "31/02/2026":
                cell.value = "28/02/2026"
            elif str(cell.value) == "9":
                cell.value = "2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
