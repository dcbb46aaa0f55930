"""A database full of dossiers and drafts for `bench.services`, made by the database itself from a few model rows.

Takes numbers, gives a session and a code to ask with. Needs Django set up over a migrated database.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

COMMUNE = "26068"
N_KINDS = 20  # one dossier in twenty is open
STEPS: Mapping[str, Any] = {
    "applicant": {
        "applies_as": "person", "full_name": "Nguyễn Thị Ánh", "personal_id": "075190000123", "phone": "0912345678",
    },
    "copies": [{"event": "birth", "owner_name": "Lê Bình", "owner_birth_on": "1/1/1990", "n_copies": "2"}],
    "delivery": {"receive_by": "electronic"},
}  # fmt: skip


def fill_dossiers(n_dossiers: int) -> None:
    """Make dossiers over all communes, the open ones with a place on the desk."""
    from tinhso.rooms.services.web.models import Dossier

    areas, start = _areas(), datetime(2024, 1, 1, tzinfo=UTC)
    models = [
        _dossier(area, start + timedelta(hours=number * N_KINDS + kind), number * N_KINDS + kind, is_open=kind == 0)
        for number, area in enumerate(areas)
        for kind in range(N_KINDS)
    ]
    Dossier.objects.bulk_create(models, 500)
    code = "substr(t.code, 1, 10) || '-' || (240101 + s.n / 90000) || '-' || (10000 + s.n % 90000)"
    _copied(
        Dossier,
        "submit_key",
        "model-",
        len(models),
        n_dossiers - len(models),
        {"submit_key": "'f' || s.n", "code": code},
    )


def fill_drafts(n_drafts: int) -> None:
    """Make complete drafts `b1`, `b2`, … over all communes, ready to be sent."""
    from tinhso.rooms.services.web.models import Draft

    areas = _areas()
    drafts = []
    for number, area in enumerate(areas):
        texts = json.loads(json.dumps(STEPS))
        texts["applicant"]["commune"] = area
        drafts.append(
            Draft(token=f"model-{number}", province="dong-nai", procedure_id="civil_status_copy", texts=texts)
        )
    Draft.objects.bulk_create(drafts)
    _copied(Draft, "token", "model-", len(areas), n_drafts, {"token": "'b' || s.n"})


def signed_in() -> tuple[str, str]:
    """Return the session of an ordinary officer of one commune, and a dossier's code to track (factor 5678)."""
    from django.contrib.auth.models import User
    from django.test import Client

    from tinhso.people.models import Seat
    from tinhso.people.roles import Role
    from tinhso.rooms.services.web.models import Dossier

    user = User.objects.create_user("officer")
    Seat.objects.create(user=user, province="dong-nai", role=Role.OFFICER, area=COMMUNE)
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value, Dossier.objects.get(submit_key="model-0").code


def _areas() -> list[str]:
    from tinhso.rooms.services.web.catalogued import communes

    return list(communes("dong-nai", datetime(2026, 6, 1, tzinfo=UTC).date()))


def _dossier(area: str, at: datetime, number: int, *, is_open: bool) -> Any:
    from tinhso.rooms.services.web.models import Dossier

    return Dossier(
        province="dong-nai", code=f"H19.{area[:2]}.{area[2:]}-{at:%y%m%d}-{number:05d}", submit_key=f"model-{number}",
        procedure_id="civil_status_copy", procedure_code="2.000635", edition_from="2025-07-01", channel="ONLINE",
        area=area, original_agency=f"H19.{area[:2]}.{area[2:]}", applicant_kind="person",
        applicant_name="Nguyễn Văn A", applicant_number="075190000123", phone="0912345678", answers={},
        status=4 if is_open else 10, submitted_at=at, received_at=at, due_at=at, desk_at=at if is_open else None,
    )  # fmt: skip


def _copied(model: Any, key: str, prefix: str, n_models: int, n_rows: int, own: Mapping[str, str]) -> None:
    """Let the database copy model rows in turn, with columns of its own for each number `s.n`."""
    from django.db import connection

    columns = [f.column for f in model._meta.concrete_fields if not f.primary_key]
    table, quoted = model._meta.db_table, ", ".join(f'"{c}"' for c in columns)
    values = ", ".join(own.get(c, f't."{c}"') for c in columns)
    series = (
        f"select n from generate_series(1, {n_rows}) as g(n)"
        if connection.vendor == "postgresql"
        else f"select 1 union all select n + 1 from s where n < {n_rows}"
    )
    statement = (
        f"with recursive s(n) as ({series}) insert into {table} ({quoted})"
        f" select {values} from s join {table} t on t.{key} = '{prefix}' || (s.n % {n_models})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("analyze")
