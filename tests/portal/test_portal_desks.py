"""The desks: every endpoint × role as declared, four eyes, the trail, and the way of a file to the public page."""

import io
from datetime import UTC, datetime

import pytest
from a_release import a_home
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tinhso.portal.desks.audit import FIRST, check_trail, record
from tinhso.portal.desks.may import MAY, Role, is_public, may
from tinhso.portal.desks.urls import urlpatterns

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
BASE = "/en/dong-nai/desks/"
PLACES = {
    "desk": ("get", BASE),
    "deliveries": ("get", f"{BASE}deliveries/"),
    "deliver": ("post", f"{BASE}deliveries/new/"),
    "delivery": ("get", f"{BASE}deliveries/999/"),
    "rejects": ("get", f"{BASE}deliveries/999/rejects.xlsx"),
    "propose": ("post", f"{BASE}propose/"),
    "signoff": ("get", f"{BASE}signoff/"),
    "sign": ("post", f"{BASE}signoff/sign/"),
    "audit": ("get", f"{BASE}audit/"),
}


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

    from tinhso.portal.desks.models import Seat

    user = User.objects.create_user(name)
    if role:
        Seat.objects.create(user=user, province=province, role=role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_every_address_of_the_desks_is_declared():
    assert {pattern.name.removeprefix("desk_") for pattern in urlpatterns} == set(MAY) == set(PLACES)


@pytest.mark.parametrize("role", [*Role, None, "elsewhere"])
def test_the_matrix_holds_at_every_endpoint(undone, monkeypatch, role):
    monkeypatch.setattr("tinhso.portal.desks.actions.propose", lambda *_, **__: None)
    person = seated("a", Role.STEWARD, "hung-yen") if role == "elsewhere" else seated("a", role)
    for endpoint, (method, path) in PLACES.items():
        status = getattr(person, method)(path).status_code
        allowed = role in list(Role) and may(role, endpoint)
        assert (status != 403) == allowed, (endpoint, role, status)
        assert status < 500


def test_who_is_not_signed_in_is_led_to_the_door(undone):
    for method, path in PLACES.values():
        assert getattr(Client(), method)(path)["Location"].startswith("/en/sign-in/")


@pytest.mark.parametrize(
    ("approvals", "refusals", "public"),
    [([], [], False), (["a"], [], False), (["a", "a"], [], False), (["a", "b"], [], True), (["a", "b"], ["c"], False)],
)
def test_it_takes_two_different_people(approvals, refusals, public):
    assert is_public(approvals, refusals) is public


def test_a_change_removal_or_insertion_in_the_trail_is_seen(undone):
    rows = [record(at=AT, actor="a", province="dong-nai", action="sign", subject=str(n), reason="r") for n in range(4)]
    assert rows[0].before == FIRST
    assert check_trail(rows) == []
    assert check_trail([rows[0], rows[2], rows[3]]) == [rows[2].pk]
    rows[1].reason = "another"
    assert check_trail(rows) == [rows[1].pk]


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
