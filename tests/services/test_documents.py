"""The seven official forms as PDF/A, in three languages, and results that prove who signed them."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tinhso.rooms.services.documents import OfficialForm, qr_svg, render
from tinhso.rooms.services.official_forms import (
    DossierFacts,
    HandOver,
    Paper,
    RegisterRow,
    apology,
    process_sheet,
    receipt,
    refusal,
    register_book,
    stop_notice,
    supplement_request,
)
from tinhso.rooms.services.signature import make_test_authority, sign, verify

NINE = datetime(2026, 11, 20, 9, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FACTS = DossierFacts(
    code="H19.15.03-261120-00417",
    parent_unit="Ủy ban nhân dân phường Trấn Biên",
    unit="Trung tâm Phục vụ hành chính công",
    place="Trấn Biên",
    procedure="Cấp bản sao Trích lục hộ tịch",
    applicant="Nguyễn Thị Ngọc Ánh",
    applicant_number="075190000123",
    address="12 đường Hà Huy Giáp",
    phone="0912345678",
    email="",
    received_at=NINE,
    due_at=NINE.replace(hour=17),
    papers=(Paper("Tờ khai", 1), Paper("Giấy tờ tùy thân", 0, 1)),
)
FORMS = [
    receipt(FACTS, NINE),
    supplement_request(FACTS, NINE, "12", "Thiếu giấy tờ"),
    refusal(FACTS, NINE, "13", "Không thuộc thẩm quyền"),
    apology(FACTS, NINE, "14", "Chờ xác minh", NINE.replace(day=25)),
    stop_notice(FACTS, NINE, "15", "Người nộp đề nghị", "Hoàn lại"),
    process_sheet(FACTS, NINE, [HandOver("Một cửa", "Phòng Văn hóa - Xã hội", NINE, "Trước hạn")]),
    register_book(FACTS, NINE, [RegisterRow(FACTS, NINE)] * 30),
]


def fonts_of(document: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/BaseFont\s*/[A-Z]+\+([A-Za-z-]+)", document)}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.form[:10])
@pytest.mark.parametrize("language", ["vi", "en", "th"])
def test_every_form_in_every_language(form: OfficialForm, language: str) -> None:
    document = render(form, language)
    assert document.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in document
    fonts = fonts_of(document)
    assert any(f.startswith("BeVietnamPro") for f in fonts)
    assert any(f.startswith("NotoSansThai") for f in fonts) == (language == "th")


def test_the_same_words_give_the_same_bytes() -> None:
    assert render(FORMS[0]) == render(FORMS[0])
    assert render(FORMS[0]) != render(FORMS[0], "en")


def test_what_people_typed_is_never_run() -> None:
    evil = receipt(DossierFacts(**{**_fields(FACTS), "applicant": '#panic("x") $ * _ ` \\ <a> #eval("1")'}), NINE)
    assert render(evil).startswith(b"%PDF")


def test_numbers_codes_and_qr() -> None:
    assert FORMS[1].number == "12/HDHS"
    assert FORMS[3].number == "14/PXL"
    assert FORMS[0].qr == FACTS.code
    assert qr_svg("H19").startswith("<svg")


def test_no_apology_without_a_promised_date() -> None:
    with pytest.raises(ValueError, match="no promised date"):
        apology(DossierFacts(**{**_fields(FACTS), "due_at": None}), NINE, "1", "x", NINE)


KEY = make_test_authority("UBND phường Trấn Biên")
SIGNED = sign(render(FORMS[0]), KEY, "Kết quả")


def test_a_signed_result_is_whole_trusted_and_names_its_signer() -> None:
    verdict = verify(SIGNED, [KEY.authority_pem])
    assert verdict.good
    assert verdict.signer == "UBND phường Trấn Biên"
    assert verdict.signed_at is not None


def test_another_authority_is_not_trusted() -> None:
    verdict = verify(SIGNED, [make_test_authority("X").authority_pem])
    assert (verdict.whole, verdict.trusted, verdict.good) == (True, False, False)


def test_a_changed_byte_is_noticed() -> None:
    place = SIGNED.index(b"/Producer") if b"/Producer" in SIGNED else 2000
    changed = SIGNED[:place] + bytes([SIGNED[place] ^ 1]) + SIGNED[place + 1 :]
    try:
        assert not verify(changed, [KEY.authority_pem]).good
    except ValueError as error:
        assert "damaged" in str(error)


def test_unsigned_twice_signed_and_no_pdf() -> None:
    assert not verify(render(FORMS[0]), []).signed
    with pytest.raises(ValueError, match="signed already"):
        sign(SIGNED, KEY, "again")
    with pytest.raises(ValueError, match="no PDF"):
        verify(b"MZ", [])


def _fields(facts: DossierFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in DossierFacts.__slots__}
