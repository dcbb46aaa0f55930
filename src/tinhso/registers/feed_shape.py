"""What of a register is let out, and to whom: the shape of one change feed.

Takes a contract and an agreement (none: everybody), gives the columns. Without an agreement only public registers and
public columns go out; with one, the columns it names; what is secret never does.
"""

from dataclasses import dataclass

from tinhso.base.canonical import sha256_of
from tinhso.registers.agreement import Agreement
from tinhso.registers.contract import Column, Contract


@dataclass(frozen=True, slots=True)
class FeedShape:
    """A register's columns (name, SQL type) for one reader; `audience` is the agreement's name, `public` for everybody.

    `is_whole` says that each delivery goes out whole, as the register takes no changes; `since` (ISO day, empty: ever)
    keeps rows that were gone before an agreement out of its feed.
    """

    register: str
    audience: str
    agency: str
    key: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    is_whole: bool
    begins_full: bool
    since: str = ""

    @property
    def sha256(self) -> str:
        """Return the hash of all that decides what the feed's lines are."""
        return sha256_of([self.register, self.audience, self.key, self.columns, self.is_whole, self.since])

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns' names in order."""
        return tuple(name for name, _ in self.columns)


PUBLIC = "public"


def find_shape(contract: Contract, agreement: Agreement | None) -> FeedShape | None:
    """Return what a reader may follow of a register; None when that is nothing."""
    named = agreement.registers.get(contract.id) if agreement else None
    if agreement is not None and named is not None:
        wanted = {*named, *contract.key}
        columns = [c for c in contract.columns if c.name in wanted and _sensitivity(contract, c) != "secret"]
        audience, agency, since = agreement.name, agreement.agency, agreement.agreed_on.isoformat()
    else:
        columns = [c for c in contract.columns if _sensitivity(contract, c) == "public"]
        audience, agency, since = PUBLIC, "", ""
    shown = {column.name for column in columns}
    if not shown.issuperset(contract.key):
        return None
    return FeedShape(
        contract.id, audience, agency, contract.key, tuple((c.name, c.type.sql) for c in columns),
        contract.mode == "full", contract.mode != "change", since,
    )  # fmt: skip


def _sensitivity(contract: Contract, column: Column) -> str:
    """Return how sensitive a column is: never less than its register."""
    order = ("public", "internal", "personal", "secret")
    return max(contract.sensitivity, column.sensitivity or "public", key=order.index)
