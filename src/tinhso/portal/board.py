"""The board of a release, indexed the way pages ask for it: statements, programmes, alignment, figures, findings.

Takes the plan document as it was published, gives look-ups by id; every status, gap and finding was decided when the
release was made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]
PILLARS = ("government", "economy", "society", "foundation")
_KINDS = ("goals", "targets", "tasks")


@dataclass(frozen=True)
class Board:
    """The plan document of a release."""

    plan: Row

    @property
    def programmes(self) -> list[Row]:
        """Return the province's programmes, then the national ones."""
        return [*self.plan["programmes"], *self.plan["national"]]

    @cached_property
    def statements(self) -> list[Row]:
        """Return the province's goals, targets and tasks, in the order of its programmes."""
        return [row for programme in self.plan["programmes"] for row in _statements(programme)]

    @property
    def targets(self) -> list[Row]:
        """Return the province's statements that promise a number."""
        return [row for row in self.statements if row["kind"] == "target"]

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {str(row["id"]): row for programme in self.programmes for row in _statements(programme)}

    def find(self, id_: str) -> Row | None:
        """Return a statement of any programme, national ones too, or None."""
        return self._by_id.get(id_)

    def find_programme(self, id_: str) -> Row | None:
        """Return a programme by id, or None."""
        return next((programme for programme in self.programmes if programme["id"] == id_), None)

    def targets_of(self, indicator: str) -> list[Row]:
        """Return the province's targets that an indicator measures."""
        return [row for row in self.targets if row["indicator"] == indicator]

    @cached_property
    def alignment(self) -> list[Row]:
        """Return one row a national target: the statements themselves in place of their ids, and the relation."""
        names = ("national", "provincial", "lowered_from")
        return [{**row, **{name: self.find(str(row[name])) for name in names}} for row in self.plan["alignment"]]

    def figures_of(self, statement: Row) -> list[Row]:
        """Return the reported figures beside a statement, newest first; the one a gap is told of carries it."""
        gap = statement.get("gap") or {}
        figures = [self.plan["figures"][id_] for id_ in statement.get("reported", [])]
        figures.sort(key=lambda figure: str(figure["period"]), reverse=True)
        return [{**self.named(f), "gap": gap if gap.get("figure") == f["id"] else None} for f in figures]

    def named(self, figure: Row) -> Row:
        """Return a figure with the name of its territory in place of the id."""
        territory = self.plan["territories"].get(figure["territory"], {}).get("label", figure["territory"])
        return {**figure, "territory": territory}

    @cached_property
    def findings(self) -> list[Row]:
        """Return what the plausibility rules found, with figures and targets in place of their ids."""
        return [self._finding(row) for row in self.plan["findings"]]

    def findings_of(self, statement: str) -> list[Row]:
        """Return the findings that touch a statement."""
        return [row for row in self.findings if any(target["id"] == statement for target in row["targets"])]

    def _finding(self, row: Row) -> Row:
        figures = [self.named(self.plan["figures"][id_]) for id_ in row["figures"] if id_ in self.plan["figures"]]
        targets = [found for id_ in row["statements"] if (found := self.find(id_))]
        return {**row, "figures": figures, "targets": targets}


def due_on(programme: Row, task: Row) -> date:
    """Return the day a task is due: its own, else the last day of its phase."""
    if task["due_on"]:
        return date.fromisoformat(task["due_on"])
    phase = next(each for each in programme["phases"] if each["id"] == task["phase"])
    return date(int(phase["until"]), 12, 31)


def _statements(programme: Row) -> Iterator[Row]:
    for kind in _KINDS:
        yield from programme[kind]
