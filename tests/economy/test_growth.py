"""Growth accounting: by hand, by properties, and what it refuses."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.economy.growth import (
    SHRINKING,
    TOO_SLOW,
    Account,
    check_accounts,
    contribution_band,
    decompose,
    period_mean,
)

# By hand: Y 100 → 108 (8 %), L 50 → 51 (2 %), K 200 → 212 (6 %), labour's share 0.5
# g_TFP = 8 - 0.5*2 - 0.5*6 = 4 points, contribution 4/8 = 50 %.
ACCOUNTS = (Account(2021, 100, 50, 200, 0.6, "2010"), Account(2022, 108, 51, 212, 0.5, "2010"))


def test_worked_example():
    (step,) = decompose(ACCOUNTS)
    assert step.output == pytest.approx(0.08)
    assert (step.labour, step.capital, step.tfp) == (pytest.approx(0.01), pytest.approx(0.03), pytest.approx(0.04))
    assert step.tfp_contribution == pytest.approx(0.5)


def test_period_mean_is_a_ratio_of_means():
    # Second step: 4 % output, no input growth, so TFP 4 %: mean output 6 %, mean TFP 4 %, contribution 2/3 (not 75 %).
    third = replace(ACCOUNTS[1], year=2023, output=108 * 1.04)
    mean = period_mean(decompose((*ACCOUNTS, third)))
    assert (mean.from_year, mean.to_year, mean.years) == (2021, 2023, 2)
    assert mean.tfp_contribution == pytest.approx(2 / 3)


@pytest.mark.parametrize(("output", "reason"), [(100.9, TOO_SLOW), (95, SHRINKING), (101.1, None)])
def test_no_share_where_growth_is_near_zero_or_negative(output, reason):
    (step,) = decompose((ACCOUNTS[0], replace(ACCOUNTS[1], output=output)))
    assert step.undefined is reason
    assert (step.tfp_contribution is None) == (reason is not None)


def test_a_period_mean_needs_consecutive_steps():
    first = decompose(ACCOUNTS)[0]
    with pytest.raises(ValueError, match="consecutive"):
        period_mean([])
    with pytest.raises(ValueError, match="consecutive"):
        period_mean([first, replace(first, from_year=2025, to_year=2026)])


def test_band_holds_the_central_value():
    others = [tuple(replace(a, labour_share=share) for a in ACCOUNTS) for share in (0.4, 0.5, 0.7)]
    band = contribution_band(ACCOUNTS, others)
    # With share a, g_TFP = 8 - 2a - 6(1-a) = 2 + 4a points: 45 % at 0.4, 60 % at 0.7.
    assert band is not None
    assert (band.low, band.central, band.high) == (pytest.approx(0.45), pytest.approx(0.5), pytest.approx(0.6))
    assert band.n_assumptions == 4
    slow = (ACCOUNTS[0], replace(ACCOUNTS[1], output=100.1))
    assert contribution_band(slow, [slow]) is None


def test_sound_accounts_have_no_faults():
    assert check_accounts(ACCOUNTS, "grdp.csv") == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"price_base": "current"}, "prices are mixed or not constant"),
        ({"price_base": "2020"}, "prices are mixed or not constant"),
        ({"year": 2024}, "years are missing or repeated"),
        ({"capital": -5.0}, "a volume is not positive"),
        ({"output": float("nan")}, "a volume is not positive"),
        ({"labour_share": 1.0}, "labour's share is outside 0-1"),
    ],
)
def test_faults_name_the_rule(change, what):
    faults = check_accounts((ACCOUNTS[0], replace(ACCOUNTS[1], **change)), "grdp.csv")
    assert [fault.what.en for fault in faults] == [what]
    assert faults[0].where.startswith("grdp.csv, ")


volumes = st.floats(1, 1e6)
shares = st.floats(0.05, 0.95)
account_lists = st.lists(st.tuples(volumes, volumes, volumes, shares), min_size=2, max_size=8).map(
    lambda rows: tuple(Account(2000 + i, y, k, c, s, "2010") for i, (y, k, c, s) in enumerate(rows))
)


@given(account_lists, st.sampled_from(["official", "tornqvist"]))
def test_parts_add_up(accounts, convention):
    for step in decompose(accounts, convention):
        assert step.labour + step.capital + step.tfp == pytest.approx(step.output)


@given(account_lists, st.floats(0.001, 1000), st.sampled_from(["official", "tornqvist"]))
def test_units_do_not_matter(accounts, factor, convention):
    scaled = tuple(replace(a, output=a.output * factor, capital=a.capital / factor) for a in accounts)
    for step, other in zip(decompose(accounts, convention), decompose(scaled, convention), strict=True):
        assert other.tfp == pytest.approx(step.tfp, rel=1e-6, abs=1e-6)


@given(account_lists)
def test_periods_join(accounts):
    steps = decompose(accounts, "tornqvist")
    halves = [period_mean(part) for part in (steps[: len(steps) // 2], steps[len(steps) // 2 :]) if part]
    assert period_mean(halves).tfp == pytest.approx(period_mean(steps).tfp, abs=1e-9)
