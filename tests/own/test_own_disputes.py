"""A dispute from the form to the steward's answer, to the delivery that mends, and to the person again."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from a_person import ANH, BINH, HERE, RESIDENTS, STRANGER, TWICE, deliver, proven, steward
from django.core.files.uploadedfile import SimpleUploadedFile
from test_own_pages import page_of, refs, row_page, seen

from tinhso.people.audit import check_trail
from tinhso.people.models import AuditRow
from tinhso.portal.own import actions
from tinhso.portal.own.models import Case, CaseEvent, Confirmation, Opening
from tinhso.rooms.services.web.models import Notice

DESK = f"{HERE}desk/"
PDF = b"%PDF-1.4 invented"


def send(client, column="full_name", claimed="Nguyễn Thị Anh", **more):
    ref, page = row_page(client, "full_name")
    return client.post(
        f"{HERE}rows/{ref}/dispute/", {"seen": seen(page), "field": column, "claimed": claimed, **more}, follow=False
    )


def disputed(client, **more) -> Case:
    answer = send(client, **more)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(code=answer["Location"].split("/")[-2])


def do(client, case: Case, act: str, reason: str = "", version: int | None = None):
    case.refresh_from_db()
    sent = {"do": act, "version": version or case.version, "reason": reason}
    return client.post(f"{DESK}{case.code}/act/", sent)


def test_a_dispute_is_a_case_with_its_days(scene):
    case = disputed(proven("anh"), text="Thẻ căn cước ghi Anh.", contact="0912 345 678")
    assert (case.register, case.agency, case.area, case.state) == (
        "population.resident",
        "cong-an",
        "26068",
        "received",
    )
    assert (case.held, case.claimed, case.phone) == ("Nguyễn Thị Ánh", "Nguyễn Thị Anh", "0912345678")
    # Made on Monday 23 November 2026; the 24th is a day of rest. Two working days on, and ten days on.
    assert case.answer_due_at == datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert case.due_at == datetime(2026, 12, 3, 10, tzinfo=UTC)
    assert actions.check_steps(case) == [] and AuditRow.objects.filter(action="own_dispute", subject=case.code).exists()


def test_the_same_form_sent_twice_makes_one_case(scene):
    person = proven("anh")
    first, again = disputed(person), disputed(person, claimed="Nguyễn Thị Ảnh")
    assert first == again and Case.objects.count() == 1
    assert "Chỗ này bạn đã báo rồi" in page_of(person, f"{HERE}cases/{first.code}/")
    assert "Chỗ này bạn đã báo rồi" not in page_of(person, f"{HERE}cases/{first.code}/")


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"column": "none"}, "Hãy chọn chỗ nào sai"),
        ({"claimed": " "}, "Hãy ghi đúng ra là gì"),
        ({"claimed": "nguyễn  thị ánh"}, "Sổ đang ghi đúng như bạn vừa viết"),
        ({"column": "born_on", "claimed": "31/02/1990"}, "Ghi ngày/tháng/năm"),
        ({"column": "born_on", "claimed": "31.1.1990"}, "Sổ đang ghi đúng như bạn vừa viết"),
        ({"column": "area", "claimed": "Phường Không Có"}, "Ghi tên xã hoặc phường"),
        ({"column": "personal_id", "claimed": "12"}, "12 chữ số"),
        ({"contact": "không"}, "số điện thoại Việt Nam"),
        ({"claimed": "x" * 301}, "300 ký tự"),
        ({"papers": SimpleUploadedFile("a.exe", b"MZ")}, "Chỉ nhận"),
        ({"papers": [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(4)]}, "Nhiều nhất 3 tệp"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(scene, sent, says):
    answer = send(proven("anh"), **{"text": "", **sent})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert says in page and not Case.objects.exists()
    if "claimed" in sent and len(sent["claimed"]) < 300:
        assert sent["claimed"] in page


def test_a_commune_is_typed_by_name_without_marks(scene):
    for typed in ("Hố Nai", "phuong ho nai", "26005", "Ho Nai Ward"):
        case = disputed(proven(f"anh {typed}", ANH, f"door {typed}"), column="area", claimed=typed)
        assert case.claimed == "26005"
        actions.withdraw(case, case.version, actor=case.person, at=case.made_at)


def test_papers_are_read_by_the_person_and_the_steward_alone(scene):
    person = proven("anh")
    case = disputed(person, papers=SimpleUploadedFile("thẻ căn cước.pdf", PDF))
    paper = case.papers.get()
    own, desk = f"{HERE}cases/{case.code}/papers/{paper.pk}/", f"{DESK}{case.code}/papers/{paper.pk}/"
    for client, address in ((person, own), (steward("minh"), desk)):
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == PDF and "attachment" in answer["Content-Disposition"]
    assert proven("binh", BINH).get(own).status_code == 404
    assert steward("dat", "so-nnmt").get(desk).status_code == 404
    assert person.get(f"{HERE}cases/{case.code}/papers/999/").status_code == 404


def test_a_steward_takes_and_settles_with_a_reason_and_the_person_reads_it(scene):
    person, minh = proven("anh"), steward("minh")
    case = disputed(person, contact="anh@example.vn")
    page = page_of(minh, DESK)
    assert case.code in page and "Nguyễn" not in page and ANH not in page
    page = page_of(minh, f"{DESK}{case.code}/")
    assert "Nguyễn Thị Ánh" in page and "Nguyễn Thị Anh" in page
    assert do(minh, case, "mend", "vội").status_code == 302  # not taken yet
    case.refresh_from_db()
    assert case.state == "received" and "không làm được lúc này" in page_of(minh, f"{DESK}{case.code}/")
    do(minh, case, "take")
    do(minh, case, "refuse", "  ")
    case.refresh_from_db()
    assert case.state == "taken"
    do(minh, case, "refuse", "Giấy khai sinh gốc ghi Ánh.")
    case.refresh_from_db()
    assert case.state == "refused" and case.settled_at and actions.check_steps(case) == []
    page = page_of(person, f"{HERE}cases/{case.code}/")
    assert "Giấy khai sinh gốc ghi Ánh." in page and "Công an cấp tỉnh" in page
    assert "Công an cấp tỉnh (minh)" in page_of(person)  # who looked
    assert [n.key for n in Notice.objects.order_by("pk")] == [f"own.{case.code}.2", f"own.{case.code}.3"]
    assert not any("Ánh" in n.body + n.subject or ANH in n.body for n in Notice.objects.all())
    again = disputed(person)
    assert again != case  # a settled case may be followed by another


def test_a_dispute_of_another_agency_commune_or_person_answers_404(scene):
    case = disputed(proven("anh"))
    strangers = (steward("dat", "so-nnmt"), steward("xa", "cong-an", "26005"), steward("hy", province="hung-yen"))
    for client in strangers:
        assert client.get(f"{DESK}{case.code}/").status_code in (403, 404)
        assert do(client, case, "take").status_code in (403, 404)
    assert case.code not in page_of(strangers[0], DESK) and case.code not in page_of(strangers[1], DESK)
    assert case.code in page_of(steward("here", "cong-an", "26068"), DESK)
    binh = proven("binh", BINH)
    assert binh.get(f"{HERE}cases/{case.code}/").status_code == 404
    assert binh.post(f"{HERE}cases/{case.code}/withdraw/", {"version": 1}).status_code == 404
    assert binh.get(f"{HERE}cases/ABCDEFGHJKMN/").status_code == 404
    assert CaseEvent.objects.count() == 1


def test_a_steward_does_not_settle_a_dispute_of_their_own(scene):
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    person = proven("anh")
    case = disputed(person)
    Seat.objects.create(user=User.objects.get(username="anh"), province="dong-nai", role="steward", agency="cong-an")
    do(person, case, "take")
    case.refresh_from_db()
    assert case.state == "received" and "dữ liệu của chính bạn" in page_of(person, f"{DESK}{case.code}/")


def test_of_two_who_act_at_once_the_second_looks_again(scene):
    person, minh = proven("anh"), steward("minh")
    case = disputed(person)
    do(minh, case, "take")
    do(minh, case, "refuse", "x", version=1)
    assert "vừa được xử lý ở nơi khác" in page_of(minh, f"{DESK}{case.code}/")
    person.post(f"{HERE}cases/{case.code}/withdraw/", {"version": "1"})
    assert Case.objects.get().state == "taken"
    person.post(f"{HERE}cases/{case.code}/withdraw/", {"version": "2"})
    assert Case.objects.get().state == "withdrawn"
    person.post(f"{HERE}cases/{case.code}/withdraw/", {"version": "rubbish"})
    assert Case.objects.get().events.count() == 3


def test_the_delivery_that_agrees_closes_the_case(own_scene):
    person, minh = proven("anh"), steward("minh")
    case = disputed(person)
    page_of(minh, DESK)
    assert Case.objects.get().state == "received"
    deliver(own_scene, "population.resident", RESIDENTS.replace("Khu phố 1", "Khu phố 2"), date(2026, 11, 2))
    page_of(person)
    assert Case.objects.get().state == "received"  # a later delivery that says something else
    mended = RESIDENTS.replace("Nguyễn Thị Ánh", "NGUYỄN THỊ ANH")
    deliver(own_scene, "population.resident", mended, date(2026, 11, 3))
    page_of(minh, DESK)
    case.refresh_from_db()
    assert case.state == "mended" and case.events.last().sequence
    assert "ghi đúng như đã báo" in page_of(person, f"{HERE}cases/{case.code}/")
    assert actions.check_steps(case) == [] and check_trail(AuditRow.objects.order_by("id")) == []


def test_the_command_closes_what_a_delivery_settled(own_scene, capsys):
    from django.core.management import call_command

    disputed(proven("anh"), column="born_on", claimed="1/2/1990")
    deliver(own_scene, "population.resident", RESIDENTS.replace("1990-01-31", "1990-02-01"), date(2026, 11, 2))
    for said in ("1 closed", "0 closed"):
        call_command("close_disputes", str(own_scene.folder))
        assert said in capsys.readouterr().out


def test_a_row_that_is_not_mine_and_one_that_lacks(own_scene):
    anh, lan, stranger = proven("anh"), proven("lan", TWICE), proven("la", STRANGER)
    whole = disputed(anh, column="-", claimed="", text="Tôi không phải người này.")
    assert whole.kind == "row"
    for client, kind in ((lan, "shared"), (stranger, "missing")):
        page = page_of(client)
        ref = refs(page)[0]
        answer = client.post(f"{HERE}rows/{ref}/dispute/", {"text": "Xin xem lại."})
        assert Case.objects.get(code=answer["Location"].split("/")[-2]).kind == kind
        assert client.post(f"{HERE}rows/{ref}/confirm/", {"seen": ""}).status_code == 404
    mended = RESIDENTS.replace(f"R4,{TWICE}", "R4,").replace(f"R1,{ANH}", f"R9,{STRANGER}")
    deliver(own_scene, "population.resident", mended, date(2026, 11, 2))
    page_of(steward("minh"), DESK)
    assert list(Case.objects.values_list("state", flat=True)) == ["mended"] * 3


def test_cases_past_their_day_are_marked(scene, clock):
    case = disputed(proven("anh"))
    minh = steward("minh")
    assert "Quá hạn" not in page_of(minh, DESK)
    clock[0] += timedelta(days=4)
    assert "Quá hạn tiếp nhận" in page_of(steward("minh on Friday"), DESK)
    clock[0] += timedelta(days=10)
    minh = steward("minh in December")
    assert "Quá hạn" in page_of(minh, DESK)
    assert "Quá hạn" in page_of(minh, f"{DESK}{case.code}/")
    assert Opening.objects.filter(agency="cong-an").count() == 1


def test_nobody_opens_cases_without_end(scene, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPEN", 1)
    person = proven("anh")
    disputed(person)
    answer = send(person, column="address", claimed="Khu phố 5")
    assert answer.status_code == 409 and "nhiều ý kiến chờ" in answer.content.decode()


def test_a_changed_past_shows(scene):
    case = disputed(proven("anh"))
    CaseEvent.objects.filter(case=case).update(note="khác")
    assert actions.check_steps(case) == [1]


def test_a_confirmation_and_a_dispute_may_stand_side_by_side(scene):
    person = proven("anh")
    disputed(person)
    page = page_of(person)
    assert re.search(r"Bạn đã báo sai:\s*<a", page)
    assert not Confirmation.objects.exists()


def test_disputes_are_delivered_without_saying_who_made_them(own_scene, capsys):
    from django.core.management import call_command

    from tinhso.engine import open_store
    from tinhso.registers.check import check
    from tinhso.registers.receive import receive

    person = proven("anh")
    disputed(person, text="chuyện riêng", contact="anh@example.vn")
    lost = disputed(person, column="address", claimed="Khu phố 4")
    actions.withdraw(lost, lost.version, actor=lost.person, at=lost.made_at)
    stranger = proven("la", STRANGER)  # in no register, so of no commune
    stranger.post(f"{HERE}rows/{refs(page_of(stranger))[0]}/dispute/", {"text": "Tôi cư trú ở đây."})
    call_command("deliver_disputes", str(own_scene.folder))
    assert "population.dispute: 3 rows" in capsys.readouterr().out
    file = own_scene.inbox / "full/population.dispute/bao-sai.csv"
    said = file.read_text("utf-8")
    assert not any(secret in said for secret in (ANH, "Ánh", "riêng", "@", "Khu phố", "R1"))
    delivery = receive(
        own_scene, [file], register="population.dispute", sender="van-phong-ubnd", as_of=date(2026, 11, 23)
    )
    assert check(own_scene, delivery).rows_rejected == 0
    with open_store(own_scene.store, read_only=True) as store:
        rows = store.fetch("select area, due_on, outcome from population.dispute order by outcome, area")
    due = date(2026, 12, 3)
    assert rows == [("26068", due, "withdrawn"), ("26068", due, None), ("75", due, None)]
