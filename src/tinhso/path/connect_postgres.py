"""Pull from a PostgreSQL database: the rows of a query past the cursor, in one snapshot of the server.

Takes a connection's source, the register's contract and the cursor, gives rows and marks. A mark follows the last row
of each value of the cursor, so rows that share one are never parted by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tinhso.base.errors import UnusableInput
from tinhso.engine.postgres import QueryRefused, ServerQuery, ServerUnreachable, server_query
from tinhso.path.connect_columns import require_columns
from tinhso.path.connect_faults import failed_query, no_server_reader, unreachable
from tinhso.path.connect_packing import Mark, Row
from tinhso.path.connection import PostgresSource
from tinhso.registers.contract import Contract


@dataclass(slots=True)
class PostgresRows:
    """The rows of one pull; `columns` is known once the first was asked for."""

    source: PostgresSource
    contract: Contract
    where: str
    address: str
    cursor: str
    columns_before: str
    columns: str = ""

    def __iter__(self) -> Iterator[Row | Mark]:
        """Give rows and marks; raises UnusableInput when the server does not answer or its columns have changed."""
        after = self.cursor or self.source.first
        try:
            with server_query(self.address, self.source.query, cursor=self.source.cursor, after=after) as query:
                yield from self._events(query)
        except ServerUnreachable as error:
            raise UnusableInput(unreachable(self.where, self._without_address(str(error)))) from None
        except QueryRefused as error:
            raise UnusableInput(failed_query(self.where, self._without_address(str(error)))) from None
        except ImportError:
            raise UnusableInput(no_server_reader(self.where)) from None

    def _events(self, query: ServerQuery) -> Iterator[Row | Mark]:
        found = query.columns()
        self.columns = require_columns(self.contract, found, self.columns_before, self.where)
        last = ""
        key = [name for name in self.contract.key if name in found]
        for row in query.rows(key if len(key) == len(self.contract.key) else [], self.source.deleted):
            if last and last != row.cursor:
                yield Mark(last)
            last = row.cursor
            yield Row(row.key, _line(row.json, is_deleted=row.is_deleted))
        if last:
            yield Mark(last)

    def _without_address(self, words: str) -> str:
        return words.replace(self.address, "…")


def _line(text: str, *, is_deleted: bool) -> bytes:
    return ('{"_action": "delete", ' + text[1:] if is_deleted else text).encode()
