"""Invented projects: the published total, payments within appropriations, nothing after the day told from."""

from datetime import date

import pytest

from tinhso.registers.invention import Scene
from tinhso.rooms.finance.sample_projects import PORTFOLIO, project_deliveries

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(("province", "least"), [("75", 1_400_000_000_000), ("33", 800_000_000_000)])
def test_projects_and_payments(province, least):
    made = {d.register: d.table.to_pylist() for d in project_deliveries(Scene(province, 100, 57, DAY))}
    projects, payments, contracts = (made[f"finance.{n}"] for n in ("project", "project_payment", "project_contract"))
    limit = {p["project_id"]: int(p["appropriation_vnd"]) for p in projects}
    assert sum(limit.values()) > least
    assert {p["portfolio"] for p in projects} == {PORTFOLIO}
    assert all(p["starts_on"] < p["ends_on"] <= "2028-12-31" for p in projects)
    for project, amount in limit.items():
        assert sum(int(x["amount_vnd"]) for x in payments if x["project_id"] == project) <= amount
    for contract in contracts:
        paid = sum(int(x["amount_vnd"]) for x in payments if x["contract_id"] == contract["contract_id"])
        assert paid <= int(contract["value_vnd"])
    assert {x["contract_id"] for x in payments} <= {c["contract_id"] for c in contracts}
    assert all(x["paid_on"] <= DAY.isoformat() for x in payments)
    assert sum(not p["targets"] for p in projects) == 1
