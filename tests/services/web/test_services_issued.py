"""Results drafted by one and approved by another, signed, and checked by anybody."""

from io import BytesIO

import pytest
from a_dossier import HERE, do, finished, in_process, officer, own
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tinhso.rooms.services.signature import make_test_authority, sign
from tinhso.rooms.services.states import Role, Status
from tinhso.rooms.services.web import storing
from tinhso.rooms.services.web.models import Dossier, IssuedPaper

VERIFY = f"{HERE}verify/"


def content_of(dossier: Dossier) -> bytes:
    return storing.path_of(dossier.issued.get().sha256).read_bytes()


def checked(client: Client, document: bytes, code: str = "") -> str:
    answer = client.post(VERIFY, {"code": code, "paper": SimpleUploadedFile("a.pdf", document)})
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_drafted_a_result_does_not_approve_it(client: Client) -> None:
    dossier = in_process(client)
    all_in_one, seat = officer(Role.SPECIALIST)
    seat.role, seat.agency = "officer", ""
    seat.save()
    assert do(all_in_one, dossier, "draft_result", result="Đồng ý.") == 302
    assert do(all_in_one, dossier, "finish") == 409
    seat.role = "leader"
    seat.save()
    assert do(all_in_one, dossier, "finish") == 409
    assert not IssuedPaper.objects.exists()
    assert do(officer(Role.LEADER)[0], dossier, "finish") == 302
    assert dossier.issued.get().kind == "result"


def test_a_draft_changed_after_the_leader_looked_is_not_approved(client: Client) -> None:
    dossier = in_process(client)
    specialist, leader = officer(Role.SPECIALIST)[0], officer(Role.LEADER)[0]
    assert do(specialist, dossier, "draft_result", result="Đồng ý.") == 302
    dossier.refresh_from_db()
    seen = dossier.version
    assert do(specialist, dossier, "draft_result", result="Không đồng ý.", refused="on") == 302
    answer = leader.post(f"{HERE}desk/{dossier.code}/act/", {"version": seen, "action": "finish"})
    assert answer.status_code == 409 and not dossier.issued.exists()
    assert do(leader, dossier, "finish") == 302
    dossier.refresh_from_db()
    assert dossier.outcome == "REFUSED"


def test_the_result_says_its_words_and_is_genuine(client: Client) -> None:
    dossier = finished(client, "Đồng ý cấp hai bản sao.\n<script>alert(1)</script>")
    assert dossier.status == Status.FINISHED
    paper = dossier.issued.get()
    text = PdfReader(BytesIO(content_of(dossier))).pages[0].extract_text()
    assert "Đồng ý cấp hai bản sao." in text and "<script>" in text
    own_page = client.get(f"{HERE}own/{dossier.submit_key}/issued/{paper.pk}/")
    downloaded = b"".join(own_page.streaming_content)
    assert downloaded == content_of(dossier)
    page = checked(client, downloaded)
    assert "Văn bản nguyên vẹn" in page and "Đồng Nai (thử nghiệm)" in page
    for secret in ("Nguyễn Thị Ánh", "075190000123", "0912345678", dossier.code):
        assert secret not in page
    assert "Văn bản nguyên vẹn" in checked(client, downloaded, paper.check_code.lower())


def test_changed_and_foreign_files_are_told_apart(client: Client) -> None:
    dossier = finished(client)
    paper, genuine = dossier.issued.get(), content_of(dossier)
    place = genuine.rindex(b"endstream") - 20
    broken = genuine[:place] + bytes([genuine[place] ^ 1]) + genuine[place + 1 :]
    assert "đã bị thay đổi" in checked(client, broken, paper.check_code)
    assert "đã bị thay đổi" in checked(client, genuine + b"\n%added", paper.check_code)
    assert "đã bị thay đổi" in checked(client, genuine + b"\n%added")
    unsigned = genuine[: genuine.index(b"%%EOF") + 5]
    foreign = sign(unsigned, make_test_authority("somebody"), "x")
    assert "Không nhận ra" in checked(client, foreign)
    for rubbish in (b"", b"%PDF-", b"no paper", b"\x00" * 100):
        assert "Không nhận ra" in checked(client, rubbish) or rubbish == b""


def test_a_code_alone_says_that_the_paper_exists_and_nothing_personal(client: Client) -> None:
    dossier = finished(client)
    code = dossier.issued.get().check_code
    page = client.get(f"{VERIFY}{code}/").content.decode()
    assert "Có văn bản mang mã này" in page and "1/2026" in page and "Nguyễn" not in page
    assert "Không nhận ra" in client.get(f"{VERIFY}NOTACODE/").content.decode()
    other = client.get(f"/vi/hung-yen/services/verify/{code}/").content.decode()
    assert "Không nhận ra" in other


@pytest.mark.parametrize(("action", "form", "words"), [("refuse", "03", "từ chối"), ("stop", "05", "dừng")])
def test_papers_that_acts_owe(client: Client, action: str, form: str, words: str) -> None:
    from a_dossier import apply

    dossier = apply(client) if action == "refuse" else in_process(client)
    actor = officer(Role.RECEPTION if action == "refuse" else Role.LEADER)[0]
    assert do(actor, dossier, action, note="") == 409
    assert not dossier.issued.exists()
    assert do(actor, dossier, action, note="Sai thẩm quyền.") == 302
    paper = dossier.issued.get()
    text = PdfReader(BytesIO(storing.path_of(paper.sha256).read_bytes())).pages[0].extract_text()
    assert paper.kind == form and words in text.lower() and "Sai thẩm quyền." in text


def test_the_apology_names_both_dates(client: Client) -> None:
    dossier = in_process(client)
    promised = dossier.due_at
    assert do(officer(Role.LEADER)[0], dossier, "extend", note="Hồ sơ phức tạp.", new_due="2026-06-12") == 302
    dossier.refresh_from_db()
    text = PdfReader(BytesIO(content_of(dossier))).pages[0].extract_text()
    assert promised and f"{promised:%d/%m/%Y}" in text and "12/06/2026" in text
    assert own(client, dossier, "rate", stars="5")[0] == 409


@given(document=st.binary(max_size=400), head=st.sampled_from([b"", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj<</Type/Sig"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_breaks_the_check(client: Client, document: bytes, head: bytes) -> None:
    answer = client.post(VERIFY, {"paper": SimpleUploadedFile("a.pdf", head + document + b"\nstartxref\n9\n%%EOF")})
    assert answer.status_code == 200
