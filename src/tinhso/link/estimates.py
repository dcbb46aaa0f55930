"""How right a linkage probably is: precision and recall with intervals, without any truth.

Takes the probability of every pair, which were accepted and what people decided, gives estimates with 95 % intervals.
Pairs lie in bands of probability. In a band where people decided enough pairs, their share counts; elsewhere the
model's own probabilities do. Two things no interval covers: pairs that no blocking rule found, and a model that is
wrong where nobody has looked.

Source: a sum of unlike chances varies no more than a binomial of the same mean (Hoeffding 1956), whose interval is
Wilson's (1927); shares of decided pairs: Clopper & Pearson (1934); bands joined as Zou & Donner (2008), MOVER.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

Floats = NDArray[np.float64]

BANDS = (0.1, 0.5, 0.9, 0.99, 0.999)
ENOUGH = 20
"""From how many pairs decided by people in a band their share counts instead of the model."""
_Z = 1.959964
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share 0-1 with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Count:
    """How many of some pairs are right: the estimate and its bounds."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0


def estimate_quality(
    probability: Floats, accepted: NDArray[np.bool_], by_model: NDArray[np.bool_], verdict: NDArray[np.int8]
) -> tuple[Estimate, Estimate]:
    """Return precision and recall of the accepted pairs.

    `by_model` says what the model alone accepted, so that decided pairs speak for others of their kind; `verdict` is 1
    where people said together, -1 apart, 0 where nobody looked. Precision of no accepted pair and recall where nothing
    is likely are 1 with the bounds 0 and 1.
    """
    open_, known = verdict == 0, float((accepted & (verdict > 0)).sum())
    given = _right(probability, accepted & open_, by_model & ~open_, verdict)
    missed = _right(probability, ~accepted & open_, ~by_model & ~open_, verdict)
    n, right, whole = float(accepted.sum()), given.value + known, given.value + known + missed.value
    unknown = Estimate(1.0, 0.0, 1.0)
    precision = Estimate(right / n, (given.low + known) / n, (given.high + known) / n) if n else unknown
    if whole <= 0:
        return precision, unknown
    low, high = given.low + known, given.high + known
    recall = Estimate(right / whole, low / max(low + missed.high, 1e-9), high / max(high + missed.low, 1e-9))
    return precision, recall


def _right(
    probability: Floats, counted: NDArray[np.bool_], decided: NDArray[np.bool_], verdict: NDArray[np.int8]
) -> _Count:
    """Return how many of the pairs counted are right, band by band; decided pairs of the same kind are the evidence."""
    band = np.digitize(probability, BANDS)
    counts = [
        _in_band(probability[counted & (band == b)], verdict[decided & (band == b)]) for b in range(len(BANDS) + 1)
    ]
    value = sum(c.value for c in counts)
    below = float(np.sqrt(sum((c.value - c.low) ** 2 for c in counts)))
    above = float(np.sqrt(sum((c.high - c.value) ** 2 for c in counts)))
    return _Count(value, max(value - below, 0.0), min(value + above, float(counted.sum())))


def _in_band(probability: Floats, verdict: NDArray[np.int8]) -> _Count:
    n, decided = float(len(probability)), float(len(verdict))
    if decided >= ENOUGH:
        together = float((verdict > 0).sum())
        low, high = _clopper_pearson(together, decided)
        return _Count(n * together / decided, n * low, n * high)
    right = float(probability.sum())
    return _Count(right, *_wilson(right, n))


def _wilson(right: float, n: float) -> tuple[float, float]:
    """Return the bounds of a count among `n` whose mean is `right`; a count is whole, so they are rounded outwards."""
    if n == 0:
        return 0.0, 0.0
    square = _Z * _Z
    middle = right + square / 2
    reach = _Z * np.sqrt(max(right * (n - right) / n, 0.0) + square / 4)
    low, high = (middle - reach) / (1 + square / n), (middle + reach) / (1 + square / n)
    return max(float(np.floor(low)), 0.0), min(float(np.ceil(high)), n)


def _clopper_pearson(right: float, n: float) -> tuple[float, float]:
    """Return the bounds of the share of `right` among `n`."""
    low = float(betaincinv(right, n - right + 1, _TAIL)) if right else 0.0
    high = float(betaincinv(right + 1, n - right, 1 - _TAIL)) if right < n else 1.0
    return low, high
