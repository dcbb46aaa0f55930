"""Own rows, a dispute and its answer once on a real PostgreSQL server, and two copies of one form at once."""

from datetime import UTC, datetime
from threading import Barrier, Thread

from a_person import ANH, HERE, proven, steward
from django.db import connection
from test_own_disputes import DESK, disputed, do
from test_own_pages import page_of

from tinhso.people.audit import check_trail
from tinhso.people.models import AuditRow
from tinhso.portal.own import actions
from tinhso.portal.own.claims import Claim, Kind
from tinhso.portal.own.models import Case

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_a_dispute_from_form_to_answer(on_postgres):
    person, minh = proven("anh"), steward("minh")
    case = disputed(person, text="Thẻ căn cước ghi Anh.")
    assert disputed(person) == case
    assert case.code in page_of(minh, DESK)
    do(minh, case, "take")
    do(minh, case, "refuse", "Giấy khai sinh gốc ghi Ánh.")
    case.refresh_from_db()
    assert case.state == "refused" and actions.check_steps(case) == []
    assert "Giấy khai sinh gốc" in page_of(person, f"{HERE}cases/{case.code}/")
    assert check_trail(AuditRow.objects.order_by("id")) == []


def test_two_copies_of_one_form_at_once_make_one_case(on_postgres):
    from django.contrib.auth.models import User

    proven("anh")
    user, subject = User.objects.get(username="anh"), actions.subject_of("dong-nai", ANH)
    about = actions.Disputed("population.resident", "cong-an", "26068", '["R1"]', 1)
    together, made = Barrier(2), []

    def send() -> None:
        together.wait()
        made.append(actions.dispute(subject, Claim(Kind.ROW), about, actor=user, at=AT, text="không phải tôi"))
        connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Case.objects.count() == 1
    assert sorted(is_new for _, is_new in made) == [False, True]
    assert {case.pk for case, _ in made} == {Case.objects.get().pk}
