"""Numbers by which people and enterprises are known: what they say, and what is wrong with them.

Takes one identifier as written, gives its parts (`parse_…` returns None when it is none) or the reasons it cannot
be right (`check_…`). A number that passes may still be someone else's: only linkage can tell.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tinhso.base.label import Label
from tinhso.registers.personal_id import birth_places

Sex = Literal["male", "female"]
TaxKind = Literal["enterprise", "branch", "person"]

_NOT_DIGITS = re.compile(r"[\s.\-]")
_MOBILE = re.compile(r"^(?:\+84|0084|84|0)((?:3[2-9]|5[2589]|7[06-9]|8[1-9]|9[0-46-9])\d{7})$")
_FIXED = re.compile(r"^(?:\+84|0084|84|0)(2\d{2}\d{7,8})$")
_TAX = re.compile(r"^\d{10}(?:-?\d{3})?$")


@dataclass(frozen=True, slots=True)
class PersonalId:
    """What a 12-digit personal id says of its holder: place of birth registration, sex, year of birth."""

    number: str
    place_code: str
    sex: Sex
    birth_year: int

    @property
    def place(self) -> str | None:
        """Return the province as it was called when codes were given out, None for a code of another country."""
        return birth_places().get(self.place_code)


def parse_personal_id(text: str) -> PersonalId | None:
    """Return the parts of a personal id, None when it is not twelve digits; spaces and dots are passed over.

    Source: Decree 137/2015/NĐ-CP, Article 13; the meaning of the century digit is as applied (unverified).
    """
    number = _NOT_DIGITS.sub("", text)
    if not re.fullmatch(r"\d{12}", number):
        return None
    century, sex = divmod(int(number[3]), 2)
    year = 1900 + century * 100 + int(number[4:6])
    return PersonalId(number, number[:3], "female" if sex else "male", year)


def check_personal_id(text: str, *, as_of: date, sex: Sex | None = None, birth_year: int | None = None) -> list[Label]:
    """Return what speaks against a personal id, given the holder's sex and year of birth where known.

    A code below 100 must be a province's; codes from 100 on stand for other countries, whose list is not public.
    There is no check digit: a digit typed over in the last six cannot be seen here.
    """
    parsed = parse_personal_id(text)
    if parsed is None:
        return [Label("cần đúng 12 chữ số", "not twelve digits", "ต้องมี 12 หลัก")]
    problems = []
    if parsed.place_code < "100" and parsed.place is None:
        problems.append(Label("mã nơi đăng ký khai sinh không có", "no such place of birth code", "ไม่มีรหัสสถานที่เกิดนี้"))
    if parsed.birth_year > as_of.year:
        problems.append(Label("năm sinh ở tương lai", "a year of birth in the future", "ปีเกิดอยู่ในอนาคต"))
    if sex is not None and parsed.sex != sex:
        problems.append(Label("giới tính không khớp", "the sex is another", "เพศไม่ตรงกัน"))
    if birth_year is not None and parsed.birth_year != birth_year:
        problems.append(Label("năm sinh không khớp", "the year of birth is another", "ปีเกิดไม่ตรงกัน"))
    return problems


def is_old_identity_card(text: str) -> bool:
    """Return whether the number has the nine digits of identity cards before 2016: kept as history, never as key."""
    return bool(re.fullmatch(r"\d{9}", _NOT_DIGITS.sub("", text)))


def tax_check_digit(first_nine: str) -> int | None:
    """Return the tenth digit of a tax number; None when the first nine give ten, so no number starts with them.

    Source: N10 = 10 − (31·N1 + 29·N2 + 23·N3 + 19·N4 + 17·N5 + 13·N6 + 7·N7 + 5·N8 + 3·N9) mod 11, as in public
    implementations; both published numbers in the tests agree.
    """
    total = sum(w * int(d) for w, d in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), first_nine, strict=True))
    digit = 10 - total % 11
    return digit if digit < 10 else None


def tax_number_kind(text: str) -> TaxKind | None:
    """Return what a tax number is: an enterprise (10 digits), a branch (13), a person (12); None when it is none.

    Persons and household businesses are taxed under their personal id since 1 July 2025 (Circular 86/2024/TT-BTC).
    """
    number = text.strip().replace(" ", "")
    if re.fullmatch(r"\d{12}", number):
        return "person"
    if not _TAX.fullmatch(number) or tax_check_digit(number[:9]) != int(number[9]):
        return None
    if len(number) == 10:
        return "enterprise"
    return "branch" if number[-3:] != "000" else None


def phone_number(text: str) -> str | None:
    """Return a Vietnamese number with its leading 0 (mobile since 2018, or fixed), None when it is none."""
    written = re.sub(r"[\s.\-()]", "", text)
    found = _MOBILE.match(written) or _FIXED.match(written)
    return f"0{found[1]}" if found else None
