"""Growth accounting against the Penn World Table 10.01, where it prints TFP, and Viet Nam with its band."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest

from tinhso.rooms.economy.growth import Account, check_accounts, contribution_band, decompose, period_mean

YEARS = range(1990, 2020)


def _accounts(rows, *, hours=True, quality=True, services=True, share=None):
    return tuple(
        Account(
            year,
            row["rgdpna"],
            row["emp"] * (row["avh"] if hours else 1) * (row["hc"] if quality else 1),
            row["rkna"] if services else row["rnna"],
            row["labsh"] if share is None else share,
            "2017",
        )
        for year, row in rows.items()
        if year in YEARS
    )


@pytest.mark.parametrize("iso", ["KOR", "THA", "MYS", "CHN"])
def test_same_inputs_same_residual(iso, penn_rows):
    """With hours, human capital and capital services the residual is the table's own, every year, to its last digit."""
    rows = penn_rows(iso)
    for step in decompose(_accounts(rows), "tornqvist"):
        printed = math.log(rows[step.to_year]["rtfpna"] / rows[step.from_year]["rtfpna"])
        assert step.tfp == pytest.approx(printed, abs=5e-7)


@pytest.mark.parametrize("iso", ["KOR", "THA", "MYS", "CHN"])
def test_difference_of_the_plain_method_is_explained(iso, penn_rows):
    """Persons and capital stock at rates of growth differ from the table by four named steps that add up exactly."""
    rows = penn_rows(iso)
    plain = period_mean(decompose(_accounts(rows, hours=False, quality=False, services=False)))
    chain = [
        period_mean(decompose(_accounts(rows, hours=h, quality=q, services=s), "tornqvist")).tfp
        for h, q, s in [(False, False, False), (True, False, False), (True, True, False), (True, True, True)]
    ]
    printed = math.log(rows[2019]["rtfpna"] / rows[1990]["rtfpna"]) / 29
    steps = [chain[0] - plain.tfp, *(b - a for a, b in pairwise(chain))]
    assert plain.tfp + sum(steps) == pytest.approx(printed, abs=1e-7)
    assert abs(printed - plain.tfp) < 0.02  # nowhere two points a year: the plain method is rough, not absurd


def test_viet_nam_has_a_band_because_its_labour_share_is_not_printed(penn_rows):
    rows = penn_rows("VNM")
    central = _accounts(rows, hours=False, quality=False, services=False, share=0.55)
    assert check_accounts(central, "PWT 10.01 VNM") == []
    others = [tuple(replace(a, labour_share=s) for a in central) for s in (0.45, 0.65)]
    band = contribution_band(central, others)
    assert band is not None
    assert band.low <= band.central <= band.high
    assert band.high - band.low > 0.05  # the band is not decoration: ten points of share move it by more than five
