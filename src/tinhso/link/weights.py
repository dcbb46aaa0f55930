"""What each level of agreement is worth, estimated from the rows themselves, without any truth.

Takes levels of random pairs and of candidate pairs, gives a `Model`: how often true pairs (m) and other pairs (u)
show each level, and how likely two random rows are a pair. The weight of a level is log2(m / u), in bits.

Source: Fellegi & Sunter (1969), A Theory for Record Linkage; expectation-maximisation after Winkler (1988). A field's
m is counted only on pairs that some rule found without using that field, since a rule's own field always agrees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tinhso.link.columns import Column, Phrases, Words
from tinhso.link.levels import BY_FREQUENCY, LEVELS

Floats = NDArray[np.float64]
_ROUNDS = 60
_HALF_WEIGHT = {"name": frozenset({3, 5}), "full_name": frozenset({2, 3})}


@dataclass(frozen=True, slots=True)
class Model:
    """m and u per field and level (each sums to 1), the chance that two random rows match, the mean share by field.

    `typical_share` 0-1 is the share of the value that two agreeing strangers hold, on average.
    """

    kinds: Mapping[str, str]
    m: Mapping[str, Floats]
    u: Mapping[str, Floats]
    prior: float
    typical_share: Mapping[str, float]

    def bits(self, field: str) -> Floats:
        """Return log2(m / u) per level of a field, with a last entry of 0 for a missing value (level -1)."""
        return np.append(np.log2(self.m[field] / self.u[field]), 0.0)

    @property
    def prior_bits(self) -> float:
        """Return log2 of the odds that two random rows match."""
        return float(np.log2(self.prior / (1 - self.prior)))


@dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct combinations of levels (fields × patterns), how many pairs show each, and which rules gave them.

    `free[f, p]` counts the pairs of pattern p that a rule without field f found.
    """

    levels: NDArray[np.int8]
    counts: Floats
    free: Floats

    @classmethod
    def of(cls, levels: NDArray[np.int8], free: NDArray[np.bool_] | None = None) -> "Patterns":
        """Count the columns of a matrix fields × pairs; `free` has the same shape (None: every pair is free)."""
        code = np.zeros(levels.shape[1], np.int64)
        for row in levels:
            code = code * 10 + (row + 1)
        _, first, inverse, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
        n = len(counts)
        free_counts = np.stack([np.bincount(inverse, None if free is None else free[f], n) for f in range(len(levels))])
        return cls(levels[:, first], counts.astype(float), free_counts.astype(float))


def first_guess(kinds: Mapping[str, str], random: Patterns, prior: float) -> Model:
    """Return a model to start from: u from random pairs, m mostly "the same"; random pairs are taken as strangers."""
    m, u = {}, {}
    for position, (field, kind) in enumerate(kinds.items()):
        n = len(LEVELS[kind])
        u[field] = _shares(random.levels[position], random.counts, n)
        m[field] = np.append(np.linspace(0.5, 2.0, n - 1) / (n - 1) * 0.16, 0.8)
        m[field] /= m[field].sum()
    return Model(kinds, m, u, prior, dict.fromkeys(kinds, 1.0))


def _shares(levels: NDArray[np.int8], counts: Floats, n_levels: int) -> Floats:
    """Return the share of each level among known pairs, smoothed so that none is 0."""
    known = levels >= 0
    totals = np.bincount(levels[known], counts[known], n_levels)
    smooth = totals + 0.25 + totals.sum() * 1e-9
    result: Floats = smooth / smooth.sum()
    return result


def estimate(
    model: Model, random: Patterns, pairs: Patterns, n_random_pairs: float, fixed_m: Sequence[str] = ()
) -> Model:
    """Return the model after expectation-maximisation over the candidate pairs.

    `n_random_pairs` is how many pairs exist in all; `fixed_m` are fields whose m is already known (from strong keys).
    u is re-counted on the random pairs, each by its chance of being strangers.
    """
    for _ in range(_ROUNDS):
        before = model
        probability = pattern_probability(model, pairs.levels)
        matches = float(probability @ pairs.counts)
        model = replace(
            model,
            prior=min(max(matches, 0.5) / n_random_pairs, 0.5),
            m=_recount_m(model, pairs, probability, fixed_m),
            u=_recount_u(model, random),
        )
        if _moved(before, model) < 1e-4:
            break
    return model


def _recount_m(model: Model, pairs: Patterns, probability: Floats, fixed: Sequence[str]) -> dict[str, Floats]:
    m = dict(model.m)
    for position, (field, kind) in enumerate(model.kinds.items()):
        if field not in fixed:
            free = pairs.free[position]
            counts = probability * (free if free @ probability > 20 else pairs.counts)
            m[field] = _shares(pairs.levels[position], counts, len(LEVELS[kind]))
    return m


def _recount_u(model: Model, random: Patterns) -> dict[str, Floats]:
    strangers = random.counts * (1 - pattern_probability(model, random.levels))
    return {
        field: _shares(random.levels[position], strangers, len(LEVELS[kind]))
        for position, (field, kind) in enumerate(model.kinds.items())
    }


def _moved(before: Model, after: Model) -> float:
    return max(float(np.abs(before.m[field] - after.m[field]).max()) for field in before.m)


def pattern_bits(model: Model, levels: NDArray[np.int8]) -> Floats:
    """Return the weight in bits of each column of levels (fields × pairs), prior left out."""
    total = np.zeros(levels.shape[1])
    for position, field in enumerate(model.kinds):
        total += model.bits(field)[levels[position]]
    return total


def pattern_probability(model: Model, levels: NDArray[np.int8]) -> Floats:
    """Return the chance 0-1 that a pair with these levels is a match."""
    return probability_of(pattern_bits(model, levels) + model.prior_bits)


def probability_of(bits: Floats) -> Floats:
    """Return the probability of odds given in bits (log2)."""
    result: Floats = 1 / (1 + np.exp2(-np.clip(bits, -500, 500)))
    return result


def with_typical_shares(model: Model, columns: Mapping[str, Column]) -> Model:
    """Return the model with the mean share, between agreeing strangers, of each field's values."""
    return replace(model, typical_share={field: _typical(columns[field]) for field in model.kinds})


def _typical(column: Column) -> float:
    if isinstance(column, Phrases):
        share = column.share_left[column.left[:, 0] >= 0]
    elif isinstance(column, Words):
        share = column.share[column.left[column.left >= 0]]
    else:
        return 1.0
    return float(share.mean(dtype=np.float64)) if len(share) else 1.0


def frequency_bits(
    model: Model, column: Column, levels: NDArray[np.int8], left: NDArray[np.int32], right: NDArray[np.int32]
) -> Floats:
    """Return the bits to add per pair because the shared value is rarer (+) or commoner (-) than usual.

    0 where the level does not depend on frequency; half for values that agree only nearly.
    """
    field, kind = column.field.name, column.field.kind
    out = np.zeros(len(levels))
    if not isinstance(column, Words | Phrases) or kind not in BY_FREQUENCY:
        return out
    weighed = np.isin(levels, list(BY_FREQUENCY[kind]))
    share = np.maximum(*_pair_shares(column, left[weighed], right[weighed])).astype(float)
    scale = np.where(np.isin(levels[weighed], list(_HALF_WEIGHT.get(kind, ()))), 0.5, 1.0)
    out[weighed] = scale * np.log2(model.typical_share[field] / np.maximum(share, 1e-9))
    return out


def _pair_shares(
    column: Words | Phrases, left: NDArray[np.int32], right: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    if isinstance(column, Phrases):
        return column.share_left[left], column.share_right[right]
    return column.share[column.left[left]], column.share[column.right[right]]
