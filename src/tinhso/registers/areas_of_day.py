"""Codes of administrative units as senders write them: those in force, and what became of those abolished.

Takes the day a delivery tells of, gives one table that `check` joins: a code, the unit it means today, or the units it
was divided into.
"""

from datetime import date, timedelta
from functools import cache

import pyarrow as pa

from tinhso.base.area import TWO_LEVELS_SINCE, areas_on, successors

_SCHEMA = pa.schema([("code", pa.string()), ("today", pa.string()), ("candidates", pa.string())])


@cache
def areas_table(day: date) -> pa.Table:
    """Return one row a code: the unit it means on the day (`today`), or the `candidates` where it was divided."""
    valid = areas_on(day)
    rows: list[tuple[str, str | None, str | None]] = [(code, code, None) for code in valid]
    if day >= TWO_LEVELS_SINCE:
        for old in areas_on(TWO_LEVELS_SINCE - timedelta(days=1)):
            if old not in valid:
                parts = [code for code, _ in successors(old) if code in valid]
                if len(parts) == 1:
                    rows.append((old, parts[0], None))
                elif parts:
                    rows.append((old, None, ", ".join(f"{code} {valid[code].name}" for code in sorted(parts))))
    return pa.Table.from_pylist([dict(zip(_SCHEMA.names, row, strict=True)) for row in rows], schema=_SCHEMA)
