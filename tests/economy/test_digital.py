"""The digital economy: by hand, against the published national figure of 2022, and by properties."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure.classification import get_classification, read_classifications
from tinhso.rooms.economy.digital import InputOutput, check_input_output, digital_economy, digital_input_shares

CORE = get_classification(read_classifications(), "digital_core_industries", date(2022, 12, 31))

# Industries: 62 (core), 15 footwear, 47 trade. Columns are buyers.
TABLE = InputOutput(
    ("62", "15", "47"),
    np.array([[10.0, 20.0, 30.0], [0.0, 60.0, 0.0], [10.0, 20.0, 20.0]]),
    np.array([100.0, 200.0, 100.0]),
)


def test_direct_share_by_hand():
    # Footwear buys 100, of it 20 from the core; trade buys 50, of it 30.
    assert digital_input_shares(TABLE, CORE, "direct") == {"15": pytest.approx(0.2), "47": pytest.approx(0.6)}


def test_total_share_by_hand():
    # A = [[.1,.1,.3],[0,.3,0],[.1,.1,.2]]; core keeps v = 1 - .2 = .8 of each unit of its product.
    # m = v + mA: m62 = .8 + .1 m62 + .1 m47, m15 = .1 m62 + .3 m15 + .1 m47, m47 = .3 m62 + .2 m47
    # → m47 = .375 m62, m62 = .8 / (.9 - .0375) = .927536, m47 = .347826, m15 = (.1 m62 + .1 m47) / .7 = .182195
    shares = digital_input_shares(TABLE, CORE, "total")
    assert shares == {"15": pytest.approx(0.182195, abs=1e-6), "47": pytest.approx(0.347826, abs=1e-6)}


def test_national_figure_of_2022():
    """One pair of unrounded parts gives all five printed figures: 12.67, 7.77, 4.91, 61.29 and 38.71 per cent.

    Source: General Statistics Office, December 2023; the printed parts add to 12.68 because each was rounded.
    """
    economy = digital_economy({"26": 7766.0, "15": 85234.0}, 7000.0, {"15": 4905.5 / 85234}, CORE, "GSO")
    parts = (economy.core, sum(economy.digitalised.values()))
    assert economy.product == 100_000
    assert round(100 * economy.share, 2) == 12.67
    assert [round(part / 1000, 2) for part in parts] == [7.77, 4.91]
    assert [round(100 * part / economy.value_added, 2) for part in parts] == [61.29, 38.71]
    assert economy.producer == "GSO"
    assert economy.classification == "digital_core_vsic2018"


def test_a_missing_input_share_is_not_zero():
    with pytest.raises(KeyError, match="15"):
        digital_economy({"26": 1.0, "15": 1.0}, 0.0, {}, CORE, "GSO")


def test_faulty_tables_are_named():
    table = InputOutput(("62", "62"), np.array([[1.0, -1.0], [0.0, 9.0]]), np.array([2.0, 5.0]))
    found = [(fault.what.en, fault.where) for fault in check_input_output(table, "io.csv")]
    assert found == [
        ("an industry is repeated", "io.csv"),
        ("a purchase is negative", "io.csv, 62"),
        ("purchases exceed output", "io.csv, 62"),
    ]
    assert check_input_output(TABLE, "io.csv") == []


tables = st.lists(st.floats(0, 0.24), min_size=16, max_size=16).map(
    lambda a: InputOutput(("26", "62", "15", "47"), np.array(a).reshape(4, 4) * 100, np.full(4, 100.0))
)


@given(tables, st.sampled_from(["direct", "total"]))
def test_shares_are_shares(table, depth):
    for share in digital_input_shares(table, CORE, depth).values():
        assert -1e-12 <= share <= 1 + 1e-12


@given(tables, st.floats(0, 1000), st.floats(0, 1000))
def test_the_digital_economy_is_within_the_product(table, core, other):
    shares = digital_input_shares(table, CORE, "total")
    economy = digital_economy({"26": core, "15": other, "47": other}, 1.0, shares, CORE, "GSO")
    assert core <= economy.value_added <= economy.product
