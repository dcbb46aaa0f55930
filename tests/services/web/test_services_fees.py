"""Fees at the desk: counted from the answers, picked from the council's rates, never typed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from a_dossier import HERE, STEPS, begin, do, fill, in_process, officer
from django.test import Client

from tinhso.rooms.services.states import Role
from tinhso.rooms.services.web import charging
from tinhso.rooms.services.web.models import Dossier

RESOLUTION = """
province: dong-nai
resolution: "7/2026/NQ-HĐND"
rates:
  - procedures: [land_first_certificate]
    amount_vnd: 100000
    from: 2026-01-01
    label: {vi: Đất, en: Land, th: ที่ดิน}
  - procedures: [land_first_certificate]
    amount_vnd: 155000
    from: 2026-01-01
    label: {vi: Đất và nhà, en: House too, th: บ้านด้วย}
  - {procedures: [construction_permit], amount_vnd: 75000, from: 2026-01-01, case: house}
"""


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in which the province wrote a resolution."""
    folder = tmp_path / "rooms/services/council_fees"
    folder.mkdir(parents=True)
    (folder / "2026.yaml").write_text(RESOLUTION, "utf-8")
    monkeypatch.setattr(charging, "find_home", lambda _: SimpleNamespace(folder=tmp_path))
    charging.council_rates.cache_clear()
    yield folder
    charging.council_rates.cache_clear()


def of(client: Client, procedure_id: str, edition_from: date, case: str = "") -> Dossier:
    """A dossier in process of a procedure whose fee the council sets."""
    dossier = in_process(client)
    found = {"procedure_id": procedure_id, "edition_from": edition_from, "case": case, "fee_vnd": None}
    Dossier.objects.filter(pk=dossier.pk).update(**found)
    return dossier


def test_two_copies_cost_twice(client: Client) -> None:
    token = begin(client)
    fill(client, token, {**STEPS, "copies": {**STEPS["copies"], "0.n_copies": "2"}})
    client.post(f"{HERE}draft/{token}/check/", {"declare": "1"})
    assert Dossier.objects.get(submit_key=token).fee_vnd == 16_000


def test_an_officer_picks_a_rate_and_the_history_names_its_resolution(client: Client, council: Path) -> None:
    dossier = of(client, "land_first_certificate", date(2025, 7, 1))
    desk = officer(Role.SPECIALIST)[0]
    page = desk.get(f"{HERE}desk/{dossier.code}/").content.decode()
    assert "155.000 đ · Đất và nhà · 7/2026/NQ-HĐND · Chưa kiểm chứng" in page and 'name="amount"' not in page
    for rubbish in ({}, {"rate": "x"}, {"rate": "2026-3"}, {"amount": "5"}):
        assert do(desk, dossier, "request_payment", **rubbish) == 409
    assert do(desk, dossier, "request_payment", rate="2026-2", note="") == 302
    dossier.refresh_from_db()
    assert dossier.fee_vnd == dossier.payments.get().amount_vnd == 155_000
    step = dossier.events.get(action="request_payment")
    assert step.note == "7/2026/NQ-HĐND"


def test_one_rate_alone_needs_no_picking(client: Client, council: Path) -> None:
    dossier = of(client, "construction_permit", date(2026, 1, 1), "house")
    assert do(officer(Role.SPECIALIST)[0], dossier, "request_payment") == 302
    assert dossier.payments.get().amount_vnd == 75_000
    page = client.get(f"{HERE}construction_permit/").content.decode()
    assert "75.000 đ" in page and "7/2026/NQ-HĐND" in page


def test_without_a_resolution_nothing_is_asked_and_the_page_says_why(client: Client, council: Path) -> None:
    dossier = of(client, "land_mortgage", date(2025, 7, 1))
    desk = officer(Role.SPECIALIST)[0]
    assert do(desk, dossier, "request_payment") == 409
    assert "council_fees" in desk.get(f"{HERE}desk/{dossier.code}/").content.decode()
    assert "chưa được nhập" in client.get(f"{HERE}land_mortgage/").content.decode()
    (council / "2026.yaml").write_text("rates: 5", "utf-8")
    charging.council_rates.cache_clear()
    # A file that cannot be read stops nobody from applying.
    assert "council_fees/2026.yaml" in desk.get(f"{HERE}desk/{dossier.code}/").content.decode()
    assert client.get(f"{HERE}land_mortgage/").status_code == 200
