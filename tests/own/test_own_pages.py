"""What a person sees of their own rows, and that nobody else sees them."""

import re
from datetime import date

import pytest
from a_person import ANH, BINH, CERTIFICATES, HERE, RESIDENTS, STRANGER, TWICE, deliver, proven, steward

from tinhso.people.models import AuditRow
from tinhso.portal.own.models import Case, Confirmation, Opening, Subject


def refs(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/own/rows/([0-9a-f]{20})/", page)))


def seen(page: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]


def page_of(client, address=HERE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def row_page(client, column: str) -> tuple[str, str]:
    """The ref and page of the first row that has a column."""
    for ref in refs(page_of(client)):
        page = page_of(client, f"{HERE}rows/{ref}/")
        if f'value="{column}"' in page:
            return ref, page
    raise AssertionError(column)


def test_a_person_sees_all_that_is_held_on_them_and_where_it_comes_from(scene):
    page = page_of(proven("anh"))
    for words in (
        "Nguyễn Thị Ánh", "31/01/1990", "Phường Biên Hòa", "Nữ", "0912345678", "Lê Văn Bình", "CS1", "12.500",
        "50\u00a0%", "N1", "Công an cấp tỉnh", "Sở Nông nghiệp và Môi trường", "Dữ liệu mẫu", ", ngày 01/11/2026",
        "này ghi số định danh của bạn", "K1",
    ):  # fmt: skip
        assert words in page, words
    for hidden in ("CS2", "Trần Lan", "N2", BINH, "075320000111", "POLYGON", "106.87"):
        assert hidden not in page, hidden
    assert "•••111" in page  # the child's number


def test_addresses_and_forms_say_nothing_of_the_person(scene):
    page = page_of(proven("anh"))
    for address in re.findall(r'(?:href|action)="([^"]+)"', page):
        assert not any(said in address for said in (ANH, "R1", "CS1", "T1")), address
    assert all(ANH not in row.subject + row.reason for row in AuditRow.objects.all())


def test_every_reading_is_one_look_in_the_trail(scene):
    person = proven("anh")
    page_of(person)
    page_of(person)
    assert Opening.objects.count() == AuditRow.objects.filter(action="own_open").count() == 2
    assert "Ai đã xem" in page_of(person)
    assert Opening.objects.filter(subject__personal_id=ANH, actor="anh").count() == 3


def test_without_a_proven_number_nothing_is_read(scene):
    for number in ("", "not-a-number", "123"):
        person = proven(f"somebody{number}", number)
        page = page_of(person)
        assert "xác nhận mình là ai" in page and "Khu phố" not in page
        assert person.get(f"{HERE}rows/{'0' * 20}/").status_code == 302
        assert person.post(f"{HERE}rows/{'0' * 20}/confirm/").status_code == 302
    assert not Opening.objects.exists() and not Subject.objects.exists()


def test_an_account_with_the_numbers_of_two_people_sees_neither(scene):
    from allauth.socialaccount.models import SocialAccount
    from django.contrib.auth.models import User

    person = proven("both")
    SocialAccount.objects.create(user=User.objects.get(username="both"), provider="other", uid=BINH)
    assert "xác nhận mình là ai" in page_of(person)


def test_two_accounts_of_one_person_see_the_same_and_of_each_other(scene):
    page_of(proven("anh"))
    page = page_of(proven("anh2", ANH, "other"))
    assert "một tài khoản khác" in page and "Tài khoản khác cùng số định danh: anh" in page
    assert Subject.objects.count() == 1


def test_a_number_on_two_rows_shows_neither(scene):
    page = page_of(proven("lan", TWICE))
    assert "2 dòng của sổ này" in page and "Trần Lan" not in page and "Phạm Cúc" not in page


def test_a_person_in_no_register_is_told_so(scene):
    assert "không có dòng nào mang số định danh" in page_of(proven("la", STRANGER))


def test_a_home_without_registers_and_a_province_that_is_none(scene):
    person = proven("anh")
    assert "Không sổ nào ghi về bạn" in page_of(person, "/vi/hung-yen/own/")
    assert person.get("/vi/atlantis/own/").status_code == 404


def test_another_persons_rows_answer_404(scene):
    anh, binh = proven("anh"), proven("binh", BINH)
    for ref in refs(page_of(anh)):
        if ref not in refs(page_of(binh)):
            assert binh.get(f"{HERE}rows/{ref}/").status_code == 404
            assert binh.post(f"{HERE}rows/{ref}/confirm/", {"seen": "x"}).status_code == 404
            assert binh.post(f"{HERE}rows/{ref}/dispute/", {"field": "-"}).status_code == 404
    assert not set(refs(page_of(anh))) & set(refs(page_of(binh)))


def test_a_person_confirms_a_row_once_and_is_asked_again_when_it_changes(own_scene):
    person = proven("anh")
    ref, page = row_page(person, "full_name")
    for _ in range(2):
        sent = person.post(f"{HERE}rows/{ref}/confirm/", {"seen": seen(page)})
        assert sent.status_code == 302 and sent["Location"] == HERE
    assert Confirmation.objects.count() == 1
    assert AuditRow.objects.filter(action="own_confirm").count() == 1
    assert "Bạn đã xác nhận ngày 23/11/2026" in page_of(person)
    deliver(own_scene, "population.resident", RESIDENTS.replace("Nguyễn Thị Ánh", "Nguyễn Thị Anh"), date(2026, 11, 2))
    page = page_of(person)
    assert "sau đó dòng này thay đổi" in page and ", ngày 02/11/2026" in page


def test_a_row_that_changed_meanwhile_is_shown_again(own_scene):
    person = proven("anh")
    ref, page = row_page(person, "full_name")
    deliver(own_scene, "population.resident", RESIDENTS.replace("Khu phố 1", "Khu phố 7"), date(2026, 11, 2))
    person.post(f"{HERE}rows/{ref}/confirm/", {"seen": seen(page)})
    assert not Confirmation.objects.exists()
    sent = person.post(f"{HERE}rows/{ref}/dispute/", {"seen": seen(page), "field": "full_name", "text": "sai"})
    assert sent.status_code == 400 and "vừa thay đổi" in sent.content.decode()
    assert not Case.objects.exists()


def test_a_row_that_vanished_meanwhile_answers_404(own_scene):
    person = proven("anh")
    ref, page = row_page(person, "full_name")
    deliver(own_scene, "population.resident", RESIDENTS.replace(f"R1,{ANH}", f"R1,{STRANGER}"), date(2026, 11, 2))
    assert person.post(f"{HERE}rows/{ref}/confirm/", {"seen": seen(page)}).status_code == 404
    assert "không có dòng nào mang số định danh" in page_of(person)


def test_how_long_a_row_has_read_so_is_told_from_its_deliveries(own_scene):
    for day, rows in (
        (2, RESIDENTS.replace("0912345678", "")),
        (3, RESIDENTS),
        (4, RESIDENTS + "R9,,Ô,M,,26068,,,,2020-01-01\n"),
    ):
        deliver(own_scene, "population.resident", rows, date(2026, 11, day))
    page = page_of(proven("anh"))
    assert ", ngày 03/11/2026" in page and ", ngày 04/11/2026" in page and ", ngày 02/11/2026" not in page


def test_a_session_that_ended_leads_back_with_what_was_typed(scene):
    from django.test import Client

    person = proven("anh")
    ref, page = row_page(person, "full_name")
    stranger = Client()
    sent = stranger.post(f"{HERE}rows/{ref}/dispute/", {"seen": seen(page), "field": "full_name", "claimed": "Ánh"})
    assert sent.status_code == 302 and "sign-in" in sent["Location"] and "resume" in sent["Location"]
    assert not Case.objects.exists()
    assert stranger.get(HERE)["Location"].startswith("/vi/accounts/sign-in/")


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_pages_speak_three_languages(scene, language):
    person = proven("anh")
    page = page_of(person, f"/{language}/dong-nai/own/")
    assert {"en": "This is right", "th": "ถูกต้องแล้ว"}[language] in page


def test_a_steward_without_a_proven_number_reads_no_rows_of_their_own(scene):
    assert "xác nhận mình là ai" in page_of(steward("minh"))


def link_rows(home, link, rows):
    """Keep links as the link step would, resting on the registers as they stand."""
    import pyarrow as pa

    from tinhso.base.receipt import Receipt
    from tinhso.engine import open_store
    from tinhso.link.applied import apply_links
    from tinhso.link.linkage import COLUMNS, read_linkages
    from tinhso.registers.history import receipts_in

    linkage = read_linkages()[link]
    with home.writing(), open_store(home.store) as store:
        states = receipts_in(store)
        inputs = {f"receipt:{name}": states[name].id for name in (linkage.left, linkage.right)}
        values = [dict(zip(COLUMNS, row, strict=False)) | {"entity": ""} for row in rows]
        receipt = Receipt("link", link, "2026-11-01", "0.1.0", "ab" * 32, inputs)
        apply_links(store, [(receipt, pa.Table.from_pylist(values))])


OLD_CERTIFICATE = "CS3,T3,26068,12,36,Nguyễn Thị Ánh,271234567,1990-01-31,Ấp 4 xã cũ,1999-03-04,\n"


def test_a_certificate_without_the_number_is_found_by_an_accepted_link_and_shown_in_part(own_scene):
    deliver(own_scene, "land.certificate", CERTIFICATES + OLD_CERTIFICATE, date(2026, 11, 2))
    person = proven("anh")
    assert "CS3" not in page_of(person)
    links = [("CS3", "R1", "26068", "9.5", "0.97", True, "model"), ("CS2", "R1", "26068", "-3", "0.02", False, "model")]
    link_rows(own_scene, "land.holder", links)
    page = page_of(person)
    assert "CS3" in page and "khớp tên và ngày sinh" in page and "chỉ cho xem một phần" in page
    assert "Ấp 4 xã cũ" not in page and "271234567" not in page and "CS2" not in page
    deliver(own_scene, "land.certificate", CERTIFICATES + OLD_CERTIFICATE.replace(",12,", ",13,"), date(2026, 11, 3))
    assert "CS3" not in page_of(person)  # links of before the delivery count no more
