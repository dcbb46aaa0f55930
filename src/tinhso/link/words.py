"""Rows of text cut into words, each distinct word found once.

Takes UTF-8 rows of one or two columns, gives a matrix of word numbers per column and the distinct words as written.
Cleaning the words is left to the caller, who then does it once a word instead of once a row.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

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


@njit(cache=True, nogil=True)
def _insert_all(slots: NDArray[np.int32], hashes: NDArray[np.uint64], count: int) -> None:
    last = np.uint64(len(slots) - 1)
    for k in range(count):
        slot = hashes[k] & last
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & last
        slots[slot] = k


@njit(cache=True, nogil=True)
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
            if count + 64 > len(hashes) or offsets[row + 1] - offsets[row] > 2 * (len(hashes) - count):
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


@njit(cache=True, nogil=True)
def _is_letter(byte: int) -> bool:
    return byte >= 128 or 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122
