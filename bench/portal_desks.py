"""The desks over a long audit trail: a home in which something waits at every desk, and a million rows of the trail.

`python -m bench.portal_desks HOME ROWS` fills the database that the settings name and prints one JSON object: for each
page of the desks its path and the session that may open it.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
PAGES = {
    "desk": "steward",
    "desk_deliveries": "steward",
    "desk_submission": "officer",
    "desk_signoff": "leader",
    "desk_audit": "auditor",
}
BATCH = 10_000
COLUMNS = (
    "dossier_code,procedure_code,area,original_agency,applicant_kind,channel,full_process,received_on,due_on,"
    "finished_on,status"
)


def fill_trail(n_rows: int) -> None:
    """Append rows to the trail, chained as any."""
    from django.db import transaction

    from tinhso.people.audit import FIRST, digest_of
    from tinhso.people.models import AuditRow

    last = AuditRow.objects.order_by("-id").first()
    before = last.digest if last else FIRST
    for start in range(0, n_rows, BATCH):
        rows = []
        for n in range(start, min(start + BATCH, n_rows)):
            row = AuditRow(
                at=AT + timedelta(seconds=n), actor=f"person-{n % 97}", province=("dong-nai", "hung-yen")[n % 2],
                action="submit", subject=f"{n:06d} services.dossier", reason="bench", before=before,
            )  # fmt: skip
            row.digest = before = digest_of(row)
            rows.append(row)
        with transaction.atomic():
            AuditRow.objects.bulk_create(rows)


def set_scene(folder: Path) -> None:
    """Seat a person in every role, leave a faulty submission and a proposal waiting."""
    from django.contrib.auth.models import User

    from tinhso.base.home import open_home
    from tinhso.people.models import Seat
    from tinhso.people.roles import Role
    from tinhso.portal.desks import actions

    people = {role.value: User.objects.create_user(f"bench-{role}") for role in Role}
    for role, person in people.items():
        Seat.objects.create(user=person, province="dong-nai", role=role)
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


def sessions() -> dict[str, list[str]]:
    """Return by page its path and the session key of a person of the role that opens it."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    found = {}
    for name, role in PAGES.items():
        client = Client()
        client.force_login(User.objects.get(username=f"bench-{role}"))
        with translation.override("vi"):
            path = reverse(name, args=["dong-nai", *([2] if name == "desk_submission" else [])])
        found[name] = [path, client.cookies["sessionid"].value]
    return found


def main() -> None:
    """Fill the database and print how to open each page."""
    folder, n_rows = Path(sys.argv[1]), int(sys.argv[2])
    from tinhso.portal.serve import prepare

    prepare(folder)
    set_scene(folder)
    fill_trail(n_rows)
    print(json.dumps(sessions()))


if __name__ == "__main__":
    main()
