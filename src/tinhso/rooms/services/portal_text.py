"""Reads times and fees as the national catalogue types them, without believing its slips of the pen.

Takes the number, unit and note of a published procedure page; gives a `Reading`: the parsed value beside the raw text,
and whether a machine may rely on it or a person has to look. Seen in live data: unit OTHER, an empty number, "700 VNĐ"
where the note says 700.000, 0 for a fee that the provincial council sets.
"""

import re
from dataclasses import dataclass

from tinhso.rooms.services.deadlines import Term, TimeUnit
from tinhso.rooms.services.procedure import FeeKind

_UNITS = {
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "DAY": TimeUnit.CALENDAR_DAY,
    "HOUR": TimeUnit.HOUR,
    "MONTH": TimeUnit.MONTH,
    "YEAR": TimeUnit.YEAR,
}
_COUNCIL = re.compile(r"hội đồng nhân dân|hđnd", re.IGNORECASE)
_FREE = re.compile(r"miễn phí|không thu|không phí", re.IGNORECASE)
_CUT_OFF = re.compile(r"15\s*(?:giờ|h|:)\s*(?:00)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_LEAST_BELIEVED_VND = 1_000


@dataclass(frozen=True, slots=True)
class Reading[T]:
    """A parsed value (None when it cannot be told), the raw text, and why a person has to look (empty: no need)."""

    value: T | None
    raw: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ReadFee:
    """A fee as read: its kind, and its amount in đồng when FIXED."""

    kind: FeeKind
    amount_vnd: int = 0


def read_term(number: str, unit: str, step_text: str = "") -> Reading[Term]:
    """The time limit of a page; the unit OTHER is a working day, and a same day when the steps name 15:00."""
    raw = f"{number} {unit}".strip()
    if not number.strip().isdecimal() or int(number) < 1:
        return Reading(None, raw, "The page gives no number.")
    amount = int(number)
    if unit == "OTHER":
        same_day = amount == 1 and _CUT_OFF.search(step_text)
        term = Term(amount, TimeUnit.SAME_DAY if same_day else TimeUnit.WORKING_DAY)
        return Reading(term, raw, "The page types the unit as OTHER.")
    if unit not in _UNITS:
        return Reading(None, raw, f"The unit {unit} is not known.")
    if amount == 1 and unit == "WORKING_DAY" and _CUT_OFF.search(step_text):
        return Reading(Term(1, TimeUnit.SAME_DAY), raw)
    return Reading(Term(amount, _UNITS[unit]), raw)


def read_fee(number: str, note: str = "") -> Reading[ReadFee]:
    """The fee of a page; below 1,000 đồng the note is believed, and 0 is free only when the note says so."""
    raw = f"{number} | {note}".strip(" |")
    digits = re.sub(r"\D", "", number)
    amount = int(digits) if digits else 0
    noted = [int(found.replace(".", "")) for found in _THOUSANDS.findall(note)]
    if amount >= _LEAST_BELIEVED_VND:
        doubt = "" if not noted or amount in noted else "The note names another amount."
        return Reading(ReadFee(FeeKind.FIXED, amount), raw, doubt)
    if len(noted) == 1:
        return Reading(ReadFee(FeeKind.FIXED, noted[0]), raw, "The number field and the note differ.")
    if _COUNCIL.search(note):
        return Reading(ReadFee(FeeKind.SET_BY_COUNCIL), raw)
    if amount == 0 and _FREE.search(note):
        return Reading(ReadFee(FeeKind.FREE), raw)
    return Reading(ReadFee(FeeKind.UNKNOWN), raw, "Neither the number nor the note tells the fee.")


def read_name(text: str) -> str:
    """The name of a procedure without its own code, doubled blanks and a trailing hyphen."""
    return re.sub(r"\s+", " ", re.sub(r"\(\d\.\d{6}\)", "", text)).strip(" -–")


def is_test_decision(number: str) -> bool:
    """Whether a deciding decision is a leftover of somebody's test ("Demo/QĐ-BCA", "QĐ000001SNNTEST")."""
    return bool(re.search(r"demo|test", number, re.IGNORECASE))
