"""Bands against what came later in the country's published series."""

import os
from pathlib import Path

import pytest

from tinhso.measure.forecast import Series, band_hits
from tinhso.rooms.economy.nsdp import SEASONS, parse_series

SHARED = Path(os.environ.get("TINHSO_SHARED") or Path(__file__).parents[2] / "../shared/data")


def _public_series(frequencies):
    path = SHARED / "macro/gso_nsdp_vietnam.json"
    if not path.exists():
        pytest.skip("the country's published series are not at TINHSO_SHARED/macro")
    for one in parse_series(path.read_text("utf-8"), path.name)[0]:
        if one.frequency in frequencies:
            values = one.last_stretch()
            yield Series(values, "level" if min(values) > 0 else "change", SEASONS[one.frequency])


def _coverage(series):
    counts = [band_hits(one, 0.9) for one in series]
    return sum(hits for hits, _ in counts) / sum(tried for _, tried in counts)


def test_ninety_per_cent_bands_of_yearly_series():
    assert 0.85 <= _coverage(_public_series("A")) <= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("frequencies", ["Q", "M", "ASQM"])
def test_ninety_per_cent_bands_of_all_series(frequencies):
    assert 0.85 <= _coverage(_public_series(frequencies)) <= 0.95
