"""The faults of real registers, put on clean columns and nowhere else.

Takes an Arrow column, a share of rows 0-1 and a seeded generator, gives the column with that share spoiled. Each
fault is one that clerks and old systems make: marks lost, tone moved, Đ mistyped, digits typed over, day and month
swapped, words shortened. The shares are invented (see `FaultRates`), not measured on any register.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.link.cleaning import plain

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FaultRates:
    """Shares of rows 0-1 with each fault; the values are assumptions of the benchmark, the same for every seed."""

    id_missing: float = 0.0
    id_digit: float = 0.0
    id_of_relative: float = 0.0
    marks_lost: float = 0.0
    tone_moved: float = 0.0
    d_mistyped: float = 0.0
    name_typed_wrong: float = 0.0
    middle_shortened: float = 0.0
    order_turned: float = 0.0
    date_swapped: float = 0.0
    date_digit: float = 0.0
    date_year_only: float = 0.0
    date_missing: float = 0.0
    sex_wrong: float = 0.0
    address_old: float = 0.0
    address_shortened: float = 0.0
    address_typed_wrong: float = 0.0
    phone_missing: float = 0.0
    phone_changed: float = 0.0
    written_twice: float = 0.0


# A register kept up to date, and one typed from paper over the years.
CAREFUL = FaultRates(
    id_missing=0.03, id_digit=0.004, id_of_relative=0.001, marks_lost=0.01, tone_moved=0.03, d_mistyped=0.002,
    name_typed_wrong=0.006, middle_shortened=0.002, date_swapped=0.002, date_digit=0.004, date_year_only=0.01,
    sex_wrong=0.001, address_typed_wrong=0.01, phone_missing=0.35, phone_changed=0.05,
)  # fmt: skip
CARELESS = FaultRates(
    id_missing=0.22, id_digit=0.02, id_of_relative=0.005, marks_lost=0.12, tone_moved=0.08, d_mistyped=0.01,
    name_typed_wrong=0.025, middle_shortened=0.02, order_turned=0.003, date_swapped=0.012, date_digit=0.015,
    date_year_only=0.03, date_missing=0.005, sex_wrong=0.003, address_old=0.55, address_shortened=0.3,
    address_typed_wrong=0.03, phone_missing=0.3, phone_changed=0.15,
)  # fmt: skip


def chosen(rng: np.random.Generator, n: int, share: float) -> Ints:
    """Return the row numbers hit by a fault of that share."""
    return np.flatnonzero(rng.random(n) < share)


def edited(column: pa.Array, rows: Ints, edit: Callable[[str, int], str], rng: np.random.Generator) -> pa.Array:
    """Return the column with `edit(text, random number)` put on the given rows; missing values stay missing."""
    if not len(rows):
        return column
    numbers = rng.integers(0, 1 << 30, len(rows)).tolist()
    texts = column.take(pa.array(rows)).to_pylist()
    changed = [None if text is None else edit(text, number) for text, number in zip(texts, numbers, strict=True)]
    mask = np.zeros(len(column), np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(changed, column.type))


def marks_lost(text: str, number: int) -> str:
    """Return the text as an old system held it: no marks, and in capitals every second time."""
    bare = plain(text)
    return bare.upper() if number % 2 else bare


def tone_moved(text: str, _number: int) -> str:
    """Return the text with the tone of oa, oe, uy on the other letter: hoà for hòa."""
    for before, after in _TONE_PLACES:
        text = text.replace(before, after)
    return text


_TONE_PLACES = [
    (unicodedata.normalize("NFC", first + tone + second), unicodedata.normalize("NFC", first + second + tone))
    for first, second in ("oa", "oe", "uy", "Oa", "Oe", "Uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
]


def d_mistyped(text: str, number: int) -> str:
    """Return the text with Đ as plain D, or as the look-alike Icelandic letter."""
    return text.replace("Đ", "D" if number % 2 else "Ð").replace("đ", "d")


def typed_wrong(text: str, number: int) -> str:
    """Return the text with one letter lost, doubled, typed over or swapped with its neighbour; the first stays."""
    if len(text) < 3:
        return text
    at = 1 + number % (len(text) - 1)
    letter = "abcdeghiklmnopqrstuvxy"[number // 7 % 22]
    way = number // 200 % 4
    if way == 0:
        return text[:at] + text[at + 1 :]
    if way == 1:
        return text[:at] + text[at] + text[at:]
    if way == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + letter + text[at + 1 :]


def middle_shortened(text: str, number: int) -> str:
    """Return the name with its middle names as initials, or without them."""
    words = text.split(" ")
    if len(words) < 3:
        return text
    middle = [] if number % 2 else [f"{word[0]}." for word in words[1:-1]]
    return " ".join([words[0], *middle, words[-1]])


def order_turned(text: str, _number: int) -> str:
    """Return the name with the given name first."""
    words = text.split(" ")
    return " ".join([words[-1], *words[:-1]])


def address_shortened(text: str, _number: int) -> str:
    """Return the address with the usual abbreviations of unit words."""
    for long, short in _SHORT:
        text = text.replace(long, short)
    return text


_SHORT = [
    ("Thành phố ", "TP. "), ("Thị xã ", "TX. "), ("Thị trấn ", "TT. "), ("Phường ", "P. "), ("Huyện ", "H. "),
    ("Tỉnh ", ""), ("Xã ", "X. "), ("khu phố ", "KP "), ("Khu phố ", "KP "),
]  # fmt: skip


def digit_typed_over(numbers: Ints, rows: Ints, places: int, rng: np.random.Generator) -> Ints:
    """Return the numbers with one of the last `places` digits of the given rows replaced by another digit."""
    power = 10 ** rng.integers(0, places, len(rows))
    digit = numbers[rows] // power % 10
    other = (digit + rng.integers(1, 10, len(rows))) % 10
    out = numbers.copy()
    out[rows] += (other - digit) * power
    return out


def dates_spoiled(born: Ints, rates: FaultRates, rng: np.random.Generator) -> pa.Array:
    """Return days since 1970 as ISO dates with a share swapped, one digit off, cut to the year, or missing."""
    days = born.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months).astype(np.int64) + 1
    swapped = chosen(rng, len(born), rates.date_swapped)
    swapped = swapped[day[swapped] <= 12]
    month[swapped], day[swapped] = day[swapped], month[swapped]
    wrong = chosen(rng, len(born), rates.date_digit)
    first = digit_typed_over(day, wrong, 1, rng)
    day = np.where((first >= 1) & (first <= 28), first, day)
    late = wrong[::3]
    year = digit_typed_over(year, late, 2, rng)
    cut = chosen(rng, len(born), rates.date_year_only)
    month[cut], day[cut] = 1, 1
    missing = np.zeros(len(born), np.bool_)
    missing[chosen(rng, len(born), rates.date_missing)] = True
    return iso_dates(year, month, day, missing)


def iso_dates(year: Ints, month: Ints, day: Ints, missing: NDArray[np.bool_]) -> pa.Array:
    """Return years, months and days as `yyyy-mm-dd` text."""
    digits = pc.cast(pa.array(year * 10000 + month * 100 + day, mask=missing), pa.string())
    parts = [pc.utf8_slice_codeunits(digits, a, b) for a, b in ((0, 4), (4, 6), (6, 8))]
    return pc.binary_join_element_wise(*parts, "-")


def padded(numbers: Ints, width: int, missing: NDArray[np.bool_]) -> pa.Array:
    """Return numbers as text with leading zeros."""
    return pc.utf8_lpad(pc.cast(pa.array(numbers, mask=missing), pa.string()), width, "0")
