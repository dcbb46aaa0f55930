"""Measure: run every indicator over the registers and lay the results on the frame of areas and periods.

Takes a home, gives observations with one receipt per indicator, which names the register states, definition, law and
parameters it used. Reads only checked registers. Publishing is left to `tinhso.measure.release`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tinhso import __version__
from tinhso.base.area import Area
from tinhso.base.canonical import sha256, sha256_of
from tinhso.base.definition import find_definitions
from tinhso.base.errors import DefinitionError, definition_fault
from tinhso.base.home import Home
from tinhso.base.period import Period, PeriodKind
from tinhso.base.progress import Progress
from tinhso.base.receipt import Receipt
from tinhso.engine import DatabaseError, Store, open_store
from tinhso.law.parameter import Parameter, read_parameters
from tinhso.link.applied import links_in
from tinhso.link.linkage import Linkage, read_linkages
from tinhso.measure.classification import Classification, read_classifications, write_classifications
from tinhso.measure.disclosure import protect
from tinhso.measure.frame import frame_areas, frame_periods, parents, write_frame
from tinhso.measure.graph import DerivedTable, in_order, read_derived_tables, registers_read, tables_read
from tinhso.measure.indicator import Indicator, read_indicators
from tinhso.measure.observation import Cell, Observation, observe
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.history import receipts_in

COLUMNS = ["area", "period", "numerator", "denominator"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one run found: observations in order, and the receipt of each indicator."""

    observations: tuple[Observation, ...]
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What every indicator of a run stands on; `frame` is the hash of the areas it is laid on."""

    as_of: date
    areas: Sequence[Area]
    periods: Sequence[Period]
    contracts: Mapping[str, Contract]
    linkages: Mapping[str, Linkage]
    tables: Mapping[str, DerivedTable]
    parameters: Mapping[str, Parameter]
    classifications: Sequence[Classification]
    states: Mapping[str, Receipt]
    frame: str

    @property
    def sources(self) -> set[str]:
        """Return the names of registers and linked tables: what queries read and no query makes."""
        return self.contracts.keys() | self.linkages.keys()


def measure(home: Home, as_of: date, progress: Progress | None = None) -> Measurement:
    """Return every observation of a home's registers as of a day; indicators whose registers are empty give none.

    Raises DefinitionError when a query or its columns are wrong.
    """
    indicators = read_indicators(home.folder)
    ground = gather(home, as_of)
    found: list[Measurement] = []
    with open_store(home.store, read_only=True) as store:
        prepare(store, ground)
        for n, (id_, editions) in enumerate(sorted(indicators.items())):
            if progress:
                progress(id_, n, len(indicators))
            found.extend(measure_indicator(store, edition, ground) for edition in editions if _is_fed(edition, ground))
    observations = sorted((o for m in found for o in m.observations), key=lambda o: (o.indicator, o.area, o.period))
    return Measurement(tuple(observations), tuple(r for m in found for r in m.receipts))


def gather(home: Home, as_of: date) -> Ground:
    """Return the areas, periods, definitions and register states that a run of a home stands on."""
    areas = frame_areas(home.province, as_of)
    return Ground(
        as_of,
        areas,
        frame_periods(as_of),
        read_contracts(home.folder),
        read_linkages(home.folder),
        read_derived_tables(home.folder),
        read_all_parameters(home.folder),
        read_classifications(home.folder),
        _states(home),
        sha256_of([area.as_dict() for area in areas]),
    )


def _states(home: Home) -> dict[str, Receipt]:
    """Return the receipts of registers as they stand and of the linked tables that rest on them."""
    with open_store(home.store, read_only=True) as store:
        registers = receipts_in(store)
        return registers | links_in(store, registers)


def read_all_parameters(home: Path | None = None) -> dict[str, Parameter]:
    """Return the dated parameters of every room by id."""
    folders = {file.path.parent for file in find_definitions("parameters", "*.yaml", home)}
    return {id_: parameter for folder in sorted(folders) for id_, parameter in read_parameters(folder).items()}


def prepare(store: Store, ground: Ground) -> None:
    """Make the frame, the parameters, the dated lists and the derived tables that the present registers allow."""
    write_frame(store, ground.areas, ground.periods)
    write_parameters(store, ground.parameters)
    write_classifications(store, ground.classifications)
    for table in in_order(ground.tables):
        if registers_read(table.sql, ground.tables, ground.sources, table.where) <= ground.states.keys():
            make_table(store, table)


def make_table(store: Store, table: DerivedTable) -> None:
    """Make one derived table in the store's own memory, never in the lake."""
    schema, name = table.id.split(".")
    store.execute(f'create schema if not exists "{schema}"')
    store.ready_for(table.sql)
    store.execute(f'create or replace table "{schema}"."{name}" as {table.sql}')


def write_parameters(store: Store, parameters: Mapping[str, Parameter]) -> None:
    """Make `law.parameter(id, value, starts, ends)`: one row a dated value, `ends` open for the last."""
    store.execute("create schema if not exists law")
    store.execute("create or replace table law.parameter (id text, value decimal(18, 6), starts date, ends date)")
    for parameter in parameters.values():
        for at, value in enumerate(parameter.values):
            later = parameter.values[at + 1 : at + 2]
            row = [parameter.id, value.value, value.from_on, later[0].from_on if later else date(9999, 12, 31)]
            store.execute("insert into law.parameter values (?, ?, ?, ?)", row)


def measure_indicator(store: Store, indicator: Indicator, ground: Ground) -> Measurement:
    """Return the observations and the receipt of one edition of an indicator."""
    rows = run_query(store, indicator)
    cells = on_frame(rows, indicator, ground)
    protected = protect(cells, at_least=indicator.protect, parents=parents(ground.areas))
    receipt = _receipt(store, indicator, ground, len(rows), protected)
    id_ = receipt.id
    observations = tuple(observe(indicator.id, cell, id_, invented=receipt.invented) for cell in protected)
    return Measurement(observations, (receipt,))


def run_query(store: Store, indicator: Indicator) -> list[tuple[Any, ...]]:
    """Return the rows of an indicator's SELECT; raises DefinitionError when it fails or has other columns."""
    try:
        answer = store.answer(indicator.sql)
    except DatabaseError as error:
        raise DefinitionError(
            definition_fault(indicator.id, "the query fails", str(error).splitlines()[0], "a SELECT", "Run it alone.")
        ) from error
    if answer.columns != COLUMNS:
        found = ", ".join(answer.columns)
        fault = definition_fault(indicator.id, "other columns", found, ", ".join(COLUMNS), "Name the four columns.")
        raise DefinitionError(fault)
    return answer.rows


def on_frame(rows: Iterable[tuple[Any, ...]], indicator: Indicator, ground: Ground) -> list[Cell]:
    """Return one cell for each area and period of the indicator's frame, communes added up to the province.

    The frame runs from the first to the last period with a row, so a gap inside reads *no data*; areas outside the
    province and periods that have not ended are no part of it. A province row the query gives itself is kept.
    """
    kinds = set(indicator.periods)
    periods = {p.id: p for p in ground.periods if p.kind in kinds and indicator.edition.holds(p.starts_on.isoformat())}
    areas = {a.code for a in ground.areas if indicator.level == "commune" or a.level == "province"}
    found = {(r[0], r[1]): Cell(r[0], r[1], _number(r[2]), _number(r[3])) for r in rows if r[1] in periods}
    communes = {a.code: a.parent for a in ground.areas if a.level == "commune"}
    for key, total in _added_up(found.values(), communes).items():
        found.setdefault(key, total)
    inside = {key: cell for key, cell in found.items() if key[0] in areas}
    span = _span({periods[period] for _, period in inside}, list(periods.values()))
    return [inside.get((area, p.id), Cell(area, p.id, None, None, "no_data")) for area in sorted(areas) for p in span]


def _number(value: Any) -> Decimal | None:
    if isinstance(value, float):
        raise DefinitionError(
            definition_fault("measure", "a float in evidence", value, "integers or decimals", "Cast to decimal.")
        )
    return None if value is None else Decimal(value)


def _added_up(cells: Iterable[Cell], communes: Mapping[str, str]) -> dict[tuple[str, str], Cell]:
    totals: dict[tuple[str, str], Cell] = {}
    for cell in cells:
        if cell.area not in communes or cell.numerator is None:
            continue
        key = (communes[cell.area], cell.period)
        total = totals.get(key, Cell(*key, Decimal(0), None if cell.denominator is None else Decimal(0)))
        denominator = None if total.denominator is None else total.denominator + (cell.denominator or 0)
        totals[key] = replace(total, numerator=(total.numerator or 0) + cell.numerator, denominator=denominator)
    return totals


def _span(with_rows: Iterable[Period], all_periods: Sequence[Period]) -> list[Period]:
    days: dict[PeriodKind, set[date]] = defaultdict(set)
    for period in with_rows:
        days[period.kind].add(period.starts_on)
    ends = {kind: (min(found), max(found)) for kind, found in days.items()}
    return [p for p in all_periods if p.kind in ends and ends[p.kind][0] <= p.starts_on <= ends[p.kind][1]]


def _is_fed(indicator: Indicator, ground: Ground) -> bool:
    names = registers_read(indicator.sql, ground.tables, ground.sources, indicator.id)
    return bool(names) and names <= ground.states.keys()


def _receipt(store: Store, indicator: Indicator, ground: Ground, n_rows: int, cells: Sequence[Cell]) -> Receipt:
    names = sorted(registers_read(indicator.sql, ground.tables, ground.sources, indicator.id))
    sql = "\n".join([indicator.sql, *(table.sql for table in tables_read(indicator.sql, ground.tables))])
    used = {p.id: p for p in ground.parameters.values() if f"'{p.id}'" in sql}
    lists = [c for c in ground.classifications if f"'{c.kind}'" in sql]
    invented = any(ground.states[name].invented for name in names)
    return Receipt(
        step="measure",
        subject=indicator.id,
        as_of=ground.as_of.isoformat(),
        code=__version__,
        content=content_of(indicator.id, cells, invented=invented),
        inputs={f"receipt:{name}": ground.states[name].id for name in names}
        | {f"table:{table.id}": table.sha256 for table in tables_read(indicator.sql, ground.tables)}
        | {f"classification:{edition.id}": edition.sha256 for edition in lists}
        | {"frame": ground.frame},
        definition=indicator.sha256,
        law=indicator.law,
        parameters={id_: str(p.on(ground.as_of).value) for id_, p in sorted(used.items())},
        rows_in=sum(n_rows_of(store, name) for name in names),
        rows_out=n_rows,
        invented=invented,
        details={"unit": indicator.unit, "protect": str(indicator.protect)},
    )


def n_rows_of(store: Store, register: str) -> int:
    """Return how many rows a register or table has."""
    schema, name = register.split(".")
    [(n,)] = store.fetch(f'select count(*) from "{schema}"."{name}"')  # noqa: S608 - a defined name
    return int(n)


def content_of(indicator: str, cells: Iterable[Cell], *, invented: bool) -> str:
    """Return the hash of an indicator's observation lines in order of area and period, their receipt left empty."""
    lines = [observe(indicator, cell, "", invented=invented).line() for cell in cells]
    return sha256("\n".join(sorted(lines)).encode())
