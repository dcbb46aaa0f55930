"""Invented deliveries of the economy: shaped on the published totals, sound by the room's own checks."""

from datetime import date

import pytest

from tinhso.registers.invention import Scene
from tinhso.rooms.economy.growth import Account, check_accounts
from tinhso.rooms.economy.sample import deliveries


def _tables(province):
    return {d.register: d.table.to_pylist() for d in deliveries(Scene(province, 100, 57, date(2026, 11, 22)))}


@pytest.mark.parametrize(
    ("province", "product_vnd", "exports_usd"), [("75", 677e12, 34.04e9), ("33", 328e12, 11.968e9)]
)
def test_totals_are_the_published_ones(province, product_vnd, exports_usd):
    tables = _tables(province)
    product = sum(int(r["value_added_vnd"]) for r in tables["economy.value_added"] if r["year"] == "2025")
    exports = sum(float(r["value_usd"]) for r in tables["economy.customs_line"] if r["declared_on"] >= "2025")
    assert product == pytest.approx(product_vnd, rel=1e-9)
    assert exports == pytest.approx(exports_usd, rel=1e-6)


@pytest.mark.parametrize("province", ["75", "33"])
def test_accounts_are_sound(province):
    rows = _tables(province)["economy.growth_account"]
    accounts = [
        Account(
            int(r["year"]),
            float(r["product_vnd"]),
            float(r["employed_persons"]),
            float(r["capital_vnd"]),
            float(r["labour_share"]),
            r["price_base"],
        )
        for r in rows
    ]
    assert check_accounts(accounts, "invented") == []


def test_the_same_scene_gives_the_same_rows():
    assert _tables("75") == _tables("75")


def test_codes_are_those_of_the_published_concordance(shared):
    lines = (shared / "trade/hs5_sitc4.csv").read_text("utf-8").splitlines()[1:]
    published = {(line.split(",")[0], line.split(",")[3]) for line in lines}
    rows = _tables("75")["economy.hs_concordance"]
    assert [r for r in rows if (r["hs_code"], r["sitc_code"]) not in published] == []
