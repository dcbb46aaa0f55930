"""Reported figures: what others published, with publisher, day, territory and reservations; never a measured value.

Takes `reported/*.csv` and `reported/series.yaml` of the package and of a home; gives `Figure` and `Series` values.
They stand beside measured values and are examined by `plausibility`; contradictions between sources are kept on
purpose.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.base.period import Period, parse_period
from tinhso.base.unit import read_units, with_separators
from tinhso.law.parameter import Parameter, read_parameters

FigureKind = Literal["actual", "estimate", "target", "rank"]
COLUMNS = (
    "indicator,area,territory,period,value,unit,kind,comparison,value_high,reservation,note,source,publisher,published_on,confidence"
).split(",")
_PERCENT = {"percent": Decimal("0.01"), "share": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number. `reservation` is the source's own: over, nearly, about, derived, year_inferred, …"""

    id: str
    series: str
    area: str
    territory: str
    period: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    kind: str
    comparison: str
    reservation: str
    note: str
    source: str
    publisher: str
    published_on: str
    confidence: str

    @property
    def when(self) -> Period:
        """Return the figure's period; of a year-to-date figure the last month covered."""
        return parse_period(self.period)

    @property
    def year(self) -> int:
        """Return the year the figure belongs to."""
        return self.when.starts_on.year

    @property
    def is_claim(self) -> bool:
        """Return whether the figure says what is (or is estimated), not what is meant to be."""
        return self.kind != "target"


@dataclass(frozen=True, slots=True)
class Spending:
    """Series by which an amount given as a share of the economy is turned into money, and the budget it lies within."""

    base: str
    heads: str
    within: str


@dataclass(frozen=True, slots=True)
class Series:
    """What the figures of one name are; see `reported/series.yaml` for the meaning of each field."""

    id: str
    label: Label
    concept: str | None
    of: Label | None
    by: Label | None
    ratio: tuple[str, str] | None
    accumulates: str | None
    counter: tuple[str, ...]
    stage: Label | None
    spends: Spending | None
    ranked: bool
    local: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """Reported figures, what their series are, and among how many provinces a rank was taken over time."""

    figures: tuple[Figure, ...]
    series: Mapping[str, Series]
    n_provinces: Parameter


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """Return a value in another unit, None when the two do not measure the same."""
    if unit == wanted:
        return value
    if unit in _PERCENT and wanted in _PERCENT:
        return value * _PERCENT[unit] / _PERCENT[wanted]
    return None


def shown(value: Decimal, unit: str) -> Label:
    """Return a value as a person reads it in each language: with its own decimals, separators and the unit's sign."""
    known = read_units().get(unit)
    number = f"{value.normalize():,f}" if value else "0"
    vi = with_separators(number, "vi")
    if unit == "share":
        return shown(value * 100, "percent")
    if known is None:
        return Label(vi, number, number)
    space = "" if unit == "percent" else "\u00a0"
    return Label(*(f"{n}{space}{s}".rstrip() for n, s in zip((vi, number, number), _signs(known.symbol), strict=True)))


def _signs(symbol: Label) -> tuple[str, str, str]:
    return (symbol.vi.strip(), symbol.en.strip(), symbol.th.strip())


def read_reported(home: Path | None = None) -> Reported:
    """Return all reported figures of the package and of a home; raises DefinitionError for faults in their files."""
    parameters = read_parameters(Path(__file__).parent / "parameters")
    return Reported(read_figures(home), read_series(home), parameters["n_provinces"])


def read_series(home: Path | None = None) -> dict[str, Series]:
    """Return the series of the package and of a home, by id."""
    series: dict[str, Series] = {}
    for file in find_definitions("reported", "*.yaml", home):
        for id_, raw in read_yaml(file.text(), file.where).items():
            series[id_] = _series(id_, raw)
    return series


def _series(id_: str, raw: Any) -> Series:
    ratio, spends = raw.get("ratio"), raw.get("spends")
    return Series(
        id=id_,
        label=Label.read(raw["label"]),
        concept=raw.get("concept"),
        of=Label.read(raw["of"]) if "of" in raw else None,
        by=Label.read(raw["by"]) if "by" in raw else None,
        ratio=(ratio["numerator"], ratio["denominator"]) if ratio else None,
        accumulates=raw.get("accumulates"),
        counter=tuple(raw.get("counter", ())),
        stage=Label.read(raw["stage"]) if "stage" in raw else None,
        spends=Spending(spends["base"], spends["heads"], spends["within"]) if spends else None,
        ranked=raw.get("ranked") is True,
        local=raw.get("local") is True,
    )


def read_figures(home: Path | None = None) -> tuple[Figure, ...]:
    """Return every reported figure; raises DefinitionError with the faults of all files, by row."""
    series = read_series(home)
    faults: list[Fault] = []
    figures: list[Figure] = []
    n_seen: Counter[str] = Counter()
    for file in find_definitions("reported", "*.csv", home):
        for number, row in _rows(file, faults):
            key = f"{row['indicator']}@{row['territory']}@{row['period']}"
            n_seen[key] += 1
            figure = _figure(row, key if n_seen[key] == 1 else f"{key}~{n_seen[key]}", f"{file.where}:{number}", faults)
            if figure and figure.series not in series:
                advice = nearest(figure.series, sorted(series))
                faults.append(
                    definition_fault(f"{file.where}:{number}", "unknown series", figure.series, "a series", advice)
                )
            figures += [figure] if figure else []
    if faults:
        raise DefinitionError(*faults)
    return tuple(figures)


def _rows(file: DefinitionFile, faults: list[Fault]) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(file.text().splitlines())
    if list(reader.fieldnames or ()) != COLUMNS:
        faults.append(
            definition_fault(file.where, "other columns", reader.fieldnames, ",".join(COLUMNS), "Mend line 1.")
        )
        return []
    return list(enumerate(reader, 2))


def _figure(row: Mapping[str, str], id_: str, where: str, faults: list[Fault]) -> Figure | None:
    try:
        parse_period(row["period"])
        return Figure(
            id=id_,
            series=row["indicator"],
            value=Decimal(row["value"]),
            value_high=Decimal(row["value_high"]) if row["value_high"] else None,
            **{name: row[name] for name in COLUMNS if name not in {"indicator", "value", "value_high"}},
        )
    except (ValueError, InvalidOperation) as error:
        faults.append(definition_fault(where, "not a figure", repr(error), "a number and a period", "Mend the row."))
        return None
