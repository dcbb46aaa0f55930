"""Linked tables in a home's store: written with their receipts, and read back as what registers are now.

Takes an open store, keeps `lake.<room>.<linkage>` and every receipt of linking. A linked table counts only while it
rests on the registers as they stand: after a new delivery nobody reads old links.
"""

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from tinhso.base.receipt import Receipt, read_receipt
from tinhso.engine import Store, content_hash
from tinhso.link.linkage import COLUMNS

RECEIPTS = 'lake."registers".link_receipt'
_ROWS = "linked_rows"


def content_of_links(store: Store, table: pa.Table) -> str:
    """Return the content hash of a linked table."""
    store.register(_ROWS, table)
    try:
        return content_hash(store, _select_sql())
    finally:
        store.unregister(_ROWS)


def apply_links(store: Store, made: Sequence[tuple[Receipt, pa.Table | None]]) -> None:
    """Keep receipts and, where links changed, their tables: all of it or nothing."""
    with store.transaction():
        store.execute('create schema if not exists lake."registers"')
        store.execute(f"create table if not exists {RECEIPTS} (number bigint, link varchar, receipt varchar)")
        [(n,)] = store.fetch(f"select coalesce(max(number), 0) from {RECEIPTS}")  # noqa: S608 - our own table
        for number, (receipt, table) in enumerate(made, int(n) + 1):
            text = json.dumps(receipt.as_dict(), ensure_ascii=False)
            row = [number, receipt.subject, text]
            store.execute(f"insert into {RECEIPTS} values (?, ?, ?)", row)  # noqa: S608 - our own table
            if table is not None:
                _write(store, receipt.subject, table)
    store.show_registers()


def _write(store: Store, link: str, table: pa.Table) -> None:
    room, name = link.split(".")
    store.register(_ROWS, table)
    store.execute(f'create schema if not exists lake."{room}"')
    store.execute(f'create or replace table lake."{room}"."{name}" as {_select_sql()}')
    store.unregister(_ROWS)


def link_receipts(store: Store) -> list[Receipt]:
    """Return the receipts of all linking, oldest first."""
    if not store.fetch("select 1 from duckdb_tables() where schema_name = 'registers' and table_name = 'link_receipt'"):
        return []
    rows = store.fetch(f"select receipt from {RECEIPTS} order by number")  # noqa: S608
    return [read_receipt(json.loads(text)) for (text,) in rows]


def links_in(store: Store, states: Mapping[str, Receipt]) -> dict[str, Receipt]:
    """Return by linkage the receipt of its table, where that rests on the registers as they stand (`states`)."""
    newest = {receipt.subject: receipt for receipt in link_receipts(store)}
    current = {f"receipt:{name}": receipt.id for name, receipt in states.items()}
    return {id_: r for id_, r in newest.items() if all(current.get(name) == value for name, value in r.inputs.items())}


def _select_sql() -> str:
    columns = ", ".join(f"cast({name} as {type_}) as {name}" for name, type_ in COLUMNS.items())
    return f"select {columns} from {_ROWS}"  # noqa: S608 - our own columns
