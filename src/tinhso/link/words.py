"""Rows of text cut into words, each distinct word found once.

Takes UTF-8 rows of one or two columns, gives a matrix of word numbers per column and the distinct words as written.
Cleaning the words is left to the caller, who then does it once a word instead of once a row.
"""

import numpy as np
from numpy.typing import NDArray

from tinhso.base.compiled import compiled
from tinhso.link.kernels import mix

Rows = tuple[NDArray[np.int64], NDArray[np.uint8]]


def phrase_words(columns: list[Rows], width: int) -> tuple[list[NDArray[np.int32]], list[str]]:
    """Return per column a matrix (rows × `width`) of word numbers, -1 past the end, and the distinct words.

    A row with more words keeps the first `width` - 1 and its last (the given name of a Vietnamese full name).
    """
    slots = np.full(1 << 12, -1, np.int32)
    hashes, count, sides = np.empty(1 << 11, np.uint64), 0, []
    words: list[str] = []
    for offsets, raw in columns:
        matrix = np.full((len(offsets) - 1, width), -1, np.int32)
        row = 0
        while True:
            places = np.empty((len(hashes), 2), np.int64)
            row, now = _scan(offsets, raw, matrix, row, slots, hashes, count, places)
            words += [_word(raw, *places[k]) for k in range(count, now)]
            count = now
            if row == len(matrix):
                break
            slots, hashes = _grown(hashes, count)
        sides.append(matrix)
    return sides, words


def _word(raw: NDArray[np.uint8], start: int, end: int) -> str:
    return raw[start:end].tobytes().decode("utf-8", "replace")


def _grown(hashes: NDArray[np.uint64], count: int) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    bigger = np.empty(len(hashes) * 4, np.uint64)
    bigger[:count] = hashes[:count]
    slots = np.full(len(bigger) * 2, -1, np.int32)
    _insert_all(slots, bigger, count)
    return slots, bigger


@compiled
def _insert_all(slots: NDArray[np.int32], hashes: NDArray[np.uint64], count: int) -> None:
    last = np.uint64(len(slots) - 1)
    for k in range(count):
        slot = hashes[k] & last
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & last
        slots[slot] = k


@compiled
def _scan(
    offsets: NDArray[np.int64],
    raw: NDArray[np.uint8],
    matrix: NDArray[np.int32],
    row: int,
    slots: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    count: int,
    places: NDArray[np.int64],
) -> tuple[int, int]:
    """Fill the matrix from `row` on; stop before a row that might not fit. Return the next row and the word count."""
    width, last = matrix.shape[1], np.uint64(len(slots) - 1)
    while row < len(matrix):
        if count + (offsets[row + 1] - offsets[row]) // 2 + 1 > len(hashes):
            return row, count
        n, start, h = 0, offsets[row], np.uint64(14695981039346656037)
        for k in range(offsets[row], offsets[row + 1] + 1):
            inside = k < offsets[row + 1] and _is_letter(raw[k])
            if inside:
                h = (h ^ np.uint64(raw[k])) * np.uint64(1099511628211)
                continue
            if k > start:
                slot = mix(h) & last
                while slots[slot] >= 0 and hashes[slots[slot]] != mix(h):
                    slot = (slot + np.uint64(1)) & last
                if slots[slot] < 0:
                    slots[slot], hashes[count] = count, mix(h)
                    places[count, 0], places[count, 1] = start, k
                    count += 1
                matrix[row, min(n, width - 1)] = slots[slot]
                n += 1
            start, h = k + 1, np.uint64(14695981039346656037)
        row += 1
    return row, count


@compiled
def _is_letter(byte: int) -> bool:
    return byte >= 128 or 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122


@compiled
def renumber(matrix: NDArray[np.int32], number: NDArray[np.int32]) -> None:
    """Replace each word number by `number[word]` in place; words that become -1 drop out and the rest close up."""
    for row in range(matrix.shape[0]):
        kept = 0
        for k in range(matrix.shape[1]):
            word = matrix[row, k]
            if word >= 0 and number[word] >= 0:
                matrix[row, kept] = number[word]
                kept += 1
        matrix[row, kept:] = -1


@compiled
def row_keys(matrix: NDArray[np.int32], lookup: NDArray[np.uint64], way: int) -> NDArray[np.uint64]:
    """Return per row a key of its words: 0 in order, 1 in any order, 2 the first, 3 the last, 4 first and last.

    `lookup` gives the hash that stands for each word; rows without words get 0.
    """
    out = np.zeros(len(matrix), np.uint64)
    for row in range(len(matrix)):
        n = 0
        while n < matrix.shape[1] and matrix[row, n] >= 0:
            n += 1
        if n == 0:
            continue
        first, last = lookup[matrix[row, 0]], lookup[matrix[row, n - 1]]
        if way == 2 or way == 3:
            out[row] = mix(first if way == 2 else last)
        elif way == 4:
            out[row] = mix(mix(first) + last)
        else:
            total = np.uint64(0)
            for k in range(n):
                word = mix(lookup[matrix[row, k]])
                total = total + word if way == 1 else mix(total ^ word)
            out[row] = mix(total)
    return out


@compiled
def shares(keys: NDArray[np.uint64], others: NDArray[np.uint64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return, per row of two columns of keys (0 missing), the share of all keyed rows 0-1 that hold the same key."""
    bits = 4
    while (1 << bits) < 2 * (len(keys) + len(others)):
        bits += 1
    last = np.uint64((1 << bits) - 1)
    held, count = np.zeros(1 << bits, np.uint64), np.zeros(1 << bits, np.int32)
    known = 0
    for column in (keys, others):
        for k in range(len(column)):
            if column[k] != 0:
                known += 1
                slot = column[k] & last
                while held[slot] != 0 and held[slot] != column[k]:
                    slot = (slot + np.uint64(1)) & last
                held[slot] = column[k]
                count[slot] += 1
    return _looked_up(keys, held, count, known), _looked_up(others, held, count, known)


@compiled
def _looked_up(
    column: NDArray[np.uint64], held: NDArray[np.uint64], count: NDArray[np.int32], known: int
) -> NDArray[np.float32]:
    out, last = np.zeros(len(column), np.float32), np.uint64(len(held) - 1)
    for k in range(len(column)):
        if column[k] != 0:
            slot = column[k] & last
            while held[slot] != column[k]:
                slot = (slot + np.uint64(1)) & last
            out[k] = count[slot] / known
    return out


@compiled
def count_words(matrix: NDArray[np.int32], twins: NDArray[np.int64], counts: NDArray[np.float64]) -> None:
    """Add to `counts` how often each word, by the number of its twins in marks, stands in the matrix."""
    for row in range(matrix.shape[0]):
        for k in range(matrix.shape[1]):
            if matrix[row, k] < 0:
                break
            counts[twins[matrix[row, k]]] += 1
