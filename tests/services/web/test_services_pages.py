"""Applying, tracking and deciding through the pages, without JavaScript."""

import re

import pytest
from a_dossier import APPLICANT, COMMUNE, HERE, NINE, OTHER_COMMUNE, SEATS, STEPS, apply, begin, do, fill, officer, seen
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from tinhso.base.errors import NotAllowed
from tinhso.rooms.services.states import Action, Role, Status
from tinhso.rooms.services.web.actions import Person, Stale, act, assign
from tinhso.rooms.services.web.desk import desk
from tinhso.rooms.services.web.models import Dossier, DossierEvent, Draft, Notice
from tinhso.rooms.services.web.queries import board
from tinhso.rooms.services.web.steps import Remark, check_steps


@pytest.mark.parametrize("language", ["vi", "en", "th"])
def test_catalogue_and_procedure_pages(client: Client, language: str) -> None:
    page = client.get(f"/{language}/dong-nai/services/").content.decode()
    assert page.count("<li>") > 60
    page = client.get(f"/{language}/dong-nai/services/certified_copy/").content.decode()
    assert "2.000 đ" in page and "2.000815" in page
    assert client.get("/vi/ha-noi/services/").status_code == 404
    assert client.get(f"{HERE}nothing/").status_code == 404


def test_every_procedure_has_a_page_that_renders(client: Client) -> None:
    ids = re.findall(r"/services/([a-z_0-9]+)/\"", client.get(HERE).content.decode())
    assert len([i for i in ids if i != "track"]) >= 60
    assert {client.get(f"{HERE}{i}/").status_code for i in ids} == {200}


def test_search_forgives_accents_and_knows_three_languages(client: Client) -> None:
    for query in ("khai sinh", "Khai Sính", "birth registration", "จดทะเบียนการเกิด", "1.001193"):
        assert "birth_registration" in client.get(HERE, {"q": query}).content.decode()
    assert "services/birth" not in client.get(HERE, {"q": "xyzzy"}).content.decode()


def test_apply_track_and_receipt(client: Client) -> None:
    dossier = apply(client)
    assert dossier.code.startswith("H19.26.068-")
    assert (dossier.channel, dossier.status, dossier.area) == ("ONLINE", Status.REGISTERED, COMMUNE)
    assert dossier.applicant_name == "Nguyễn Thị Ánh"
    assert not Draft.objects.filter(token=dossier.submit_key).exists()
    page = client.get(f"{HERE}sent/{dossier.submit_key}/").content.decode()
    assert dossier.code in page
    receipt = client.get(f"{HERE}sent/{dossier.submit_key}/", {"receipt": "1", "language": "th"})
    assert receipt.content.startswith(b"%PDF")
    tracked = client.post(f"{HERE}track/", {"code": dossier.code.lower(), "factor": "5678"})
    assert dossier.code in tracked.content.decode()
    for factor in ("", "0000", "12345678"):
        answer = client.post(f"{HERE}track/", {"code": dossier.code, "factor": factor})
        assert answer.status_code == 404
    assert client.post(f"{HERE}track/", {"code": "rubbish", "factor": "5678"}).status_code == 404
    other = client.post("/vi/hung-yen/services/track/", {"code": dossier.code, "factor": "5678"})
    assert other.status_code == 404


def test_sending_twice_and_the_back_button_make_one_dossier(client: Client) -> None:
    token = begin(client)
    fill(client, token)
    for _ in range(3):
        client.post(f"{HERE}draft/{token}/check/", {"declare": "1"})
    assert Dossier.objects.filter(submit_key=token).count() == 1
    assert client.get(f"{HERE}draft/{token}/applicant/").url == f"{HERE}sent/{token}/"


def test_without_the_declaration_nothing_is_sent(client: Client) -> None:
    token = begin(client)
    fill(client, token)
    assert "declare" in client.post(f"{HERE}draft/{token}/check/").content.decode()
    assert not Dossier.objects.filter(submit_key=token).exists()


def test_a_mistake_keeps_what_was_typed_and_names_the_place(client: Client) -> None:
    token = begin(client)
    address = f"{HERE}draft/{token}/applicant/"
    shown = seen(client.get(address).content.decode())
    page = client.post(address, {**APPLICANT, "phone": "12", "seen": shown}).content.decode()
    assert "Nguyễn Thị &lt;b&gt;Ánh" in page and "<b>Ánh" not in page
    assert 'href="#phone"' in page and 'href="#full_name"' in page
    assert Draft.objects.get(token=token).texts["applicant"]["phone"] == "12"
    assert client.post(f"{HERE}draft/{token}/check/", {"declare": "1"}).status_code == 200
    assert not Dossier.objects.exists()


def test_an_answer_opens_a_further_question_without_javascript(client: Client) -> None:
    token = begin(client)
    address = f"{HERE}draft/{token}/applicant/"
    first = client.get(address).content.decode()
    assert "Bước 1 trên 4" in first
    shown = seen(first)
    assert "tax_code" not in shown
    page = client.post(address, {**APPLICANT, "applies_as": "enterprise", "seen": shown}).content.decode()
    assert "tax_code" in seen(page)


def test_an_unknown_draft_or_step(client: Client) -> None:
    assert client.get(f"{HERE}draft/nothing/applicant/").status_code == 404
    assert client.get(f"{HERE}draft/{begin(client)}/nothing/").status_code == 404
    assert client.get(f"{HERE}sent/nothing/").status_code == 404


def test_papers_are_checked_kept_and_served_through_authorisation_only(client: Client) -> None:
    token = begin(client, "birth_registration")
    address = f"{HERE}draft/{token}/papers/"
    client.get(address)
    bad = SimpleUploadedFile("giay.pdf", b"MZ a program")
    page = client.post(address, {"birth_notice": bad, "seen": "birth_notice"}).content.decode()
    assert "PDF, JPEG" in page
    good = SimpleUploadedFile("../giấy chứng sinh.pdf", b"%PDF-1.7 paper")
    assert client.post(address, {"birth_notice": good, "seen": "birth_notice"}).status_code == 302
    steps = {
        "applicant": STEPS["applicant"],
        "child": {"child_name": "An Bình", "child_birth_on": "1/1/2026", "child_sex": "male", "birth_place": "Biên Hòa",
                  "case": "on_time"},
        "parents": {"mother_id": "075195000456", "father_known": "no"},
        "delivery": STEPS["delivery"],
    }  # fmt: skip
    fill(client, token, steps)
    client.post(f"{HERE}draft/{token}/check/", {"declare": "1"})
    dossier = Dossier.objects.get(submit_key=token)
    paper = dossier.attachments.get()
    mine, _ = officer(Role.SPECIALIST)
    answer = mine.get(f"{HERE}desk/{dossier.code}/papers/{paper.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 paper"
    assert "attachment" in answer["Content-Disposition"]
    other, _ = officer(Role.SPECIALIST, OTHER_COMMUNE)
    assert other.get(f"{HERE}desk/{dossier.code}/papers/{paper.pk}/").status_code == 404
    assert Client().get(f"{HERE}desk/{dossier.code}/papers/{paper.pk}/").status_code == 302


def test_a_dossier_from_reception_to_result(client: Client) -> None:
    dossier = apply(client)
    reception, _ = officer(Role.RECEPTION)
    specialist, _ = officer(Role.SPECIALIST)
    leader, _ = officer(Role.LEADER)
    assert do(reception, dossier, "accept") == 302
    dossier.refresh_from_db()
    assert dossier.received_at and dossier.due_at and dossier.due_at > dossier.received_at
    assert do(specialist, dossier, "start") == 302
    assert do(specialist, dossier, "request_payment") == 302
    dossier.refresh_from_db()
    assert dossier.due_at is None and dossier.payments.get().amount_vnd == 8_000
    tracked = client.post(f"{HERE}track/", {"code": dossier.code, "factor": "0123"}).content.decode()
    assert "8.000 đ" in tracked and "DV" in tracked
    assert do(leader, dossier, "finish") == 409
    cashier, _ = officer(Role.CASHIER)
    assert do(cashier, dossier, "pay") == 302
    assert do(specialist, dossier, "finish") == 409
    assert do(leader, dossier, "finish") == 409
    assert do(specialist, dossier, "draft_result", result="Đồng ý cấp bản sao.") == 302
    assert do(leader, dossier, "finish") == 302
    assert do(reception, dossier, "return") == 302
    dossier.refresh_from_db()
    assert (dossier.status, dossier.outcome, dossier.desk_at) == (Status.RETURNED, "GRANTED", None)
    assert [e.number for e in dossier.events.all()] == list(range(1, 10))
    assert check_steps(dossier) == []
    assert Notice.objects.filter(key__startswith=dossier.code, kind="email").count() == 6
    assert Notice.objects.filter(key__startswith=dossier.code, kind="sms").count() == 2
    page = leader.get(f"{HERE}desk/{dossier.code}/").content.decode()
    assert "Nguyễn Thị Ánh" in page
    assert leader.get(f"{HERE}desk/{dossier.code}/process-sheet.pdf").content.startswith(b"%PDF")


def test_the_history_is_chained_and_append_only(client: Client) -> None:
    dossier = apply(client)
    act(dossier.pk, 1, Action.ACCEPT, Person("b", Role.RECEPTION), NINE)
    assign(dossier.pk, 2, None, Remark.RELEASE, Person("b", Role.RECEPTION), NINE)
    assert dossier.events.count() == 3 and check_steps(dossier) == []
    dossier.events.filter(number=2).update(note="another")
    assert check_steps(dossier) == [2]
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierEvent.objects.create(
            dossier=dossier, number=2, action="x", role="y", actor="z", at=NINE, status=1, digest=""
        )


def test_the_second_of_two_officers_is_told(client: Client) -> None:
    dossier = apply(client)
    person = Person("b", Role.RECEPTION)
    act(dossier.pk, 1, Action.GUIDE, person, NINE)
    with pytest.raises(Stale):
        act(dossier.pk, 1, Action.ACCEPT, person, NINE)
    dossier.refresh_from_db()
    assert dossier.status == Status.REGISTERED and dossier.events.count() == 2
    with pytest.raises(Stale):
        assign(dossier.pk, 1, None, Remark.RELEASE, person, NINE)
    reception, _ = officer(Role.RECEPTION)
    answer = reception.post(f"{HERE}desk/{dossier.code}/act/", {"version": 1, "action": "accept"})
    assert answer.status_code == 409 and "Tải lại trang" in answer.content.decode()


def test_extension_needs_a_later_date_and_comes_once(client: Client) -> None:
    dossier = apply(client)
    act(dossier.pk, 1, Action.ACCEPT, Person("b", Role.RECEPTION), NINE)
    leader = Person("l", Role.LEADER)
    with pytest.raises(NotAllowed, match="later"):
        act(dossier.pk, 2, Action.EXTEND, leader, NINE, new_due_at=NINE)
    later = NINE.replace(day=5, hour=17)
    assert act(dossier.pk, 2, Action.EXTEND, leader, NINE, new_due_at=later).due_at == later
    with pytest.raises(NotAllowed, match="once already"):
        act(dossier.pk, 3, Action.EXTEND, leader, NINE, new_due_at=later.replace(day=9))


ROLES_AND_AREAS = [
    (Role.RECEPTION, COMMUNE, 200),
    (Role.SPECIALIST, COMMUNE, 200),
    (Role.LEADER, COMMUNE, 200),
    (Role.CASHIER, COMMUNE, 200),
    (Role.LEADER, "", 200),
    (Role.RECEPTION, OTHER_COMMUNE, 404),
    (Role.LEADER, OTHER_COMMUNE, 404),
]


@pytest.mark.parametrize(("role", "area", "status"), ROLES_AND_AREAS)
def test_who_sees_a_dossier(client: Client, role: Role, area: str, status: int) -> None:
    dossier = apply(client)
    visitor, _ = officer(role, area)
    assert visitor.get(f"{HERE}desk/{dossier.code}/").status_code == status
    assert visitor.get(f"{HERE}desk/H19.26.068-260601-99999/").status_code == 404
    assert (dossier.code in visitor.get(f"{HERE}desk/").content.decode()) == (status == 200)
    assert visitor.get(f"{HERE}desk/board/").status_code == (200 if role is Role.LEADER else 403)
    assert visitor.get("/vi/hung-yen/services/desk/").status_code == 403


@pytest.mark.parametrize("place", ["desk/", "desk/board/", "desk/H19.26.068-260601-00001/", "mine/"])
def test_without_signing_in_the_desk_is_closed(client: Client, place: str) -> None:
    assert client.get(HERE + place).status_code == 302
    person = Client()
    person.force_login(User.objects.create_user("nobody"))
    assert person.get(HERE + place).status_code == (200 if place == "mine/" else 403)


@pytest.mark.parametrize("role", list(SEATS))
def test_the_authorisation_matrix_of_actions(client: Client, role: Role) -> None:
    dossier = apply(client)
    visitor, _ = officer(role)
    stranger, _ = officer(role, OTHER_COMMUNE)
    at_counter = SEATS[role][1] == "ttpvhcc"
    lawful = {"guide", "accept", "refuse", "withdraw"} if at_counter else set()
    for action in [*Action, "claim", "release"]:
        with transaction.atomic():
            assert do(stranger, dossier, action) == 404
            expected = 302 if action in lawful or action in {"claim", "release"} else 409
            assert do(visitor, dossier, action) == expected, action
            transaction.set_rollback(True)


def test_rubbish_posted_to_the_desk(client: Client) -> None:
    dossier = apply(client)
    visitor, _ = officer(Role.RECEPTION)
    for sent in ({}, {"version": "x", "action": "accept"}, {"version": "1", "action": "explode"}):
        assert visitor.post(f"{HERE}desk/{dossier.code}/act/", sent).status_code == 404
    assert visitor.get(f"{HERE}desk/{dossier.code}/act/").status_code == 302
    for query in (
        "status=99",
        "status=x",
        "after=rubbish",
        "after=~",
        "after=2026~x",
        "after=rubbish~5",
        "after=2026-06-01~5",
    ):
        assert visitor.get(f"{HERE}desk/?{query}").status_code == 200
    # No database keeps this sign as text: it is refused before any view.
    assert visitor.get(f"{HERE}desk/?after=%00~5").status_code == 400


def test_counter_and_post(client: Client) -> None:
    reception, who = officer(Role.RECEPTION)
    token = begin(reception)
    fill(reception, token)
    reception.post(f"{HERE}draft/{token}/check/", {"declare": "1", "channel": "POST"})
    dossier = Dossier.objects.get(submit_key=token)
    assert (dossier.channel, dossier.owner_id) == ("POST", None)
    assert dossier.events.get().actor == who.user.get_username()


def test_my_dossiers(client: Client) -> None:
    person = Client()
    person.force_login(User.objects.create_user("anh"))
    dossier = apply(person)
    assert dossier.code in person.get(f"{HERE}mine/").content.decode()


def test_the_desk_is_paged_by_due_instant_without_gaps(client: Client) -> None:
    _, who = officer(Role.RECEPTION)
    first = apply(client)
    for number in range(130):
        first.pk, first.code, first.submit_key = None, f"H19.26.068-260601-{number + 10:05d}", f"k{number}"
        first.desk_at = NINE.replace(minute=number % 7)
        first.save(force_insert=True)
    codes: list[str] = []
    after = ""
    for _ in range(3):
        page = desk(who, None, False, after)
        codes += [d.code for d in page.lines]
        after = page.after
    assert not after
    assert len(codes) == len(set(codes)) == 131
    rows = board(who, NINE)
    assert [(r.of, r.n_open, r.n_overdue) for r in rows] == [(COMMUNE, 131, 0)]


def test_a_forged_request_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"{HERE}track/", {"code": "x", "factor": "1"})
    assert answer.status_code == 403 and "Chưa có gì được ghi" in answer.content.decode()


def test_too_many_fields_are_refused(client: Client) -> None:
    token = begin(client)
    sent = {f"f{i}": "x" for i in range(3000)}
    assert client.post(f"{HERE}draft/{token}/applicant/", sent).status_code == 400
    assert client.post(f"{HERE}draft/{token}/copies/", {"999999999.event": "x", "٣.event": "y"}).status_code == 200
