"""What people and a linkage tell each other: which pair comes first, why it has its weight, what the answers teach.

Takes weights in bits and what people decided, gives an order of pairs and probabilities corrected by the decisions.
How a decision is made and by how many people is left to the review desk; that it overrides the model, to the link step.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray

from tinhso.base.canonical import sha256_of
from tinhso.link.deciding import Linked, Scored
from tinhso.link.definition import Definition
from tinhso.link.explain import Waterfall, explain
from tinhso.link.run import score
from tinhso.link.tables import compare_all, encode_tables
from tinhso.link.weights import probability_of

Floats = NDArray[np.float64]

# Pairs between these probabilities 0-1 are worth a person's look; the others the model is sure enough of.
UNSURE_FROM, UNSURE_TO = 0.02, 0.98
# How far slope and shift (bits) may stray from the model's own 1 and 0: the shift's 0.5 equals about 33 decisions.
_SLOPE_SD, _SHIFT_SD = 0.25, 0.5
_LEAST_SLOPE = 0.1
# Weights beyond this say no more about the curve, and would alone decide its slope.
_FARTHEST_BITS = 40.0


def doubt_distance(probability: float) -> float:
    """Return how far a probability 0-1 is from a toss-up: 0 where a decision teaches most, 0.5 where it teaches least.

    Source: the expected information of an answer, -p log2 p - (1-p) log2 (1-p), falls with |p - 1/2|.
    """
    return abs(probability - 0.5)


def tie_of(link: str, left_id: str, right_id: str) -> str:
    """Return sixteen hex digits that order pairs of equal doubt: the same on every machine, in no order of rows."""
    return sha256_of([link, left_id, right_id])[:16]


def calibrated(bits: ArrayLike, decided_bits: ArrayLike, decided_same: ArrayLike) -> Floats:
    """Return the probability 0-1 of each weight in `bits`, corrected by pairs that people decided.

    `decided_bits` are the weights of decided pairs, `decided_same` whether each was found to be one entity. Without
    decisions this is the model's own probability, exactly. With them it is a logistic curve of the weight whose slope
    and shift are the likeliest given the decisions and a prior at the model's own curve, so few decisions move little.
    Never falls as bits rise; the order of the decisions does not matter. Raises ValueError on unequal lengths.

    Source: Platt (1999), Probabilistic Outputs for Support Vector Machines; the prior is normal on slope and shift.
    """
    weights, x, same = (np.asarray(given, np.float64) for given in (bits, decided_bits, decided_same))
    if x.shape != same.shape:
        raise ValueError(f"{len(x)} weights of decided pairs, {len(same)} decisions")
    if not x.size:
        return probability_of(weights)
    slope, shift = _curve(np.clip(x, -_FARTHEST_BITS, _FARTHEST_BITS), same)
    return probability_of(slope * weights + shift)


def _curve(x: Floats, same: Floats) -> tuple[float, float]:
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
    found = minimize(surprise, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), float(found.x[1])


def waterfalls(
    definition: Definition, left: pa.Table, right: pa.Table | None, pairs: Sequence[tuple[str, str]]
) -> list[Waterfall]:
    """Return why each pair of ids has its weight, by the model that linking these two tables (or one) gives.

    The pairs need not have been found by a rule. Every id must be in its table; raises KeyError otherwise.
    """
    tables = encode_tables(definition, left, right)
    scored, model, left_out = score(definition, tables)
    assert definition.id_columns is not None
    sides = (left, definition.id_columns[0]), (right if right is not None else left, definition.id_columns[1])
    one, other = (_rows_of(table.column(name), [p[side] for p in pairs]) for side, (table, name) in enumerate(sides))
    keyed = scored.rule < 0
    by_key = np.isin(_codes(one, other), _codes(scored.left[keyed], scored.right[keyed]))
    levels = compare_all(definition, tables, one, other)
    wanted = Scored(one, other, levels, np.zeros(len(pairs)), np.where(by_key, -1, 0).astype(np.int8))
    none, nobody = np.zeros(len(pairs), np.bool_), np.zeros(0, np.int64)
    linked = Linked(definition, wanted, none, nobody, model, 0.0, 0.0, 0.0, left_out)
    return [explain(linked, tables, position) for position in range(len(pairs))]


def _rows_of(column: pa.ChunkedArray, ids: Sequence[str]) -> NDArray[np.int32]:
    found = pc.index_in(pa.array(ids, pa.string()), value_set=column.cast(pa.string()).combine_chunks())
    if found.null_count:
        raise KeyError(f"{found.null_count} ids are not in the table")
    return np.asarray(found).astype(np.int32)


def _codes(left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int64]:
    code: NDArray[np.int64] = left.astype(np.int64) << 32 | right
    return code
