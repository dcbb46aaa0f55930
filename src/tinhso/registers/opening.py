"""Opening a file of a delivery: its format is known by its first bytes, not by its name.

Takes kept bytes, gives a `Source`; every way in which a file as a whole can be unusable becomes a four-part error.
"""

from collections.abc import Mapping
from pathlib import Path

from tinhso.engine import Store
from tinhso.registers.contract import Contract
from tinhso.registers.delimited import open_delimited
from tinhso.registers.source import Source


def open_source(
    store: Store,
    path: Path,
    where: str,
    contract: Contract,
    others: Mapping[str, Contract],
    workplace: Path,
    number: int,
) -> Source:
    """Return the opened source; `workplace` takes decoded copies. Raises UnusableInput naming the file (`where`)."""
    return open_delimited(path, where, contract, others, workplace, number)
