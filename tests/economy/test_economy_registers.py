"""What the room's registers refuse, with the rule and the row: prices of the wrong kind, signs, codes."""

import csv
from datetime import date

import pytest

from tinhso.base.home import make_home
from tinhso.path.deliver import receive_inbox
from tinhso.registers.check import check_all
from tinhso.registers.kept_rejects import read_problems

DAY = date(2026, 11, 22)
ACCOUNT = {
    "area": "75", "year": "2024", "price_base": "2010", "product_vnd": "1000", "employed_persons": "10",
    "capital_vnd": "3000", "labour_share": "0.55", "producer": "TK",
}  # fmt: skip
ADDED = {
    "area": "75", "year": "2024", "price_base": "current", "industry": "26", "value_added_vnd": "10", "producer": "TK"
}  # fmt: skip
LINE = {
    "declaration": "d", "line": "1", "area": "75", "declared_on": "2025-03-01", "flow": "export", "hs_code": "85423100",
    "partner": "US", "value_usd": "100.5",
}  # fmt: skip
VALUE = {
    "domain": "NAG", "indicator": "NGDP", "ref_area": "VN", "frequency": "Q", "base_period": "2010",
    "unit_multiplier": "9", "period": "2024-Q1", "value": "5",
}  # fmt: skip


@pytest.mark.parametrize(
    ("register", "good", "change", "refused"),
    [
        ("economy.growth_account", ACCOUNT, {"price_base": "current"}, ("price_base", "the form [12][0-9]{3}")),
        ("economy.growth_account", ACCOUNT, {"price_base": "chained"}, ("price_base", "the form [12][0-9]{3}")),
        ("economy.growth_account", ACCOUNT, {"capital_vnd": "-3000"}, ("capital_vnd", "1 or more")),
        ("economy.growth_account", ACCOUNT, {"labour_share": "55"}, ("labour_share", "0.95 or less")),
        ("economy.value_added", ADDED, {"price_base": "chained"}, ("price_base", "the form current|[12][0-9]{3}")),
        ("economy.value_added", ADDED, {"industry": "C"}, ("industry", "the form T|[0-9]{2,5}")),
        ("economy.customs_line", LINE, {"hs_code": "8542.31"}, ("hs_code", "the form [0-9]{8}")),
        ("economy.customs_line", LINE, {"value_usd": "-1"}, ("value_usd", "0 or more")),
        ("economy.public_series", VALUE, {"period": "2024-01"}, ("", "The period is of the series' frequency")),
        ("economy.public_series", VALUE, {"period": "2024-S1"}, ("", "The period is of the series' frequency")),
    ],
)
def test_a_row_is_refused_with_its_rule(tmp_path, register, good, change, refused):
    key = {"growth_account": "year", "value_added": "year", "customs_line": "line", "public_series": "indicator"}
    other = good | {key[register.split(".")[1]]: "2023"}
    home = make_home(tmp_path / "home", "75")
    path = home.inbox / "full" / register / "rows.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(good))
        writer.writeheader()
        writer.writerows([other, good | change])
    receive_inbox(home, DAY)
    (receipt,) = check_all(home)
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (2, 1, 1)
    assert [(p.row, p.column, p.expected.en) for p in read_problems(home, receipt.id)] == [(3, *refused)]
