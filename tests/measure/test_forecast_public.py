"""Bands against what came later in the country's published series."""

import pytest

from tinhso.measure.forecast import Series, band_hits
from tinhso.rooms.economy.nsdp import SEASONS, parse_series


def _public_series(shared, frequencies):
    path = shared / "macro/gso_nsdp_vietnam.json"
    for one in parse_series(path.read_text("utf-8"), path.name)[0]:
        if one.frequency in frequencies:
            values = one.last_stretch()
            yield Series(values, "level" if min(values) > 0 else "change", SEASONS[one.frequency])


def _coverage(series):
    counts = [band_hits(one, 0.9) for one in series]
    return sum(hits for hits, _ in counts) / sum(tried for _, tried in counts)


def test_ninety_per_cent_bands_of_yearly_series(shared):
    assert 0.85 <= _coverage(_public_series(shared, "A")) <= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("frequencies", ["Q", "M", "ASQM"])
def test_ninety_per_cent_bands_of_all_series(shared, frequencies):
    assert 0.85 <= _coverage(_public_series(shared, frequencies)) <= 0.95
