"""What a person says of a row: read from a form, and compared with what a register says later.

Takes a column of a contract and typed text, gives a value in the form registers keep it, or the words that ask for
another; and whether a row now says what the person said. Nothing is read or written here.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from tinhso.base.label import Label
from tinhso.registers.contract import Column
from tinhso.rooms.services.field_types import FIELD_TYPES, Limits, Refusal

LONGEST = 300
_FIELD_TYPES = {
    "date": "date",
    "integer": "integer",
    "money_vnd": "money",
    "personal_id": "personal_id",
    "area": "commune",
}
_NUMBERS = ("share", "decimal")
_LONG = Label("Viết ngắn lại, nhiều nhất 300 ký tự.", "Shorten it to 300 characters.", "ย่อให้เหลือไม่เกิน 300 ตัวอักษร")
_NO_NUMBER = Label("Ghi một số, ví dụ 0.5.", "Write a number, such as 0.5.", "เขียนตัวเลข เช่น 0.5")


class Unreadable(ValueError):
    """What was typed cannot stand in the column; `label` says what can."""

    def __init__(self, label: Label) -> None:
        self.label = label
        super().__init__(label.en)


class Kind(StrEnum):
    """What is disputed: one field, a whole row that is not the person's, a row that lacks, a number on several rows."""

    FIELD = "field"
    ROW = "row"
    MISSING = "missing"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person says: of which field (empty for other kinds), what stood there, what should stand there."""

    kind: Kind
    field: str = ""
    held: str = ""
    claimed: str = ""


def read_claimed(column: Column, typed: str, limits: Limits) -> str:
    """Return typed text as the register keeps it (ISO days, codes of communes); raises Unreadable."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    kind = _FIELD_TYPES.get(column.type.name)
    if not text:
        return ""
    if kind:
        try:
            return str(FIELD_TYPES[kind](text, limits))
        except Refusal as refusal:
            raise Unreadable(refusal.message) from refusal
    if column.type.name in _NUMBERS and _number(text.replace(",", ".")) is None:
        raise Unreadable(_NO_NUMBER)
    if len(text) > LONGEST:
        raise Unreadable(_LONG)
    return text


def same_value(column: Column, one: str, other: str) -> bool:
    """Return whether two texts are one value of a column: as numbers where it holds numbers, else by their letters.

    Spaces, and large or small letters, do not part two values; tone marks do. Empty text is equal to empty alone.
    """
    if column.type.name in _NUMBERS:
        first, second = _number(one.replace(",", ".")), _number(other.replace(",", "."))
        return first == second if first is not None and second is not None else one == other
    return _plain(one) == _plain(other)


def agrees(claim: Claim, columns: Mapping[str, Column], row: Mapping[str, str] | None, n_rows: int) -> bool:
    """Return whether a register now says what a person said.

    `row` is the disputed row as it stands, None when it is there no more; `n_rows` how many rows bear the number. A
    claim that does not say what is right agrees with nothing: its steward settles it.
    """
    match claim.kind:
        case Kind.FIELD:
            known = claim.field in columns and bool(claim.claimed) and row is not None
            return known and same_value(columns[claim.field], (row or {}).get(claim.field, ""), claim.claimed)
        case Kind.ROW:
            return row is None
        case Kind.MISSING:
            return n_rows > 0
        case Kind.SHARED:
            return n_rows <= 1


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
