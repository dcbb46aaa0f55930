"""From scored pairs to those accepted: the cut, what people decided, one partner a row or clusters.

Takes pairs with weights and a model, gives `Linked`: which pairs are accepted, clusters, estimated precision and
recall. The cut rests on the model's own probabilities, never on a truth; a person's word holds before any weight.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tinhso.link.calibration import Curve
from tinhso.link.cluster import agglomerate, best_first, components, many_to_one, numbered, one_to_one
from tinhso.link.definition import Definition
from tinhso.link.estimates import ENOUGH
from tinhso.link.tables import Tables
from tinhso.link.weights import Model, probability_of

Rows = NDArray[np.int32]
Bits = NDArray[np.float64]

# When the pairs between two clusters are averaged, none speaks against joining by more than this, found or not.
UNSEEN_BITS = -4.0
_APART_BITS = -1e9


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of rows with their levels (fields × pairs), weight in bits (prior included) and the rule that found them.

    Rule -1 is a strong key.
    """

    left: Rows
    right: Rows
    levels: NDArray[np.int8]
    bits: Bits
    rule: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Linked:
    """The outcome: scored pairs, which are accepted, a cluster number per row (left rows, then right), the model.

    `cut_bits` is the weight from which a pair is accepted; precision and recall are estimates from the model.
    """

    definition: Definition
    scored: Scored
    accepted: NDArray[np.bool_]
    clusters: NDArray[np.int64]
    model: Model
    cut_bits: float
    estimated_precision: float
    estimated_recall: float
    left_out: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What people decided on pairs: 1 together, -1 apart, 0 nothing, per pair; and the curve that it teaches.

    `first` are the pairs said to be together, by position, the word that weighs most first. `cut_bits` is the model's
    cut, which holds until enough pairs are decided: a few answers move no link that nobody looked at.
    """

    verdict: NDArray[np.int8]
    first: NDArray[np.int64]
    cut_bits: float
    curve: Curve

    @property
    def is_telling(self) -> bool:
        """Return whether enough pairs were decided for the cut to follow their curve."""
        return int(np.count_nonzero(self.verdict)) >= ENOUGH


def decide(
    definition: Definition,
    tables: Tables,
    scored: Scored,
    model: Model,
    left_out: int,
    judged: Judged | None = None,
) -> Linked:
    """Return the accepted pairs and the clusters, at a cut chosen from the model's own estimate of precision.

    What people decided holds before any weight: apart is never accepted, together before all others.
    """
    order = _order(tables, scored)
    eligible = _eligible(definition, tables, scored, order)
    curve = judged.curve if judged else Curve()
    taught = curve.bits(scored.bits)
    probability = probability_of(taught)
    cut = curve.weight_of(cut_bits(taught[eligible], float(probability.sum()), definition.precision))
    if judged and not judged.is_telling:
        cut = judged.cut_bits
    bits = scored.bits
    if judged:
        bits = np.where(judged.verdict == 0, bits, np.where(judged.verdict > 0, np.inf, _APART_BITS))
        order = np.concatenate([judged.first, order[judged.verdict[order] == 0]])
        eligible = _eligible(definition, tables, scored, order)
    accepted = eligible & (bits >= cut)
    n = tables.n_left if tables.within else tables.n_left + tables.n_right
    rights = scored.right if tables.within else scored.right + np.int32(tables.n_left)
    hashes = tables.left_hash if tables.within else np.concatenate([tables.left_hash, tables.right_hash])
    if definition.pairing == "many_to_many":
        root = agglomerate(scored.left, rights, _above(bits, cut), order, n, UNSEEN_BITS)
        accepted = root[scored.left] == root[rights]
    else:
        root = components(scored.left[accepted], rights[accepted], n)
    right_pairs = float(probability[accepted].sum())
    precision = right_pairs / max(int(accepted.sum()), 1)
    recall = right_pairs / max(float(probability.sum()), 1e-9)
    return Linked(definition, scored, accepted, numbered(root, hashes), model, cut, precision, recall, left_out)


def _above(bits: Bits, cut: float) -> Bits:
    """Return the weights over the cut; what is not decided speaks against joining no more than `UNSEEN_BITS`."""
    above: Bits = np.where(np.abs(bits) < -_APART_BITS, np.maximum(bits - cut + 1e-9, UNSEEN_BITS), bits)
    return above


def _order(tables: Tables, scored: Scored) -> NDArray[np.int64]:
    """Return the pairs worth deciding, heaviest first; pairs of strong keys, which nothing contests, come before."""
    strong = np.flatnonzero(scored.rule < 0)
    likely = np.flatnonzero((scored.rule >= 0) & (scored.bits > -10))
    ranked = best_first(
        scored.bits[likely], tables.left_hash[scored.left[likely]], tables.right_hash[scored.right[likely]]
    )
    return np.concatenate([strong, likely[ranked]])


def _eligible(definition: Definition, tables: Tables, scored: Scored, order: NDArray[np.int64]) -> NDArray[np.bool_]:
    if definition.pairing == "one_to_one":
        return one_to_one(scored.left, scored.right, order, tables.n_left, tables.n_right)
    if definition.pairing == "many_to_one":
        return many_to_one(scored.left, scored.right, order, tables.n_left, tables.n_right)
    return np.ones(len(scored.left), np.bool_)


def cut_bits(bits: Bits, matches: float, precision: float | None) -> float:
    """Return the weight from which to accept.

    With a wanted precision (0-1): the lowest weight at which the mean probability of all accepted pairs reaches it.
    Without: the weight with the best expected F1, given the expected number of `matches`.
    """
    ordered = np.sort(bits)[::-1]
    right = np.cumsum(probability_of(ordered))
    n = np.arange(1, len(ordered) + 1)
    if not len(ordered):
        return 0.0
    if precision is None:
        return float(ordered[int(np.argmax(2 * right / (n + max(matches, 1e-9))))])
    reached = np.flatnonzero(right / n >= precision)
    return float(ordered[reached[-1]]) if len(reached) else float(ordered[0]) + 1.0
