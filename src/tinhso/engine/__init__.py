"""Where SQL runs: DuckDB over the registers of a home; the only floor that imports a database.

`open_store` opens a home's store, `connect` an empty one in memory for worked examples and tests; `content_hash` is the
hash of what a query gives, equal on every engine; `table_names` reads the tables a query rests on.
"""

from tinhso.engine.content import content_hash
from tinhso.engine.dependencies import table_names
from tinhso.engine.store import DatabaseError, Store, connect, on_spark, open_store

__all__ = ["DatabaseError", "Store", "connect", "content_hash", "on_spark", "open_store", "table_names"]
