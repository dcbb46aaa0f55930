"""A source: one file of a delivery, opened so that the engine can read its cells as texts.

What every format gives to `check`: a relation with text columns `c0, c1, …`, the header that says which is which, and
what must be told about the reading. Opening each format is left to its own module.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tinhso.registers.header import Header


@dataclass(frozen=True, slots=True)
class Source:
    """One opened file. `header.row` is the number of the last row before the first row of values.

    `broken_lines` names the engine's table of lines that are no rows, empty where the format has none; `exact_numbers`
    says that numbers came typed, so that a point is always the decimal point. Where reading fails, or rows and
    broken lines do not add up to `n_rows` (-1: not known), the source that `otherwise` makes is read instead.
    """

    relation_sql: str
    header: Header
    format: str
    encoding: str
    broken_lines: str = ""
    exact_numbers: bool = False
    n_rows: int = -1
    otherwise: "Callable[[], Source] | None" = None


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
