"""What decisions teach: nothing without them, little with few, never against the weight, whatever their order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.link.calibration import calibrated
from tinhso.link.review import doubt_distance, tie_of
from tinhso.link.weights import probability_of

BITS = st.floats(-60, 60, allow_nan=False)
DECIDED = st.lists(st.tuples(BITS, st.booleans()), max_size=40)


def taught(bits, decided):
    return calibrated(bits, [each for each, _ in decided], [same for _, same in decided])


@given(st.lists(BITS, max_size=20))
def test_without_decisions_nothing_moves(bits):
    assert np.array_equal(calibrated(bits, [], []), probability_of(np.array(bits)))


@given(st.lists(BITS, min_size=2, max_size=20), DECIDED)
def test_more_weight_is_never_less_likely(bits, decided):
    found = taught(sorted(bits), decided)
    assert np.all(np.diff(found) >= 0)
    assert np.all((found >= 0) & (found <= 1))


@given(DECIDED, st.randoms(use_true_random=False))
def test_the_order_of_decisions_does_not_matter(decided, random):
    mixed = list(decided)
    random.shuffle(mixed)
    bits = np.linspace(-20, 20, 9)
    assert np.array_equal(taught(bits, decided), taught(bits, mixed))


@given(BITS, st.booleans())
def test_one_decision_moves_little(bits, same):
    toss_up = taught([0.0], [(bits, same)])[0]
    assert abs(toss_up - 0.5) < 0.05


def test_people_who_find_more_pairs_raise_the_chance():
    decided = [(x, True) for x in np.linspace(-3, 3, 60)]
    assert taught([-1.0], decided)[0] > 0.5 > probability_of(np.array([-1.0]))[0]


def test_the_curve_is_learnt_from_many_decisions():
    rng = np.random.default_rng(1)
    bits = rng.normal(0, 4, 20_000)
    true = probability_of(0.6 * bits - 2.0)
    same = rng.random(len(bits)) < true
    assert np.abs(calibrated(bits, bits, same) - true).max() < 0.03


def test_decisions_against_every_weight_never_turn_the_curve_round():
    decided = [(-20.0, True), (20.0, False)] * 50
    found = taught([-20.0, 0.0, 20.0], decided)
    assert found[0] < found[1] < found[2]


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="2 weights of decided pairs, 1 decisions"):
        calibrated([0.0], [1.0, 2.0], [True])


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_most_uncertain_pair_comes_first(one, other):
    def entropy(p):
        return -sum(q * np.log2(q) for q in (p, 1 - p) if q > 0)

    if doubt_distance(one) < doubt_distance(other):
        assert entropy(one) >= entropy(other) - 1e-9


def test_ties_fall_by_hash():
    assert tie_of("land.holder", "a", "b") == tie_of("land.holder", "a", "b") != tie_of("land.holder", "b", "a")
    assert len(tie_of("", "", "")) == 16
