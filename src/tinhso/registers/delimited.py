"""Delimited text: CSV as programs and people write it, opened for the engine to read in one pass on all cores.

Takes the kept bytes of a file, finds encoding, separator, line end and header, and gives a `Source`. Lines that are no
rows (too few or too many cells, an unclosed quote, broken text) are set aside and counted.

The engine's reader is quick but must be watched: on several cores it loses rows when many lines are no rows. So lines
are counted beforehand; a file in which many are bad, or whose count does not come out, is read another way.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tinhso.base.errors import UnusableInput
from tinhso.engine import Store
from tinhso.registers.contract import Contract
from tinhso.registers.encoding import decode, first_bytes, write_utf8
from tinhso.registers.header import N_ROWS_SEARCHED, Header, Row, find_header, get_header
from tinhso.registers.lines import has_many_broken_lines, load_lines, n_rows_expected
from tinhso.registers.source import Source, literal
from tinhso.registers.unusable import unreadable

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 1 << 18


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a text file: its kept bytes, a UTF-8 form of them, its separator, header and line end."""

    kept: Path
    readable: Path
    encoding: str
    separator: str
    header: Header
    line_end: str
    where: str
    name: str


@dataclass(frozen=True, slots=True)
class _Layout:
    separator: str
    rows: list[Row]
    ends: list[int]


def open_delimited(
    store: Store,
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
    opened = Opened(
        path, readable, encoding, layout.separator, replace(header, row=n_lines), _line_end(text), where, str(number)
    )
    if has_many_broken_lines(readable, layout.separator, header.n_cells, n_lines):
        return by_line(store, opened, workplace)
    return Source(
        relation_sql=_read_csv_sql(opened, f"broken_{number}", parallel=True),
        header=opened.header,
        format="csv",
        encoding=encoding,
        broken_lines=f"broken_{number}",
        n_rows=n_rows_expected(readable, opened.line_end.encode(), n_lines),
        otherwise=lambda: _otherwise(store, opened, workplace),
    )


def by_line(store: Store, opened: Opened, workplace: Path) -> Source:
    """Return the source of a file read line by line; raises UnusableInput should the lines not add up even so."""
    name = f"{opened.name}_by_line"
    clean = workplace / f"{name}.csv"
    # Written anew so that bytes which are no text become a sign that can be looked for.
    write_utf8(opened.kept, opened.encoding, clean, line_feed_alone=True)
    rows = load_lines(store, clean, opened.separator, opened.header.n_cells, opened.header.row, name)
    n_rows = n_rows_expected(clean, b"\n", opened.header.row)
    return Source(
        rows, opened.header, "csv", opened.encoding, f"broken_{name}", n_rows=n_rows, otherwise=lambda: _lost(opened)
    )


def _lost(opened: Opened) -> Source:
    raise UnusableInput(unreadable(opened.where, "CSV", f"{opened.encoding}, {opened.line_end!r}"))


def _otherwise(store: Store, opened: Opened, workplace: Path) -> Source:
    """Return the source to use when rows did not come out as many as lines were counted.

    Cells in quotes may hold line ends, which the count takes for more lines: the engine's reader knows, on one core.
    """
    if not _has_quotes(opened.readable):
        return by_line(store, opened, workplace)
    broken = f"broken_{opened.name}_again"
    return Source(
        _read_csv_sql(opened, broken, parallel=False),
        opened.header,
        "csv",
        opened.encoding,
        broken_lines=broken,
        otherwise=lambda: by_line(store, opened, workplace),
    )


def _has_quotes(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b'"' in piece for piece in iter(lambda: file.read(1 << 22), b""))


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
        return "\r" if "\r" in text else "\n"
    return "\r\n" if first and text[first - 1] == "\r" else "\n"


def _read_csv_sql(opened: Opened, broken: str, *, parallel: bool) -> str:
    columns = ", ".join(f"'c{place}': 'varchar'" for place in range(opened.header.n_cells))
    line_end = opened.line_end.replace("\r", "\\r").replace("\n", "\\n")
    return (
        f"read_csv({literal(str(opened.readable))}, auto_detect = false, header = false, skip = {opened.header.row},"
        f" delim = {literal(opened.separator)}, quote = '\"', escape = '\"', new_line = '{line_end}',"
        f" columns = {{{columns}}}, max_line_size = 16777216, buffer_size = 33554432, parallel = {parallel},"
        f" ignore_errors = true, store_rejects = true, rejects_limit = 0,"
        f" rejects_table = '{broken}', rejects_scan = 'scan_{broken}')"
    )
