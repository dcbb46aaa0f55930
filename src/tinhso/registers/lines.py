"""Delimited text read line by line: slower than the engine's own reader of CSV, and exact whatever the lines hold.

For files in which many lines are no rows, which that reader pays for dearly and, on several cores, loses rows over.
A cell that holds a line end is not understood here: its lines are no rows.
"""

import csv
from pathlib import Path

from tinhso.engine import Store
from tinhso.registers.source import literal

_CHUNK = 1 << 15
_N_CHUNKS = 12
# Shares of sampled lines from which on a file is read line by line.
_MANY, _MANY_QUOTED = 0.003, 0.2
_LARGE = 1 << 23
_LOST = "\ufffd"
# Two signs of Unicode's control block in a row: in no text, so that a whole line is one cell.
_NOWHERE = "\x1e\x1f"


def has_many_broken_lines(path: Path, separator: str, n_cells: int, n_above: int) -> bool:
    """Return whether, in chunks from all over a UTF-8 file, many lines have not as many cells as the header.

    False for a small file, which any reader reads well. In text with quotes a chunk may begin within a cell, so that
    more of its lines look broken than are.
    """
    size = path.stat().st_size
    if size < _LARGE:
        return False
    widths: list[int] = []
    is_quoted = False
    with path.open("rb") as file:
        for number in range(_N_CHUNKS):
            file.seek(size * number // _N_CHUNKS)
            text = file.read(_CHUNK).decode("utf-8", "replace")
            is_quoted = is_quoted or '"' in text
            # The first line of a chunk begins and its last ends anywhere.
            first = n_above if number == 0 else 1
            widths += _widths(text.split("\n")[first:-1], separator)[0 if number == 0 else 1 : -1]
    share = sum(width != n_cells for width in widths) / (len(widths) or 1)
    return share > (_MANY_QUOTED if is_quoted else _MANY)


def n_rows_expected(path: Path, line_end: bytes, n_above: int) -> int:
    """Return how many lines that are not blank stand below the header; a cell with a line end counts as several."""
    n_ends = n_blank = 0
    last = line_end
    with path.open("rb") as file:
        for _ in range(n_above):
            file.readline()
        blank = (line_end[-1:] + line_end[-1:], line_end[-1:] + b"\r" + line_end[-1:])
        while piece := file.read(1 << 22):
            n_ends += piece.count(line_end[-1:])
            n_blank += sum((last[-1:] + piece).count(pair) for pair in blank)
            last = piece
    return n_ends - n_blank + (not last.endswith(line_end[-1:]))


def load_lines(store: Store, path: Path, separator: str, n_cells: int, n_above: int, name: str) -> str:
    """Read a UTF-8 file below its first `n_above` lines, and return a relation with text columns `c0, c1, …`.

    Lines end with a line feed alone. Those that are no rows go to the table `broken_<name>`.
    """
    store.execute(
        f"create temp table lines_{name} as select line, case when len(cells) = {n_cells}"
        f" and not contains(line, '{_LOST}') then cells end as cells"
        f" from (select line, {_cells_sql(separator)} as cells from {_read_lines_sql(path, n_above)})"
    )
    store.execute(
        f"create temp table broken_{name} as select rowid + 1 + {n_above} as line, 0 as line_byte_position,"
        f" case when contains(line, '{_LOST}') then 'INVALID ENCODING' when cells is null and contains(line, '\"')"
        f" and (len(line) - len(replace(line, '\"', ''))) % 2 = 1 then 'UNQUOTED VALUE'"
        f" else 'MISSING COLUMNS' end as error_type, line as csv_line"
        f" from lines_{name} where cells is null and trim(line) <> ''"
    )
    cells = ", ".join(f"nullif(cells[{place + 1}], '') as c{place}" for place in range(n_cells))
    return f"(select {cells} from lines_{name} where cells is not null)"


def _widths(lines: list[str], separator: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return [0] * len(lines)


def _read_lines_sql(path: Path, n_above: int) -> str:
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {n_above}, delim = '{_NOWHERE}',"
        f" quote = '', escape = '', new_line = '\\n', columns = {{'line': 'varchar'}},"
        f" max_line_size = 16777216, buffer_size = 33554432)"
    )


def _cells_sql(separator: str) -> str:
    """Return SQL splitting a line into cells; null when its quotes do not close."""
    mark = {"|": r"\|", "\t": r"\t"}.get(separator, separator)
    found = f'regexp_extract_all(line || {literal(separator)}, \'("(?:[^"]|"")*"|[^"{mark}]*){mark}\', 1)'
    unquoted = "case when cell[1] = '\"' then replace(cell[2:-2], '\"\"', '\"') else cell end"
    whole = f"array_to_string({found}, {literal(separator)}) = line"
    quoted = f"case when {whole} then list_transform({found}, lambda cell: {unquoted}) end"
    return f"case when contains(line, '\"') then {quoted} else string_split(line, {literal(separator)}) end"
