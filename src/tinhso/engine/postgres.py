"""Rows of somebody else's PostgreSQL database: one query, read through a cursor of the server, never all in memory.

Takes an address and a query, gives each row as a line of JSON with its cursor and key. It reads only, in one snapshot;
what becomes of the rows is left to the caller. Needs the extra `postgres`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tinhso.engine.store import TIME_ZONE

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 600
_BATCH = 5_000


class ServerUnreachable(Exception):
    """The server did not answer, or the connection broke."""


class QueryRefused(Exception):
    """The server answered that it cannot run the query."""


@dataclass(frozen=True, slots=True)
class ServerRow:
    """One row: its cursor as text, itself as a JSON object, whether it says that it is deleted, its key as JSON."""

    cursor: str
    json: str
    is_deleted: bool
    key: str


class ServerQuery:
    """A query ready to be read once, in the snapshot it was opened in."""

    def __init__(self, connection: Any, query: str, cursor: str, after: str) -> None:
        self._connection, self._query, self._cursor = connection, query, cursor
        self._parameters = {"cursor": after} if cursor else None

    def columns(self) -> list[str]:
        """Return the names of the query's columns; raises QueryRefused."""
        with _said(), self._connection.cursor() as found:
            found.execute(f"select * from ({self._query}) as q limit 0", self._parameters)  # noqa: S608
            return [str(column.name) for column in found.description]

    def rows(self, key: Sequence[str], deleted: str) -> Iterator[ServerRow]:
        """Give the rows in order of cursor and key; raises QueryRefused or ServerUnreachable, at any row."""
        key_json = f"jsonb_build_array({', '.join(_column(name) for name in key)})::text" if key else "''"
        cursor = f"coalesce({_column(self._cursor)}::text, '')" if self._cursor else "''"
        gone = f"coalesce({_column(deleted)}::boolean, false)" if deleted else "false"
        order = [_column(name) for name in ([self._cursor] if self._cursor else []) + list(key)]
        ordered = f" order by {', '.join(order)}" if order else ""
        sql = f"select {cursor}, to_jsonb(q)::text, {gone}, {key_json} from ({self._query}) as q{ordered}"  # noqa: S608
        with _said(), self._connection.cursor(name="tinhso_pull") as found:
            found.itersize = _BATCH
            found.execute(sql, self._parameters)
            for row in found:
                yield ServerRow(*row)


@contextmanager
def server_query(address: str, query: str, *, cursor: str, after: str) -> Iterator[ServerQuery]:
    """Open a query over a server, read-only and in one snapshot; `after` takes the place `%(cursor)s` in it.

    Raises ServerUnreachable, and ImportError where the extra is not installed.
    """
    import psycopg  # an extra: a home that pulls from no server never loads it

    options = f"-c timezone={TIME_ZONE} -c statement_timeout={STATEMENT_SECONDS * 1000}"
    try:
        with _said():
            connection = psycopg.connect(address, connect_timeout=CONNECT_SECONDS, options=options)
    except psycopg.ProgrammingError as error:
        # Its words repeat parts of the address, which may be the password.
        raise ServerUnreachable("the address is not understood") from error
    try:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield ServerQuery(connection, query, cursor, after)
    finally:
        connection.close()


@contextmanager
def _said() -> Iterator[None]:
    import psycopg

    try:
        yield
    except (psycopg.errors.ConnectionException, psycopg.InterfaceError) as error:
        raise ServerUnreachable(str(error)) from error
    except psycopg.Error as error:
        # A server that refuses has a code for it; a line that broke has none.
        kind = QueryRefused if error.sqlstate else ServerUnreachable
        raise kind(str(error)) from error


def _column(name: str) -> str:
    return 'q."' + name.replace('"', '""') + '"'
