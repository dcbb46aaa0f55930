"""What the registers of a province hold about one person: read once, after that person agreed.

Takes register elements (`room.register.column`) and a personal ID number; gives their values from the checked registers
of the province's home, read only. A register that is absent, has no personal ID, or knows the number twice or not at
all gives nothing, and its questions are asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings

from tinhso.base.home import Home, open_home
from tinhso.engine import DatabaseError, Store, open_store

_ELEMENT = re.compile(r"([a-z_]+\.[a-z_]+)\.([a-z_]+)")
KEY = "personal_id"


def holdings_of(province: str, elements: Iterable[str], personal_id: str) -> dict[str, str]:
    """The values of the elements about a person, as a form takes them; those not held are left out."""
    home = find_home(province)
    if home is None:
        return {}
    with open_store(home.store, read_only=True) as store:
        found: dict[str, str] = {}
        for table, columns in _by_table(elements).items():
            found |= _row_of(store, table, columns, personal_id)
    return found


def find_home(province: str) -> Home | None:
    """The home of a province: the portal's folder itself, or one in it; None when it has none."""
    folder = Path(settings.TINHSO_HOME)
    for place in (folder, folder / province):
        if (place / "province.yaml").is_file():
            home = open_home(place)
            if home.name == province:
                return home
    return None


def _by_table(elements: Iterable[str]) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = defaultdict(list)
    for element in elements:
        match = _ELEMENT.fullmatch(element)
        if match:
            tables[match[1]].append(match[2])
    return tables


def _row_of(store: Store, table: str, columns: list[str], personal_id: str) -> dict[str, str]:
    # The names are those of reviewed form files, and fit the pattern above; the number is a parameter.
    sql = f"select {', '.join(columns)} from {table} where {KEY} = ? limit 2"  # noqa: S608
    try:
        rows = store.fetch(sql, [personal_id])
    except DatabaseError:
        return {}
    if len(rows) != 1:
        return {}
    return {f"{table}.{c}": _text(value) for c, value in zip(columns, rows[0], strict=True) if value is not None}


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
