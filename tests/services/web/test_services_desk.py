"""The desk: hand over, act on many at once, the leaders' board, the counter and the post."""

from datetime import timedelta

from a_dossier import COMMUNE, HERE, NINE, OTHER_COMMUNE, apply, begin, do, fill, in_process, officer, own
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.rooms.services.states import Role, Status
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.models import Dossier
from tinhso.rooms.services.web.queries import board_by_procedure
from tinhso.rooms.services.web.steps import check_steps


def bulk(client: Client, action: str, *ticked: str) -> tuple[int, str]:
    answer = client.post(f"{HERE}desk/bulk/", {"action": action, "ticked": ticked})
    return answer.status_code, answer.content.decode()


def test_many_at_once_with_an_outcome_each(client: Client) -> None:
    first, second, foreign, stale = (apply(client) for _ in range(4))
    Dossier.objects.filter(pk=foreign.pk).update(area=OTHER_COMMUNE)
    reception = officer(Role.RECEPTION)[0]
    ticked = [f"{d.code}~1" for d in (first, second, foreign)] + [f"{stale.code}~9", "rubbish", f"{first.code}~1"]
    status, page = bulk(reception, "accept", *ticked)
    assert status == 200 and page.count("✓ Đã xong") == 2 and page.count("✕ Chưa làm được") == 3
    assert "Không có hồ sơ này" in page and "Tải lại trang" in page
    states = [Dossier.objects.get(pk=d.pk).status for d in (first, second, foreign, stale)]
    assert states == [Status.ACCEPTED, Status.ACCEPTED, Status.REGISTERED, Status.REGISTERED]
    status, page = bulk(officer(Role.CASHIER)[0], "start", f"{first.code}~2")
    assert status == 200 and "✕ Chưa làm được" in page
    assert "Chưa chọn" in bulk(reception, "accept")[1]
    for action in ("finish", "stop", "x", ""):
        assert bulk(reception, action, f"{first.code}~2")[0] == 404
    assert reception.get(f"{HERE}desk/bulk/").status_code == 302


def test_handing_over_within_the_scope(client: Client) -> None:
    dossier = apply(client)
    giver, _ = officer(Role.RECEPTION)
    _, taker = officer(Role.SPECIALIST)
    _, stranger = officer(Role.SPECIALIST, OTHER_COMMUNE)
    page = giver.get(f"{HERE}desk/{dossier.code}/").content.decode()
    assert taker.user.get_username() in page and stranger.user.get_username() not in page
    assert do(giver, dossier, "transfer", to=str(stranger.user_id)) == 409
    assert do(giver, dossier, "transfer", to=str(taker.user_id)) == 302
    dossier.refresh_from_db()
    assert dossier.assignee_id == taker.user_id
    assert do(giver, dossier, "transfer", to="x") == 409
    step = dossier.events.order_by("-number").first()
    assert step and step.action == "transfer" and taker.user.get_username() in step.note
    assert check_steps(dossier) == []


def test_the_board_counts_by_agency_and_commune(client: Client) -> None:
    dossier = in_process(client)
    other = in_process(client)
    Dossier.objects.filter(pk=other.pk).update(due_at=NINE - timedelta(days=1))
    leader, seat = officer(Role.LEADER)
    agencies = {p.id: p.agency for p in procedures().values()}
    (row,) = board_by_procedure(seat, NINE, agencies)
    assert (row.of, row.n_open, row.n_overdue) == (procedures()[dossier.procedure_id].agency, 2, 1)
    own(client, dossier, "complain", text="Lâu quá.")
    page = leader.get(f"{HERE}desk/board/").content.decode()
    assert 'id="by-agency"' in page and 'id="by-area"' in page and "Phản ánh chờ trả lời: 1" in page
    elsewhere = officer(Role.LEADER, OTHER_COMMUNE)[0].get(f"{HERE}desk/board/").content.decode()
    assert "Phản ánh chờ trả lời: 0" in elsewhere


def test_at_the_counter_a_dossier_is_received_at_once_with_its_receipt(client: Client) -> None:
    reception, seat = officer(Role.RECEPTION)
    token = begin(reception)
    reception.post(f"{HERE}draft/{token}/consent/", {"agreed": "no"})
    fill(reception, token)
    for _ in range(2):
        reception.post(f"{HERE}draft/{token}/check/", {"declare": "1", "channel": "DIRECT", "receive": "1"})
    dossier = Dossier.objects.get(submit_key=token)
    assert (dossier.channel, dossier.status, dossier.owner_id) == ("DIRECT", Status.ACCEPTED, None)
    assert dossier.received_at and dossier.due_at
    assert [e.actor for e in dossier.events.all()] == [seat.user.get_username()] * 2
    assert reception.get(f"{HERE}sent/{token}/", {"receipt": "1"}).content.startswith(b"%PDF")


def test_a_channel_that_does_not_exist_is_the_counter(client: Client) -> None:
    reception = officer(Role.RECEPTION)[0]
    token = begin(reception)
    fill(reception, token)
    reception.post(f"{HERE}draft/{token}/check/", {"declare": "1", "channel": "PIGEON"})
    assert Dossier.objects.get(submit_key=token).channel == "DIRECT"


def test_an_applicant_cannot_pretend_to_be_the_counter(client: Client) -> None:
    person = Client()
    person.force_login(User.objects.create_user("anh"))
    token = begin(person)
    fill(person, token)
    person.post(f"{HERE}draft/{token}/check/", {"declare": "1", "channel": "DIRECT", "receive": "1"})
    dossier = Dossier.objects.get(submit_key=token)
    assert (dossier.channel, dossier.status, dossier.area) == ("ONLINE", Status.REGISTERED, COMMUNE)


def test_a_full_desk_asks_five_questions_of_the_database(client: Client) -> None:
    first = apply(client)
    for number in range(60):
        first.pk, first.code, first.submit_key = None, f"H19.26.068-260601-{number + 10:05d}", f"k{number}"
        first.applicant_name = f"Người nộp <{number}>"
        first.save(force_insert=True)
    reception = officer(Role.RECEPTION)[0]
    with CaptureQueriesContext(connection) as asked:
        page = reception.get(f"{HERE}desk/").content.decode()
    assert len(asked) == 5  # session, person, seat, dossiers, complaints
    assert page.count('name="ticked"') == 50 and "Người nộp &lt;7&gt;" in page and "Mới đăng ký" in page


def test_a_line_is_overdue_while_it_runs_and_not_after_it_is_settled(client: Client) -> None:
    dossier = in_process(client)
    reception = officer(Role.RECEPTION)[0]
    for due, finished, late in ((1, None, False), (-1, None, True), (-1, NINE, False)):
        Dossier.objects.filter(pk=dossier.pk).update(due_at=NINE + timedelta(days=due), finished_at=finished)
        page = reception.get(f"{HERE}desk/").content.decode()
        assert f"{NINE + timedelta(days=due):%H:%M %d/%m/%Y}" in page and ("overdue" in page) is late
