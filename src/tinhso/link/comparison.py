"""How alike two rows are, field by field, as levels.

Takes an encoded column and the row numbers of pairs, gives one level a pair (see `levels`). Symmetric: swapping
left and right gives the same level. What a level is worth is left to `weights`.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tinhso.base.compiled import compiled
from tinhso.link.columns import Column, Numbers, Phrases, Words
from tinhso.link.kernels import edits, jaro_winkler, number_edits, one_edit

Rows = NDArray[np.int32]
Keys = NDArray[np.uint64]
Levels = NDArray[np.int8]


def compare(column: Column, columns: Mapping[str, Column], left: Rows, right: Rows) -> Levels:
    """Return the level of each pair for one field; `columns` holds the field it may be swapped with."""
    out = np.empty(len(left), np.int8)
    if isinstance(column, Numbers):
        compare_numbers = _dates if column.field.kind == "date" else _digits
        compare_numbers(column.left[left], column.right[right], out)
    elif isinstance(column, Phrases):
        _compare_phrases(column, left, right, out)
    else:
        _compare_words(column, columns, left, right, out)
    return out


def _compare_phrases(column: Phrases, left: Rows, right: Rows, out: Levels) -> None:
    letters, starts = column.letters, column.starts
    if column.field.kind == "full_name":
        a, b = column.left, column.right
        _full_names(a, b, left, right, column.keys, column.plain_keys, column.bare, letters, starts, out)
    else:
        _texts(column.left, column.right, left, right, column.plain_keys, column.weight, letters, starts, out)


def _compare_words(column: Words, columns: Mapping[str, Column], left: Rows, right: Rows, out: Levels) -> None:
    a, b = column.left[left], column.right[right]
    kind = column.field.kind
    if kind == "exact":
        keys = np.append(column.plain_keys, np.uint64(0))
        out[:] = np.where((a < 0) | (b < 0), -1, keys[a] == keys[b])
    elif kind == "code":
        _codes(a, b, column.keys, column.letters, column.starts, out)
    elif kind == "email":
        _emails(a, b, column.keys, column.letters, column.starts, out)
    else:
        _names(a, b, column.keys, column.plain_keys, column.letters, column.starts, out)
        _mark_swapped(column, columns, left, right, out)


def _mark_swapped(column: Words, columns: Mapping[str, Column], left: Rows, right: Rows, out: Levels) -> None:
    """Raise to "in the other column" the pairs whose value stands, the same, in the other side's partner field."""
    other = columns.get(column.field.swaps_with or "")
    if not isinstance(other, Words):
        return
    a, b = column.left[left], column.right[right]
    across = (out >= 0) & (out < 4)
    across &= _meet(column, a, other, other.right[right]) | _meet(other, other.left[left], column, b)
    out[across] = 4


def _meet(column: Words, a: Rows, other: Words, b: Rows) -> NDArray[np.bool_]:
    """Return where a value of one column is the same as one of another."""
    known = (a >= 0) & (b >= 0)
    known[known] = column.keys[a[known]] == other.keys[b[known]]
    return known


@compiled
def _digits(a: NDArray[np.int64], b: NDArray[np.int64], out: Levels) -> None:
    for k in range(len(out)):
        out[k] = -1 if a[k] == 0 or b[k] == 0 else 2 - number_edits(a[k], b[k])


@compiled
def _dates(a: NDArray[np.int64], b: NDArray[np.int64], out: Levels) -> None:
    for k in range(len(out)):
        out[k] = -1 if a[k] == 0 or b[k] == 0 else _date_level(a[k], b[k])


@compiled
def _date_level(a: int, b: int) -> int:
    if a == b:
        return 8 if a % 10000 else 5
    year_a, year_b = a // 10000, b // 10000
    month_a, month_b, day_a, day_b = a // 100 % 100, b // 100 % 100, a % 100, b % 100
    if year_a == year_b:
        if month_a == day_b and day_a == month_b:
            return 7
        if a % 10000 in (0, 101) or b % 10000 in (0, 101):
            return 5
        if number_edits(a, b) == 1:
            return 6
        return 3 if month_a == month_b else 2
    if number_edits(a, b) == 1:
        return 6
    if a % 10000 == b % 10000 and a % 10000 not in (0, 101):
        return 4
    return 1 if abs(year_a - year_b) < 10 else 0


@compiled
def _names(
    a: Rows, b: Rows, keys: Keys, plain_keys: Keys, letters: NDArray[np.uint32], starts: NDArray[np.int64], out: Levels
) -> None:
    for k in range(len(out)):
        if a[k] < 0 or b[k] < 0:
            out[k] = -1
        elif keys[a[k]] == keys[b[k]]:
            out[k] = 7
        elif plain_keys[a[k]] == plain_keys[b[k]]:
            out[k] = 6
        else:
            out[k] = _name_level(letters, starts[a[k]], starts[a[k] + 1], starts[b[k]], starts[b[k] + 1])


@compiled
def _name_level(letters: NDArray[np.uint32], a0: int, a1: int, b0: int, b1: int) -> int:
    shorter = min(a1 - a0, b1 - b0)
    shared = 0
    while shared < shorter and letters[a0 + shared] == letters[b0 + shared]:
        shared += 1
    if shared == shorter and (shorter <= 1 or shorter >= 3):
        return 2 if shorter == 1 or abs((a1 - a0) - (b1 - b0)) > 1 else 5
    if shorter >= 3 and one_edit(letters, a0, a1, letters, b0, b1):
        return 5
    similarity = jaro_winkler(letters, a0, a1, letters, b0, b1)
    if similarity >= 0.88:
        return 3
    return 1 if similarity >= 0.7 else 0


@compiled
def _codes(a: Rows, b: Rows, keys: Keys, letters: NDArray[np.uint32], starts: NDArray[np.int64], out: Levels) -> None:
    for k in range(len(out)):
        if a[k] < 0 or b[k] < 0:
            out[k] = -1
            continue
        if keys[a[k]] == keys[b[k]]:
            out[k] = 4
            continue
        a0, a1, b0, b1 = starts[a[k]], starts[a[k] + 1], starts[b[k]], starts[b[k] + 1]
        distance = edits(letters, a0, a1, letters, b0, b1, 2)
        out[k] = 3 if distance <= 1 else 2 if distance == 2 else _same_beginning(letters, a0, a1, b0, b1)


@compiled
def _same_beginning(letters: NDArray[np.uint32], a0: int, a1: int, b0: int, b1: int) -> int:
    half = max(2, min(a1 - a0, b1 - b0) // 2)
    if a1 - a0 < half or b1 - b0 < half:
        return 0
    for k in range(half):
        if letters[a0 + k] != letters[b0 + k]:
            return 0
    return 1


@compiled
def _emails(a: Rows, b: Rows, keys: Keys, letters: NDArray[np.uint32], starts: NDArray[np.int64], out: Levels) -> None:
    for k in range(len(out)):
        if a[k] < 0 or b[k] < 0:
            out[k] = -1
            continue
        if keys[a[k]] == keys[b[k]]:
            out[k] = 4
            continue
        a0, a1, b0, b1 = starts[a[k]], starts[a[k] + 1], starts[b[k]], starts[b[k] + 1]
        if edits(letters, a0, a1, letters, b0, b1, 2) <= 2:
            out[k] = 3
            continue
        user_a, user_b = _user_end(letters, a0, a1), _user_end(letters, b0, b1)
        similarity = jaro_winkler(letters, a0, user_a, letters, b0, user_b)
        out[k] = 2 if similarity == 1 else 1 if similarity >= 0.88 else 0


@compiled
def _user_end(letters: NDArray[np.uint32], start: int, end: int) -> int:
    for k in range(start, end):
        if letters[k] == 64:
            return k
    return end


@compiled
def _full_names(
    a: Rows, b: Rows, left: Rows, right: Rows, keys: Keys, plain_keys: Keys, bare: NDArray[np.bool_],
    letters: NDArray[np.uint32], starts: NDArray[np.int64], out: Levels,
) -> None:  # fmt: skip
    for k in range(len(out)):
        x, y = a[left[k]], b[right[k]]
        if x[0] < 0 or y[0] < 0:
            out[k] = -1
            continue
        out[k] = _full_name_level(x, _n_words(x), y, _n_words(y), keys, plain_keys, bare, letters, starts)


@compiled
def _full_name_level(
    x: Rows, n: int, y: Rows, m: int, keys: Keys, plain_keys: Keys, bare: NDArray[np.bool_],
    letters: NDArray[np.uint32], starts: NDArray[np.int64],
) -> int:  # fmt: skip
    if n == m:
        in_place = _words_in_place(x, y, n, keys, plain_keys, bare)
        if in_place >= 5:
            return in_place
    in_common = _words_in_common(x, n, y, m, plain_keys)
    if n == m and in_common == n:
        return 4
    ends = plain_keys[x[0]] == plain_keys[y[0]] and plain_keys[x[n - 1]] == plain_keys[y[m - 1]]
    if ends and min(n, m) >= 2:
        return 3
    if n == m and in_common == n - 1 and n >= 2 and _one_word_off(x, y, n, plain_keys, letters, starts):
        return 2
    return 1 if in_common >= 2 or (in_common == 1 and plain_keys[x[n - 1]] == plain_keys[y[m - 1]]) else 0


@compiled
def _words_in_place(x: Rows, y: Rows, n: int, keys: Keys, plain_keys: Keys, bare: NDArray[np.bool_]) -> int:
    """Return 7 the same, 6 one side lacks marks, 5 marks disagree, 0 other letters."""
    level = 7
    for k in range(n):
        if keys[x[k]] == keys[y[k]]:
            continue
        if plain_keys[x[k]] != plain_keys[y[k]]:
            return 0
        level = min(level, 6 if bare[x[k]] or bare[y[k]] else 5)
    return level


@compiled
def _words_in_common(x: Rows, n: int, y: Rows, m: int, plain_keys: Keys) -> int:
    used, common = 0, 0
    for i in range(n):
        for j in range(m):
            if not used >> j & 1 and plain_keys[x[i]] == plain_keys[y[j]]:
                used |= 1 << j
                common += 1
                break
    return common


@compiled
def _one_word_off(
    x: Rows, y: Rows, n: int, plain_keys: Keys, letters: NDArray[np.uint32], starts: NDArray[np.int64]
) -> bool:
    for k in range(n):
        if plain_keys[x[k]] != plain_keys[y[k]]:
            a, b = x[k], y[k]
            if not one_edit(letters, starts[a], starts[a + 1], letters, starts[b], starts[b + 1]):
                return False
    return True


@compiled
def _texts(
    a: Rows, b: Rows, left: Rows, right: Rows, plain_keys: Keys, weight: NDArray[np.float32],
    letters: NDArray[np.uint32], starts: NDArray[np.int64], out: Levels,
) -> None:  # fmt: skip
    for k in range(len(out)):
        x, y = a[left[k]], b[right[k]]
        if x[0] < 0 or y[0] < 0:
            out[k] = -1
            continue
        share = _shared_weight(x, y, plain_keys, weight, letters, starts)
        out[k] = 4 if share >= 0.999 else 3 if share >= 0.7 else 2 if share >= 0.4 else 1 if share >= 0.15 else 0


@compiled
def _shared_weight(
    x: Rows, y: Rows, plain_keys: Keys, weight: NDArray[np.float32],
    letters: NDArray[np.uint32], starts: NDArray[np.int64],
) -> float:  # fmt: skip
    """Return the weight of shared words over that of all words; a word one letter off counts nine tenths."""
    n, m = _n_words(x), _n_words(y)
    shared, everything, used_x, used_y = 0.0, 0.0, 0, 0
    for i in range(n):
        everything += weight[x[i]]
        for j in range(m):
            if not used_y >> j & 1 and plain_keys[x[i]] == plain_keys[y[j]]:
                used_x, used_y = used_x | 1 << i, used_y | 1 << j
                shared += weight[x[i]] + weight[y[j]]
                break
    for j in range(m):
        everything += weight[y[j]]
    for i in range(n):
        for j in range(m):
            if not used_x >> i & 1 and not used_y >> j & 1 and _nearly(x[i], y[j], letters, starts):
                used_x, used_y = used_x | 1 << i, used_y | 1 << j
                shared += 0.9 * (weight[x[i]] + weight[y[j]])
    return shared / everything if everything > 0 else 0.0


@compiled
def _n_words(x: Rows) -> int:
    n = 0
    while n < len(x) and x[n] >= 0:
        n += 1
    return n


@compiled
def _nearly(a: int, b: int, letters: NDArray[np.uint32], starts: NDArray[np.int64]) -> bool:
    a0, a1, b0, b1 = starts[a], starts[a + 1], starts[b], starts[b + 1]
    if min(a1 - a0, b1 - b0) < 4 or abs((a1 - a0) - (b1 - b0)) > 1:
        return False
    return one_edit(letters, a0, a1, letters, b0, b1)
