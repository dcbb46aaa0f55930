"""Compiled loops over letters, digits and dates; every function here is pure and holds no Python object.

Takes packed letters (code points of many strings end to end, with starts) or whole numbers, gives distances and
similarities. Which of them a comparison uses, and what they mean, is left to `comparison`.
"""

import numpy as np
from numpy.typing import NDArray

from tinhso.base.compiled import compiled

Letters = NDArray[np.uint32]
Ints = NDArray[np.int64]

_MASK = np.uint64(0xFFFFFFFFFFFFFFFF)
# The first three letters of the months' English names, as one number each.
_MONTHS = np.array([int.from_bytes(b) for b in b"jan feb mar apr may jun jul aug sep oct nov dec".split()])


@compiled
def hash_rows(offsets: Ints, raw: NDArray[np.uint8], out: NDArray[np.uint64]) -> None:
    """Fill `out` with a 64-bit hash (FNV-1a, then mixed) of each row's bytes; never 0."""
    for row in range(out.shape[0]):
        h = np.uint64(14695981039346656037)
        for k in range(offsets[row], offsets[row + 1]):
            h = (h ^ np.uint64(raw[k])) * np.uint64(1099511628211)
        out[row] = mix(h)


@compiled
def mix(h: np.uint64) -> np.uint64:
    """Return the number scrambled (splitmix64 finaliser); 0 only by chance, and then 1."""
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    h = h ^ (h >> np.uint64(31))
    return h if h != np.uint64(0) else np.uint64(1)


@compiled
def digits_of(offsets: Ints, raw: NDArray[np.uint8], out: Ints) -> None:
    """Fill `out` with the digits of each row after a leading 1 (so zeros in front count); 0 when none or over 17."""
    for row in range(out.shape[0]):
        number, count = np.int64(1), 0
        for k in range(offsets[row], offsets[row + 1]):
            if 48 <= raw[k] <= 57:
                count += 1
                if count <= 17:
                    number = number * 10 + (raw[k] - 48)
        out[row] = number if 0 < count <= 17 else 0


@compiled
def dates_of(offsets: Ints, raw: NDArray[np.uint8], day_first: bool, out: NDArray[np.int32]) -> None:
    """Fill `out` with yyyymmdd of each row's text, 0 for an unknown part or an unreadable date.

    Reads 2001-02-03, 20010203, 3/2/2001 (2/3/2001 unless `day_first`), 3 Feb 2001, 2/2001 and 2001; time of day is
    ignored. A year of two digits at the end (3/2/01) lies in the hundred years that end with 2029.
    """
    part = np.zeros(3, np.int64)
    size = np.zeros(3, np.int64)
    for row in range(out.shape[0]):
        part[:] = 0
        size[:] = 0
        n, inside, word, letters, month = 0, False, 0, 0, 0
        for k in range(offsets[row], offsets[row + 1]):
            letter = raw[k] | 32
            if 48 <= raw[k] <= 57:
                if not inside:
                    n, inside = n + 1, True
                if n <= 3:
                    part[n - 1] = part[n - 1] * 10 + (raw[k] - 48)
                    size[n - 1] += 1
            else:
                inside = False
            is_letter = 97 <= letter <= 122 and raw[k] >= 65
            letters = letters + 1 if is_letter else 0
            word = (word * 256 + letter) % 16777216
            if letters == 3 and month == 0:
                month = _month_named(word)
        out[row] = _date_from_parts(part, size, n, day_first) if month == 0 else _date_with_month(part, size, n, month)


@compiled
def _month_named(word: int) -> int:
    for month in range(12):
        if _MONTHS[month] == word:
            return month + 1
    return 0


@compiled
def _date_with_month(part: Ints, size: Ints, n: int, month: int) -> int:
    """Return the date of texts whose month is a word: the part of four digits is the year, the other one the day."""
    if n >= 2 and size[0] <= 2 and size[1] == 4:
        return int(part[1] * 10000 + month * 100 + part[0])
    if n >= 1 and size[0] == 4:
        return int(part[0] * 10000 + month * 100 + (part[1] if n >= 2 and size[1] <= 2 else 0))
    if n >= 2 and size[0] <= 2 and size[1] == 2:
        return int(_full_year(part[1]) * 10000 + month * 100 + part[0])
    return 0


@compiled
def _full_year(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= 30 else 2000)


@compiled
def _date_from_parts(part: Ints, size: Ints, n: int, day_first: bool) -> int:
    year, month, day = 0, 0, 0
    if n >= 1 and size[0] == 8:
        year, month, day = part[0] // 10000, part[0] // 100 % 100, part[0] % 100
    elif n >= 3 and size[0] == 4:
        year, month, day = part[0], part[1], part[2]
    elif n >= 3 and size[0] <= 2 and size[1] <= 2 and (size[2] == 4 or size[2] == 2):
        year, month, day = part[2] if size[2] == 4 else _full_year(part[2]), part[1], part[0]
        if not day_first:
            month, day = day, month
    elif n == 2 and size[0] == 4:
        year, month = part[0], part[1]
    elif n == 2 and size[1] == 4:
        year, month = part[1], part[0]
    elif n == 1 and size[0] == 4:
        year = part[0]
    return year * 10000 + month * 100 + day if 0 < year < 10000 and month < 100 and day < 100 else 0


@compiled
def number_edits(a: int, b: int) -> int:
    """Return 0 when equal, 1 for one digit typed over, added, lost, or two neighbours swapped, else 2."""
    if a == b:
        return 0
    while a > 0 and b > 0 and a % 10 == b % 10:
        a //= 10
        b //= 10
    if a // 10 == b // 10 or a // 10 == b or a == b // 10:
        return 1
    swapped = a // 100 == b // 100 and a % 10 == b // 10 % 10 and b % 10 == a // 10 % 10
    return 1 if swapped else 2


@compiled
def one_edit(x: Letters, x0: int, x1: int, y: Letters, y0: int, y1: int) -> bool:
    """Return whether at most one edit (see `edits`) makes two strings the same."""
    if abs((x1 - x0) - (y1 - y0)) > 1:
        return False
    while x0 < x1 and y0 < y1 and x[x0] == y[y0]:
        x0 += 1
        y0 += 1
    while x0 < x1 and y0 < y1 and x[x1 - 1] == y[y1 - 1]:
        x1 -= 1
        y1 -= 1
    n, m = x1 - x0, y1 - y0
    return max(n, m) <= 1 or (n == 2 and m == 2 and x[x0] == y[y0 + 1] and x[x0 + 1] == y[y0])


@compiled
def edits(x: Letters, x0: int, x1: int, y: Letters, y0: int, y1: int, limit: int) -> int:
    """Return the edits (type over, add, lose, swap neighbours) between two strings, `limit` + 1 when more.

    Source: optimal string alignment (restricted Damerau-Levenshtein).
    """
    while x0 < x1 and y0 < y1 and x[x0] == y[y0]:
        x0 += 1
        y0 += 1
    while x0 < x1 and y0 < y1 and x[x1 - 1] == y[y1 - 1]:
        x1 -= 1
        y1 -= 1
    n, m = x1 - x0, y1 - y0
    if n == 0 or m == 0 or abs(n - m) > limit or max(n, m) > 60:
        return min(max(n, m), limit + 1)
    return min(_alignment(x, x0, n, y, y0, m, np.empty((3, 62), np.int64)), limit + 1)


@compiled
def _alignment(x: Letters, x0: int, n: int, y: Letters, y0: int, m: int, rows: NDArray[np.int64]) -> int:
    for j in range(m + 1):
        rows[0, j] = j
    for i in range(1, n + 1):
        now, last, older = i % 3, (i - 1) % 3, (i - 2) % 3
        rows[now, 0] = i
        for j in range(1, m + 1):
            cost = 0 if x[x0 + i - 1] == y[y0 + j - 1] else 1
            best = min(rows[last, j] + 1, rows[now, j - 1] + 1, rows[last, j - 1] + cost)
            if i > 1 and j > 1 and x[x0 + i - 1] == y[y0 + j - 2] and x[x0 + i - 2] == y[y0 + j - 1]:
                best = min(best, rows[older, j - 2] + 1)
            rows[now, j] = best
    return int(rows[n % 3, m])


@compiled
def jaro_winkler(x: Letters, x0: int, x1: int, y: Letters, y0: int, y1: int) -> float:
    """Return the Jaro-Winkler similarity, 0 to 1; letters after the 64th are not looked at.

    Source: Winkler (1990), String Comparator Metrics and Enhanced Decision Rules, prefix
    scale 0.1, at most 4 letters, above 0.7.
    """
    n, m = min(x1 - x0, 64), min(y1 - y0, 64)
    if n == 0 or m == 0:
        return 0.0
    window = max(max(n, m) // 2 - 1, 0)
    in_x, in_y, common = np.uint64(0), np.uint64(0), 0
    one = np.uint64(1)
    for i in range(n):
        for j in range(max(0, i - window), min(m, i + window + 1)):
            bit = one << np.uint64(j)
            if not in_y & bit and x[x0 + i] == y[y0 + j]:
                in_x |= one << np.uint64(i)
                in_y |= bit
                common += 1
                break
    if common == 0:
        return 0.0
    moved = _transposed(x, x0, n, in_x, y, y0, in_y)
    jaro = (common / n + common / m + (common - moved // 2) / common) / 3
    if jaro <= 0.7:
        return jaro
    prefix = 0
    while prefix < min(4, n, m) and x[x0 + prefix] == y[y0 + prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


@compiled
def _transposed(x: Letters, x0: int, n: int, in_x: np.uint64, y: Letters, y0: int, in_y: np.uint64) -> int:
    one, j, moved = np.uint64(1), 0, 0
    for i in range(n):
        if in_x & (one << np.uint64(i)):
            while not in_y & (one << np.uint64(j)):
                j += 1
            if x[x0 + i] != y[y0 + j]:
                moved += 1
            j += 1
    return moved
