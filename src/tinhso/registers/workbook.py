"""Workbooks: XLSX and old XLS as offices write them, with titles above the header and merged cells.

Takes the bytes of a workbook, gives the `Source` of the sheet whose header names most columns. A merged range means its
value in every cell it covers. Numbers and dates stored as such are written out so that no separator is in doubt.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from tinhso.base.errors import UnusableInput
from tinhso.engine import Store
from tinhso.registers.contract import Contract
from tinhso.registers.header import find_header, get_header
from tinhso.registers.source import Source
from tinhso.registers.unusable import unreadable

_Rows = list[list[str | None]]


def open_workbook(
    store: Store, content: bytes, where: str, contract: Contract, others: Mapping[str, Contract], number: int
) -> Source:
    """Return the source of a workbook; raises UnusableInput when it is damaged or no sheet is of this register."""
    sheets = [rows for rows in _sheets(content, where) if any(any(row) for row in rows)]
    rows = max(sheets, key=lambda one: _n_named(one, contract), default=[])
    header = get_header(rows, contract, where, others)
    n_above = header.row + header.n_rows
    name = f"part_{number}"
    store.register(name, _table(rows[n_above:], header.n_cells))
    return Source(name, replace(header, row=n_above), "xlsx", "utf-8")


def _sheets(content: bytes, where: str) -> list[_Rows]:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return [_texts(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise UnusableInput(unreadable(where, "XLSX", str(error))) from error


def _texts(sheet: CalamineSheet) -> _Rows:
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return rows


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        at_midnight = value.time().isoformat() == "00:00:00"
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    return text or None


def _number_text(value: float) -> str:
    """Return a number without exponent and noise; never with three decimals, which could be read as thousands."""
    text = format(Decimal(f"{value:.15g}"), "f")
    whole, mark, decimals = text.partition(".")
    if not decimals.strip("0"):
        return whole
    return f"{whole}{mark}{decimals}0" if len(decimals) == 3 else text


def _n_named(rows: _Rows, contract: Contract) -> int:
    header = find_header(rows, contract)
    return len(header.places) if header else 0


def _table(rows: Sequence[list[str | None]], n_cells: int) -> pa.Table:
    columns = [[row[place] if place < len(row) else None for row in rows] for place in range(n_cells)]
    return pa.table({f"c{place}": pa.array(column, pa.string()) for place, column in enumerate(columns)})
