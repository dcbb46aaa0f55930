"""What the room publishes beside its figures: by hand, and what is said where rows are missing or disagree."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure.classification import read_classifications
from tinhso.rooms.economy.capital import perpetual_inventory, restated
from tinhso.rooms.economy.digital_document import InputShare, ValueAdded, digital_document
from tinhso.rooms.economy.exports_document import Goods, exports_document
from tinhso.rooms.economy.growth import Account
from tinhso.rooms.economy.growth_document import growth_document

LISTS = read_classifications()
# Product +10 %, labour +2 %, capital +10 %, share 0.5: TFP 10 - 1 - 5 = 4 points of 10, every year.
STEADY = tuple(Account(2015 + n, 100 * 1.1**n, 50 * 1.02**n, 300 * 1.1**n, 0.5, "2010") for n in range(8))


def test_growth_by_hand():
    found = growth_document(STEADY, "accounts")
    assert {step["contribution"] for step in found["steps"]} == {"0.40000"}
    assert [(mean["from"], mean["to"]) for mean in found["means"]] == [(2015, 2020), (2016, 2021), (2017, 2022)]
    # A share of 0.45: 10 - 0.9 - 5.5 = 3.6 points; of 0.55: 10 - 1.1 - 4.5 = 4.4 points.
    assert found["means"][0]["bands"]["labour_share"] == {"low": "0.36000", "high": "0.44000", "n": 3}
    # In steady growth the stock grows with the product, however fast it wears out.
    assert found["means"][0]["bands"]["depreciation"] == {"low": "0.40000", "high": "0.40000", "n": 3}
    assert found["faults"] == []


def test_a_rebased_series_is_parted_and_said():
    rebased = [replace(a, price_base="2020", output=a.output * 2) if a.year > 2019 else a for a in STEADY]
    found = growth_document(rebased, "accounts")
    assert [step["year"] for step in found["steps"]] == [2016, 2017, 2018, 2019, 2021, 2022]
    assert [fault["found"] for fault in found["faults"]] == ["2010, 2020"]
    assert all(mean["to"] < 2020 or mean["from"] >= 2020 for mean in found["means"])


def test_a_missing_year_is_not_joined_and_said():
    found = growth_document([a for a in STEADY if a.year != 2018], "accounts")
    assert [step["year"] for step in found["steps"]] == [2016, 2017, 2020, 2021, 2022]
    assert [(fault["where"], fault["found"]) for fault in found["faults"]] == [("accounts, 2019", "2017 → 2019")]


def test_negative_capital_is_said_with_its_year_and_counts_nowhere():
    found = growth_document([replace(a, capital=-1.0) if a.year == 2022 else a for a in STEADY], "accounts")
    assert [fault["where"] for fault in found["faults"]] == ["accounts, 2022, capital"]
    assert found["steps"] == []


def test_no_accounts_no_growth():
    assert growth_document([], "accounts")["steps"] == []


@given(st.lists(st.floats(1.5, 40), min_size=3, max_size=12), st.floats(0.01, 0.15))
def test_capital_restated_at_its_own_depreciation_keeps_its_investment(invested, worn):
    stocks = (100.0, *perpetual_inventory(invested, worn, 100.0))
    again = restated(stocks, worn, worn, 0.06)
    before, after = ([b - (1 - worn) * a for a, b in pairwise(path)] for path in (stocks, again))
    assert after == pytest.approx(before, rel=1e-9)


def test_the_digital_economy_by_hand():
    # Core 26: 100. Others: 300 x 0.1 + 500 x 0.02 = 40. Product 100 + 300 + 500 + 100 taxes = 1,000: 14 %.
    rows = [ValueAdded(2025, i, a, "TK") for i, a in (("26", 100), ("64", 300), ("10", 500), ("T", 100))]
    shares = [InputShare(2020, 2030, "64", 0.1, "TK"), InputShare(2020, 2030, "10", 0.02, "bộ")]
    (year,) = digital_document(rows, shares, LISTS)["years"]
    assert (year["share"], year["core_vnd"], year["digitalised_vnd"]) == ("0.140000", 100, 40)
    assert [(g["id"], g["amount_vnd"]) for g in year["core"]] == [("manufacture", 100)]
    assert [(g["id"], g["amount_vnd"]) for g in year["digitalised"]] == [("finance", 30), ("manufacturing", 10)]
    assert year["producers"] == ["TK", "bộ"]


def test_an_industry_without_an_input_share_is_named_and_gives_no_figure():
    (year,) = digital_document([ValueAdded(2025, "64", 300, "TK")], [], LISTS)["years"]
    assert year == {"year": 2025, "producers": ["TK"], "missing": ["64"]}


def test_exports_by_hand():
    goods = [Goods(2025, "854231", "77642", 60), Goods(2025, "640399", "85148", 38), Goods(2025, "999999", "", 2)]
    found = exports_document(goods, LISTS, "customs")
    (year,) = found["years"]
    assert (year["total_usd"], year["high_tech_usd"], year["unclassified_usd"], year["highest_usd"]) == (100, 60, 2, 62)
    assert [(c["chapter"], c["high_tech_usd"], c["other_usd"], c["unclassified_usd"]) for c in year["chapters"]] == [
        ("85", 60, 0, 0),
        ("64", 0, 38, 0),
        ("99", 0, 0, 2),
    ]
    assert year["unclassified"] == [{"hs_code": "999999", "value_usd": 2}]
    assert found["faults"] == []


def test_codes_of_another_edition_are_said_with_the_largest():
    goods = [Goods(2025, "854231", "77642", 90), Goods(2025, "854140", "", 10)]
    (fault,) = exports_document(goods, LISTS, "customs")["faults"]
    assert (fault["what"]["en"], fault["found"]) == ("many HS codes are not in the concordance", "10.0% (854140)")


def test_every_chapter_and_section_has_a_name():
    chapters, sections = (next(e for e in LISTS if e.kind == kind) for kind in ("hs_chapters", "industry_sections"))
    assert [chapters.find_group(f"{n:02d}") is None for n in range(1, 98)].count(True) == 1  # 77 is kept free
    assert all(sections.find_group(code) for code in ("01", "26", "45", "64", "84", "97"))
