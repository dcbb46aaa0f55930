"""Invented dossiers: a scene of any size gives deliveries, the same ones for the same seed, believable ones."""

from collections import Counter
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from tinhso.registers.contract import read_contracts
from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.services.calendar import read_working_calendar
from tinhso.rooms.services.sample import deliveries
from tinhso.rooms.services.sample_kinds import read_kinds
from tinhso.rooms.services.sample_year import BODY, FIRST_DAY, Year, draw_year

DAY = date(2026, 11, 22)
CONTRACTS = read_contracts()


def dossiers(sent: list[InventedDelivery]) -> pa.Table:
    return next(d.table for d in sent if d.register == "services.dossier" and d.kind == "full")


@pytest.mark.parametrize("n_people", [1, 30, 100, 250, 4000])
def test_a_scene_of_any_size_gives_deliveries(n_people: int) -> None:
    for seed in range(4):
        sent = deliveries(Scene("75", n_people, seed, DAY))
        full, changes = dossiers(sent), [d for d in sent if d.kind == "change"]
        assert full.num_rows >= 50
        assert all(0 < change.table.num_rows < full.num_rows for change in changes)
        assert {d.register for d in sent} == {
            f"services.{name}" for name in ("dossier", "complaint", "procedure_published", "question")
        }


def test_the_same_seed_gives_the_same_rows() -> None:
    first, again = (deliveries(Scene("33", 300, 9, DAY)) for _ in range(2))
    assert [each.table for each in first] == [each.table for each in again]


@pytest.mark.parametrize("province", ["75", "33"])
def test_every_header_is_known_to_its_contract(province: str) -> None:
    for sent in deliveries(Scene(province, 300, 1, DAY)):
        headers = {header for column in CONTRACTS[sent.register].columns for header in column.headers}
        assert set(sent.table.column_names) <= headers


def year_of(n_people: int = 20_000) -> Year:
    return draw_year(Scene("75", n_people, 3, DAY), read_kinds("75"))


def test_the_year_is_told_without_contradiction() -> None:
    year = year_of()
    assert (year.due >= year.received).all()
    settled = year.finished >= 0
    assert (year.finished[settled] >= year.received[settled]).all()
    assert set(year.status[settled]) == {9, 10}
    assert (year.returned[year.status == 10] >= year.finished[year.status == 10]).all()
    assert (year.n_digitised <= year.n_components).all()
    assert (year.n_reused <= year.n_components).all()
    assert not year.paid_online[year.fee_vnd == 0].any()
    assert (year.rating[~settled] == 0).all()


def test_no_due_day_is_a_day_of_rest() -> None:
    calendar = read_working_calendar(BODY)
    days = [date.fromisoformat(str(day)) for day in FIRST_DAY + np.unique(year_of().due)]
    assert [day for day in days if day.year in calendar.states and not calendar.is_working(day)] == []


def test_few_come_at_tet_and_more_online_as_time_goes_on() -> None:
    year = year_of()
    by_month = Counter((FIRST_DAY + year.received).astype("datetime64[M]").astype(str))
    assert by_month["2026-02"] < 0.75 * by_month["2026-03"]
    half = len(year.received) // 2
    assert (year.channel[half:] == 2).mean() > (year.channel[:half] == 2).mean() + 0.05
    late = year.finished > year.due
    merging = (year.received >= 181) & (year.received < 273)
    assert late[merging].mean() > 1.3 * late[~merging].mean()


def test_the_original_agency_is_kept_and_its_successor_added() -> None:
    table = dossiers(deliveries(Scene("75", 2_000, 5, DAY)))
    rows = zip(table["Ngày tiếp nhận"].to_pylist(), table["Cơ quan tiếp nhận"].to_pylist(),
               table["Cơ quan kế thừa sau sắp xếp"].to_pylist(), strict=True)  # fmt: skip
    for received_on, original, current in rows:
        if received_on.startswith("31/"):
            continue
        assert (current is not None) == (received_on < "2025-07-01")
        assert original.endswith(".H19") == (received_on < "2025-07-01")
