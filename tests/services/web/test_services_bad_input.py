"""What people, browsers and strangers send wrongly: a clear message, nothing lost, nothing double."""

import io
import struct
import zipfile
from collections.abc import Mapping
from datetime import timedelta

import pytest
from a_dossier import (
    APPLICANT,
    HERE,
    OTHER_COMMUNE,
    apply,
    asked_to_pay,
    begin,
    do,
    fill,
    in_process,
    officer,
    own,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.rooms.services.states import Role, Status
from tinhso.rooms.services.web.catalogued import forms
from tinhso.rooms.services.web.models import Attachment, Dossier, Draft
from tinhso.rooms.services.web.steps import check_steps

SCRIPT = "<script>alert(1)</script>"


class Unread(io.RawIOBase):
    """A body of two gigabytes that nobody may read."""

    def read(self, _n: int = -1) -> bytes:
        raise AssertionError("the body was read")


def test_two_gigabytes_are_refused_before_a_byte_is_read(client: Client) -> None:
    token = begin(client, "birth_registration")
    answer = client.generic(
        "POST",
        f"{HERE}draft/{token}/papers/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 << 30),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413 and "64 MB" in answer.content.decode()
    assert answer["Connection"] == "close" and Draft.objects.filter(token=token).exists()
    desk = officer(Role.CASHIER, "")[0]
    answer = desk.generic("POST", f"{HERE}desk/statements/", b"", CONTENT_LENGTH="99999999999")
    assert answer.status_code == 413


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 50_000_000)
    return stream.getvalue()


def picture_of_a_billion_points() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 100_000, 100_000) + b"\x08\x02\0\0\0"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("giay.pdf", b"MZ\x90\x00 a program", "PDF, JPEG"),
        ("giay.exe", b"%PDF-1.7", "PDF, JPEG"),
        ("giay.docx", bomb(), "bung ra quá lớn"),
        ("anh.png", picture_of_a_billion_points(), "bung ra quá lớn"),
        ("giay.pdf", b"%PDF-1.7 /JavaScript (app.alert(1))", "mã chạy"),
        ("giay.pdf", b"", "rỗng"),
        ("giay.pdf", b"%PDF-" + b"x" * (21 << 20), "lớn hơn 20 MB"),
    ],
    ids=["program", "ending", "zip bomb", "picture bomb", "script", "empty", "large"],
)
def test_a_paper_that_is_no_paper(client: Client, name: str, content: bytes, words: str) -> None:
    token = begin(client, "birth_registration")
    sent = {"birth_notice": SimpleUploadedFile(name, content), "seen": "birth_notice"}
    page = client.post(f"{HERE}draft/{token}/papers/", sent).content.decode()
    # Django drops a file without a byte before anybody sees it: then the paper is simply missing.
    assert words in page or (not content and "Hãy đính kèm" in page)
    assert not Attachment.objects.exists()


def test_a_script_in_a_name_is_words_everywhere(client: Client) -> None:
    token = begin(client)
    texts = {**APPLICANT, "full_name": "Ánh", "address": SCRIPT}
    fill(client, token, {"applicant": texts})
    from a_dossier import STEPS

    fill(client, token, {name: STEPS[name] for name in ("copies", "delivery")})
    client.post(f"{HERE}draft/{token}/check/", {"declare": "1"})
    dossier = Dossier.objects.get(submit_key=token)
    own(client, dossier, "complain", text=SCRIPT)
    reception = officer(Role.RECEPTION)[0]
    do(reception, dossier, "guide", note=SCRIPT)
    pages = [
        reception.get(f"{HERE}desk/{dossier.code}/"),
        reception.get(f"{HERE}desk/"),
        client.get(f"{HERE}own/{token}/"),
        client.post(f"{HERE}track/", {"code": dossier.code, "factor": "5678"}),
        client.get(f"{HERE}verify/", {"code": SCRIPT}),
        client.post(f"{HERE}verify/", {"code": SCRIPT}),
        client.get(HERE, {"q": SCRIPT}),
    ]
    for page in pages:
        assert page.status_code == 200 and SCRIPT not in page.content.decode()
    assert "&lt;script&gt;" in pages[0].content.decode()


def test_a_clock_set_back_disorders_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = in_process(client)
    before = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: before - timedelta(days=3))
    assert do(officer(Role.SPECIALIST)[0], dossier, "request_supplement") == 302
    monkeypatch.setattr(timezone, "now", lambda: before + timedelta(hours=1))
    assert own(client, dossier, "supplement", text="đây ạ")[0] == 302
    instants = [e.at for e in dossier.events.order_by("number")]
    assert instants == sorted(instants) and check_steps(dossier) == []
    assert dossier.due_at and dossier.received_at and dossier.due_at > dossier.received_at


def test_two_officers_on_one_dossier(client: Client) -> None:
    dossier = apply(client)
    first, second = officer(Role.RECEPTION)[0], officer(Role.RECEPTION)[0]
    sent = {"version": dossier.version, "note": "x"}
    address = f"{HERE}desk/{dossier.code}/act/"
    assert first.post(address, {**sent, "action": "accept"}).status_code == 302
    answer = second.post(address, {**sent, "action": "refuse", "note": "lý do đã gõ"})
    assert answer.status_code == 409 and "lý do đã gõ" in answer.content.decode()
    dossier.refresh_from_db()
    assert dossier.status == Status.ACCEPTED and not dossier.issued.exists()


def test_an_officer_of_another_commune_guesses(client: Client) -> None:
    dossier = asked_to_pay(client)
    own(client, dossier, "complain", text="x")
    stranger = officer(Role.LEADER, OTHER_COMMUNE)[0]
    complaint = dossier.complaints.get().pk
    for place in ("", "act/", "process-sheet.pdf", "papers/1/", "issued/1/", f"complaints/{complaint}/"):
        assert stranger.get(f"{HERE}desk/{dossier.code}/{place}").status_code == 404
    assert stranger.post(f"{HERE}desk/{dossier.code}/act/", {"version": 1, "action": "stop"}).status_code == 404


def test_the_session_of_an_officer_ends_over_a_note(client: Client) -> None:
    dossier = apply(client)
    reception, seat = officer(Role.RECEPTION)
    reception.logout()
    sent = {"version": 1, "action": "guide", "note": "Ghi chú dài"}
    assert reception.post(f"{HERE}desk/{dossier.code}/act/", sent).status_code == 302
    reception.force_login(seat.user)
    answer = reception.get(f"{HERE}desk/{dossier.code}/act/")
    assert answer.status_code == 302
    assert "Ghi chú dài" in reception.get(answer["Location"]).content.decode()
    assert dossier.events.count() == 1


TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "0", "yes", "no", "person", "26068", "075190000123", "0912345678", "1/1/1990", "31/2/2026", "-1", "1e9",
         SCRIPT, "'; drop table x; --", "\x00", "٣", "9" * 40, "a@b.vn", "12/345", "1.500.000", "../../etc/passwd"]
    ),
)  # fmt: skip


@pytest.mark.parametrize("procedure_id", sorted(forms()))
@given(data=st.data())
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_breaks_a_form_and_none_is_lost(client: Client, procedure_id: str, data: st.DataObject) -> None:
    with transaction.atomic():
        token = begin(client, procedure_id)
        for step in forms()[procedure_id].steps:
            names = [f"{n}{f.id}" for f in step.fields for n in (["0.", "1."] if step.repeats else [""])]
            texts: Mapping[str, str] = {name: data.draw(TEXTS) for name in names}
            address = f"{HERE}draft/{token}/{step.id}/"
            answer = client.post(address, {**texts, "seen": [f.id for f in step.fields], "x": "y"})
            assert answer.status_code in {200, 302}, (step.id, texts)
            kept = str(Draft.objects.get(token=token).texts[step.id])
            typed = [texts.get(f.id, "").replace("\x00", "") for f in step.fields if f.type != "files"]
            assert all(repr(text)[1:-1] in kept or text in kept for text in typed)
        assert client.post(f"{HERE}draft/{token}/check/", {"declare": "1"}).status_code in {200, 302}
        transaction.set_rollback(True)


HEADS = [b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"]
NAMES = st.one_of(st.text(max_size=20), st.sampled_from(["a.pdf", "a.docx", "a.jpg", "a.PNG", "a.xlsx"]))


@given(content=st.binary(max_size=200), head=st.sampled_from(HEADS), name=NAMES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_breaks_an_upload(client: Client, content: bytes, head: bytes, name: str) -> None:
    with transaction.atomic():
        token = begin(client, "birth_registration")
        file = SimpleUploadedFile(f"x{name}", head + content)
        answer = client.post(f"{HERE}draft/{token}/papers/", {"birth_notice": file, "seen": "birth_notice"})
        assert answer.status_code in {200, 302}
        kept = Attachment.objects.filter(draft_token=token).count()
        assert kept == (answer.status_code == 302)
        transaction.set_rollback(True)


FIELDS = """version do action text note result stars complaint to amount rate new_due code factor reason reference
ticked agreed personal_id channel declare""".split()
WORDS = """1 2 withdraw rate complain judge supplement accept refuse transfer claim draft_result request_payment extend
2026-06-12 name refund 9999-12-31""".split()
POSTED = st.dictionaries(st.sampled_from(FIELDS), st.one_of(TEXTS, st.sampled_from(WORDS)))


@given(sent=st.lists(POSTED, min_size=1, max_size=3))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_post_breaks_a_page(client: Client, sent: list[dict[str, str]]) -> None:
    with transaction.atomic():
        dossier = apply(client)
        reception, cashier = officer(Role.RECEPTION)[0], officer(Role.CASHIER, "")[0]
        token = begin(reception)
        desk = f"{HERE}desk/{dossier.code}/"
        for texts in sent:
            for who, place in (
                (client, f"{HERE}own/{dossier.submit_key}/"), (client, f"{HERE}track/"), (client, f"{HERE}verify/"),
                (reception, f"{desk}act/"), (reception, f"{desk}complaints/1/"), (reception, f"{HERE}desk/bulk/"),
                (cashier, f"{HERE}desk/statements/"), (cashier, f"{HERE}desk/statements/1/"),
                (reception, f"{HERE}draft/{token}/consent/"), (reception, f"{HERE}draft/{token}/check/"),
            ):  # fmt: skip
                answer = who.post(place, texts)
                assert answer.status_code in {200, 302, 400, 404, 409, 429}, (place, texts)
        assert check_steps(dossier) == []
        transaction.set_rollback(True)
