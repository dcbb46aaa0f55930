"""What each level of agreement is worth, estimated from the rows themselves, without any truth.

Takes levels of random pairs and of candidate pairs, gives a `Model`: how often true pairs (m) and other pairs (u)
show each level, and how likely two random rows are a pair. The weight of a level is log2(m / u), in bits.

Source: Fellegi & Sunter (1969), A Theory for Record Linkage; expectation-maximisation after Winkler (1988). A field's
m is counted only on pairs that some rule found without using that field, since a rule's own field always agrees.

Strangers are not the only others: relatives share a home, a phone, a family name. They are a class of their own with
levels of their own (`kin`), or a household would pass for one person.
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
    """m, u and kin per field and level (each sums to 1): how often matches, strangers and relatives show the level.

    `prior` and `kin_prior` are the chances that two random rows match, or are of relatives (0: no such class).
    `typical_share` 0-1 is the share of the value that two agreeing strangers hold, on average. `keyed` is the model by
    which pairs of a shared strong key were judged, when there were such pairs.
    """

    kinds: Mapping[str, str]
    m: Mapping[str, Floats]
    u: Mapping[str, Floats]
    kin: Mapping[str, Floats]
    prior: float
    kin_prior: float
    typical_share: Mapping[str, float]
    households_share: tuple[str, ...] = ()
    keyed: "Model | None" = None

    def bits(self, field: str) -> Floats:
        """Return log2(m / u) per level of a field, with a last entry of 0 for a missing value (level -1)."""
        return np.append(np.log2(self.m[field] / self.u[field]), 0.0)

    def kin_bits(self, field: str) -> Floats:
        """Return log2(kin / u) per level of a field, with a last entry of 0 for a missing value."""
        return np.append(np.log2(self.kin[field] / self.u[field]), 0.0)

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


def first_guess(
    kinds: Mapping[str, str], random: Patterns, prior: float, households_share: tuple[str, ...] = ()
) -> Model:
    """Return a model to start from: u from random pairs, m mostly "the same"; random pairs are taken as strangers.

    Relatives are guessed to agree in what households share and to be as strangers in the rest; without any such field
    there is no such class.
    """
    m, u, kin = {}, {}, {}
    for position, (field, kind) in enumerate(kinds.items()):
        n = len(LEVELS[kind])
        u[field] = _shares(random.levels[position], random.counts, n)
        m[field] = np.append(np.linspace(0.5, 2.0, n - 1) / (n - 1) * 0.16, 0.8)
        m[field] /= m[field].sum()
        kin[field] = m[field] if field in households_share and kind != "full_name" else u[field]
    return Model(
        kinds, m, u, kin, prior, prior if households_share else 0.0, dict.fromkeys(kinds, 1.0), households_share
    )


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
        match, kin = class_probabilities(model, pairs.levels)
        model = replace(
            model,
            prior=min(max(float(match @ pairs.counts), 0.5) / n_random_pairs, 0.5),
            kin_prior=min(float(kin @ pairs.counts) / n_random_pairs, 0.25),
            m=_recount(model.m, model.kinds, pairs, match, fixed_m),
            u=_recount_u(model, random),
        )
        model = replace(model, kin=_recount_kin(model, pairs, kin))
        if _moved(before, model) < 1e-4:
            break
    return model


def _recount(
    old: Mapping[str, Floats], kinds: Mapping[str, str], pairs: Patterns, probability: Floats, fixed: Sequence[str]
) -> dict[str, Floats]:
    new = dict(old)
    for position, (field, kind) in enumerate(kinds.items()):
        if field not in fixed:
            free = pairs.free[position]
            counts = probability * (free if free @ probability > 20 else pairs.counts)
            new[field] = _shares(pairs.levels[position], counts, len(LEVELS[kind]))
    return new


def _recount_kin(model: Model, pairs: Patterns, probability: Floats) -> dict[str, Floats]:
    """Return what relatives show: counted in what households share, in the rest as strangers do."""
    shared = _recount(model.kin, model.kinds, pairs, probability, ()) if model.kin_prior else {}
    return {field: shared[field] if field in model.households_share else model.u[field] for field in model.kinds}


def _recount_u(model: Model, random: Patterns) -> dict[str, Floats]:
    match, kin = class_probabilities(model, random.levels)
    strangers = random.counts * (1 - match - kin)
    return {
        field: _shares(random.levels[position], strangers, len(LEVELS[kind]))
        for position, (field, kind) in enumerate(model.kinds.items())
    }


def _moved(before: Model, after: Model) -> float:
    return max(float(np.abs(before.m[field] - after.m[field]).max()) for field in before.m)


def pattern_bits(model: Model, levels: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Return, per column of levels (fields × pairs), the bits for a match and for relatives, both against strangers."""
    match = np.full(levels.shape[1], model.prior_bits)
    kin = np.full(levels.shape[1], np.log2(model.kin_prior) if model.kin_prior else -1000.0)
    for position, field in enumerate(model.kinds):
        match += model.bits(field)[levels[position]]
        if model.kin_prior:
            kin += model.kin_bits(field)[levels[position]]
    return match, kin


def against_others(match: Floats, kin: Floats) -> Floats:
    """Return the bits for a match against strangers and relatives together."""
    return match - np.logaddexp2(0.0, kin)


def class_probabilities(model: Model, levels: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Return the chances 0-1 that pairs with these levels are matches, and relatives."""
    match, kin = pattern_bits(model, levels)
    return probability_of(against_others(match, kin)), probability_of(against_others(kin, match))


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
