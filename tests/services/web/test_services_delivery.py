"""What people did enters the path: delivered, received, checked, measured, published, and proven from the dossiers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client

from tinhso.base.home import Home, make_home
from tinhso.measure.prove import prove
from tinhso.measure.release import read_release
from tinhso.path.deliver import receive_inbox
from tinhso.path.publish import measure_home, publish_home
from tinhso.registers.check import check_all
from tinhso.registers.contract import read_contracts
from tinhso.rooms.services import questions
from tinhso.rooms.services.agencies import Succession
from tinhso.rooms.services.procedure import Channel
from tinhso.rooms.services.states import Action, Role, Status
from tinhso.rooms.services.web.actions import Application, Person, act, submit
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.delivering import (
    COMPLAINT_COLUMNS,
    DOSSIER_COLUMNS,
    complaint_rows,
    dossier_rows,
    write_deliveries,
)
from tinhso.rooms.services.web.issuing import RESULT
from tinhso.rooms.services.web.models import Complaint, Consent, Dossier, IssuedPaper

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NINE = datetime(2026, 6, 1, 9, tzinfo=ZONE)
DAY = date(2026, 7, 10)
COMMUNES = ("26068", "26041")
CONTRACTS = read_contracts()
WORK = {
    "reception": Person("b", Role.RECEPTION),
    "specialist": Person("c", Role.SPECIALIST),
    "leader": Person("l", Role.LEADER),
}


def sent(number: int, channel: Channel, procedure_id: str = "civil_status_copy", at: datetime = NINE) -> Dossier:
    """A dossier submitted as the pages do it."""
    procedure, area = procedures()[procedure_id], COMMUNES[number % 2]
    edition = procedure.find_edition(at.date())
    assert edition
    applicant = {"applies_as": "person", "full_name": "Lê Bình", "personal_id": "075190000123", "phone": "0912345678"}
    application = Application(
        province="dong-nai", unit=f"H19.{area[:2]}.{area[2:]}", procedure=procedure, edition=edition, channel=channel,
        area=area, case="", values={"applicant": applicant}, submit_key=f"{procedure_id}-{number}",
    )  # fmt: skip
    return submit(application, Person("applicant", Role.APPLICANT), at)


def accepted(dossier: Dossier, at: datetime = NINE) -> Dossier:
    return act(dossier.pk, 1, Action.ACCEPT, WORK["reception"], at)


@pytest.mark.parametrize(
    ("register", "columns"),
    [("dossier", DOSSIER_COLUMNS), ("complaint", COMPLAINT_COLUMNS), ("question", questions.COLUMNS)],
)
def test_the_columns_are_those_of_the_register(register: str, columns: tuple[str, ...]) -> None:
    assert CONTRACTS[f"services.{register}"].names == columns


def test_received_dossiers_are_rows_and_new_ones_are_not(client: Client) -> None:
    first, second, third = (sent(n, Channel.ONLINE) for n in (0, 2, 4))
    accepted(first)
    act(second.pk, 1, Action.REFUSE, WORK["reception"], NINE)
    rows = list(dossier_rows("dong-nai", DAY))
    assert [r["dossier_code"] for r in rows] == [first.code, second.code]
    assert rows[0] == dict(
        dossier_code=first.code, procedure_code="2.000635", area="26068", original_agency="H19.26.068",
        current_agency="", competent_body="civil_register_keeper", applicant_kind="person", channel="2",
        full_process="false", received_on="2026-06-01", due_on="2026-06-01", finished_on="", status="2",
        returned_on="", n_supplements="0", n_components="1", n_digitised="1", n_reused="0", result_digital="",
        fee_vnd="8000", paid_online="false", synchronised_on="", rating="",
    )  # fmt: skip
    assert rows[1]["status"] == "3"
    assert third.code not in {r["dossier_code"] for r in rows}
    assert list(dossier_rows("hung-yen", DAY)) == []


def test_a_merger_adds_the_successor_and_keeps_the_original(client: Client) -> None:
    accepted(sent(0, Channel.ONLINE))
    merged = [Succession("H19.26.068", "H19.26.041", date(2026, 7, 1))]
    before, after = (next(dossier_rows("dong-nai", day, merged)) for day in (date(2026, 6, 30), DAY))
    assert (before["original_agency"], before["current_agency"]) == ("H19.26.068", "")
    assert (after["original_agency"], after["current_agency"]) == ("H19.26.068", "H19.26.041")


def test_a_second_complaint_about_a_dossier_is_one_made_again(client: Client) -> None:
    dossier = accepted(sent(0, Channel.ONLINE))
    for days in (1, 2):
        at = NINE + timedelta(days=days)
        Complaint.objects.create(dossier=dossier, text="?", made_at=at, due_at=at + timedelta(days=14))
    rows = list(complaint_rows("dong-nai"))
    assert [r["complained_again"] for r in rows] == ["false", "true"]
    assert {r["dossier_code"] for r in rows} == {dossier.code}


def test_what_is_known_of_results_registers_and_complaints_is_said(client: Client) -> None:
    dossier = accepted(sent(0, Channel.ONLINE))
    act(dossier.pk, 2, Action.START, WORK["specialist"], NINE)
    done = act(dossier.pk, 3, Action.FINISH, WORK["leader"], NINE + timedelta(hours=1))
    assert next(dossier_rows("dong-nai", DAY))["result_digital"] == "false"
    IssuedPaper.objects.create(dossier=done, kind=RESULT, sha256="0" * 64, issued_at=NINE)
    Consent.objects.create(
        draft_token=done.submit_key, personal_id="075190000123", elements=[], agreed=True, actor="applicant", at=NINE
    )
    Complaint.objects.create(dossier=done, text="?", made_at=NINE, due_at=NINE, answered_at=NINE, justified=True)
    row = next(dossier_rows("dong-nai", DAY))
    assert (row["result_digital"], row["n_reused"], row["finished_on"]) == ("true", "1", "2026-06-01")
    complaint = next(complaint_rows("dong-nai"))
    assert (complaint["justified"], complaint["satisfied"], complaint["handled_on"]) == ("true", "", "2026-06-01")


def test_the_command_writes_three_deliveries_into_the_inbox(client: Client, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", "75")
    accepted(sent(0, Channel.ONLINE))
    call_command("deliver_dossiers", str(home.folder), "--as-of", "2026-07-10", verbosity=0)
    assert {path.parent.name for path in home.inbox.glob("full/*/*")} == {
        "services.dossier",
        "services.complaint",
        "services.question",
    }


def a_months_work() -> None:
    """Forty dossiers of June over two communes: every fourth at the counter, every eighth late, every tenth open."""
    for number in range(40):
        at = NINE + timedelta(days=number % 5)
        procedure_id = "permanent_residence" if number % 3 else "civil_status_copy"
        dossier = accepted(sent(number, Channel.DIRECT if number % 4 == 0 else Channel.ONLINE, procedure_id, at), at)
        if number % 10 == 9:
            continue
        act(dossier.pk, 2, Action.START, WORK["specialist"], at)
        done = at + timedelta(days=17 if number % 8 == 0 else 0, minutes=30)
        act(dossier.pk, 3, Action.FINISH, WORK["leader"], done)
    sent(99, Channel.ONLINE)  # never looked at


def counted_by_hand() -> Mapping[str, tuple[int, int]]:
    """The published counts of June, from the tables of what people did."""
    rows = [d for d in Dossier.objects.all() if d.status != Status.REGISTERED]
    done = [d for d in rows if d.finished_at]
    still = [d for d in rows if not d.finished_at]
    in_time = [d for d in done if d.finished_at.date() <= d.due_at.astimezone(ZONE).date()]
    not_due = [d for d in still if d.due_at.astimezone(ZONE).date() > date(2026, 6, 30)]
    return {
        "services.online_share": (sum(d.channel == "ONLINE" for d in rows), len(rows)),
        "services.on_time_share": (len(in_time) + len(not_due), len(rows)),
        "services.paid_online_share": (0, sum(bool(d.fee_vnd) for d in rows)),
    }


def measured(home: Home) -> Path:
    write_deliveries("dong-nai", home.inbox, DAY, CONTRACTS)
    receive_inbox(home, DAY)
    check_all(home, lambda *_: None)
    measure_home(home, DAY)
    return publish_home(home)


def test_the_published_value_is_the_count_of_the_database_and_is_proven(client: Client, tmp_path: Path) -> None:
    a_months_work()
    release = read_release(measured(make_home(tmp_path / "home", "75")))
    found = {(o["indicator"], o["area"], o["period"]): o for o in release.observations}
    by_hand = counted_by_hand()
    assert by_hand["services.online_share"] == (30, 40)
    for indicator, (numerator, denominator) in by_hand.items():
        one = found[indicator, "75", "2026-06"]
        assert (one["numerator"], one["denominator"]) == (str(numerator), str(denominator)), indicator
        proof = prove(release, indicator, "75", "2026-06")
        assert proof.receipts[-1]["step"] == "receive"
        assert one["invented"] == "false"
    on_time, all_ = by_hand["services.on_time_share"]
    score = found["services.index766_progress", "75", "2026-06"]
    assert Decimal(score["numerator"]) == round(Decimal(20 * on_time) / all_, 4)
    assert found["services.asked_again", "75", "2026-06"]["value"] == "6"
