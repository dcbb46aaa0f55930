"""Pairs of registers that must be kept in step: those a linkage ties row by row, and those a rule holds together.

Takes rules (`rules/*.sql`) and the linkages of the path (`links/*.yaml` that name their registers), gives one `Pair`
for every two registers, or for one register that is held against itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.label import Label
from tinhso.law.citation import parse_citations
from tinhso.measure.rule import Rule


@dataclass(frozen=True, slots=True)
class Linkage:
    """A linkage of the path: which registers, the rows of each side, and who mends rows that find no partner.

    `right` is empty where rows of `left` are linked to each other.
    """

    id: str
    label: Label
    left: str
    right: str
    left_select: str
    right_select: str
    ids: tuple[str, str]
    mends: str
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two registers (`right` empty: one held against itself) with the linkages and rules between them."""

    left: str
    right: str
    links: tuple[Linkage, ...]
    rules: tuple[Rule, ...]

    @property
    def id(self) -> str:
        """Return the pair's id, as it stands in addresses."""
        return f"{self.left}--{self.right}" if self.right else self.left

    @property
    def registers(self) -> list[str]:
        """Return the one or two registers, left first."""
        return [self.left, self.right] if self.right else [self.left]

    @property
    def seeds(self) -> list[str]:
        """Return the statements the pair serves, in order."""
        return sorted({seed for rule in self.rules for seed in rule.seeds})


def read_linkages(home: Path | None = None) -> dict[str, Linkage]:
    """Return by id the linkages that name their registers; others are for files alone."""
    found: dict[str, Linkage] = {}
    for file in find_definitions("links", "*.yaml", home):
        raw = read_yaml(file.text(), file.where)
        if "left" in raw:
            found[file.id] = _linkage(file, raw)
    return found


def pairs_of(rules: Iterable[Rule], linkages: Iterable[Linkage]) -> list[Pair]:
    """Return every pair once, in order of id; left and right are as the first linkage, else the first rule, says."""
    sides: dict[frozenset[str], tuple[str, str]] = {}
    links: dict[frozenset[str], list[Linkage]] = {}
    between: dict[frozenset[str], list[Rule]] = {}
    for link in sorted(linkages, key=lambda each: each.id):
        key = frozenset((link.left, link.right or link.left))
        sides.setdefault(key, (link.left, link.right))
        links.setdefault(key, []).append(link)
    for rule in sorted(rules, key=lambda each: each.id):
        key = frozenset((rule.register, rule.other))
        sides.setdefault(key, (rule.register, rule.other if rule.other != rule.register else ""))
        between.setdefault(key, []).append(rule)
    found = [Pair(*side, tuple(links.get(key, ())), tuple(between.get(key, ()))) for key, side in sides.items()]
    return sorted(found, key=lambda pair: pair.id)


def _linkage(file: DefinitionFile, raw: Mapping[str, Any]) -> Linkage:
    keys = raw["id"] if isinstance(raw["id"], list) else [raw["id"]]
    left, right = str(raw["left"]), str(raw.get("right", ""))
    return Linkage(
        id=file.id,
        label=Label.read(raw["label"]),
        left=left,
        right=right,
        left_select=str(raw.get("left_select", f"select * from {left}")),  # noqa: S608 - a defined name
        right_select=str(raw.get("right_select", f"select * from {right or left}")),  # noqa: S608 - a defined name
        ids=(str(keys[0]), str(keys[-1])),
        mends=str(raw["mends"]),
        law=tuple(str(citation) for citation in parse_citations(str(raw["law"]))),
    )
