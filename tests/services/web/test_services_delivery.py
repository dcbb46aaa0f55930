"""What people did leaves as a delivery that the register accepts."""

from io import StringIO
from pathlib import Path

import yaml
from django.core.management import call_command
from django.test import Client
from test_services_pages import NINE, apply

from tinhso.rooms.services.states import Action, Role
from tinhso.rooms.services.web.actions import Person, act
from tinhso.rooms.services.web.delivering import COLUMNS, dossier_rows, write_delivery

CONTRACT = Path(__file__).parents[3] / "src" / "tinhso" / "rooms" / "services" / "registers" / "dossier.yaml"


def test_the_columns_are_those_of_the_register() -> None:
    contract = yaml.safe_load(CONTRACT.read_text("utf-8"))
    assert list(COLUMNS) == list(contract["columns"])


def test_received_dossiers_are_rows_and_new_ones_are_not(client: Client, tmp_path: Path) -> None:
    first, second, third = apply(client), apply(client), apply(client)
    reception = Person("b", Role.RECEPTION)
    act(first.pk, 1, Action.ACCEPT, reception, NINE)
    act(second.pk, 1, Action.REFUSE, reception, NINE)
    rows = list(dossier_rows("dong-nai"))
    assert [r["dossier_code"] for r in rows] == [first.code, second.code]
    assert rows[0] == {
        "dossier_code": first.code,
        "procedure_code": "2.000635",
        "area": "26068",
        "applicant_kind": "person",
        "channel": "2",
        "full_process": "false",
        "received_on": "2026-06-01",
        "due_on": "2026-06-01",
        "finished_on": "",
        "status": "2",
    }
    assert rows[1]["status"] == "3"
    assert third.code not in {r["dossier_code"] for r in rows}
    assert write_delivery("hung-yen", StringIO()) == 0
    out = StringIO()
    call_command("deliver_dossiers", "dong-nai", str(tmp_path / "ho-so.csv"), stdout=out)
    assert "2 rows" in out.getvalue()
    assert (tmp_path / "ho-so.csv").read_text("utf-8").count("\n") == 3
