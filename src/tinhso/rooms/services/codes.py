"""The code of a dossier: made at reception, printed with a QR, typed by people who track it.

Takes the identification code of the receiving unit, the day and the number of that day; gives
`H19.15.03-261122-00417`. Reads both orders in use and the older form. The pattern of Circular 03/2025/TT-
VPCP was not found, so it stays a choice of this one module.

Source: Circular 01/2018/TT-VPCP, article 19; Decision 20/2020/QĐ-TTg (order of the levels, unverified).
"""

import re
from dataclasses import dataclass
from datetime import date

_UNIT = r"[A-Z]\d{2}(?:\.\d{1,3}){0,3}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}"
DOSSIER_CODE = re.compile(rf"^(?P<unit>{_UNIT})-(?P<day>\d{{6}})-(?P<number>\d{{4,5}})$")
LAST_NUMBER = 99_999


@dataclass(frozen=True, slots=True)
class DossierCode:
    """Receiving unit, day of reception and number of that day (1 to 99,999)."""

    unit: str
    received_on: date
    number: int

    def __str__(self) -> str:
        return f"{self.unit}-{self.received_on:%y%m%d}-{self.number:05d}"


def read_code(text: str) -> DossierCode | None:
    """The code that people typed, spaces and lower case forgiven; None when it cannot be one."""
    match = DOSSIER_CODE.match(re.sub(r"\s", "", text).upper())
    if match is None:
        return None
    year, month, day = (int(match["day"][i : i + 2]) for i in (0, 2, 4))
    try:
        received_on = date(2000 + year, month, day)
    except ValueError:
        return None
    return DossierCode(match["unit"], received_on, int(match["number"]))


def new_code(unit: str, received_on: date, number: int) -> DossierCode:
    """The code of the `number`-th dossier a unit received on a day; raises ValueError for what cannot be a
    code.
    """
    code = DossierCode(unit, received_on, number)
    if not 1 <= number <= LAST_NUMBER or not DOSSIER_CODE.match(str(code)):
        raise ValueError(f"{code} is no dossier code: expected a unit such as H19.15.03 and a number from 1 to 99999.")
    return code


def matches_second_factor(typed: str, phone: str, personal_id: str) -> bool:
    """Whether a person who tracks a dossier knows the last four digits of its phone or personal ID number."""
    digits = re.sub(r"\D", "", typed)
    known = (re.sub(r"\D", "", number)[-4:] for number in (phone, personal_id))
    return len(digits) == 4 and digits in [tail for tail in known if len(tail) == 4]
