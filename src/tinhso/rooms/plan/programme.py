"""Programmes: what a resolution or plan promises, as goals, targets and tasks, each with owner, pillar and law.

These are the values the room works on; reading them from files is left to `reading`, judging them to `status`,
comparing them with the national programmes to `alignment`. A statement is measured by an indicator or says why not
yet.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tinhso.base.label import Label
from tinhso.law.citation import Citation

Pillar = Literal["government", "economy", "society", "foundation"]
Comparison = Literal[">=", ">", "<=", "range", "="]
PathKind = Literal["linear", "floor"]
Scope = Literal["any", "country"]
COUNTRY = "vn"


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that owns statements: its id and its name."""

    id: str
    label: Label


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory that figures and targets speak of: the days it existed (`until` included), what it was made from."""

    id: str
    label: Label
    area: str
    since: date
    until: date | None
    predecessors: tuple[str, ...]

    def exists(self, on: date) -> bool:
        """Return whether the territory existed on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing a programme says. `reported` names series of reported figures, `readings` other indicators.

    `claim` is the one of those series that claims what the indicator measures, so that their gap means something.

    Either `indicator` or `unmeasured` is set. `verified` is false where the number was not found in a public copy
    of the text.
    """

    id: str
    seeds: tuple[str, ...]
    label: Label
    promise: Label
    law: tuple[Citation, ...]
    owner: str
    pillar: Pillar
    indicator: str | None
    readings: tuple[str, ...]
    unmeasured: Label | None
    reported: tuple[str, ...]
    claim: str | None
    verified: bool
    note: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Statement):
    """A statement without a number; `year` is its horizon."""

    year: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The published starting point of a target, in the target's unit."""

    period: str
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Statement):
    """A number promised for the end of a year; shares are 0-1. `value_high` is set for a range only.

    `scope` is `country` where the number only makes sense for the whole country, such as its rank in the world.
    """

    comparison: Comparison
    value: Decimal
    value_high: Decimal | None
    unit: str
    year: int
    baseline: Baseline | None
    path: PathKind
    parent: str | None
    territory: str
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Statement):
    """Work to be done, in one of the programme's groups, by a day if one was set; `state` as last reported, if ever."""

    group: str
    phase: str
    due_on: date | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a programme, by its first and last year."""

    id: str
    label: Label
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of tasks."""

    id: str
    label: Label


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of the country (`province` is `vn`) or of a province, adopted on a day for a territory."""

    id: str
    province: str
    territory: str
    label: Label
    promise: Label
    law: tuple[Citation, ...]
    adopted_on: date
    coordinator: str
    phases: tuple[Phase, ...]
    groups: tuple[Group, ...]
    goals: tuple[Goal, ...]
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return goals, targets and tasks, in this order."""
        return (*self.goals, *self.targets, *self.tasks)
