"""The audit trail: one chained row a write, and the check that no row was changed, removed or slipped in.

Takes plain values, writes inside the caller's transaction. `before` is unique: two writers cannot follow the same row.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from tinhso.base.canonical import sha256_of
from tinhso.portal.desks.models import AuditRow

FIRST = "0" * 64


def record(*, at: datetime, actor: str, province: str, action: str, subject: str, reason: str) -> AuditRow:
    """Append a row to the trail; raises IntegrityError when another writer was quicker."""
    last = AuditRow.objects.order_by("-id").first()
    row = AuditRow(at=at, actor=actor, province=province, action=action, subject=subject, reason=reason)
    row.before = last.digest if last else FIRST
    row.digest = digest_of(row)
    row.save(force_insert=True)
    return row


def digest_of(row: AuditRow) -> str:
    """Return the digest of a row's content and of the digest before it."""
    at = row.at.astimezone(UTC).isoformat()
    return sha256_of([at, row.actor, row.province, row.action, row.subject, row.reason, row.before])


def check_trail(rows: Iterable[AuditRow]) -> list[int]:
    """Return the ids of rows, in order of id, that do not follow from the row before them; empty when all hold."""
    broken, before = [], FIRST
    for row in rows:
        if row.before != before or row.digest != digest_of(row):
            broken.append(row.pk)
        before = row.digest
    return broken
