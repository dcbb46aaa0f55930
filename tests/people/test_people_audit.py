"""The trail: chained rows, changes seen, and writers that wait for one another on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from django.db import connections, transaction

from tinhso.people.audit import FIRST, check_trail, record
from tinhso.people.models import AuditRow

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)


def write(n: int) -> AuditRow:
    with transaction.atomic():
        return record(at=AT, actor="a", province="dong-nai", action="sign", subject=str(n), reason="r")


def test_a_change_removal_or_insertion_in_the_trail_is_seen(undone):
    AuditRow.objects.all().delete()
    rows = [write(n) for n in range(4)]
    assert rows[0].before == FIRST
    assert check_trail(rows) == []
    assert check_trail([rows[0], rows[2], rows[3]]) == [rows[2].pk]
    rows[1].reason = "another"
    assert check_trail(rows) == [rows[1].pk]


def test_writers_follow_one_another_on_postgresql(on_postgres):
    def many(who: int) -> None:
        for n in range(20):
            write(who * 100 + n)
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(many, range(4)))
    rows = list(AuditRow.objects.all())
    assert len(rows) == 80
    assert check_trail(rows) == []
