"""Which tables a query rests on, read from the query itself, so that nobody writes dependencies down.

Takes a SELECT in plain SQL, gives `room.table` names, by the engine's own parser.
"""

import json
from collections.abc import Iterator
from functools import lru_cache

from tinhso.engine.store import connect


def table_names(sql: str) -> set[str]:
    """Return every `schema.table` a SELECT reads (a CTE has no schema); raises ValueError when it does not parse."""
    return set(_table_names(sql))


@lru_cache(maxsize=4096)
def _table_names(sql: str) -> frozenset[str]:
    with connect() as store:
        tree = json.loads(store.fetch("select json_serialize_sql(?::varchar)", [sql])[0][0])
    if tree.get("error"):
        raise ValueError(f"{tree.get('error_message', 'not a SELECT')} (position {tree.get('position', '?')})")
    return frozenset(f"{node['schema_name']}.{node['table_name']}" for node in _nodes(tree) if _is_table(node))


def _is_table(node: dict[str, object]) -> bool:
    return node.get("type") == "BASE_TABLE" and bool(node.get("schema_name"))


def _nodes(tree: object) -> Iterator[dict[str, object]]:
    if isinstance(tree, dict):
        yield tree
        for inner in tree.values():
            yield from _nodes(inner)
    elif isinstance(tree, list):
        for inner in tree:
            yield from _nodes(inner)
