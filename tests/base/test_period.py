"""Periods: ids, ranges and frames."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.period import PeriodKind, parse_period, period_of, periods_between

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(PeriodKind))
def test_period_of_a_day_holds_it_and_reads_back(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert period.contains(day)
    assert parse_period(period.id) == period


@given(DAYS, DAYS, st.sampled_from(PeriodKind))
def test_frame_has_no_gap_and_no_overlap(first: date, last: date, kind: PeriodKind) -> None:
    periods = periods_between(first, last, kind)
    assert all(a.ends_before == b.starts_on for a, b in pairwise(periods))
    assert bool(periods) == (first <= last)
    if periods:
        assert periods[0].contains(first)
        assert periods[-1].contains(last)


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025-Q5", "2025-1", "năm 2025"])
def test_other_texts_are_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        parse_period(text)
