"""The invented park obeys its own rules."""

from datetime import date

import pytest

from tinhso.registers.invention import Scene
from tinhso.rooms.industry.sample import deliveries


def _tables(province):
    return {d.register: d.table.to_pylist() for d in deliveries(Scene(province, 100, 57, date(2026, 11, 22)))}


@pytest.mark.parametrize("province", ["75", "33"])
def test_no_lot_is_held_twice_and_power_suffices(province):
    tables = _tables(province)
    promises = tables["industry.lot_promise"]
    assert len({p["lot_id"] for p in promises}) == len(promises) > 0
    first = min(float(c["amount"]) for c in tables["industry.capacity"] if c["utility"] == "power_mw")
    assert sum(float(p["power_mw"]) for p in promises) <= first


@pytest.mark.parametrize("province", ["75", "33"])
def test_every_promise_names_a_lot_and_a_registered_project(province):
    tables = _tables(province)
    lots = {lot["lot_id"] for lot in tables["industry.lot"]}
    registered = {p["project_id"] for p in tables["industry.investment_project"] if p["registered_on"]}
    assert {p["lot_id"] for p in tables["industry.lot_promise"]} <= lots
    assert {p["project_id"] for p in tables["industry.lot_promise"]} <= registered


def test_investors_are_marked_as_simulated():
    assert all("mô phỏng" in p["investor"] for p in _tables("75")["industry.investment_project"])
