"""Perpetual inventory: by hand, and against the closed form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.economy.capital import initial_stock, perpetual_inventory


def test_worked_example():
    # 1000 loses 5 % and gains 100: 1050; 1050 loses 52.5 and gains 120: 1117.5.
    assert perpetual_inventory([100, 120], 0.05, 1000) == (pytest.approx(1050), pytest.approx(1117.5))
    assert perpetual_inventory([], 0.05, 1000) == ()


def test_starting_stock():
    assert initial_stock(120, 0.05, 0.07) == pytest.approx(1000)
    with pytest.raises(ValueError, match="positive"):
        initial_stock(120, 0.05, -0.05)


@pytest.mark.parametrize(("rate", "stock"), [(-0.1, 1.0), (1.1, 1.0), (0.1, -1.0)])
def test_refuses_impossible_values(rate, stock):
    with pytest.raises(ValueError, match="depreciation"):
        perpetual_inventory([1.0], rate, stock)


@given(st.floats(0.01, 0.2), st.floats(0.01, 0.1), st.integers(1, 40))
def test_steady_growth_keeps_the_ratio(rate, growth, years):
    investment = [100 * (1 + growth) ** i for i in range(years)]
    stocks = perpetual_inventory(investment, rate, initial_stock(100, rate, growth))
    assert stocks[-1] == pytest.approx(investment[-1] * (1 + growth) / (growth + rate))
