"""What a source must bring: the register's required columns, and those it brought before.

Takes the names a source gives, returns which of the register's columns they are. A column that is gone would be
empty in every row pulled from then on: it is a fault for the one who keeps the connection, before anything is kept.
"""

from collections.abc import Sequence

from tinhso.base.errors import UnusableInput
from tinhso.path.connect_faults import changed_columns
from tinhso.registers.contract import Contract
from tinhso.registers.header import find_header


def require_columns(contract: Contract, found: Sequence[str], before: str, where: str) -> str:
    """Return the register's columns among names, parted by commas; raises UnusableInput naming those that are gone."""
    header = find_header([list(found)], contract)
    known = [name for name in contract.names if header is not None and name in header.places]
    needed = {column.name for column in contract.columns if column.required} | set(filter(None, before.split(",")))
    missing = [name for name in contract.names if name in needed and name not in known]
    if missing:
        raise UnusableInput(changed_columns(where, list(found), missing))
    return ",".join(known)
