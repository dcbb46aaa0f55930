import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.link.cleaning import canonical, plain, sound


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hoà Bình", "Hòa  Bình"),
        ("Thuý", "Thúy"),
        ("ĐẶNG THỊ ÐÀO", "đặng thị đào"),
        ("Nguyễn-Văn, A.", "nguyễn văn a"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
    ],
)
def test_one_spelling_for_what_is_written_in_many_ways(a: str, b: str) -> None:
    assert canonical(a) == canonical(b)


def test_tones_still_tell_names_apart() -> None:
    assert canonical("Hùng") != canonical("Hưng")
    assert plain(canonical("Hùng")) == plain(canonical("Hưng")) == "hung"


def test_thai_vowels_are_letters_not_marks_to_drop() -> None:
    assert plain(canonical("สมชาย ใจดี")) == "สมชาย ใจดี"


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert plain(plain(text)) == plain(text)


def test_names_that_sound_alike_meet() -> None:
    assert sound("Catherine") == sound("Cathryn")
    assert sound("") == ""
