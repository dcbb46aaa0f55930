"""Dated lists that sort codes into groups: goods that are high-tech, industries that are digital.

Takes `classifications/*.yaml` of rooms and of a province's home (a province may bring its own list), gives
`Classification` values chosen by kind and date. A list is a plug-in: what was published with it names it.
Summing values by group is left to the rooms.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, definition_fault
from tinhso.base.label import Label
from tinhso.engine import Store


@dataclass(frozen=True, slots=True)
class Group:
    """Codes by their beginnings, dots left out; `less` takes longer codes out of them again."""

    id: str
    label: Label
    codes: tuple[str, ...]
    less: tuple[str, ...]

    def holds(self, code: str) -> bool:
        """Return whether the group contains a code written without dots."""
        return code.startswith(self.codes) and not code.startswith(self.less or ("\n",))


@dataclass(frozen=True, slots=True)
class Classification:
    """One edition of a list: what it sorts (`kind`), in which code system, from when until when, and by whose word."""

    id: str
    kind: str
    label: Label
    system: str
    valid_from: date
    valid_until: date | None
    denominator: str
    source: str
    verified: bool
    groups: tuple[Group, ...]
    sha256: str

    def find_group(self, code: str) -> str | None:
        """Return the id of the group that holds the code (dots allowed), or None when no group does."""
        plain = code.replace(".", "")
        return next((group.id for group in self.groups if group.holds(plain)), None)

    def named(self) -> dict[str, object]:
        """Return what a document says of the list its figures were sorted by, as plain values."""
        return {"id": self.id, "label": self.label.as_dict(), "source": self.source, "verified": self.verified}

    def valid_on(self, day: date) -> bool:
        """Return whether the edition holds on a day, its last day included."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def read_classifications(home: Path | None = None) -> list[Classification]:
    """Return all editions, packaged ones and the home's; raises DefinitionError on a faulty file."""
    return [_classification(file) for file in find_definitions("classifications", "*.yaml", home)]


def get_classification(editions: Sequence[Classification], kind: str, on: date) -> Classification:
    """Return the edition of a kind that holds on a day, the latest of several; raises DefinitionError without one."""
    holding = [edition for edition in editions if edition.kind == kind and edition.valid_on(on)]
    if not holding:
        known = ", ".join(f"{e.id} from {e.valid_from}" for e in editions if e.kind == kind) or "none"
        fault = definition_fault(
            f"classifications, kind {kind}", "no edition holds", on, known, "Add an edition for that day."
        )
        raise DefinitionError(fault)
    return max(holding, key=lambda edition: (edition.valid_from, edition.id))


def write_classifications(store: Store, editions: Sequence[Classification]) -> None:
    """Make `measure.classification`: one row a code, `starts` ≤ day < `ends`; exceptions take codes out again.

    Columns: edition, kind, group_id, code (text to be found at the beginning), is_exception, starts, ends.
    """
    store.execute(
        "create or replace table measure.classification"
        " (edition text, kind text, group_id text, code text, is_exception boolean, starts date, ends date)"
    )
    for edition in editions:
        ends = edition.valid_until + timedelta(days=1) if edition.valid_until else date(9999, 12, 31)
        for group in edition.groups:
            rows = [*((code, False) for code in group.codes), *((code, True) for code in group.less)]
            for code, is_exception in rows:
                row = [edition.id, edition.kind, group.id, code, is_exception, edition.valid_from, ends]
                store.execute("insert into measure.classification values (?, ?, ?, ?, ?, ?, ?)", row)


def _classification(file: DefinitionFile) -> Classification:
    raw = read_yaml(file.text(), file.where)
    try:
        valid = _mapping(raw["valid"])
        return Classification(
            str(raw["id"]),
            str(raw["kind"]),
            Label.read(raw["label"]),
            str(raw["system"]),
            date.fromisoformat(str(valid["from"])),
            date.fromisoformat(str(valid["until"])) if valid.get("until") else None,
            str(raw["denominator"]),
            str(raw["source"]),
            raw["verified"] is True,
            tuple(_group(_mapping(group)) for group in _sequence(raw["groups"])),
            file.sha256(),
        )
    except (KeyError, TypeError, ValueError) as error:
        fault = definition_fault(
            file.where,
            "not a classification",
            error,
            "id, kind, label, system, valid, denominator, source, verified, groups",
            "Compare with classifications/high_tech_oecd_eurostat.yaml.",
        )
        raise DefinitionError(fault) from error


def _group(raw: Mapping[str, object]) -> Group:
    return Group(str(raw["id"]), Label.read(raw["label"]), _codes(raw["codes"]), _codes(raw.get("less", ())))


def _codes(raw: object) -> tuple[str, ...]:
    return tuple(str(code).replace(".", "") for code in _sequence(raw))


def _sequence(raw: object) -> Iterable[object]:
    if not isinstance(raw, (list, tuple)):
        raise TypeError(f"expected a list, got {raw!r}")
    return raw


def _mapping(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise TypeError(f"expected keys and values, got {raw!r}")
    return raw
