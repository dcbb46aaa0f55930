"""Dated parameters: values that law fixes (shares, days, thresholds), each from a day on and with its citation.

Takes YAML files `{id, label, unit, values: [{from, value, law, verified}]}`; gives `Parameter` values that are asked by
day. A value read from memory or from a secondary text stays `verified: false` and is shown so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault
from tinhso.base.label import Label
from tinhso.law.citation import Citation


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value from a day on, until the next one begins."""

    from_on: date
    value: Decimal
    law: Citation
    verified: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value fixed by law over time; `values` in order of their first day, at least one."""

    id: str
    label: Label
    unit: str
    values: tuple[DatedValue, ...]

    def find_on(self, on: date) -> DatedValue | None:
        """Return the value of a day, or None before the first one."""
        begun = [value for value in self.values if value.from_on <= on]
        return begun[-1] if begun else None

    def on(self, on: date) -> DatedValue:
        """Return the value of a day; raises DefinitionError for a day before the first one."""
        value = self.find_on(on)
        if value is None:
            first = self.values[0].from_on
            raise DefinitionError(
                definition_fault(self.id, "no value yet", on, f"a day from {first}", "Add the earlier value.")
            )
        return value


def read_parameters(folder: Path) -> dict[str, Parameter]:
    """Return the parameters of a folder's `*.yaml` by id, none for an absent folder.

    Raises DefinitionError with the faults of all files at once.
    """
    parameters: dict[str, Parameter] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        where = f"{folder.name}/{path.name}"
        try:
            parameter = _parameter(read_yaml(path.read_text("utf-8"), where))
        except (KeyError, ValueError, InvalidOperation) as error:
            faults.append(
                definition_fault(where, "not a parameter", repr(error), "id, label, unit, values", "Mend it.")
            )
        else:
            parameters[parameter.id] = parameter
    if faults:
        raise DefinitionError(*faults)
    return parameters


def _parameter(raw: Mapping[str, object]) -> Parameter:
    rows = raw["values"]
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"values: expected a list, got {rows!r}")
    values = sorted((_dated_value(row) for row in rows), key=lambda value: value.from_on)
    if len({value.from_on for value in values}) < len(values):
        raise ValueError("values: two begin on the same day")
    return Parameter(str(raw["id"]), Label.read(raw["label"]), str(raw["unit"]), tuple(values))


def _dated_value(row: object) -> DatedValue:
    if not isinstance(row, Mapping):
        raise ValueError(f"values: expected from, value, law and verified, got {row!r}")
    return DatedValue(
        date.fromisoformat(str(row["from"])),
        Decimal(str(row["value"])),
        Citation.parse(str(row["law"])),
        row["verified"] is True,
    )
