"""What must hold for ITU-R P.1812 on any path: reciprocity, limits, monotony; and a row computed by hand."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_paths import RADIO, made_path, turned

from tinhso.rooms.network.p1812 import Path, path_loss_db, path_terms
from tinhso.rooms.network.p1812.location import field_strength_dbuvm, share_of_locations
from tinhso.rooms.network.p1812.normal import inverse_normal

seeds = st.integers(0, 2**32 - 1)
bands = st.sampled_from([0.03, 0.0982, 0.45, 0.7, 1.8, 2.6, 3.5, 6.0])


def hand_path() -> Path:
    return Path(
        np.array([0, 0.4, 0.9, 1.5, 2.0]),
        np.array([10.0, 12, 24, 9, 8]),
        np.array([0.0, 0, 10, 15, 10]),
        np.array([4] * 5),
        11.0,
        106.9,
        11.018,
        106.9,
        500.0,
        500.0,
    )


def test_a_row_by_hand() -> None:
    terms = path_terms(hand_path(), RADIO._replace(location_percent=90.0))
    assert terms.loss_db == pytest.approx(133.003168901, abs=1e-9)
    assert terms.diffraction_median_db == pytest.approx(27.23844, abs=5e-6)
    assert terms.location_spread_db == pytest.approx(2.044856, abs=5e-7)
    assert field_strength_dbuvm(1.8, terms.loss_db) == pytest.approx(71.46228, abs=5e-6)


def test_inverse_normal_keeps_the_errors_of_the_method() -> None:
    values = [inverse_normal(x) for x in (0.5, 0.1, 0.01, 0.9)]
    assert values == pytest.approx([1.3143e-9, 1.28172882, 2.32678537, -1.28172882], abs=5e-9)


@settings(max_examples=60, deadline=None)
@given(seeds, bands, st.booleans())
def test_turning_the_path_keeps_the_median_loss(seed: int, frequency: float, coastal: bool) -> None:
    path = made_path(seed, coastal=coastal)
    radio = RADIO._replace(frequency_ghz=frequency)
    back = radio._replace(tx_height_m=radio.rx_height_m, rx_height_m=radio.tx_height_m)
    assert path_loss_db(path, radio) == pytest.approx(path_loss_db(turned(path), back), abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(seeds, bands, st.floats(1, 99), st.floats(1, 99))
def test_loss_rises_with_the_share_of_locations(seed: int, frequency: float, one: float, other: float) -> None:
    path, radio = made_path(seed), RADIO._replace(frequency_ghz=frequency)
    few, many = (path_loss_db(path, radio._replace(location_percent=q)) for q in sorted((one, other)))
    assert few <= many + 1e-9


@settings(max_examples=60, deadline=None)
@given(seeds, bands)
def test_no_prediction_is_below_line_of_sight_or_broken(seed: int, frequency: float) -> None:
    terms = path_terms(made_path(seed, coastal=seed % 2 == 0), RADIO._replace(frequency_ghz=frequency))
    assert all(math.isfinite(value) for value in terms)
    assert terms.loss_db >= terms.line_of_sight_db
    assert 0 <= terms.distance_share <= 1
    assert 0 <= terms.angle_share <= 1


def test_loss_rises_with_the_share_of_time_on_made_paths() -> None:
    for seed in range(40):
        path = made_path(seed)
        losses = [path_loss_db(path, RADIO._replace(time_percent=p)) for p in (1, 2, 5, 10, 20, 35, 49.9, 50)]
        assert all(a <= b + 1e-6 for a, b in pairwise(losses)), seed


def test_a_high_clear_short_path_is_free_space() -> None:
    d = np.linspace(0, 2.0, 41)
    path = Path(d, np.zeros(41), np.zeros(41), np.full(41, 4), 11.0, 106.9, 11.018, 106.9)
    radio = RADIO._replace(tx_height_m=300.0, rx_height_m=300.0, time_percent=50.0)
    terms = path_terms(path, radio)
    assert terms.diffraction_db == 0.0
    assert terms.loss_db == pytest.approx(92.4 + 20 * math.log10(1.8 * 2.0), abs=0.05)


def test_share_of_locations_reads_the_spread_backwards() -> None:
    assert share_of_locations(0.0, 2.0) == pytest.approx(0.5)
    assert share_of_locations(2.0 * 1.2815515655, 2.0) == pytest.approx(0.9)
    assert [share_of_locations(m, 0.0) for m in (-1.0, 0.0)] == [0.0, 1.0]
