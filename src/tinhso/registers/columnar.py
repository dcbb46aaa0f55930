"""Parquet and JSON lines: files of programs, whose numbers come typed.

Takes a path, gives a `Source`; names of columns and keys are matched as headers are. A line that is no JSON object is a
broken line; a damaged Parquet file is unusable as a whole.
"""

from collections.abc import Mapping
from pathlib import Path

from tinhso.base.errors import UnusableInput
from tinhso.engine import DatabaseError, Store
from tinhso.registers.contract import Contract
from tinhso.registers.header import Header, get_header
from tinhso.registers.source import Source, literal
from tinhso.registers.unusable import unreadable

_FLOATS = ("DOUBLE", "FLOAT")
_N_SAMPLED = 10_000


def open_parquet(store: Store, path: Path, where: str, contract: Contract, others: Mapping[str, Contract]) -> Source:
    """Return the source of a Parquet file; raises UnusableInput when it is damaged or of another register."""
    relation = f"read_parquet({literal(str(path))})"
    try:
        columns = store.columns(f"from {relation}")
    except DatabaseError as error:
        raise UnusableInput(unreadable(where, "Parquet", str(error))) from error
    header = get_header([[name for name, _ in columns]], contract, where, others)
    cells = ", ".join(f"{_cell(name, type_)} as c{place}" for place, (name, type_) in enumerate(columns))
    return Source(f"(select {cells} from {relation})", _above_first_row(header), "parquet", "utf-8", exact_numbers=True)


def open_json_lines(
    store: Store,
    path: Path,
    where: str,
    contract: Contract,
    others: Mapping[str, Contract],
    number: int,
) -> Source:
    """Return the source of a file of one JSON object a line; raises UnusableInput when its keys are of no register."""
    lines = f"lines_{number}"
    store.execute(
        f"create temp table {lines} as select line from read_csv({literal(str(path))}, auto_detect = false,"
        f" header = false, delim = '\x01', quote = '', escape = '', columns = {{'line': 'varchar'}},"
        f" max_line_size = 16777216, buffer_size = 33554432)"
    )
    store.execute(
        f"create temp table broken_{number} as select rowid + 1 as line, 0 as line_byte_position,"
        f" 'JSON' as error_type, line as csv_line from {lines} where json_type(case when json_valid(line)"
        f" then line end) is distinct from 'OBJECT' and line is not null"
    )
    objects = f"from {lines} where json_type(case when json_valid(line) then line end) = 'OBJECT'"
    keys = [str(key) for (key,) in store.fetch(f"select distinct unnest(json_keys(line)) as k {objects} limit 500")]
    header = get_header([sorted(keys)], contract, where, others)
    cells = ", ".join(f"line ->> {literal(_pointer(key))} as c{place}" for place, key in enumerate(sorted(keys)))
    return Source(
        f"(select {cells} {objects})",
        _above_first_row(header),
        "jsonl",
        "utf-8",
        broken_lines=f"broken_{number}",
        exact_numbers=True,
    )


def _above_first_row(header: Header) -> Header:
    return Header(0, 1, header.n_cells, header.places, header.unknown)


def _cell(name: str, type_: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    if type_.startswith(_FLOATS):
        whole = f"{column} = trunc({column}) and abs({column}) < 1e15"
        return f"case when {whole} then {column}::bigint::varchar else {column}::varchar end"
    return f"{column}::varchar"


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")
