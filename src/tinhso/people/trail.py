"""Checking a trail of any length: read on in slices from where the last check ended, each slice kept as it is done.

Takes the acting person's name and instants, gives `TrailCheck` rows. A check begins after the newest one that ended
without a fault, whose last row must still stand as it was then, or with the first row when the whole is asked for. One
that was stopped goes on where it stopped; two that go on at once do each slice once. A finished check is a row of the
trail itself, so that what it found cannot be taken back. How it is asked for and shown is left to the desks.
"""

from datetime import datetime
from itertools import islice

from django.db import transaction

from tinhso.people.audit import FIRST, check_trail, record
from tinhso.people.models import AuditRow, TrailCheck

N_AT_ONCE = 25_000


def begin_check(province: str, *, actor: str, at: datetime, whole: bool) -> TrailCheck:
    """Return the check that is not finished yet, else a new one; `whole` starts a new one with the first row."""
    newest = TrailCheck.objects.order_by("-id").first()
    if newest is not None and not newest.done and not whole:
        return newest
    sound = None if whole else TrailCheck.objects.filter(done=True, n_broken=0).order_by("-id").first()
    start = {"after": sound.up_to, "digest": sound.digest} if sound else {"after": 0, "digest": FIRST}
    given = {"province": province, "actor": actor, "began_at": at, "at": at, "up_to": start["after"], **start}
    return TrailCheck.objects.create(**given)


def go_on(check: TrailCheck, *, at: datetime, n_rows: int = N_AT_ONCE) -> TrailCheck:
    """Read the next rows and return the check as it stands; finished, it does nothing."""
    if check.done:
        return check
    rows = list(islice(AuditRow.objects.filter(pk__gt=check.up_to).order_by("pk").iterator(n_rows), n_rows))
    broken = [*_moved(check), *check_trail(rows, check.digest)]
    found = {
        "at": at, "n_rows": check.n_rows + len(rows), "n_broken": check.n_broken + len(broken),
        "first_broken": check.first_broken or min(broken, default=None), "done": len(rows) < n_rows,
        "up_to": rows[-1].pk if rows else check.up_to, "digest": rows[-1].digest if rows else check.digest,
    }  # fmt: skip
    with transaction.atomic():
        here = TrailCheck.objects.filter(pk=check.pk, up_to=check.up_to, done=False)
        if here.update(**found) and found["done"]:
            subject = f"{check.after}-{found['up_to']}: {found['n_broken']}"
            record(at=at, actor=check.actor, province=check.province, action="check", subject=subject, reason="")
    check.refresh_from_db()
    return check


def check_to_end(check: TrailCheck, *, at: datetime) -> TrailCheck:
    """Read every row that is left and return the finished check."""
    while not check.done:
        check = go_on(check, at=at)
    return check


def _moved(check: TrailCheck) -> list[int]:
    """Return the id of the row that a sound check ended with when it is not what it was."""
    if check.n_rows or not check.after:
        return []
    stands = AuditRow.objects.filter(pk=check.after, digest=check.digest).first()
    return [] if stands is not None and not check_trail([stands], stands.before) else [check.after]
