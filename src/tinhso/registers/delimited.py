"""Delimited text: CSV as programs and people write it, opened for the engine to read in one pass on all cores.

Takes the kept bytes of a file, finds encoding, separator, line end and header, and gives a `Source`. Lines that are no
rows (too few or too many cells, an unclosed quote, broken text) are set aside by the engine's reader and counted.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tinhso.registers.contract import Contract
from tinhso.registers.encoding import decode, first_bytes, write_utf8
from tinhso.registers.header import N_ROWS_SEARCHED, Header, Row, find_header, get_header
from tinhso.registers.source import Source, literal

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 1 << 18


@dataclass(frozen=True, slots=True)
class _Layout:
    separator: str
    rows: list[Row]
    ends: list[int]


def open_delimited(
    path: Path,
    encoding: str,
    where: str,
    contract: Contract,
    others: Mapping[str, Contract],
    workplace: Path,
    number: int,
) -> Source:
    """Return the source of a text file; raises UnusableInput when its header is not of this register."""
    text = decode(first_bytes(path, _SAMPLE), encoding).lstrip("\ufeff")
    layout = max((_layout(text, separator) for separator in _SEPARATORS), key=lambda one: _n_named(one, contract))
    header = get_header(layout.rows, contract, where, others)
    n_lines = layout.ends[header.row + header.n_rows - 1]
    readable = path
    if not encoding.startswith("utf-8"):
        readable = workplace / f"{number}.csv"
        write_utf8(path, encoding, readable)
    return Source(
        relation_sql=_read_csv_sql(readable, layout, header, n_lines, _line_end(text), number),
        header=replace(header, row=n_lines),
        format="csv",
        encoding=encoding,
        broken_lines=f"broken_{number}",
    )


def _layout(text: str, separator: str) -> _Layout:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[Row] = []
    ends: list[int] = []
    try:
        for row in reader:
            rows.append([cell.strip() or None for cell in row])
            ends.append(reader.line_num)
            if len(rows) > N_ROWS_SEARCHED:
                break
    except csv.Error:
        # A quote never closed, or a field too long: what was read before it still shows the header.
        pass
    return _Layout(separator, rows, ends)


def _n_named(layout: _Layout, contract: Contract) -> int:
    header = find_header(layout.rows, contract)
    return len(header.places) if header else 0


def _line_end(text: str) -> str:
    first = text.find("\n")
    if first < 0:
        return "\\r" if "\r" in text else "\\n"
    return "\\r\\n" if first and text[first - 1] == "\r" else "\\n"


def _read_csv_sql(path: Path, layout: _Layout, header: Header, n_lines: int, line_end: str, number: int) -> str:
    columns = ", ".join(f"'c{place}': 'varchar'" for place in range(header.n_cells))
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {n_lines},"
        f" delim = {literal(layout.separator)}, quote = '\"', escape = '\"', new_line = '{line_end}',"
        f" columns = {{{columns}}}, max_line_size = 16777216, buffer_size = 33554432,"
        f" ignore_errors = true, store_rejects = true, rejects_limit = 0,"
        f" rejects_table = 'broken_{number}', rejects_scan = 'scan_{number}')"
    )
