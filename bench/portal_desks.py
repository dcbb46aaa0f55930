"""The desks over a long audit trail: a home in which something waits at every desk, and a million rows of the trail.

`python -m bench.portal_desks HOME ROWS` fills the database that the settings name and prints one JSON object: for each
page of the desks its path and the session that may open it, and under `filled` the seconds that the trail took.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
# Page: who opens it, and what its address has besides the province.
PAGES: dict[str, tuple[str, list[object]]] = {
    "desk": ("steward", []),
    "desk_deliveries": ("steward", []),
    "desk_submission": ("officer", [2]),
    "desk_delivery": ("officer", [1]),
    "desk_signoff": ("leader", []),
    "desk_tasks": ("leader", []),
    "desk_seats": ("administrator", []),
    "desk_audit": ("auditor", []),
}
OLD_PAGE = "desk_audit, old rows"
TRAIL = ("at", "actor", "province", "action", "subject", "reason", "before", "digest")
N_SEATS = 300
COLUMNS = (
    "dossier_code,procedure_code,area,original_agency,applicant_kind,channel,full_process,received_on,due_on,"
    "finished_on,status"
)


def fill_trail(n_rows: int) -> None:
    """Append rows to the trail, chained as any: one transaction, by COPY where the server has it."""
    from django.db import connection, transaction

    from tinhso.people.audit import FIRST
    from tinhso.people.models import AuditRow

    last, names = AuditRow.objects.order_by("-id").first(), ", ".join(TRAIL)
    rows = chained(last.digest if last else FIRST, n_rows)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # The digests' indexes are written all over: kept in memory, each page is written once.
            cursor.execute("pragma cache_size = -800000")
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"copy people_auditrow ({names}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute("analyze people_auditrow")
        else:
            places = ", ".join("?" * len(TRAIL))
            # Straight to the driver: Django would look at each of a million rows once more.
            told = ((row[0].replace(tzinfo=None).isoformat(" "), *row[1:]) for row in rows)
            connection.connection.executemany(f"insert into people_auditrow ({names}) values ({places})", told)


def chained(before: str, n_rows: int) -> Iterator[tuple[datetime, ...]]:
    """Yield rows that follow from one with the digest `before`, in order of `TRAIL`; nothing is asked meanwhile."""
    from tinhso.people.audit import digest_over

    for n in range(n_rows):
        at, province = AT + timedelta(seconds=n), ("dong-nai", "hung-yen")[n % 2]
        texts = (f"person-{n % 97}", province, "submit", f"{n:06d} services.dossier", "bench", before)
        digest = digest_over(at, *texts)
        yield (at, *texts, digest)
        before = digest


def set_scene(folder: Path) -> None:
    """Seat a person in every role and hundreds besides, leave a faulty submission and a proposal waiting."""
    from django.contrib.auth.models import User

    from tinhso.base.home import open_home
    from tinhso.people.models import Seat
    from tinhso.people.roles import Role
    from tinhso.portal.desks import actions

    people = {role.value: User.objects.create_user(f"bench-{role}") for role in Role}
    for role, person in people.items():
        Seat.objects.create(user=person, province="dong-nai", role=role)
    others = User.objects.bulk_create([User(username=f"seated-{n:04d}") for n in range(N_SEATS)])
    Seat.objects.bulk_create([Seat(user=each, province="dong-nai", role="officer") for each in others])
    home = open_home(folder)
    for month in ("10", "09"):
        rest = f"{month}/2026,12/12/2026,,10"
        kept = "1.001193,26248,ubnd-26248,person,2,có"
        lines = [f"H75-26{month}05-{n:04d},{kept},{31 if n % 4 == 0 else 5}/{rest}" for n in range(400)]
        content = "\n".join([COLUMNS, *lines]).encode()
        upload = actions.Upload("services.dossier", "change", "bench.csv", [content], invented=True)
        row = actions.submit(home, "dong-nai", actor=people["officer"], at=AT, reason="bench", upload=upload)
        if month == "10":
            actions.decide(home, row, actor=people["steward"], at=AT, reason="bench", accepted=True)
            actions.propose(home, "dong-nai", actor=people["steward"], at=AT, reason="bench")


def sessions(n_rows: int) -> dict[str, list[str]]:
    """Return by page its path and the session key of a person of the role that opens it."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    found: dict[str, list[str]] = {}
    for name, (role, parts) in PAGES.items():
        client = Client()
        client.force_login(User.objects.get(username=f"bench-{role}"))
        with translation.override("vi"):
            path = reverse(name, args=["dong-nai", *parts])
        found[name] = [path, client.cookies["sessionid"].value]
    path, session = found["desk_audit"]
    return found | {OLD_PAGE: [f"{path}?before={n_rows // 2}", session]}


def main() -> None:
    """Fill the database and print how to open each page."""
    folder, n_rows = Path(sys.argv[1]), int(sys.argv[2])
    from tinhso.portal.serve import prepare

    prepare(folder)
    set_scene(folder)
    started = time.perf_counter()
    fill_trail(n_rows)
    print(json.dumps({"filled": round(time.perf_counter() - started, 1), "pages": sessions(n_rows)}))


if __name__ == "__main__":
    main()
