"""The applicant's own page: add papers, withdraw, rate, complain, and nobody else's eyes on it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from a_dossier import HERE, OTHER_COMMUNE, apply, do, finished, in_process, officer, own
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tinhso.rooms.services.states import Role, Status
from tinhso.rooms.services.web.models import Dossier, TrackingMiss
from tinhso.rooms.services.web.steps import check_steps

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def status_of(client: Client, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    return answer.status_code


def asked_for_papers(client: Client) -> Dossier:
    dossier = in_process(client)
    assert do(officer(Role.SPECIALIST)[0], dossier, "request_supplement", note="Thiếu giấy chứng sinh.") == 302
    dossier.refresh_from_db()
    return dossier


def test_papers_asked_for_are_added_and_the_clock_runs_again(client: Client) -> None:
    dossier = asked_for_papers(client)
    assert dossier.status == Status.SUPPLEMENT_REQUESTED and dossier.due_at is None
    page = client.get(f"{HERE}own/{dossier.submit_key}/").content.decode()
    assert "Thiếu giấy chứng sinh." in page
    status, page = own(client, dossier, "supplement")
    assert status == 409 and "Chưa có gì để gửi" in page
    program = SimpleUploadedFile("giay.pdf", b"MZ a program")
    status, page = own(client, dossier, "supplement", papers=program, text="đây ạ")
    assert status == 409 and "giay.pdf" in page and "đây ạ" in page
    assert dossier.attachments.count() == 0 and dossier.status == Status.SUPPLEMENT_REQUESTED
    good = SimpleUploadedFile("giay.pdf", b"%PDF-1.7 notice of birth")
    assert own(client, dossier, "supplement", papers=good)[0] == 302
    assert dossier.status == Status.IN_PROCESS and dossier.due_at
    assert dossier.attachments.get().place.startswith("supplement.")
    assert own(client, dossier, "supplement", text="again")[0] == 409
    assert dossier.attachments.count() == 1 and check_steps(dossier) == []


def test_the_issued_request_is_downloaded_by_the_applicant_and_the_scope_alone(client: Client) -> None:
    dossier = asked_for_papers(client)
    paper = dossier.issued.get()
    assert paper.kind == "02" and paper.number == "1/2026"
    for address, expected in [
        (f"{HERE}own/{dossier.submit_key}/issued/{paper.pk}/", 200),
        (f"{HERE}own/{dossier.submit_key}/issued/{paper.pk + 1}/", 404),
        (f"{HERE}own/nothing/issued/{paper.pk}/", 404),
    ]:
        assert status_of(client, address) == expected
    mine, stranger = officer(Role.SPECIALIST)[0], officer(Role.SPECIALIST, OTHER_COMMUNE)[0]
    assert status_of(mine, f"{HERE}desk/{dossier.code}/issued/{paper.pk}/") == 200
    assert stranger.get(f"{HERE}desk/{dossier.code}/issued/{paper.pk}/").status_code == 404


def test_withdrawing_once(client: Client) -> None:
    dossier = apply(client)
    assert own(client, dossier, "withdraw", text="Tôi nộp nhầm.")[0] == 302
    assert dossier.status == Status.WITHDRAWN
    assert own(client, dossier, "withdraw")[0] == 409
    assert dossier.events.filter(action="withdraw").count() == 1


def test_a_rating_is_given_once_and_only_when_the_dossier_has_ended(client: Client) -> None:
    dossier = in_process(client)
    assert own(client, dossier, "rate", stars="5")[0] == 409
    dossier = finished(client)
    for stars in ("0", "6", "", "x", "١"):
        assert own(client, dossier, "rate", stars=stars)[0] == 409
    assert own(client, dossier, "rate", stars="4", text="Nhanh <b>và</b> rõ")[0] == 302
    assert (dossier.rating, dossier.rating_text) == (4, "Nhanh <b>và</b> rõ")
    assert own(client, dossier, "rate", stars="1")[0] == 409
    assert dossier.rating == 4


def test_a_complaint_has_its_own_due_day_and_is_answered_once_at_the_desk(client: Client) -> None:
    dossier = apply(client)
    for _ in range(2):
        assert own(client, dossier, "complain", text="Chờ đã lâu.")[0] == 302
    complaint = dossier.complaints.get()
    # Ten working days after Monday 1 June 2026: Monday 15 June, at closing time.
    assert complaint.due_at == datetime(2026, 6, 15, 17, tzinfo=HANOI)
    assert own(client, dossier, "complain", text="  ")[0] == 409
    here, stranger = officer(Role.LEADER)[0], officer(Role.LEADER, OTHER_COMMUNE)[0]
    assert dossier.code in here.get(f"{HERE}desk/").content.decode()
    address = f"{HERE}desk/{dossier.code}/complaints/{complaint.pk}/"
    assert stranger.post(address, {"text": "x"}).status_code == 404
    assert here.post(address, {"text": ""}).status_code == 409
    assert here.post(address, {"text": "Xin lỗi bạn.", "justified": "yes"}).status_code == 302
    assert here.post(address, {"text": "Lần nữa."}).status_code == 409
    complaint.refresh_from_db()
    assert (complaint.answer, complaint.justified) == ("Xin lỗi bạn.", True)
    assert "Xin lỗi bạn." in client.get(f"{HERE}own/{dossier.submit_key}/").content.decode()
    own(client, dossier, "judge", complaint=str(complaint.pk), satisfied="no")
    own(client, dossier, "judge", complaint=str(complaint.pk), satisfied="yes")
    complaint.refresh_from_db()
    assert complaint.satisfied is False
    assert own(client, dossier, "judge", complaint="99")[0] == 404
    assert check_steps(dossier) == []


def test_a_dossier_of_an_account_is_seen_by_that_account_alone(client: Client) -> None:
    person, other = Client(), Client()
    person.force_login(User.objects.create_user("anh"))
    other.force_login(User.objects.create_user("binh"))
    dossier = apply(person)
    address = f"{HERE}own/{dossier.submit_key}/"
    assert person.get(address).status_code == 200
    assert other.get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert other.post(address, {"version": 1, "do": "withdraw"}).status_code == 404


def test_what_was_typed_survives_a_session_that_ended(client: Client) -> None:
    user = User.objects.create_user("anh")
    person = Client()
    person.force_login(user)
    dossier = apply(person)
    address = f"{HERE}own/{dossier.submit_key}/"
    person.logout()
    answer = person.post(address, {"version": 1, "do": "complain", "text": "Chờ đã lâu rồi."})
    assert (answer.status_code == 302 and "sign-in" in answer["Location"]) or "accounts" in answer["Location"]
    person.force_login(user)
    page = person.get(address).content.decode()
    assert "Chờ đã lâu rồi." in page and "Phiên đăng nhập đã hết" in page
    assert "Chờ đã lâu rồi." not in person.get(address).content.decode()
    assert not dossier.complaints.exists()


def test_rubbish_sent_to_the_own_page(client: Client) -> None:
    dossier = apply(client)
    address = f"{HERE}own/{dossier.submit_key}/"
    for sent in ({}, {"do": "x", "version": "1"}, {"do": "withdraw", "version": "x"}, {"do": "judge", "version": "1"}):
        assert client.post(address, sent).status_code == 404
    assert client.post(address, {"do": "withdraw", "version": "7"}).status_code == 409
    assert client.get(f"{HERE}own/{dossier.submit_key}/pay/").status_code == 404


def test_guessing_at_the_second_factor_is_stopped_for_a_while(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = apply(client)
    for digits in range(5):
        assert client.post(f"{HERE}track/", {"code": dossier.code, "factor": f"000{digits}"}).status_code == 404
    answer = client.post(f"{HERE}track/", {"code": dossier.code, "factor": "5678"})
    assert answer.status_code == 429 and "Đợi 15 phút" in answer.content.decode()
    elsewhere = client.post(f"{HERE}track/", {"code": dossier.code, "factor": "5678"}, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 200
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.post(f"{HERE}track/", {"code": dossier.code, "factor": "5678"}).status_code == 200
    for number in range(30):
        client.post(f"{HERE}track/", {"code": f"H19.26.068-260601-{number:05d}", "factor": "1111"})
    assert client.post(f"{HERE}track/", {"code": dossier.code, "factor": "5678"}).status_code == 429
    assert TrackingMiss.objects.count() == 30
