"""What decided pairs teach the probabilities of the others: a curve from weight to chance, corrected by people.

Takes weights in bits and what people decided, gives a `Curve` near the model's own. Which pairs were decided, and that
a decision overrides the model on its own pair, is left to `linking` and `deciding`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tinhso.link.weights import probability_of

Floats = NDArray[np.float64]

# How far slope and shift (bits) may stray from the model's own 1 and 0: the shift's 0.5 equals about 33 decisions.
_SLOPE_SD, _SHIFT_SD = 0.25, 0.5
_LEAST_SLOPE = 0.1
# Weights beyond this say no more about the curve, and would alone decide its slope.
_FARTHEST_BITS = 40.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A correction of weights: `slope` times the weight and `shift` bits more; as it stands, none."""

    slope: float = 1.0
    shift: float = 0.0

    def bits(self, weights: Floats) -> Floats:
        """Return the weights corrected, in bits."""
        return self.slope * weights + self.shift

    def weight_of(self, bits: float) -> float:
        """Return the weight whose corrected one is `bits`."""
        return (bits - self.shift) / self.slope


def calibrated(bits: ArrayLike, decided_bits: ArrayLike, decided_same: ArrayLike) -> Floats:
    """Return the probability 0-1 of each weight in `bits`, corrected by pairs that people decided.

    `decided_bits` are the weights of decided pairs, `decided_same` whether each was found to be one entity. Without
    decisions this is the model's own probability, exactly. With them it is a logistic curve of the weight whose slope
    and shift are the likeliest given the decisions and a prior at the model's own curve, so few decisions move little.
    Never falls as bits rise; the order of the decisions does not matter. Raises ValueError on unequal lengths.

    Source: Platt (1999), Probabilistic Outputs for Support Vector Machines; the prior is normal on slope and shift.
    """
    return probability_of(taught_by(decided_bits, decided_same).bits(np.asarray(bits, np.float64)))


def taught_by(decided_bits: ArrayLike, decided_same: ArrayLike) -> Curve:
    """Return the curve that decided pairs teach (see `calibrated`): the model's own where nobody decided."""
    x, same = np.asarray(decided_bits, np.float64), np.asarray(decided_same, np.float64)
    if x.shape != same.shape:
        raise ValueError(f"{len(x)} weights of decided pairs, {len(same)} decisions")
    if not x.size:
        return Curve()
    # Rounded, so that another machine, which adds in another order, arrives at the same links.
    slope, shift = _likeliest(np.clip(x, -_FARTHEST_BITS, _FARTHEST_BITS), same)
    return Curve(round(slope, 4), round(shift, 4))


def _likeliest(x: Floats, same: Floats) -> tuple[float, float]:
    """Return the likeliest slope and shift; a convex problem, so it has one answer."""
    from scipy.optimize import minimize  # only where people have decided something

    order = np.lexsort((same, x))
    x, sign = x[order], np.where(same[order] > 0.5, 1.0, -1.0)

    def surprise(given: Floats) -> tuple[float, Floats]:
        slope, shift = given
        margin = np.log(2) * sign * (slope * x + shift)
        pull = -np.log(2) * sign * probability_of(-margin / np.log(2))
        prior = np.array([(slope - 1) / _SLOPE_SD**2, shift / _SHIFT_SD**2])
        loss = np.logaddexp(0.0, -margin).sum() + 0.5 * (prior @ np.array([slope - 1, shift]))
        return float(loss), np.array([(pull * x).sum(), pull.sum()]) + prior

    bounds = [(_LEAST_SLOPE, None), (None, None)]
    exactly = {"ftol": 1e-15, "gtol": 1e-9}
    found = minimize(surprise, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds, options=exactly)
    return float(found.x[0]), float(found.x[1])
