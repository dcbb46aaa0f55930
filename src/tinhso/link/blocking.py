"""Which pairs are worth looking at: rows that share a key of at least one rule.

Takes encoded columns and rules, gives a 64-bit key per row and rule (0: no key, the row is not reached by that
rule), then the pairs, each once. A block that would give more pairs than the cap is left out and counted, so that
one common value cannot swallow the machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tinhso.base.compiled import compiled
from tinhso.link.columns import Column, Numbers, Phrases, Words, sounds, value_keys
from tinhso.link.definition import KeyPart
from tinhso.link.kernels import mix
from tinhso.link.words import row_keys

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
LARGEST_BLOCK = 2_000_000
# One of so many parts of all keys, counted from 0, by the key's remainder.
Piece = tuple[int, int]
WHOLE: Piece = (0, 1)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of row numbers, the first rule that found each, and pairs left out of over-large blocks."""

    left: Rows
    right: Rows
    rule: NDArray[np.int8]
    left_out: int


def rule_keys(rule: Sequence[KeyPart], columns: Mapping[str, Column], side: str) -> Keys:
    """Return one key per row of a side for a rule: equal when every part is equal, 0 when any part is missing."""
    total: Keys | None = None
    for part in rule:
        one = part_keys(columns[part.field], part, side)
        total = one if total is None else _both(total, one)
    assert total is not None
    return total


def part_keys(column: Column, part: KeyPart, side: str) -> Keys:
    """Return one key per row for a field's part; 0 when missing."""
    if isinstance(column, Numbers):
        return _scrambled(_number_part(column.left if side == "left" else column.right, part.part))
    if isinstance(column, Phrases):
        return _phrase_part(column, column.left if side == "left" else column.right, part)
    codes = column.left if side == "left" else column.right
    per_value = np.append(_word_part(column, part), np.uint64(0))
    return per_value[codes]


def _number_part(values: NDArray[np.int64], part: str) -> NDArray[np.int64]:
    if part == "whole":
        return values
    year, month_day = values // 10000, values % 10000
    if part == "year":
        return year
    if part == "year_month":
        return np.where(month_day // 100 > 0, values // 100, 0)
    if part == "month":
        return month_day // 100
    return month_day


def _word_part(column: Words, part: KeyPart) -> Keys:
    if part.part == "whole":
        return column.plain_keys
    plains = [_letters(column, code) for code in range(len(column.values))]
    if part.part == "sound":
        parts = sounds(plains)
    elif part.part == "first_word":
        parts = [value.split(" ", 1)[0] for value in plains]
    elif part.part == "user":
        parts = [value.split("@", 1)[0] for value in plains]
    else:
        parts = [value[: part.prefix] if len(value) >= part.prefix else "" for value in plains]
    return text_keys(parts)


def _letters(column: Words, code: int) -> str:
    piece = column.letters[column.starts[code] : column.starts[code + 1]]
    return piece.tobytes().decode("utf-32-le", "surrogatepass")


def text_keys(parts: Sequence[str]) -> Keys:
    """Return a key per string, the same on every run and machine; 0 for an empty one."""
    keys = value_keys(parts)
    keys[np.fromiter((not text for text in parts), np.bool_, len(parts))] = 0
    return keys


def _phrase_part(column: Phrases, matrix: Rows, part: KeyPart) -> Keys:
    if part.prefix:
        first = text_keys([_prefix(column, word, part.prefix) for word in range(len(column.words))])
        return np.append(first, np.uint64(0))[matrix[:, 0]]
    initials = part.part == "initials"
    lookup = (
        text_keys([_prefix(column, word, 1) for word in range(len(column.words))]) if initials else column.plain_keys
    )
    return row_keys(matrix, lookup, _WAYS[part.part])


_WAYS = {
    "whole": 0, "bag": 1, "family": 2, "first_word": 2, "given": 3, "last_word": 3, "family_given": 4, "initials": 1,
}  # fmt: skip


def _prefix(column: Phrases, word: int, letters: int) -> str:
    piece = column.letters[column.starts[word] : column.starts[word + 1]][:letters]
    return piece.tobytes().decode("utf-32-le", "surrogatepass")


@compiled
def _both(a: Keys, b: Keys) -> Keys:
    out = np.zeros(len(a), np.uint64)
    for k in range(len(a)):
        if a[k] != 0 and b[k] != 0:
            out[k] = mix(a[k] ^ (b[k] * np.uint64(0x9E3779B97F4A7C15)))
    return out


@compiled
def _scrambled(numbers: NDArray[np.int64]) -> Keys:
    out = np.zeros(len(numbers), np.uint64)
    for k in range(len(numbers)):
        if numbers[k] != 0:
            out[k] = mix(np.uint64(numbers[k]))
    return out


def candidate_pairs(
    left: Sequence[Keys], right: Sequence[Keys], within: bool, largest_block: int = LARGEST_BLOCK, piece: Piece = WHOLE
) -> Candidates:
    """Return the pairs that share a key of any rule, each once, tagged with the first rule that found it.

    `within`: one table against itself, so only pairs with left row < right row. With a `piece`, only the pairs whose
    key lies in it; the pieces of a whole give its pairs when keys of over-large blocks were taken out beforehand.
    """
    lefts, rights, rules, left_out = [], [], [], 0
    left_keys, right_keys = np.stack(left), np.stack(right)
    for rule in range(len(left)):
        a, b, lost = _pairs_of_rule(left_keys, right_keys, rule, within, largest_block, piece)
        lefts.append(a)
        rights.append(b)
        rules.append(np.full(len(a), rule, np.int8))
        left_out += lost
    return Candidates(np.concatenate(lefts), np.concatenate(rights), np.concatenate(rules), left_out)


def without_large_blocks(
    left: Sequence[Keys], right: Sequence[Keys], within: bool, largest_block: int = LARGEST_BLOCK
) -> tuple[Keys, Keys, int]:
    """Return the keys (rules × rows) of both sides with those of over-large blocks 0, and how many pairs they hid."""
    left_keys, right_keys, left_out = np.stack(left), np.stack(right), 0
    for a, b in zip(left_keys, right_keys, strict=True):
        left_out += _count_pairs(a, b, _sorted_rows(a), _sorted_rows(b), within, largest_block)[1]
    return left_keys, right_keys, left_out


def _pairs_of_rule(
    left: Keys, right: Keys, rule: int, within: bool, largest_block: int, piece: Piece
) -> tuple[Rows, Rows, int]:
    by_left, by_right = _sorted_rows(left[rule], piece), _sorted_rows(right[rule], piece)
    count, lost = _count_pairs(left[rule], right[rule], by_left, by_right, within, largest_block)
    if lost:
        by_left, by_right = by_left[left[rule][by_left] != 0], by_right[right[rule][by_right] != 0]
    a, b = np.empty(count, np.int32), np.empty(count, np.int32)
    filled = _fill_pairs(left, right, rule, by_left, by_right, within, a, b)
    return a[:filled].copy(), b[:filled].copy(), lost


def _sorted_rows(keys: Keys, piece: Piece = WHOLE) -> Rows:
    """Return the rows that have a key of the piece, in order of key."""
    number, of = piece
    rows = np.flatnonzero(keys if of == 1 else (keys != 0) & (keys % np.uint64(of) == number)).astype(np.int32)
    order: Rows = rows[np.argsort(keys[rows])]
    return order


@compiled
def _count_pairs(left: Keys, right: Keys, by_left: Rows, by_right: Rows, within: bool, largest: int) -> tuple[int, int]:
    """Return the pairs a rule gives and those of over-large blocks, whose keys become 0: no rule has seen them."""
    i, j, total, lost = 0, 0, 0, 0
    while i < len(by_left) and j < len(by_right):
        key, other = left[by_left[i]], right[by_right[j]]
        if key < other:
            i += 1
        elif other < key:
            j += 1
        else:
            n, m = _run(left, by_left, i), _run(right, by_right, j)
            pairs = n * (n - 1) // 2 if within else n * m
            if pairs > largest:
                lost += pairs
                left[by_left[i : i + n]] = 0
                right[by_right[j : j + m]] = 0
            else:
                total += pairs
            i, j = i + n, j + m
    return total, lost


@compiled
def _run(keys: Keys, rows: Rows, start: int) -> int:
    end = start
    while end < len(rows) and keys[rows[end]] == keys[rows[start]]:
        end += 1
    return end - start


@compiled
def _fill_pairs(
    left: Keys, right: Keys, rule: int, by_left: Rows, by_right: Rows, within: bool, a: Rows, b: Rows
) -> int:
    i, j, filled = 0, 0, 0
    while i < len(by_left) and j < len(by_right):
        key, other = left[rule, by_left[i]], right[rule, by_right[j]]
        if key < other:
            i += 1
        elif other < key:
            j += 1
        else:
            n, m = _run(left[rule], by_left, i), _run(right[rule], by_right, j)
            for x in range(n):
                for y in range(x + 1 if within else 0, m):
                    row, mate = by_left[i + x], by_right[j + y]
                    if not _seen(left, right, rule, row, mate):
                        a[filled], b[filled] = (min(row, mate), max(row, mate)) if within else (row, mate)
                        filled += 1
            i, j = i + n, j + m
    return filled


@compiled
def _seen(left: Keys, right: Keys, rule: int, row: int, mate: int) -> bool:
    """Return whether an earlier rule already gave the pair."""
    for k in range(rule):
        if left[k, row] != 0 and left[k, row] == right[k, mate]:
            return True
    return False
