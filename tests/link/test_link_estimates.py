"""Estimated precision and recall: what the model says, what people's decisions change, and that the intervals hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tinhso.link.estimates import ENOUGH, Estimate, estimate_quality

CHANCES = st.lists(st.floats(0.001, 0.9999), min_size=1, max_size=200)


def quality(
    chance: list[float] | NDArray[np.float64], cut: float, verdict: list[int] | None = None
) -> tuple[Estimate, Estimate]:
    probability = np.asarray(chance, float)
    words = np.asarray(verdict if verdict is not None else np.zeros(len(probability)), np.int8)
    by_model = probability >= cut
    accepted = np.where(words == 0, by_model, words > 0)
    return estimate_quality(probability, accepted, by_model, words)


@given(CHANCES, st.floats(0.01, 0.99))
def test_the_interval_is_around_the_estimate(chance: list[float], cut: float) -> None:
    for one in quality(chance, cut):
        assert 0 <= one.low <= one.value <= one.high <= 1 + 1e-12


@given(CHANCES, st.floats(0.01, 0.99))
def test_the_order_of_pairs_says_nothing(chance: list[float], cut: float) -> None:
    for one, other in zip(quality(chance, cut), quality(chance[::-1], cut), strict=True):
        assert one.value == pytest.approx(other.value)
        assert one.low == pytest.approx(other.low)


def test_without_decisions_the_model_speaks() -> None:
    precision, recall = quality([0.9, 0.8, 0.3], 0.5)
    assert precision.value == pytest.approx(0.85)
    assert recall.value == pytest.approx(1.7 / 2.0)


def test_a_few_decisions_count_for_themselves_alone() -> None:
    precision, _ = quality([0.95] * 10, 0.5, [-1] + [0] * 9)
    assert precision.value == pytest.approx(0.95)
    assert quality([0.95] * 10, 0.5, [1] + [0] * 9)[0].value == pytest.approx((9 * 0.95 + 1) / 10)


def test_enough_decisions_overrule_a_model_that_is_too_sure() -> None:
    words = [1] * (ENOUGH // 2) + [-1] * (ENOUGH // 2)
    precision, _ = quality([0.995] * (ENOUGH + 100), 0.5, words + [0] * 100)
    assert precision.value == pytest.approx((50 + ENOUGH // 2) / (100 + ENOUGH // 2))
    assert precision.low < 0.5 < precision.high < 0.8


def test_what_people_found_beneath_the_cut_lowers_recall() -> None:
    before = quality([0.99] * 50 + [0.3] * 60, 0.5)[1]
    after = quality([0.99] * 50 + [0.3] * 60, 0.5, [0] * 50 + [1] * ENOUGH + [0] * 40)[1]
    assert after.value < before.value


def test_nothing_accepted_is_unknown() -> None:
    assert quality([0.1], 0.5)[0] == Estimate(1.0, 0.0, 1.0)


def test_nineteen_intervals_in_twenty_hold_what_is_true() -> None:
    rng, held = np.random.default_rng(7), 0
    for _ in range(300):
        chance = rng.beta(8, 1, 400)
        truth = rng.random(400) < chance
        accepted = chance >= 0.5
        precision, recall = quality(chance, 0.5)
        right = (truth & accepted).sum()
        held += precision.low <= right / accepted.sum() <= precision.high
        held += recall.low <= right / truth.sum() <= recall.high
    assert held / 600 > 0.94
