"""What people and a linkage tell each other: which pair people look at first, and why it has its weight.

Takes a linkage's tables and pairs, gives an order of pairs and their waterfalls. What decided pairs teach is left to
`calibration`, how a decision is made to the review desk, that it overrides the model to the link step.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.base.canonical import sha256_of
from tinhso.link.deciding import Linked, Scored
from tinhso.link.definition import Definition
from tinhso.link.explain import Waterfall, explain
from tinhso.link.run import score
from tinhso.link.tables import compare_all, encode_tables

# Pairs between these probabilities 0-1 are worth a person's look; the others the model is sure enough of.
UNSURE_FROM, UNSURE_TO = 0.02, 0.98


def doubt_distance(probability: float) -> float:
    """Return how far a probability 0-1 is from a toss-up: 0 where a decision teaches most, 0.5 where it teaches least.

    Source: the expected information of an answer, -p log2 p - (1-p) log2 (1-p), falls with |p - 1/2|.
    """
    return abs(probability - 0.5)


def tie_of(link: str, left_id: str, right_id: str) -> str:
    """Return sixteen hex digits that order pairs of equal doubt: the same on every machine, in no order of rows."""
    return sha256_of([link, left_id, right_id])[:16]


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
