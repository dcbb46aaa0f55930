"""Contracts: what each register's rows must be, written as YAML beside the room that owns the register.

Takes `rooms/<room>/registers/<register>.yaml`, packaged or of the home, gives `Contract` values. The same constraints
that check a row explain themselves to its sender and on the register's public page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Literal

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.registers import constraint
from tinhso.registers.column_type import ColumnType, column_type, type_names
from tinhso.registers.constraint import Constraint
from tinhso.registers.personal_id import PERSONAL_ID_BROKEN_SQL

Mode = Literal["full", "change", "both"]
ACTION = "_action"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = {
    "label",
    "grain",
    "key",
    "sender",
    "law",
    "sensitivity",
    "mode",
    "columns",
    "checks",
    "verified",
    "seeds",
    "note",
}
_COLUMN_KEYS = {
    "label", "type", "required", "unit", "in", "min", "max", "pattern", "max_length", "aliases", "sensitivity", "note",
    "apart", "locates",
}  # fmt: skip
_SENSITIVITIES = ("public", "internal", "personal", "secret")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: its type, its constraints in the order they are tried, and the headers people use.

    `apart` says of polygons that no two of a delivery may overlap; `locates` that the text tells where the row's `area`
    lies, so that the row can be found again on the units of another day.
    """

    name: str
    label: Label
    type: ColumnType
    required: bool
    constraints: tuple[Constraint, ...]
    unit: str = ""
    aliases: tuple[str, ...] = ()
    sensitivity: str = ""
    apart: bool = False
    locates: bool = False

    @property
    def rule(self) -> Label:
        """Return all that is expected of a value, as one sentence part."""
        words = [each.expected for each in self.constraints]
        if not words:
            words = [self.type.expected]
        # A note is known only of a row.
        return Label(*("; ".join(word.text(x).replace("{note}", "…") for word in words) for x in ("vi", "en", "th")))

    @property
    def headers(self) -> tuple[str, ...]:
        """Return every header by which a sender may call the column."""
        return (self.name, self.label.vi, self.label.en, self.label.th, *self.aliases)


@dataclass(frozen=True, slots=True)
class Contract:
    """A register's contract. `id` is `room.register`; `sha256` the hash of the definition file."""

    id: str
    label: Label
    grain: Label
    key: tuple[str, ...]
    sender: str
    law: tuple[str, ...]
    sensitivity: str
    mode: Mode
    columns: tuple[Column, ...]
    checks: tuple[Constraint, ...]
    sha256: str

    @property
    def room(self) -> str:
        """Return the room that owns the register."""
        return self.id.split(".")[0]

    @property
    def register(self) -> str:
        """Return the register's name within its room."""
        return self.id.split(".")[1]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns' names in order."""
        return tuple(column.name for column in self.columns)

    def constraints(self) -> dict[str, Constraint]:
        """Return every constraint by id: of columns, of rows, and those that hold for any row."""
        own = [each for column in self.columns for each in column.constraints]
        return {each.id: each for each in (*own, *self.checks, *constraint.ROW_FAULTS.values())}


def read_contracts(home: Path | None = None) -> dict[str, Contract]:
    """Return every contract by id, the home's own extending or replacing packaged ones; raises DefinitionError."""
    faults: list[Fault] = []
    contracts: dict[str, Contract] = {}
    for file in find_definitions("registers", "*.yaml", home):
        try:
            contracts[file.id] = read_contract(file)
        except DefinitionError as error:
            faults.extend(error.faults)
    if faults:
        raise DefinitionError(*faults)
    return contracts


def read_contract(file: DefinitionFile) -> Contract:
    """Return the contract of one definition file; raises DefinitionError with every fault of it."""
    return _read_text(file, file.text())


# Each step of the path reads all contracts; a text that was read gives the same contract.
@lru_cache(maxsize=1024)
def _read_text(file: DefinitionFile, text: str) -> Contract:
    raw = read_yaml(text, file.where)
    reading = _Reading(file.where, [])
    contract = _contract(file, raw, reading)
    if reading.faults:
        raise DefinitionError(*reading.faults)
    return contract


@dataclass(frozen=True, slots=True)
class _Reading:
    """Where the faults of one file are gathered, so that its author sees all at once."""

    where: str
    faults: list[Fault]

    def fault(self, what: str, found: object, expected: str, advice: str) -> None:
        self.faults.append(definition_fault(self.where, what, found, expected, advice))

    def label(self, raw: object, of: str) -> Label:
        try:
            return Label.read(raw)
        except ValueError:
            self.fault(f"{of}: label incomplete", raw, "vi, en and th texts", "Write all three languages.")
            return Label.same(of)

    def known(self, raw: Mapping[str, object], keys: set[str], of: str) -> None:
        for key in raw.keys() - keys:
            self.fault(f"{of}: unknown key", key, "a known key", nearest(key, sorted(keys)))

    def choice(self, raw: object, choices: tuple[str, ...], of: str) -> str:
        if raw not in choices:
            self.fault(f"{of}: not a choice", raw, ", ".join(choices), "Choose one.")
        return str(raw)

    def texts(self, raw: object, of: str) -> tuple[str, ...]:
        if not isinstance(raw, list):
            self.fault(f"{of}: not a list", raw, "a list", "Write it as [one, two].")
            return ()
        return tuple(str(value) for value in raw)


def _contract(file: DefinitionFile, raw: Mapping[str, object], reading: _Reading) -> Contract:
    reading.known(raw, _KEYS, file.name)
    columns = _columns(raw.get("columns"), reading)
    key = reading.texts(raw.get("key"), "key")
    for name in key:
        if name not in {column.name for column in columns if column.required}:
            reading.fault("key is no required column", name, "a required column", "Make the column required.")
    mode = reading.choice(raw.get("mode", "both"), ("full", "change", "both"), "mode")
    return Contract(
        id=file.id,
        label=reading.label(raw.get("label"), "label"),
        grain=reading.label(raw.get("grain"), "grain"),
        key=key,
        sender=str(raw.get("sender", "")),
        law=tuple(part.strip() for part in str(raw.get("law", "")).split(";") if part.strip()),
        sensitivity=reading.choice(raw.get("sensitivity", "internal"), _SENSITIVITIES, "sensitivity"),
        mode="full" if mode == "full" else "change" if mode == "change" else "both",
        columns=columns,
        checks=_checks(raw.get("checks", []), reading),
        sha256=file.sha256(),
    )


def _columns(raw: object, reading: _Reading) -> tuple[Column, ...]:
    if not isinstance(raw, Mapping) or not raw:
        reading.fault("no columns", raw, "column names and what they hold", "Write at least the key column.")
        return ()
    columns = (_column(str(name), value, reading) for name, value in raw.items())
    return tuple(column for column in columns if column)


def _column(name: str, raw: object, reading: _Reading) -> Column | None:
    if not isinstance(raw, Mapping):
        reading.fault(f"{name}: no mapping", raw, "label, type, …", "Write `{label: …, type: …}`.")
        return None
    if not _NAME.fullmatch(name):
        reading.fault("column name", name, "small letters, digits and _", "Rename the column.")
    reading.known(raw, _COLUMN_KEYS, name)
    type_ = column_type(str(raw.get("type")))
    if type_ is None:
        reading.fault(f"{name}: unknown type", raw.get("type"), ", ".join(type_names()), "Choose a type.")
        return None
    return Column(
        name=name,
        label=reading.label(raw.get("label"), name),
        type=type_,
        required=raw.get("required") is True,
        constraints=_constraints(name, type_, raw, reading),
        unit=str(raw.get("unit", "")),
        aliases=reading.texts(raw.get("aliases", []), f"{name}.aliases"),
        sensitivity=str(raw.get("sensitivity", "")),
        apart=raw.get("apart") is True,
        locates=raw.get("locates") == "area",
    )


def _constraints(name: str, type_: ColumnType, raw: Mapping[str, object], reading: _Reading) -> tuple[Constraint, ...]:
    found = [constraint.required(name)] if raw.get("required") is True else []
    if type_.is_area:
        found += [constraint.area(name, type_.expected, type_.advice), constraint.undivided(name)]
    elif type_.is_outline:
        found += constraint.outline(name, type_.expected, type_.advice)
    elif type_.name not in {"text", "code"}:
        also = {"personal_id": PERSONAL_ID_BROKEN_SQL, "share": "{v} not between 0 and 1", "date": _OLD_DAY}
        found.append(constraint.readable(name, type_.expected, type_.advice, also.get(type_.name, "")))
    if "in" in raw:
        found.append(constraint.one_of(name, reading.texts(raw["in"], f"{name}.in")))
    for rule, bound in (("min", constraint.at_least), ("max", constraint.at_most)):
        if rule in raw:
            found.append(bound(name, str(raw[rule]), _literal(name, type_, raw[rule], reading)))
    if "pattern" in raw:
        found.append(constraint.pattern(name, str(raw["pattern"])))
    if "max_length" in raw:
        found.append(constraint.max_length(name, int(str(raw["max_length"]))))
    return tuple(found)


# A year below this is a slip of the keyboard or a two-digit year, in any register we keep.
_OLD_DAY = "{v} < date '1800-01-01'"


def _literal(name: str, type_: ColumnType, raw: object, reading: _Reading) -> str:
    try:
        if type_.sql in {"date", "timestamp"}:
            return f"date '{date.fromisoformat(str(raw))}'"
        return str(Decimal(str(raw)))
    except (ValueError, InvalidOperation):
        reading.fault(f"{name}: bound unreadable", raw, "a number or an ISO date", "Write 0, 1.5 or 2025-07-01.")
        return "null"


def _checks(raw: object, reading: _Reading) -> tuple[Constraint, ...]:
    if not isinstance(raw, list):
        reading.fault("checks: not a list", raw, "a list of {sql, says}", "Write `- sql: …` and `says: …`.")
        return ()
    checks = []
    for number, entry in enumerate(raw, 1):
        if not isinstance(entry, Mapping) or "sql" not in entry:
            reading.fault(f"check {number}: incomplete", entry, "sql and says", "Write both.")
            continue
        checks.append(constraint.row_check(number, str(entry["sql"]), reading.label(entry.get("says"), "says")))
    return tuple(checks)
