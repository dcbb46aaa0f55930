from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.registers.personal_id import birth_places
from tinhso.rooms.population.identifiers import (
    check_personal_id,
    is_old_identity_card,
    parse_personal_id,
    phone_number,
    tax_check_digit,
    tax_number_kind,
)

TODAY = date(2026, 1, 1)


def test_a_personal_id_tells_place_sex_and_year() -> None:
    parsed = parse_personal_id("075 190 000 123")
    assert parsed is not None
    assert (parsed.place, parsed.sex, parsed.birth_year) == ("Đồng Nai", "female", 1990)
    later = parse_personal_id("034205000123")
    assert later is not None
    assert (later.place, later.sex, later.birth_year) == ("Thái Bình", "male", 2005)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("07519000012", ["not twelve digits"]),
        ("003190000123", ["no such place of birth code"]),
        ("075290000123", ["a year of birth in the future", "the sex is another", "the year of birth is another"]),
        ("075190000123", []),
        ("400190000123", []),
    ],
)
def test_what_speaks_against_a_personal_id(number: str, told: list[str]) -> None:
    problems = check_personal_id(number, as_of=TODAY, sex="female", birth_year=1990)
    assert [problem.en for problem in problems] == told


def test_codes_of_former_provinces_stay_valid() -> None:
    assert len(birth_places()) == 63
    assert birth_places()["070"] == "Bình Phước"


def test_published_tax_numbers_pass() -> None:
    assert tax_number_kind("0100109106") == "enterprise"
    assert tax_number_kind("0314409058") == "enterprise"
    assert tax_number_kind("0100109106-001") == "branch"
    assert tax_number_kind("0100109106-000") is None
    assert tax_number_kind("075190000123") == "person"
    assert tax_number_kind("0100109107") is None


@given(st.from_regex(r"\A[0-9]{9}\Z"), st.integers(0, 8), st.integers(1, 9))
def test_one_digit_typed_over_never_passes(first_nine: str, place: int, step: int) -> None:
    digit = tax_check_digit(first_nine)
    other = first_nine[:place] + str((int(first_nine[place]) + step) % 10) + first_nine[place + 1 :]
    if digit is not None:
        assert tax_number_kind(f"{first_nine}{digit}") == "enterprise"
        assert tax_number_kind(f"{other}{digit}") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("0251 3822 501", "02513822501"),
        ("(0221) 386 3456", "02213863456"),
        ("0112345678", None),
        ("091234567", None),
        ("không có", None),
    ],
)
def test_phones_are_read_as_people_write_them(text: str, number: str | None) -> None:
    assert phone_number(text) == number


def test_old_cards_are_known_as_such() -> None:
    assert is_old_identity_card("271 234 567")
    assert not is_old_identity_card("075190000123")
