"""Checking the trail in slices: on from the last sound end, resumed, seen in the trail itself, tampering found."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from a_seat import seated_client
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tinhso.people.audit import record
from tinhso.people.models import AuditRow, TrailCheck
from tinhso.people.roles import Role
from tinhso.people.trail import begin_check, check_to_end, go_on

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
HERE = "/en/dong-nai/desks/audit/"
BY_WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@contextmanager
def cleared() -> Iterator[None]:
    """Remove what is in the trail afterwards."""
    try:
        yield
    finally:
        AuditRow.objects.all().delete()
        TrailCheck.objects.all().delete()


@pytest.fixture
def trail(undone):
    """Seven rows in an empty trail."""
    AuditRow.objects.all().delete()
    TrailCheck.objects.all().delete()
    return [write(n) for n in range(7)]


def write(n: int) -> AuditRow:
    with transaction.atomic():
        return record(at=AT, actor="a", province="dong-nai", action="sign", subject=str(n), reason="r")


def begun(*, whole: bool = False) -> TrailCheck:
    return begin_check("dong-nai", actor="x", at=AT, whole=whole)


@pytest.mark.parametrize("n_rows", [1, 3, 7, 100])
def test_a_trail_is_read_in_slices_to_its_end(trail, n_rows):
    check = begun()
    while not check.done:
        check = go_on(check, at=AT, n_rows=n_rows)
    assert (check.n_rows, check.n_broken, check.up_to) == (7, 0, trail[-1].pk)
    assert AuditRow.objects.latest("id").action == "check"


def test_the_next_check_reads_only_what_came_since(trail):
    check_to_end(begun(), at=AT)
    write(8)
    check = check_to_end(begun(), at=AT)
    assert (check.after, check.n_rows, check.n_broken) == (trail[-1].pk, 2, 0)  # the first check's own row is one
    assert check_to_end(begun(whole=True), at=AT).n_rows == 10


def test_a_check_that_was_stopped_goes_on_and_two_at_once_read_each_row_once(trail):
    first = go_on(begun(), at=AT, n_rows=3)
    again = begun()
    assert again.pk == first.pk
    stale = TrailCheck.objects.get(pk=first.pk)
    go_on(first, at=AT, n_rows=3)
    assert go_on(stale, at=AT, n_rows=3).n_rows == 6


@pytest.mark.parametrize("tamper", ["changed", "removed", "cut off"])
def test_what_was_done_to_the_trail_is_found(trail, tamper):
    check_to_end(begun(), at=AT)
    write(8)
    rows = {"changed": trail[2], "removed": trail[2], "cut off": trail[-1]}
    if tamper == "changed":
        AuditRow.objects.filter(pk=rows[tamper].pk).update(reason="another")
    else:
        AuditRow.objects.filter(pk__gte=rows[tamper].pk, pk__lte=rows[tamper].pk).delete()
    assert check_to_end(begun(whole=True), at=AT).n_broken > 0
    # What was found stays found: the next check begins before it.
    assert check_to_end(begun(), at=AT).n_broken == (1 if tamper == "cut off" else 0)


def test_the_row_that_the_last_check_ended_with_is_looked_at_again(trail):
    check_to_end(begun(), at=AT)
    AuditRow.objects.filter(pk=trail[-1].pk).update(reason="another")
    check = check_to_end(begun(), at=AT)
    assert (check.n_broken, check.first_broken) == (1, trail[-1].pk)


def test_an_auditor_asks_and_older_rows_are_paged(trail):
    for n in range(110):
        write(n)
    auditor = seated_client("x", Role.AUDITOR)
    assert "It was never checked." in auditor.get(HERE).content.decode()
    page = auditor.post(f"{HERE}check/", follow=True).content.decode()
    assert "The trail is whole." in page and "117 rows read" in page
    oldest = AuditRow.objects.order_by("-id")[99].pk
    assert f'href="?before={oldest}"' in page
    older = auditor.get(f"{HERE}?before={oldest}").content.decode()
    assert older.count('<td data-label="When">') == 18
    for rubbish in ("x", "-1", "9" * 40, "²"):
        assert auditor.get(HERE, {"before": rubbish}).status_code == 200


def test_a_worker_reads_the_trail(homes):
    # A worker closes its connections, so this is not undone in a transaction.
    auditor = seated_client("auditor of the worker", Role.AUDITOR)
    write(1)
    with cleared(), override_settings(TASKS=BY_WORKER):
        page = auditor.post(f"{HERE}check/", {"whole": "yes"}, follow=True).content.decode()
        assert "It is being read in the background" in page and 'http-equiv="refresh"' in page
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        assert "rows read; auditor of the worker" in auditor.get(HERE).content.decode()
