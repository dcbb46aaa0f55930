"""Pairs of registers that must be kept in step: those a linkage ties row by row, and those a rule holds together.

Takes rules (`rules/*.sql`) and the linkages of the path (`links/*.yaml`), gives one `Pair` for every two registers, or
for one register that is held against itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tinhso.link.linkage import Linkage
from tinhso.measure.rule import Rule


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
        served = (*(link.seeds for link in self.links), *(rule.seeds for rule in self.rules))
        return sorted({seed for seeds in served for seed in seeds})


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
