"""Two tables made ready to be compared, their candidate pairs found, and each pair compared field by field.

Takes Arrow tables and a definition, gives columns of codes and then levels. The pairs are found and compared here, or
in pieces on Spark's workers when the setting says so; either way they are the same pairs with the same levels. What a
level is worth is left to `weights`.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tinhso.engine import on_spark
from tinhso.link.blocking import Candidates, Keys, Piece, candidate_pairs, without_large_blocks
from tinhso.link.columns import Column, encode, row_hashes, rows_of
from tinhso.link.comparison import compare
from tinhso.link.definition import Definition

Rows = NDArray[np.int32]

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Tables:
    """Both sides encoded: columns by field, a hash per row, row counts; `within` when one table meets itself."""

    columns: Mapping[str, Column]
    left_hash: NDArray[np.uint64]
    right_hash: NDArray[np.uint64]
    within: bool

    @property
    def n_left(self) -> int:
        """Return the number of left rows."""
        return len(self.left_hash)

    @property
    def n_right(self) -> int:
        """Return the number of right rows."""
        return len(self.right_hash)

    def of_rows(self, left: Rows, right: Rows) -> "Tables":
        """Return the tables of those rows alone; how common values are stays as in the whole."""
        columns = {name: rows_of(column, left, right) for name, column in self.columns.items()}
        return Tables(columns, self.left_hash[left], self.right_hash[right], self.within)


def encode_tables(definition: Definition, left: pa.Table, right: pa.Table | None) -> Tables:
    """Return both tables as columns of the definition's fields."""
    with ThreadPoolExecutor(2) as pool:
        columns = list(pool.map(lambda field: encode(field, left, right), definition.fields))
    left_id, right_id = definition.id_columns or (None, None)
    left_hash = row_hashes(left, left_id)
    right_hash = row_hashes(right, right_id) if right is not None else left_hash
    by_name = {field.name: column for field, column in zip(definition.fields, columns, strict=True)}
    return Tables(by_name, left_hash, right_hash, right is None)


def compare_all(definition: Definition, tables: Tables, left: Rows, right: Rows) -> NDArray[np.int8]:
    """Return the levels of all pairs, fields × pairs."""
    out = np.empty((len(definition.compared), len(left)), np.int8)
    columns = [tables.columns[field.name] for field in definition.compared]

    def one(start: int) -> None:
        piece = slice(start, start + _CHUNK)
        for position, column in enumerate(columns):
            out[position, piece] = compare(column, tables.columns, left[piece], right[piece])

    if len(left) <= _CHUNK:
        one(0)
        return out
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(0, len(left), _CHUNK)))
    return out


def find_and_compare(
    definition: Definition, tables: Tables, left: Sequence[Keys], right: Sequence[Keys]
) -> tuple[Candidates, NDArray[np.int8]]:
    """Return the candidate pairs and their levels: here, or in pieces on Spark's workers when the setting says so."""
    if on_spark():
        return find_and_compare_spread(definition, tables, left, right)
    pairs = candidate_pairs(left, right, tables.within)
    return pairs, compare_all(definition, tables, pairs.left, pairs.right)


def find_and_compare_spread(
    definition: Definition, tables: Tables, left: Sequence[Keys], right: Sequence[Keys]
) -> tuple[Candidates, NDArray[np.int8]]:
    """Return what `find_and_compare` gives, in another order, each worker looking at its piece of all keys."""
    from tinhso.engine.spark import n_pieces, spread  # an extra: a home on one machine never loads it

    left_keys, right_keys, left_out = without_large_blocks(left, right, tables.within)
    shared, of = (definition, tables, left_keys, right_keys), n_pieces()
    found = spread(_piece, shared, [(number, of) for number in range(of)])
    pairs, levels = [one for one, _ in found], np.concatenate([levels for _, levels in found], axis=1)
    left_rows = np.concatenate([one.left for one in pairs])
    right_rows = np.concatenate([one.right for one in pairs])
    return Candidates(left_rows, right_rows, np.concatenate([one.rule for one in pairs]), left_out), levels


def _piece(shared: tuple[Definition, Tables, Keys, Keys], piece: Piece) -> tuple[Candidates, NDArray[np.int8]]:
    definition, tables, left, right = shared
    pairs = candidate_pairs(list(left), list(right), tables.within, piece=piece)
    return pairs, compare_all(definition, tables, pairs.left, pairs.right)
