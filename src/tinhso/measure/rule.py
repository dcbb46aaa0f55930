"""Rules that a single row cannot see: what must hold between rows, and between registers.

Takes `rooms/*/rules/*.sql`, a YAML header and one SELECT of the rows that break the rule, gives frozen rules. Its
columns are `area` (commune), `row_id` (key of the row to be mended), `other_id` (key of the row it contradicts, or
null) and `since` (the day from which both stood there). A room's conflicts are the derived table `<room>.conflict`,
which indicators count; who may see single rows is left to the desks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.engine import Store
from tinhso.law.citation import parse_citations

REQUIRED = ("label", "expected", "register", "mends", "law")
KNOWN = (*REQUIRED, "other", "seeds", "verified", "checked")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what is wrong, what is expected, whose row is to be mended by which agency, and the rows' SELECT.

    `register` holds `row_id`, `other` holds `other_id` (empty: the same register).
    """

    id: str
    room: str
    label: Label
    expected: Label
    register: str
    other: str
    mends: str
    law: tuple[str, ...]
    seeds: tuple[str, ...]
    sql: str
    sha256: str

    @property
    def conflicts_sql(self) -> str:
        """Return SQL for the rows that break the rule, under its name."""
        return f"select '{self.id}' as rule, area, row_id, other_id, since from ({self.sql})"  # noqa: S608 - a defined id


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that breaks a rule: the commune, keys of the row and of the other one (empty: none), and since when."""

    rule: str
    area: str
    row_id: str
    other_id: str
    since: date


def read_rules(home: Path | None = None) -> dict[str, Rule]:
    """Return every rule by id; raises DefinitionError with all faults of all headers."""
    found: dict[str, Rule] = {}
    faults: list[Fault] = []
    for file in find_definitions("rules", "*.sql", home):
        text = file.text()
        end = text.find("*/")
        header = read_yaml(text[2:end], file.where) if text.startswith("/*") and end > 0 else {}
        problems = _check_header(header, file.where)
        faults += problems
        if not problems:
            found[file.id] = _rule(file, header, text[end + 2 :].strip().rstrip(";"))
    if faults:
        raise DefinitionError(*faults)
    return found


def find_conflicts(store: Store, rule: Rule, area: str = "", limit: int = 200) -> list[Conflict]:
    """Return the rows that break a rule now, the oldest first, in one commune or (empty) everywhere."""
    store.ready_for(rule.sql)
    rows = store.fetch(
        f"select rule, area, row_id, coalesce(other_id, ''), since from ({rule.conflicts_sql})"  # noqa: S608
        " where ? in ('', area) order by since, row_id, other_id limit ?",
        [area, limit],
    )
    return [Conflict(*row) for row in rows]


def _rule(file: DefinitionFile, header: Mapping[str, Any], sql: str) -> Rule:
    return Rule(
        id=file.id,
        room=file.room,
        label=Label.read(header["label"]),
        expected=Label.read(header["expected"]),
        register=str(header["register"]),
        other=str(header.get("other", header["register"])),
        mends=str(header["mends"]),
        law=tuple(str(citation) for citation in parse_citations(str(header["law"]))),
        seeds=tuple(str(seed) for seed in header.get("seeds", ())),
        sql=sql,
        sha256=file.sha256(),
    )


def _check_header(header: Mapping[str, Any], where: str) -> list[Fault]:
    missing = [key for key in REQUIRED if key not in header]
    unknown = [key for key in header if key not in KNOWN]
    return [
        definition_fault(where, f'missing key "{key}"', sorted(header), key, f"Add `{key}:` to the header.")
        for key in missing
    ] + [definition_fault(where, "unknown key", key, "a known key", nearest(key, KNOWN)) for key in unknown]
