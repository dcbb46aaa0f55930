"""The desks: sending, mending, accepting, four eyes; what a stop leaves undone is done once; nothing typed is lost."""

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from a_release import a_home
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tinhso.base.errors import NotAllowed
from tinhso.measure.proposal import find_proposal
from tinhso.measure.release import publish
from tinhso.measure.verify import check_release
from tinhso.people.roles import Role
from tinhso.portal.desks.four_eyes import is_public
from tinhso.portal.homes import get_edition
from tinhso.registers.delivery import read_deliveries
from tinhso.registers.history import current

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
BASE = "/en/dong-nai/desks/"
HEADER = (
    "dossier_code,procedure_code,area,original_agency,applicant_kind,channel,full_process,received_on,due_on,"
    "finished_on,status\n"
)
GOOD = "H75-261101-0001,1.001193,26248,ubnd-26248,person,2,true,01/11/2026,05/11/2026,04/11/2026,10\n"
BAD = "H75-261101-0002,1.001193,26248,ubnd-26248,person,9,true,31/02/2026,05/11/2026,,10\n"


@pytest.fixture(scope="session")
def tables(homes):
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def a_published_home(tmp_path_factory) -> Path:
    return a_home(tmp_path_factory.mktemp("desks") / "dong-nai").folder


@pytest.fixture
def home(tables, a_published_home, tmp_path, monkeypatch):
    """A home of one release, served alone; what is written to the database is undone."""
    from tinhso.base.home import open_home

    monkeypatch.setattr(settings, "TINHSO_HOME", tmp_path)
    shutil.copytree(a_published_home, tmp_path / "dong-nai")
    with transaction.atomic():
        yield open_home(tmp_path / "dong-nai")
        transaction.set_rollback(True)


def a_person(name, role, agency=""):
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    user = User.objects.create_user(name)
    Seat.objects.create(user=user, province="dong-nai", role=role, agency=agency)
    return user


def seated(name, role, agency=""):
    client = Client()
    client.force_login(a_person(name, role, agency))
    return client


def send(person, *lines, **more):
    file = SimpleUploadedFile(more.pop("name", "dossiers.csv"), (HEADER + "".join(lines)).encode())
    posted = {"register": "services.dossier", "kind": "full", "reason": "November", "file": file, **more}
    return person.post(f"{BASE}deliveries/new/", posted, follow=True)


def decide(person, number, verdict="accept", reason="read"):
    posted = {"verdict": verdict, "reason": reason}
    return person.post(f"{BASE}deliveries/sent/{number}/decide/", posted, follow=True).content.decode()


def taken(home):
    """The deliveries of the register that the tests send; the home holds others."""
    return [delivery for delivery in read_deliveries(home) if delivery.register == "services.dossier"]


def trail():
    from tinhso.people.models import AuditRow

    return [(row.actor, row.action) for row in AuditRow.objects.order_by("id")]


@pytest.mark.parametrize(
    ("approvals", "refusals", "public"),
    [([], [], False), (["a"], [], False), (["a", "a"], [], False), (["a", "b"], [], True), (["a", "b"], ["c"], False)],
)
def test_it_takes_two_different_people(approvals, refusals, public):
    assert is_public(approvals, refusals) is public


def test_a_faulty_file_is_explained_mended_accepted_and_published_by_two_people(home):
    officer, steward, leader = seated("o", Role.OFFICER), seated("s", Role.STEWARD), seated("l", Role.LEADER)
    page = send(officer, GOOD, BAD)
    assert page.redirect_chain[-1][0] == f"{BASE}deliveries/sent/1/"
    text = page.content.decode()
    for said in ("<b>2</b>rows sent", "<b>1</b>rows hold", "<b>1</b>rows rejected", "31/02/2026", "a real day"):
        assert said in text
    assert taken(home) == []

    workbook = officer.get(f"{BASE}deliveries/sent/1/rejects.xlsx").content
    again = {"mends": "1", "file": SimpleUploadedFile("mended.xlsx", mended(workbook))}
    assert "<b>1</b>rows hold" in send(officer, **again).content.decode()
    assert "Decide" not in decide(steward, 1)
    assert "accepted" in decide(steward, 2)
    told = [delivery.receipt.details for delivery in taken(home)]
    assert [(each["accepted_by"], each["kind"]) for each in told] == [("s", "full"), ("s", "change")]
    assert told[1]["mends"] == told[0]["submission"]
    assert current(home)["services.dossier"].details["sequence"] == str(taken(home)[-1].sequence)

    before = get_edition("dong-nai").id
    steward.post(f"{BASE}propose/", {"reason": "the month's figures"})
    page = steward.get(f"{BASE}signoff/").content.decode()
    assert "the month&#x27;s figures" in page
    assert "Dossiers" in page.split("What came in since")[-1]
    mark = page.split('name="mark" value="')[1].split('"')[0]
    steward.post(f"{BASE}signoff/sign/", {"mark": mark, "verdict": "approve", "reason": "counted twice"})
    assert get_edition("dong-nai").id == before
    assert "counted twice" not in leader.get(f"{BASE}signoff/").content.decode()
    leader.post(f"{BASE}signoff/sign/", {"mark": mark, "verdict": "approve", "reason": "agreed"})
    public = get_edition("dong-nai")
    assert public.id != before
    assert check_release(public.release.folder) == []
    whole = seated("x", Role.AUDITOR).post(f"{BASE}audit/check/", follow=True).content.decode()
    assert "The trail is whole." in whole
    assert trail() == [
        ("o", "submit"), ("o", "submit"), ("s", "accept"), ("s", "accept"),
        ("s", "propose"), ("s", "approve"), ("l", "approve"), ("x", "check"),
    ]  # fmt: skip


def mended(workbook: bytes) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook))
    for row in book.active.iter_rows():
        for cell in row:
            cell.value = {"31/02/2026": "28/02/2026", "9": "2"}.get(str(cell.value), cell.value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_form_pressed_twice_is_one_submission_and_one_row_of_the_trail(home):
    officer = seated("o", Role.OFFICER)
    first, second = send(officer, GOOD), send(officer, GOOD)
    assert first.redirect_chain == second.redirect_chain
    assert trail() == [("o", "submit")]


def test_submissions_are_decided_once_and_in_order(home):
    officer, steward = seated("o", Role.OFFICER), seated("s", Role.STEWARD)
    send(officer, GOOD, BAD)
    send(officer, GOOD)
    assert "an earlier submission for this register still waits" in decide(steward, 2)
    assert "return" in decide(steward, 1, "refuse", "half a file")
    assert "decided already" in decide(steward, 1)
    assert "accepted" in decide(steward, 2)
    assert [delivery.receipt.details["submitted_by"] for delivery in taken(home)] == ["o"]
    assert trail()[2:] == [("s", "return"), ("s", "accept")]
    # What was returned may be sent again: it waits anew.
    assert send(officer, GOOD, BAD).redirect_chain[-1][0].endswith("/sent/3/")


def test_nobody_accepts_what_they_sent_themselves(home):
    steward, other = seated("s", Role.STEWARD), seated("t", Role.STEWARD)
    page = send(steward, GOOD).content.decode()
    assert 'value="accept"' not in page and 'value="refuse"' in page
    assert "you sent this submission yourself" in decide(steward, 1)
    assert taken(home) == []
    assert "accepted" in decide(other, 1)
    assert trail() == [("s", "submit"), ("t", "accept")]


def test_a_worker_checks_and_enters_what_a_page_does_not_wait_for(home, monkeypatch):
    from tinhso.portal.desks import background

    done = []
    monkeypatch.setattr("tinhso.portal.desks.deliveries.has_worker", lambda: True)
    monkeypatch.setattr(background, "has_worker", lambda: True)
    try_sent, enter_rows = background.try_sent.func, background.enter_rows.func
    for name in ("try_sent", "enter_rows"):
        queue = SimpleNamespace(enqueue=lambda *given, name=name: done.append((name, *given)))
        monkeypatch.setattr(background, name, queue)
    officer, steward = seated("o", Role.OFFICER), seated("s", Role.STEWARD)
    page = send(officer, GOOD, BAD).content.decode()
    assert "its rows are being checked" in page and 'http-equiv="refresh"' in page
    assert officer.get(f"{BASE}deliveries/sent/1/rejects.xlsx").status_code == 404
    officer.post(f"{BASE}deliveries/sent/1/check/")
    assert done == [("try_sent", "dong-nai", 1)] * 2
    try_sent("dong-nai", 1)
    assert "31/02/2026" in officer.get(f"{BASE}deliveries/sent/1/").content.decode()
    assert "The rows are being entered" in decide(steward, 1)
    assert taken(home) == []
    assert done[2:] == [("enter_rows", "dong-nai", 1)]
    assert enter_rows("dong-nai", 1) == enter_rows("dong-nai", 1) == {}
    assert len(taken(home)) == 1
    assert "being entered" not in steward.get(f"{BASE}deliveries/sent/1/").content.decode()


def test_an_unusable_file_is_explained_and_cannot_be_accepted(home):
    officer, steward = seated("o", Role.OFFICER), seated("s", Role.STEWARD)
    page = send(officer, file=SimpleUploadedFile("dossiers.xlsx", b"PK\x03\x04")).content.decode()
    assert "This file could not be used." in page
    assert "expected:" in page
    assert 'value="accept"' not in steward.get(f"{BASE}deliveries/sent/1/").content.decode()


def test_a_decision_cut_off_is_carried_out_by_the_button_once(home, monkeypatch):
    officer, steward = seated("o", Role.OFFICER), seated("s", Role.STEWARD)
    send(officer, GOOD)
    with monkeypatch.context() as cut:
        cut.setattr("tinhso.portal.desks.carrying_out.check", die)
        with pytest.raises(OSError, match="cut off"):
            decide(steward, 1)
    assert len(taken(home)) == 1
    page = steward.get(f"{BASE}deliveries/sent/1/").content.decode()
    assert 'value="again"' in page
    for _ in range(2):
        assert 'value="again"' not in decide(steward, 1, "again")
    assert len(taken(home)) == 1
    assert current(home)["services.dossier"].rows_out == 1
    assert trail() == [("o", "submit"), ("s", "accept")]


def test_bytes_kept_without_their_row_are_found_when_sent_again(home, monkeypatch):
    officer = seated("o", Role.OFFICER)
    with monkeypatch.context() as cut:
        cut.setattr("tinhso.portal.desks.actions.record", die)
        with pytest.raises(OSError, match="cut off"), transaction.atomic():
            send(officer, GOOD)
    assert trail() == []
    assert send(officer, GOOD).redirect_chain[-1][0].endswith("/sent/1/")
    assert trail() == [("o", "submit")]


def die(*_args, **_named):
    raise OSError("cut off")


@pytest.fixture
def proposal(home):
    """A proposal that waits, and the three people of its desk."""
    from tinhso.portal.desks import actions

    officer, steward, leader = (a_person(role, role) for role in (Role.OFFICER, Role.STEWARD, Role.LEADER))
    upload = actions.Upload("services.dossier", "full", "a.csv", [(HEADER + GOOD).encode()])
    row = actions.submit(home, "dong-nai", actor=officer, at=AT, reason="-", upload=upload)
    actions.decide(home, row, actor=steward, at=AT, reason="-", accepted=True)
    found = actions.propose(home, "dong-nai", actor=steward, at=AT, reason="-")
    return home, found, steward, leader


def sign(proposal, person, approved=True):
    from tinhso.portal.desks import actions

    given = {"actor": person, "at": AT, "reason": "not this month", "proposal": proposal[1], "approved": approved}
    return actions.sign(proposal[0], "dong-nai", **given)


def test_publishing_cut_off_is_done_by_the_next_run_once(proposal, monkeypatch):
    from tinhso.portal.desks.carrying_out import settle

    home, folder, steward, leader = proposal
    assert not sign(proposal, steward)
    with monkeypatch.context() as cut:
        cut.setattr("tinhso.portal.desks.carrying_out.publish_proposal", die)
        with pytest.raises(OSError, match="cut off"):
            sign(proposal, leader)
    assert find_proposal(home) == folder
    assert [line["step"] for line in settle(home, "dong-nai")] == ["publish"]
    assert get_edition("dong-nai").id == folder.name
    assert list(settle(home, "dong-nai")) == []


def test_a_proposal_published_and_not_yet_removed_is_not_published_twice(proposal, monkeypatch):
    from tinhso.portal.desks.carrying_out import publish_signed

    home, folder, steward, leader = proposal
    sign(proposal, steward)
    with monkeypatch.context() as cut:
        cut.setattr("tinhso.measure.proposal.publish", lambda *given: die(publish(*given)))
        with pytest.raises(OSError, match="cut off"):
            sign(proposal, leader)
    assert folder.exists()
    releases = sorted(path.name for path in home.releases.iterdir())
    assert publish_signed(home, "dong-nai")
    assert (folder.exists(), sorted(path.name for path in home.releases.iterdir())) == (False, releases)


def test_a_refusal_ends_the_proposal_and_goes_back_with_its_reasons(proposal):
    home, folder, steward, leader = proposal
    assert not sign(proposal, leader, approved=False)
    with pytest.raises(NotAllowed):
        sign(proposal, leader)
    assert not sign(proposal, steward)
    client = Client()
    client.force_login(steward)
    page = client.get(f"{BASE}signoff/").content.decode()
    assert "not this month" in page
    assert 'value="approve"' not in page
    assert find_proposal(home) == folder


def test_a_form_after_the_session_ended_keeps_what_was_typed(home):
    person = a_person("o", Role.OFFICER)
    client = Client()
    answer = client.post(
        f"{BASE}deliveries/new/", {"register": "services.dossier", "kind": "change", "reason": "Số tháng 11"}
    )
    assert answer["Location"] == f"/en/accounts/sign-in/?next={BASE}deliveries/"
    client.force_login(person)
    page = client.get(f"{BASE}deliveries/").content.decode()
    assert "Your session had ended" in page
    assert 'value="Số tháng 11"' in page
    assert '<option value="change" selected>' in page
    assert "Số tháng 11" not in client.get(f"{BASE}deliveries/").content.decode()


def test_what_another_agency_sends_is_as_if_it_were_not_there(home):
    mine, other = seated("o", Role.STEWARD, "so-tai-chinh"), seated("p", Role.OFFICER)
    send(other, GOOD, BAD)
    for path in ("deliveries/sent/1/", "deliveries/sent/1/rejects.xlsx"):
        assert mine.get(f"{BASE}{path}").status_code == 404
        assert other.get(f"{BASE}{path}").status_code == 200
    assert mine.post(f"{BASE}deliveries/sent/1/decide/", {"verdict": "accept"}).status_code == 404
    page = mine.get(f"{BASE}deliveries/").content.decode()
    assert "Submission 1" not in page
    assert 'value="services.dossier"' not in page
    assert "Choose a file" in send(mine, GOOD).content.decode()
