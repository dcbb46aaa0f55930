"""What a query reads: the dependency graph of derived tables and indicators, taken from the SQL itself.

Takes `rooms/*/tables/*.sql`, `rooms/*/rules/*.sql` and queries, gives derived tables in an order in which each stands
after what it reads. Nobody writes a list of dependencies; a name that no register or table makes is an error naming the
nearest one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tinhso.base.canonical import sha256_of
from tinhso.base.definition import find_definitions
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.engine import table_names
from tinhso.measure.indicator import split_header
from tinhso.measure.rule import Rule, read_rules

FRAME_TABLES = frozenset({"measure.area", "measure.period", "measure.classification", "law.parameter"})


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """A table made by one SELECT from registers and other tables of its room."""

    id: str
    sql: str
    sha256: str
    where: str


def read_derived_tables(home: Path | None = None) -> dict[str, DerivedTable]:
    """Return every derived table by id; its file is a header in YAML and one SELECT."""
    found = {}
    for file in find_definitions("tables", "*.sql", home):
        _, sql = split_header(file.text(), file.where)
        found[file.id] = DerivedTable(file.id, sql, file.sha256(), file.where)
    return found | {table.id: table for table in _conflict_tables(home)}


def _conflict_tables(home: Path | None) -> list[DerivedTable]:
    """Return for each room with rules the table `<room>.conflict` of all rows that break one."""
    by_room: dict[str, list[Rule]] = {}
    for rule in read_rules(home).values():
        by_room.setdefault(rule.room, []).append(rule)
    return [
        DerivedTable(
            f"{room}.conflict",
            "\nunion all\n".join(rule.conflicts_sql for rule in rules),
            sha256_of([rule.sha256 for rule in rules]),
            f"{room}/rules",
        )
        for room, rules in sorted(by_room.items())
    ]


def in_order(tables: Mapping[str, DerivedTable]) -> list[DerivedTable]:
    """Return derived tables so that each comes after those it reads; raises DefinitionError on a circle."""
    graph = {id_: table_names(table.sql) & tables.keys() for id_, table in tables.items()}
    try:
        return [tables[id_] for id_ in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " → ".join(error.args[1])
        fault = definition_fault(error.args[1][0], "tables in a circle", circle, "no circle", "Break it.")
        raise DefinitionError(fault) from error


def registers_read(sql: str, tables: Mapping[str, DerivedTable], registers: Collection[str], where: str) -> set[str]:
    """Return the registers and linked tables a query reads, through derived tables too.

    Raises DefinitionError for a name that is none of `registers`, `tables` and the frame.
    """
    found: set[str] = set()
    waiting = [(name, where) for name in table_names(sql)]
    seen: set[str] = set()
    while waiting:
        name, at = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in registers:
            found.add(name)
        elif name in tables:
            waiting.extend((inner, tables[name].where) for inner in table_names(tables[name].sql))
        elif name not in FRAME_TABLES:
            raise DefinitionError(_unknown(name, at, [*registers, *tables, *FRAME_TABLES]))
    return found


def tables_read(sql: str, tables: Mapping[str, DerivedTable]) -> list[DerivedTable]:
    """Return the derived tables a query reads, directly or through others, in order of id."""
    found: dict[str, DerivedTable] = {}
    waiting = [sql]
    while waiting:
        for name in table_names(waiting.pop()):
            if name in tables and name not in found:
                found[name] = tables[name]
                waiting.append(tables[name].sql)
    return [found[name] for name in sorted(found)]


def _unknown(name: str, where: str, known: Iterable[str]) -> Fault:
    return definition_fault(where, "unknown table", name, "a register or a table", nearest(name, list(known)))
