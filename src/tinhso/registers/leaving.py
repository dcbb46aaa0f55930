"""Leave a delivery in an inbox: how rows that people made at a desk enter the path like any other file.

Takes rows as texts by column, writes a CSV file where the path looks for deliveries of that kind and register. The
file gets its name once it is whole, so a run that looks meanwhile finds the old one or the new one, never a part.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def leave_delivery(
    inbox: Path,
    register: str,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    kind: str = "full",
) -> int:
    """Write `inbox/<kind>/<register>/<name>` with a header of `columns`, replacing one of that name; return its rows.

    Rows are written as they come, so any number fits in memory.
    """
    path = inbox / kind / register / name
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}")  # the path passes over names that begin with a dot
    n_rows = 0
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            n_rows += 1
    unfinished.replace(path)
    return n_rows
