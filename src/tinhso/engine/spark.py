"""Beyond one machine: the SELECT of an indicator answered by Spark over the register's own Parquet files.

Takes a store and plain SQL, gives the same rows. The query is translated once, by sqlglot; a register in the lake is
read from its files, a table of the session (areas, periods, parameters) is handed over as it is. Everything but
`answer` stays with the embedded engine; `spread` lets the same workers do pieces of other work, as linkage.
`TINHSO_SPARK` names a cluster's master; without it Spark runs here.
"""

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import sqlglot
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from sqlglot import exp

from tinhso.engine.store import TIME_ZONE, Answer, DatabaseError, Store

_LOCAL = "local[2]"


class SparkStore(Store):
    """A store whose answers come from Spark."""

    def answer(self, select_sql: str) -> Answer:
        """Return what a SELECT gives; raises DatabaseError with Spark's words."""
        tree = sqlglot.parse_one(select_sql, read="duckdb")
        for table in [each for each in tree.find_all(exp.Table) if each.db]:
            view = f"{table.db}__{table.name}"
            self._frame(table.db, table.name).createOrReplaceTempView(view)
            table.replace(exp.table_(view, alias=table.alias_or_name))
        try:
            found = session().sql(tree.sql(dialect="spark"))
            return Answer(found.columns, [tuple(row) for row in found.collect()])
        except PySparkException as error:
            raise DatabaseError(str(error)) from error

    def _frame(self, schema: str, name: str) -> DataFrame:
        files = self._parquet_files(schema, name)
        if files:
            return session().read.option("mergeSchema", "true").parquet(*files)
        return session().createDataFrame(self.arrow(f'from "{schema}"."{name}"'))

    def _parquet_files(self, schema: str, name: str) -> Sequence[str]:
        """Return the files that hold just the rows of a register; none when rows in them were deleted since."""
        in_lake = "select 1 from duckdb_tables() where database_name = 'lake' and schema_name = ? and table_name = ?"
        if not self.has_lake or not self.fetch(in_lake, [schema, name]):
            return []
        files = "select data_file, delete_file from ducklake_list_files('lake', ?, schema => ?)"
        listed = self.fetch(files, [name, schema])
        return [] if any(deleted for _, deleted in listed) else [str(file) for file, _ in listed]


def spread[S, T, R](work: Callable[[S, T], R], shared: S, tasks: Sequence[T]) -> list[R]:
    """Return `work(shared, task)` of each task in order, done by Spark's workers; `shared` is sent to each once."""
    context = session().sparkContext
    held = context.broadcast(shared)
    try:
        return list(context.parallelize(tasks, len(tasks)).map(lambda task: work(held.value, task)).collect())
    finally:
        held.destroy()


def n_pieces() -> int:
    """Return into how many pieces to cut work so that every worker is busy to the end."""
    return 4 * int(session().sparkContext.defaultParallelism)


@cache
def session() -> SparkSession:
    """Return this process's Spark session: Vietnamese civil time, errors instead of nulls, no port but loopback."""
    settings = {
        "spark.sql.session.timeZone": TIME_ZONE,
        "spark.sql.ansi.enabled": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.shuffle.partitions": os.environ.get("TINHSO_SPARK_PARTITIONS", "2"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    master = os.environ.get("TINHSO_SPARK", _LOCAL)
    builder: Any = SparkSession.builder.appName("tinhso").master(master)
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        # Workers on this machine are of this environment; on a cluster each machine says so itself.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in settings.items():
        builder = builder.config(name, value)
    found: SparkSession = builder.getOrCreate()
    found.sparkContext.setLogLevel("OFF")
    return found
