"""The header of a file: which row it is, and which of its cells means which column of the contract.

Takes the first rows of a file as texts, gives a `Header`. Names match through the contract's names, labels in three
languages and aliases, with or without diacritics, capitals, punctuation and remarks in brackets.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.registers.contract import ACTION, Contract

N_ROWS_SEARCHED = 40
_REMARK = re.compile(r"[(\[（].*?[)\]）]")
_ACTION_HEADERS = (ACTION, "Thao tác", "Action", "การกระทำ")
Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is (0-based row of the file) and which cell (0-based) holds each contract column.

    `n_rows` is 2 where group titles stand above the columns' own; `unknown` are headers no column goes by.
    """

    row: int
    n_rows: int
    n_cells: int
    places: Mapping[str, int]
    unknown: tuple[str, ...]


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a header without diacritics, capitals and punctuation: `Mã hồ sơ` and `ma_ho_so` read the same."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")
    return "".join(c for c in bare.lower().replace("đ", "d") if c.isalnum() or unicodedata.category(c) == "Mn")


def find_header(rows: Sequence[Row], contract: Contract) -> Header | None:
    """Return the header among the first rows: the row (or two) that names most columns; None when none names any."""
    names = _names(contract)
    candidates = [
        candidate
        for index in range(min(len(rows), N_ROWS_SEARCHED))
        for candidate in (_header(index, [rows[index]], names), _header(index, rows[index : index + 2], names))
    ]
    best = max(candidates, key=lambda header: len(header.places), default=None)
    return best if best and best.places else None


def get_header(rows: Sequence[Row], contract: Contract, where: str, others: Mapping[str, Contract]) -> Header:
    """Return the header; raises UnusableInput naming the register the file seems to be, or the columns it lacks."""
    header = find_header(rows, contract)
    needed = [column for column in contract.columns if column.required]
    missing = [column for column in needed if header is None or column.name not in header.places]
    if header is None or len(missing) * 2 > len(needed):
        raise UnusableInput(_wrong_register(rows, contract, where, others))
    if missing:
        raise UnusableInput(*(_missing(column.label, contract, where, header) for column in missing))
    return header


def _names(contract: Contract) -> dict[str, str]:
    names: dict[str, str] = {fold(text): ACTION for text in _ACTION_HEADERS}
    for column in contract.columns:
        for text in column.headers:
            names.setdefault(fold(_REMARK.sub("", text)), column.name)
    for column in contract.columns:
        for text in column.headers:
            names[fold(text)] = column.name
    return names


def _header(index: int, rows: Sequence[Row], names: Mapping[str, str]) -> Header:
    last = rows[-1]
    places: dict[str, int] = {}
    unknown: list[str] = []
    for place, cell in enumerate(last):
        column = _column_of(_titles(rows, place), names)
        if column and column not in places:
            places[column] = place
        elif cell:
            unknown.append(cell)
    return Header(index, len(rows), len(last), places, tuple(unknown))


def _titles(rows: Sequence[Row], place: int) -> list[str]:
    """Return the readings of one header cell: its own text, with the group's above it, and the group's alone."""
    own = rows[-1][place]
    if len(rows) == 1:
        return [own] if own else []
    above = _group_title(rows[0], place)
    texts = [own, f"{above} {own}" if above and own else None, above if not own else None]
    return [text for text in texts if text]


def _group_title(row: Row, place: int) -> str | None:
    # A merged cell holds its text in its first cell; the cells it covers are empty.
    return next((cell for cell in reversed(row[: place + 1]) if cell), None)


def _column_of(titles: Iterable[str], names: Mapping[str, str]) -> str | None:
    for title in titles:
        found = names.get(fold(title)) or names.get(fold(_REMARK.sub("", title)))
        if found:
            return found
    return None


def _wrong_register(rows: Sequence[Row], contract: Contract, where: str, others: Mapping[str, Contract]) -> Fault:
    likely = [(len(header.places), other) for other in others.values() if (header := find_header(rows, other))]
    n_best, best = max(likely, key=lambda pair: pair[0], default=(0, contract))
    found = next((" | ".join(cell for cell in row if cell) for row in rows if any(row)), "-")
    advice = Label(
        "Kiểm tra lại tệp; tiêu đề phải có tên các cột.",
        "Check the file; its header must name the columns.",
        "ตรวจไฟล์ หัวตารางต้องมีชื่อคอลัมน์",
    )
    if best.id != contract.id and n_best > 1:
        advice = Label("Tệp giống sổ “{x}”.", "The file looks like “{x}”.", "ไฟล์คล้ายทะเบียน “{x}”").format(
            x=Label(*(f"{best.label.text(x)} ({best.id})" for x in ("vi", "en", "th")))
        )
    return Fault(
        Label("tệp không thuộc sổ này", "not a file of this register", "ไฟล์ไม่ใช่ของทะเบียนนี้"),
        where,
        found[:200],
        Label(*("; ".join(c.label.text(x) for c in contract.columns if c.required) for x in ("vi", "en", "th"))),
        advice,
    )


def _missing(label: Label, contract: Contract, where: str, header: Header) -> Fault:
    return Fault(
        Label("thiếu cột", "a column is missing", "ขาดคอลัมน์"),
        where,
        "; ".join(header.unknown)[:200] or "-",
        label,
        Label(
            "Thêm cột vào tệp, hoặc ghi tên cột như trong sổ.",
            "Add the column, or name it as the register does.",
            "เพิ่มคอลัมน์ หรือใช้ชื่อคอลัมน์ตามทะเบียน",
        ),
    )
