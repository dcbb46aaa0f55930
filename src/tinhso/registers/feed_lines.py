"""Pages of a feed as files of a delivery: kept as they came, signature and all, and read as rows.

Takes JSON lines `{cursor, at, op, key, row}` with a last line that is the page's seal, gives a `Source`. The seal is no
row; whether it holds was found before the page was kept.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from tinhso.engine import Store
from tinhso.registers.contract import ACTION, Contract
from tinhso.registers.header import Header, get_header
from tinhso.registers.source import Source, literal

_FIRST = re.compile(rb'\{"cursor":"\d{6,9}\.\d{9}","at":"[0-9-]{10}","op":"(?:put|delete)","key":\{')


def is_feed(start: bytes) -> bool:
    """Return whether a file begins as a page of a feed does."""
    return _FIRST.match(start) is not None


def open_feed_lines(
    store: Store, path: Path, where: str, contract: Contract, others: Mapping[str, Contract], number: int
) -> Source:
    """Return the source of a page of a feed; raises UnusableInput when its members are of no register."""
    lines = f"lines_{number}"
    store.execute(
        f"create temp table {lines} as select line from read_csv({literal(str(path))}, auto_detect = false,"
        f" header = false, delim = '\x01', quote = '', escape = '', columns = {{'line': 'varchar'}},"
        f" max_line_size = 16777216, buffer_size = 33554432) where not starts_with(line, '{{\"page\":')"
    )
    found = store.fetch(
        f"select distinct unnest(json_keys(coalesce(line -> '/row', line -> '/key'))) from {lines} order by all"
    )
    names = [str(name) for (name,) in found]
    header = get_header([[ACTION, *names]], contract, where, others)
    action = "case line ->> '/op' when 'put' then 'upsert' else line ->> '/op' end as c0"
    cells = [
        f"coalesce(line ->> {literal(_pointer('row', name))}, line ->> {literal(_pointer('key', name))}) as c{place}"
        for place, name in enumerate(names, 1)
    ]
    return Source(
        f"(select {', '.join([action, *cells])} from {lines})",
        Header(0, 1, header.n_cells, header.places, header.unknown),
        "feed",
        "utf-8",
        exact_numbers=True,
    )


def _pointer(of: str, key: str) -> str:
    return f"/{of}/" + key.replace("~", "~0").replace("/", "~1")
