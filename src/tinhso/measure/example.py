"""Worked examples: a handful of rows in, the expected rows out, computed by hand; test and documentation at once.

Takes `indicators/*.example.yaml` beside a query, gives what the query returns for it, on the engine given. Columns an
example leaves out are empty. The same example is shown on the indicator's method page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tinhso.base.area import areas_on
from tinhso.base.definition import find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.base.period import parse_period
from tinhso.engine import Store
from tinhso.law.parameter import Parameter
from tinhso.link.linkage import COLUMNS
from tinhso.measure.classification import read_classifications, write_classifications
from tinhso.measure.frame import write_frame
from tinhso.measure.graph import DerivedTable, in_order, tables_read
from tinhso.measure.indicator import Indicator
from tinhso.measure.run import make_table, run_query, write_parameters
from tinhso.registers.contract import Contract

Row = tuple[str, str, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what it says, the day, the areas and periods of its frame, rows given and rows expected."""

    indicator: str
    says: Label
    as_of: date
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    given: Mapping[str, list[dict[str, Any]]]
    expect: tuple[Row, ...]
    raw: Mapping[str, Any]


def read_examples(home: Path | None = None) -> dict[str, Example]:
    """Return the worked examples by indicator id."""
    files = find_definitions("indicators", "*.example.yaml", home)
    return {file.id: _example(file.id, read_yaml(file.text(), file.where)) for file in files}


def _example(id_: str, raw: Mapping[str, Any]) -> Example:
    expect = tuple(
        (str(r["area"]), str(r["period"]), _decimal(r.get("numerator")), _decimal(r.get("denominator")))
        for r in raw["expect"]
    )
    return Example(
        id_,
        Label.read(raw["says"]),
        date.fromisoformat(str(raw["as_of"])),
        tuple(str(code) for code in raw.get("areas", sorted({row[0] for row in expect}))),
        tuple(str(period) for period in raw["periods"]),
        raw["given"],
        tuple(sorted(expect)),
        raw,
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def run_example(
    store: Store,
    example: Example,
    indicator: Indicator,
    *,
    contracts: Mapping[str, Contract],
    tables: Mapping[str, DerivedTable],
    parameters: Mapping[str, Parameter],
) -> tuple[Row, ...]:
    """Return the rows an indicator's query gives for its example's rows, in order of area and period."""
    units = areas_on(example.as_of)
    write_frame(store, [units[code] for code in example.areas], [parse_period(period) for period in example.periods])
    write_parameters(store, parameters)
    write_classifications(store, read_classifications())
    for register, rows in example.given.items():
        write_rows(store, register, columns_of(register, contracts), rows)
    needed = {table.id: table for table in tables_read(indicator.sql, tables)}
    for table in in_order(needed):
        make_table(store, table)
    found = ((area, period, _decimal(n), _decimal(d)) for area, period, n, d in run_query(store, indicator))
    return tuple(sorted(found, key=lambda row: row[:2]))


def columns_of(table: str, contracts: Mapping[str, Contract]) -> Mapping[str, str]:
    """Return the columns of a register with their SQL types, or those of every linked table."""
    return {c.name: c.type.sql for c in contracts[table].columns} if table in contracts else COLUMNS


def write_rows(store: Store, table: str, columns: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
    """Make a register or linked table in memory and fill it with an example's rows."""
    schema, name = table.split(".")
    store.execute(f'create schema if not exists "{schema}"')
    declared = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
    store.execute(f'create or replace table "{schema}"."{name}" ({declared})')
    for row in rows:
        for unknown in row.keys() - columns.keys():
            fault = definition_fault(table, "unknown column", unknown, "a column", nearest(unknown, list(columns)))
            raise DefinitionError(fault)
        names, marks = ", ".join(f'"{column}"' for column in row), ", ".join("?" for _ in row)
        statement = f'insert into "{schema}"."{name}" ({names}) values ({marks})'  # noqa: S608 - names of a contract
        store.execute(statement, list(row.values()))
