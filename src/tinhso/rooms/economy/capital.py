"""Capital stock by perpetual inventory, for provinces whose statistics know investment but not the stock.

Takes investment at constant prices per year and a depreciation rate, gives the stock at the end of each year.
The starting stock is the caller's, or the stock that would have been in step with growth before the first year.
Price bases and growth are left to `growth.py`.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise


def initial_stock(first_investment: float, depreciation: float, growth: float) -> float:
    """Return the stock at the end of the year before `first_investment`, had investment always grown at `growth`.

    The stock K that keeps I/K constant: K = I / (growth + depreciation). Raises ValueError when that sum is not
    positive.
    Source: Harberger (1978); OECD, Measuring Capital (2009), section 15.7.
    """
    if growth + depreciation <= 0:
        raise ValueError("growth plus depreciation must be positive to know a starting stock")
    return first_investment / (growth + depreciation)


def perpetual_inventory(investment: Sequence[float], depreciation: float, opening_stock: float) -> tuple[float, ...]:
    """Return the stock at the end of each year: K = (1 - depreciation) * K_before + I; as long as `investment`.

    Depreciation is a share of the opening stock, 0-1. Raises ValueError outside it, or on a negative opening stock.
    Source: OECD, Measuring Capital (2009), chapter 10 (geometric depreciation).
    """
    if not 0 <= depreciation <= 1 or opening_stock < 0:
        raise ValueError("depreciation must be 0-1 and the opening stock not negative")
    stocks = accumulate(investment, lambda stock, added: (1 - depreciation) * stock + added, initial=opening_stock)
    return tuple(stocks)[1:]


def restated(stocks: Sequence[float], depreciation: float, tried: float, growth: float) -> tuple[float, ...]:
    """Return the stocks as they would be, had capital worn out at `tried` instead of `depreciation`; as many as given.

    The investment that the given stocks imply is piled up again, from a first stock in step with `growth`. Raises
    ValueError when that first stock cannot be known, or the stocks imply none to begin with.
    """
    investment = [after - (1 - depreciation) * before for before, after in pairwise(stocks)]
    if not investment or investment[0] <= 0:
        raise ValueError("two stocks and a first investment above zero are needed")
    opening = initial_stock(investment[0], tried, growth)
    return (opening, *perpetual_inventory(investment, tried, opening))
