"""A store: DuckDB with the registers of a home attached from DuckLake, offline and within fixed bounds.

Takes a folder, gives a `Store` in which `select … from services.dossier` runs as it stands: every register is a
view of the same name over `lake.<room>.<register>`. Tables of the session (periods, examples) live in memory beside.
Who may write, and what, is left to `tinhso.registers` and its one lock. Two settings reach beyond one machine:
`TINHSO_ENGINE=spark` lets Spark answer, `TINHSO_CATALOGUE=postgresql://…` keeps the lake's catalogue on a server.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

DatabaseError = duckdb.Error
N_THREADS = 2
MEMORY_LIMIT = "2500MB"
# One civil time for the whole country, all year: an instant's day is the Vietnamese day.
TIME_ZONE = "Asia/Ho_Chi_Minh"
_EXTENSIONS = ("duckdb-extension-sqlite-scanner", "duckdb-extension-ducklake")
_SPATIAL = "duckdb-extension-spatial"
_POSTGRES = "duckdb-extension-postgres-scanner"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a SELECT gives: the names of its columns, and its rows as Python values."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


class Store:
    """One connection; not shared between threads. Close it, or use it as a context."""

    def __init__(self, connection: Any, *, has_lake: bool) -> None:
        self._connection = connection
        self.has_lake = has_lake

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, sql: str, parameters: Sequence[object] | dict[str, object] | None = None) -> None:
        """Run a statement; raises DatabaseError with the engine's words."""
        self._connection.execute(sql, parameters)

    def fetch(self, sql: str, parameters: Sequence[object] | dict[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Return all rows of a query as Python values (decimals as Decimal, dates as date)."""
        return list(self._connection.execute(sql, parameters).fetchall())

    def answer(self, select_sql: str) -> Answer:
        """Return what an indicator's SELECT gives; raises DatabaseError with the engine's words."""
        found = self._connection.execute(select_sql)
        return Answer([str(column[0]) for column in found.description], list(found.fetchall()))

    def arrow(self, sql: str, parameters: Sequence[object] | dict[str, object] | None = None) -> pa.Table:
        """Return all rows of a query as an Arrow table."""
        return self._connection.execute(sql, parameters).to_arrow_table()

    def batches(self, sql: str, n_rows: int = 1 << 17) -> pa.RecordBatchReader:
        """Return the rows of a query as Arrow batches, never all of them in memory."""
        return self._connection.execute(sql).to_arrow_reader(n_rows)

    def columns(self, select_sql: str) -> list[tuple[str, str]]:
        """Return the names and SQL types of a query's columns without running it."""
        return [(str(name), str(type_)) for name, type_, *_ in self.fetch(f"describe {select_sql}")]

    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under a name; nothing is copied."""
        self._connection.register(name, table)

    def unregister(self, name: str) -> None:
        """Forget a table made readable by `register`."""
        self._connection.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what happens inside as a whole, or nothing of it."""
        self._connection.execute("begin")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def show_registers(self) -> None:
        """Give every table of the lake a view of the same `room.table` name; again after one was made or altered."""
        tables = self.fetch(
            "select schema_name, table_name from duckdb_tables() where database_name = 'lake' order by all"
        )
        # In one transaction the lake reads its catalogue once, not once a view.
        with self.transaction():
            for schema, table in tables:
                self.execute(f'create schema if not exists memory."{schema}"')
                self.execute(f'create or replace view memory."{schema}"."{table}" as from lake."{schema}"."{table}"')

    def ready_for(self, sql: str) -> None:
        """Make the functions of places (`st_…`, Simple Features) known when a query uses them; loading takes time."""
        if re.search(r"\bst_", sql):
            self.execute(f"load '{_quoted(_extension(_SPATIAL))}'")

    def close(self) -> None:
        """Close the connection; work outside a transaction is already kept."""
        self._connection.close()


def _server() -> str:
    return os.environ.get("TINHSO_CATALOGUE", "")


def on_spark() -> bool:
    """Return whether the setting asks for Spark."""
    return os.environ.get("TINHSO_ENGINE", "duckdb") == "spark"


def _store_kind() -> type[Store]:
    if not on_spark():
        return Store
    from tinhso.engine.spark import SparkStore  # an extra: a home on one machine never loads it

    return SparkStore


def connect(*, temporary: Path | None = None) -> Store:
    """Return an empty store in memory, for worked examples and tests."""
    return _store_kind()(_connection(temporary, {}), has_lake=False)


@contextmanager
def open_store(folder: Path, *, read_only: bool = False) -> Iterator[Store]:
    """Open the store of a home, making it when absent; read only, an absent store has no registers.

    One process may write at a time: hold `Home.writing()`.
    """
    catalogue = folder / "lake.sqlite"
    has_lake = (folder / "lake" if _server() else catalogue).exists() or not read_only
    # Their signatures are checked once a process; checking at each opening took a quarter of a second.
    trust = {"allow_unsigned_extensions": has_lake and _extensions_are_signed()}
    store = _store_kind()(_connection(folder / "tmp", trust), has_lake=has_lake)
    try:
        if has_lake:
            _attach(store, folder, catalogue, read_only)
            store.show_registers()
        yield store
    finally:
        store.close()


def _connection(temporary: Path | None, more: Mapping[str, object]) -> Any:
    settings: dict[str, object] = {
        "threads": N_THREADS,
        "memory_limit": MEMORY_LIMIT,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        **more,
    }
    if temporary is not None:
        settings["temp_directory"] = str(temporary)
    connection = duckdb.connect(config=settings)
    connection.execute(f"set timezone = '{TIME_ZONE}'")
    return connection


def _attach(store: Store, folder: Path, catalogue: Path, read_only: bool) -> None:
    (folder / "lake").mkdir(parents=True, exist_ok=True)
    _load_extensions(store)
    mode = ", read_only" if read_only else ""
    server = _server()
    where = f"postgres:{server}" if server else f"sqlite:{_quoted(catalogue)}"
    # On a server each home keeps its catalogue in a schema of its own name.
    mode += f", metadata_schema '{_quoted(Path(folder.parent.name))}'" if server else ""
    # The catalogue keeps the folder's first name; a home that was moved or copied still opens.
    store.execute(
        f"attach 'ducklake:{where}' as lake"
        f" (data_path '{_quoted(folder / 'lake')}/', override_data_path true, data_inlining_row_limit 0{mode})"
    )


@cache
def _extensions_are_signed() -> bool:
    """Return True once the engine has checked both signatures; raises DatabaseError when one is wrong."""
    with connect() as store:
        _load_extensions(store)
    return True


def _load_extensions(store: Store) -> None:
    for package in (*_EXTENSIONS, *([_POSTGRES] if _server() else [])):
        store.execute(f"load '{_quoted(_extension(package))}'")


@cache
def _extension(package: str) -> Path:
    # By path, from the wheel: the engine must not look for extensions on the network.
    found = next(file for file in files(package) or () if file.name.endswith(".duckdb_extension"))
    return Path(str(found.locate()))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
