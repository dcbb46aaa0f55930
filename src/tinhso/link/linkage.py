"""A linkage of the path: a definition that says which registers it links, whose rows they are, and by what law.

Takes `rooms/*/links/*.yaml`, gives frozen linkages by id (`land.holder`). A definition that names no register is for
files alone and is passed over. Linking is left to `linking`, keeping the result to `applied`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault
from tinhso.base.label import Label
from tinhso.engine import table_names
from tinhso.law.citation import parse_citations
from tinhso.link.definition import Definition, parse_definition

REQUIRED = ("label", "left", "mends", "law", "id")
DECISIONS = "population.link_decision"
# What a linked table holds, a row a pair; its name is the linkage's, and it is read like any register.
COLUMNS: Mapping[str, str] = {
    "left_id": "varchar",
    "right_id": "varchar",
    "area": "varchar",
    "weight_bits": "decimal(9,3)",
    "probability": "decimal(7,6)",
    "accepted": "boolean",
    "decided_by": "varchar",
    "entity": "varchar",
}


@dataclass(frozen=True, slots=True)
class Linkage:
    """One linkage between two registers, or (`right` empty) of a register with itself.

    `mends` is the agency that mends what is not linked; `rights` says that a wrong link touches somebody's rights, so
    that people decide by four eyes. `left_select` and `right_select` give the rows of a side, one row an id and with
    `area` on the left: the register as it is, or a SELECT where more than one register tells of a row.
    """

    id: str
    room: str
    label: Label
    left: str
    right: str
    left_select: str
    right_select: str
    mends: str
    law: tuple[str, ...]
    rights: bool
    definition: Definition
    sha256: str
    seeds: tuple[str, ...] = ()

    @property
    def is_within(self) -> bool:
        """Return whether a register is linked with itself."""
        return not self.right

    @property
    def ids(self) -> tuple[str, str]:
        """Return the columns whose values `left_id` and `right_id` hold."""
        assert self.definition.id_columns is not None
        return self.definition.id_columns

    @property
    def registers(self) -> tuple[str, ...]:
        """Return the registers whose rows are read, in order."""
        return tuple(sorted(table_names(self.left_select) | table_names(self.right_select)))


def read_linkages(home: Path | None = None) -> dict[str, Linkage]:
    """Return every linkage of the path by id; raises DefinitionError with the faults of all files."""
    found: dict[str, Linkage] = {}
    faults: list[Fault] = []
    for file in find_definitions("links", "*.yaml", home):
        try:
            linkage = _parsed(file, file.text(), file.sha256())
        except DefinitionError as error:
            faults.extend(error.faults)
            continue
        if linkage is not None:
            found[linkage.id] = linkage
    if faults:
        raise DefinitionError(*faults)
    return found


@lru_cache(maxsize=64)
def _parsed(file: DefinitionFile, text: str, sha256: str) -> Linkage | None:
    raw = read_yaml(text, file.where)
    if "left" not in raw:
        return None
    if faults := _check_header(raw, file.where):
        raise DefinitionError(*faults)
    definition = parse_definition(text, file.where)
    left, right = str(raw["left"]), str(raw.get("right", ""))
    left_select = str(raw.get("left_select", f"select * from {left}"))  # noqa: S608 - a defined name
    return Linkage(
        id=file.id,
        room=file.room,
        label=Label.read(raw["label"]),
        left=left,
        right=right,
        left_select=left_select,
        right_select=str(raw.get("right_select", f"select * from {right}" if right else left_select)),  # noqa: S608
        mends=str(raw["mends"]),
        law=tuple(str(citation) for citation in parse_citations(str(raw["law"]))),
        rights=bool(raw.get("rights", False)),
        definition=definition,
        sha256=sha256,
        seeds=tuple(str(seed) for seed in raw.get("seeds", ())),
    )


def _check_header(raw: Mapping[str, Any], where: str) -> list[Fault]:
    return [
        definition_fault(where, f'missing key "{key}"', sorted(raw), key, f"Add `{key}:`.")
        for key in REQUIRED
        if key not in raw
    ]
