"""Forecasts: what they refuse, what they never look at, and bands that hold what they promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.measure.forecast import (
    GAPS,
    NO_VARIATION,
    NOT_POSITIVE,
    UNTRIED,
    Forecast,
    NoForecast,
    Series,
    band_hits,
    forecast,
)
from tinhso.measure.forecast_methods import METHODS, forecast_by
from tinhso.measure.forecast_prospect import chance_of_target, required_pace


def _walk(seed: int, n: int, drift: float = 1.0) -> tuple[float, ...]:
    return tuple((100 + np.cumsum(np.random.default_rng(seed).normal(drift, 1, n))).tolist())


def _made(series: Series, horizon: int = 6) -> Forecast:
    made = forecast(series, horizon)
    assert isinstance(made, Forecast)
    return made


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("season", [1, 4])
def test_every_method_gives_the_steps_asked_for(method, season):
    path = forecast_by(method, np.array(_walk(1, 30)), season, 7)
    assert path is not None
    assert np.isfinite(path).all()
    assert len(path) == 7


def test_naive_and_drift_by_hand():
    history = np.array([1.0, 4.0, 3.0, 7.0])
    assert forecast_by("naive", history, 1, 2).tolist() == [7, 7]
    assert forecast_by("drift", history, 1, 2).tolist() == [9, 11]  # (7 - 1) / 3 a step
    assert forecast_by("naive", history, 2, 3).tolist() == [3, 7, 3]


@pytest.mark.parametrize(
    ("series", "reason"),
    [
        (Series(_walk(1, 10), "level"), "11 periods since the last break are needed, 10 are there."),
        (Series(_walk(1, 30), "level", breaks=(3, 25)), "11 periods since the last break are needed, 5 are there."),
        (Series((0.5,) * 20, "share"), NO_VARIATION.en),
        (Series((*_walk(1, 8), None, *_walk(2, 8)), "change"), GAPS.en),
        (Series((-1.0, *_walk(1, 20)), "level"), NOT_POSITIVE.en),
        (Series((), "level"), "11 periods since the last break are needed, 0 are there."),
    ],
)
def test_refuses_and_says_why(series, reason):
    made = forecast(series, 5)
    assert isinstance(made, NoForecast)
    assert made.reason.en.endswith(reason)
    assert band_hits(series, 0.9) == (0, 0)


def test_nothing_before_a_break_is_used():
    recent = _walk(3, 20)
    before, other = (5.0,) * 10, tuple(float(10**i) for i in range(10))
    assert _made(Series(before + recent, "level", breaks=(10,))) == _made(Series(other + recent, "level", breaks=(10,)))
    assert _made(Series(before + recent, "level", breaks=(10,))).n_used == 20


def test_missing_values_at_the_ends_are_left_off():
    assert _made(Series((None, *_walk(3, 20), None), "level")) == _made(Series(_walk(3, 20), "level"))


def test_a_long_stillness_does_not_blow_the_bands_up():
    made = _made(Series((*(1.0,) * 9, *_walk(4, 12)), "change"))
    low, high = made.band(1, 0.9)
    assert high - low < 1000


def test_a_steady_trend_is_continued():
    made = _made(Series(tuple(100 * 1.08**i for i in range(20)), "level"))
    assert made.middle[0] == pytest.approx(100 * 1.08**20, rel=0.01)
    assert made.tested_steps == 6
    assert made.beyond_tested(7)
    assert not made.beyond_tested(6)


def test_shares_stay_shares():
    made = _made(Series(tuple(0.80 + 0.01 * i + 0.004 * (i % 3) for i in range(18)), "share"), 20)
    assert all(0 <= made.band(step, 0.9)[0] <= made.band(step, 0.9)[1] <= 1 for step in range(1, 21))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["level", "change"]))
def test_bands_nest_and_widen(seed, kind):
    made = _made(Series(_walk(seed, 18), kind))
    for step in range(1, 7):
        bands = [made.band(step, level) for level in (0.5, 0.8, 0.9)]
        assert bands[2][0] <= bands[1][0] <= bands[0][0] <= made.middle[step - 1] + 1e-9
        assert made.middle[step - 1] <= bands[0][1] + 1e-9
        assert bands[0][1] <= bands[1][1] <= bands[2][1]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 1000))
def test_the_unit_does_not_matter(seed, factor):
    walk = _walk(seed, 18)
    one, other = _made(Series(walk, "level")), _made(Series(tuple(v * factor for v in walk), "level"))
    assert other.middle == pytest.approx(tuple(v * factor for v in one.middle), rel=1e-3)


def test_bands_hold_what_they_promise_on_random_walks():
    counts = [band_hits(Series(_walk(seed, 30, drift=0.5), "change"), 0.9) for seed in range(40)]
    hits, tried = (sum(part) for part in zip(*counts, strict=True))
    assert tried > 2000
    assert 0.85 <= hits / tried <= 0.95


def test_chance_agrees_with_the_bands():
    made = _made(Series(_walk(5, 20), "change"))
    low, high = made.band(3, 0.9)
    assert chance_of_target(made, 3, ">=", made.middle[2]) == pytest.approx(0.5)
    assert chance_of_target(made, 3, ">=", high) == pytest.approx(0.05, abs=0.011)
    assert chance_of_target(made, 3, "<=", high) == pytest.approx(0.95, abs=0.011)
    assert chance_of_target(made, 3, ">=", low) == pytest.approx(0.95, abs=0.011)
    assert chance_of_target(made, 3, ">", made.middle[2] + 1e6) == 0.02
    assert chance_of_target(made, 3, "<", made.middle[2] + 1e6) == 0.98


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(50, 300), st.floats(0, 100))
def test_a_higher_target_is_never_likelier(seed, target, more):
    made = _made(Series(_walk(seed, 16), "level"), 4)
    assert chance_of_target(made, 4, ">=", target + more) <= chance_of_target(made, 4, ">=", target)


def test_required_pace_by_hand():
    # 18 % to 36 % in 5 years: 3.6 points a year, or growth of 2^(1/5) - 1.
    pace = required_pace(0.18, 0.36, 5)
    assert pace.change == pytest.approx(0.036)
    assert pace.growth == pytest.approx(0.148698, abs=1e-6)
    assert required_pace(-1.0, 1.0, 2).growth is None
    with pytest.raises(ValueError, match="no period is left"):
        required_pace(1, 2, 0)


def test_a_history_of_two_levels_is_not_said_to_be_too_short():
    """Eleven values are enough; equal ones leave the methods nothing to be tried on."""
    found = forecast(Series((0.0034,) * 7 + (0.004,) * 4, "share"), 5)
    assert isinstance(found, NoForecast)
    assert found.reason == UNTRIED
