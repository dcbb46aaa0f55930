"""Exact division, canonical text, and the four kinds of missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure.observation import Cell, decimal_text, observe, parse_line, ratio
from tinhso.measure.verify import divided

COUNTS = st.integers(0, 10**15)


@given(COUNTS, st.integers(1, 10**15))
def test_value_is_what_the_independent_program_divides(numerator: int, denominator: int) -> None:
    cell = Cell("75", "2025", Decimal(numerator), Decimal(denominator))
    observation = observe("a.b", cell, "r", invented=True)
    assert observation.value == divided(observation.numerator, observation.denominator)
    assert parse_line(observation.line()) == observation


@pytest.mark.parametrize(
    ("numerator", "denominator", "status"),
    [(Decimal(0), Decimal(5), "ok"), (Decimal(0), Decimal(0), "not_applicable"), (None, None, "no_data")],
)
def test_zero_not_applicable_and_no_data_differ(
    numerator: Decimal | None, denominator: Decimal | None, status: str
) -> None:
    observation = observe("a.b", Cell("75", "2025", numerator, denominator), "r", invented=False)
    assert observation.status == status
    assert bool(observation.value) == (status == "ok")


@pytest.mark.parametrize(
    ("number", "text"), [("10", "10"), ("0.50", "0.5"), ("1E+3", "1000"), ("-0.0", "0"), ("0", "0")]
)
def test_numbers_have_one_text(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


def test_a_ratio_needs_a_denominator() -> None:
    with pytest.raises(ZeroDivisionError):
        ratio(Decimal(1), Decimal(0))
