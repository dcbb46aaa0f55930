import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler

from tinhso.link import kernels
from tinhso.link.columns import buffers

WORDS = st.text("abcdê", min_size=1, max_size=12)


def packed(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


@given(WORDS, WORDS)
def test_jaro_winkler_is_that_of_rapidfuzz(a: str, b: str) -> None:
    found = kernels.jaro_winkler(packed(a), 0, len(a), packed(b), 0, len(b))
    assert found == pytest.approx(JaroWinkler.similarity(a, b), abs=1e-12)


@given(WORDS, WORDS)
def test_edits_are_those_of_rapidfuzz(a: str, b: str) -> None:
    x, y, distance = packed(a), packed(b), OSA.distance(a, b)
    assert kernels.edits(x, 0, len(a), y, 0, len(b), 2) == min(distance, 3)
    assert kernels.one_edit(x, 0, len(a), y, 0, len(b)) == (distance <= 1)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_number_edits_are_those_of_their_digits(a: int, b: int) -> None:
    a, b = int(f"1{a}"), int(f"1{b}")
    assert kernels.number_edits(a, b) == min(OSA.distance(str(a), str(b)), 2)


@given(st.integers(0, 10**9), st.integers(0, 8), st.integers(0, 9))
def test_a_digit_typed_over_is_one_edit(number: int, place: int, digit: int) -> None:
    text = f"{number:010d}"
    other = text[:place] + str(digit) + text[place + 1 :]
    assert kernels.number_edits(int("1" + text), int("1" + other)) == (0 if text == other else 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2001-02-03", 20010203),
        ("20010203", 20010203),
        ("3/2/2001", 20010203),
        ("03.02.2001", 20010203),
        ("2001-02-03 00:00:00", 20010203),
        ("2/2001", 20010200),
        ("1999", 19990000),
        ("3/2/01", 20010203),
        ("22.07.49", 19490722),
        ("22 Jul 1949", 19490722),
        ("July 22, 1949", 19490722),
        ("1949-JUL-22", 19490722),
        ("22-sep-49", 19490922),
        ("December 1949", 19491200),
        ("22 tháng 7 1949", 19490722),
        ("", 0),
        ("hôm qua", 0),
        ("99/99/9999 và 12345678901234", 99999999),
        ("123", 0),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: int) -> None:
    out = np.zeros(1, np.int32)
    kernels.dates_of(*buffers(pa.array([text])), True, out)
    assert out[0] == day


def test_month_first_when_the_definition_says_so() -> None:
    out = np.zeros(1, np.int32)
    kernels.dates_of(*buffers(pa.array(["3/2/2001"])), False, out)
    assert out[0] == 20010302
