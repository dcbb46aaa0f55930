"""Encoded rows that grow: batches encoded apart, one after another, as one set of columns with an index to look in.

Takes encoded batches of one table, gives columns that `comparison` reads, and the rows that share a blocking key
with given rows. How common values are is frozen when the model is made, so that a weight is a function of two rows
alone. Which rows are one entity is left to `incremental`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tinhso.base.compiled import compiled
from tinhso.link.blocking import LARGEST_BLOCK, Keys, Rows, rule_keys
from tinhso.link.columns import Column, Numbers, Phrases, Words
from tinhso.link.definition import KeyPart
from tinhso.link.words import row_keys


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common the values of a field are: sorted plain keys with shares 0-1; words with weights."""

    keys: Keys
    shares: NDArray[np.float32]
    words: Keys
    weights: NDArray[np.float32]
    rare: float

    @classmethod
    def of(cls, column: Column) -> "Frequencies":
        """Return the frequencies a column was encoded with."""
        none = np.zeros(0, np.uint64), np.zeros(0, np.float32)
        rare = 1 / max(len(column.left), 1)
        if isinstance(column, Numbers):
            return cls(*none, *none, rare)
        words, first = np.unique(column.plain_keys, return_index=True)
        if isinstance(column, Words):
            return cls(words, column.share[first], *none, rare)
        keys, at = np.unique(row_keys(column.left, column.plain_keys, 0), return_index=True)
        return cls(keys, column.share_left[at], words, column.weight[first], rare)

    def put_on(self, column: Column) -> Column:
        """Return the column with these frequencies in place of its own; what was never seen is as rare as one row."""
        if isinstance(column, Numbers):
            return column
        if isinstance(column, Words):
            return replace(column, share=_known(self.keys, self.shares, column.plain_keys, self.rare))
        share = _known(self.keys, self.shares, row_keys(column.left, column.plain_keys, 0), self.rare)
        once = float(np.log(1 / self.rare)) if self.rare < 1 else 0.1
        weight = _known(self.words, self.weights, column.plain_keys, max(once, 0.1))
        return replace(column, share_left=share, share_right=share, weight=weight)


def _known(keys: Keys, values: NDArray[np.float32], wanted: Keys, otherwise: float) -> NDArray[np.float32]:
    if not len(keys):
        return np.full(len(wanted), otherwise, np.float32)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], otherwise).astype(np.float32)


def joined(old: Column, new: Column, rows: Rows) -> Column:
    """Return the column with the batch's cells written at `rows` (grown when they lie past the end)."""
    if isinstance(old, Numbers) and isinstance(new, Numbers):
        cells = _written(old.left, new.left, rows)
        return replace(old, left=cells, right=cells)
    if isinstance(old, Words) and isinstance(new, Words):
        return _joined_words(old, new, rows)
    assert isinstance(old, Phrases)
    assert isinstance(new, Phrases)
    return _joined_phrases(old, new, rows)


def _joined_words(old: Words, new: Words, rows: Rows) -> Words:
    cells = _written(old.left, _moved(new.left, len(old.keys)), rows)
    return Words(
        old.field,
        cells,
        cells,
        old.values + new.values,
        np.append(old.keys, new.keys),
        np.append(old.plain_keys, new.plain_keys),
        np.append(old.letters, new.letters),
        np.append(old.starts, new.starts[1:] + old.starts[-1]),
        np.append(old.share, new.share),
    )


def _joined_phrases(old: Phrases, new: Phrases, rows: Rows) -> Phrases:
    cells = _written(old.left, _moved(new.left, len(old.keys)), rows)
    share = _written(old.share_left, new.share_left, rows)
    return Phrases(
        old.field,
        cells,
        cells,
        old.words + new.words,
        np.append(old.keys, new.keys),
        np.append(old.plain_keys, new.plain_keys),
        np.append(old.bare, new.bare),
        np.append(old.letters, new.letters),
        np.append(old.starts, new.starts[1:] + old.starts[-1]),
        np.append(old.weight, new.weight),
        share,
        share,
    )


def _written[T: np.generic](old: NDArray[T], new: NDArray[T], rows: Rows) -> NDArray[T]:
    size = max(len(old), int(rows.max(initial=-1)) + 1)
    if not len(rows):
        return old
    out = np.zeros((size, *old.shape[1:]), old.dtype)
    out[: len(old)] = old
    out[rows] = new
    return out


def beside(store: Column, batch: Column) -> Column:
    """Return a column with the store's rows on the left and the batch's on the right, in one code space."""
    none = np.zeros(0, np.int32)
    if isinstance(store, Numbers) and isinstance(batch, Numbers):
        return replace(store, right=batch.left)
    if isinstance(store, Words) and isinstance(batch, Words):
        words = _joined_words(store, replace(batch, left=batch.left[:0]), none)
        return replace(words, right=_moved(batch.left, len(store.keys)))
    assert isinstance(store, Phrases)
    assert isinstance(batch, Phrases)
    emptied = replace(batch, left=batch.left[:0], share_left=batch.share_left[:0])
    phrases = _joined_phrases(store, emptied, none)
    return replace(phrases, right=_moved(batch.left, len(store.keys)), share_right=batch.share_left)


def _moved(codes: Rows, by: int) -> Rows:
    return np.where(codes >= 0, codes + by, -1).astype(np.int32)


@dataclass(slots=True)
class BlockIndex:
    """Keys of every row by rule, and the rows in order of key: a sorted bulk and a small sorted addition.

    Rows of the addition were written after the bulk was sorted; their old places in the bulk are passed over.
    """

    keys: Keys  # rules × rows
    bulk: list[Rows]
    added: list[Rows]
    is_added: NDArray[np.bool_]

    @classmethod
    def of(cls, keys: Keys) -> "BlockIndex":
        """Sort the rows of every rule."""
        bulk = [_by_key(rule, np.flatnonzero(rule).astype(np.int32)) for rule in keys]
        return cls(keys, bulk, [rule[:0] for rule in bulk], np.zeros(keys.shape[1], np.bool_))

    def write(self, rows: Rows, keys: Keys) -> None:
        """Put new keys (rules × rows given) at rows, old or past the end; sorts everything anew when much was added."""
        size = max(self.keys.shape[1], int(rows.max(initial=-1)) + 1)
        grown = np.zeros((len(self.keys), size), np.uint64)
        grown[:, : self.keys.shape[1]] = self.keys
        grown[:, rows] = keys
        self.keys, self.is_added = grown, _written(self.is_added, np.ones(len(rows), np.bool_), rows)
        if self.is_added.sum() * 10 > size:
            fresh = BlockIndex.of(grown)
            self.bulk, self.added, self.is_added = fresh.bulk, fresh.added, fresh.is_added
            return
        members = np.flatnonzero(self.is_added).astype(np.int32)
        self.added = [_by_key(rule, members[rule[members] != 0]) for rule in grown]

    def sharing(self, keys: Keys, largest_block: int = LARGEST_BLOCK) -> tuple[Rows, Rows]:
        """Return (row of the index, position in `keys`) for each pair that shares a key of some rule, each once."""
        found = [
            _found(self.keys, rule, self.bulk[rule], self.is_added, keys, largest_block) for rule in range(len(keys))
        ]
        nobody = np.zeros(0, np.bool_)
        found += [_found(self.keys, rule, self.added[rule], nobody, keys, largest_block) for rule in range(len(keys))]
        return np.concatenate([rows for rows, _ in found]), np.concatenate([at for _, at in found])


def _by_key(keys: Keys, rows: Rows) -> Rows:
    result: Rows = rows[np.argsort(keys[rows])]
    return result


def _found(
    index: Keys, rule: int, order: Rows, passed: NDArray[np.bool_], keys: Keys, largest: int
) -> tuple[Rows, Rows]:
    count = _search(index, rule, order, passed, keys, largest, np.zeros(0, np.int32), np.zeros(0, np.int32))
    rows, positions = np.empty(count, np.int32), np.empty(count, np.int32)
    _search(index, rule, order, passed, keys, largest, rows, positions)
    return rows, positions


@compiled
def _search(
    index: Keys,
    rule: int,
    order: Rows,
    passed: NDArray[np.bool_],
    keys: Keys,
    largest: int,
    rows: Rows,
    positions: Rows,
) -> int:
    """Count, and where `rows` has room write, the pairs a rule is the first to give."""
    count = 0
    for position in range(keys.shape[1]):
        key = keys[rule, position]
        if key == 0:
            continue
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if index[rule, order[middle]] < key:
                low = middle + 1
            else:
                high = middle
        end = low
        while end < len(order) and index[rule, order[end]] == key and end - low <= largest:
            row = order[end]
            end += 1
            if len(passed) and passed[row]:
                continue
            if not _earlier(index, keys, rule, row, position):
                if count < len(rows):
                    rows[count], positions[count] = row, position
                count += 1
    return count


@compiled
def _earlier(index: Keys, keys: Keys, rule: int, row: int, position: int) -> bool:
    for k in range(rule):
        if keys[k, position] != 0 and keys[k, position] == index[k, row]:
            return True
    return False


def all_keys(rules: Sequence[Sequence[KeyPart]], columns: Mapping[str, Column]) -> Keys:
    """Return the keys of the left rows, rules × rows."""
    return np.stack([rule_keys(rule, columns, "left") for rule in rules])
