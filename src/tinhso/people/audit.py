"""The audit trail: one chained row a write, and the check that no row was changed, removed or slipped in.

Takes plain values, writes inside the caller's transaction, so that a write and its row stand or fall together. Writers
follow one another: on PostgreSQL each holds a lock until its transaction ends, SQLite has one writer anyway; `before`
is unique besides. Checking a long trail in slices is left to `trail`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection

from tinhso.base.canonical import sha256_of
from tinhso.people.models import AuditRow

FIRST = "0" * 64
_LOCK = 0x7469_6E68  # any number that nothing else locks


def record(*, at: datetime, actor: str, province: str, action: str, subject: str, reason: str) -> AuditRow:
    """Append a row to the trail; must run inside a transaction, whose end lets the next writer in."""
    _wait_for_turn()
    last = AuditRow.objects.order_by("-id").first()
    row = AuditRow(at=at, actor=actor, province=province, action=action, subject=subject, reason=reason)
    row.before = last.digest if last else FIRST
    row.digest = digest_of(row)
    row.save(force_insert=True)
    return row


def _wait_for_turn() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


def digest_of(row: AuditRow) -> str:
    """Return the digest of a row's content and of the digest before it."""
    return digest_over(row.at, row.actor, row.province, row.action, row.subject, row.reason, row.before)


def digest_over(at: datetime, *texts: str) -> str:
    """Return the digest of an instant and of what follows it in a row: actor, province, …, the digest before."""
    return sha256_of([at.astimezone(UTC).isoformat(), *texts])


def check_trail(rows: Iterable[AuditRow], before: str = FIRST) -> list[int]:
    """Return the ids of rows, in order of id, that do not follow from the row before them; empty when all hold.

    `before` is the digest of the row that the first one must follow.
    """
    broken = []
    for row in rows:
        if row.before != before or row.digest != digest_of(row):
            broken.append(row.pk)
        before = row.digest
    return broken
