"""Bodies that merge: who answers today for a dossier that another body received.

Takes the dated successions of bodies, which a province writes in its home; gives, for a dossier's original agency and
a day, the body that holds it now. The original is kept and the successor is added: signed history is never rewritten.
Areas and their successions belong to `base.area`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, definition_fault


@dataclass(frozen=True, slots=True)
class Succession:
    """From `from_on` on, `successor` answers for what `predecessor` had; a split has several rows."""

    predecessor: str
    successor: str
    from_on: date


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who received a dossier and who may hold it on a day.

    `current` has more than one code after a split, until somebody chooses; it is the original alone when
    nothing happened to it.
    """

    original: str
    current: tuple[str, ...]


def read_successions(home: Path | None = None) -> list[Succession]:
    """Return the successions of `successions/*.yaml`: rows of `predecessor`, `successor` and `from`, none packaged.

    Raises DefinitionError for a row that lacks one of the three.
    """
    return [row for file in find_definitions("successions", "*.yaml", home) for row in _successions(file)]


def _successions(file: DefinitionFile) -> list[Succession]:
    rows = read_yaml(file.text(), file.where).get("successions")
    try:
        return [_succession(row) for row in rows] if isinstance(rows, list) else []
    except (KeyError, ValueError, TypeError) as error:
        fault = definition_fault(
            file.where, "not a succession", repr(error), "predecessor, successor, from", "Mend it."
        )
        raise DefinitionError(fault) from error


def _succession(row: Mapping[str, object]) -> Succession:
    return Succession(str(row["predecessor"]), str(row["successor"]), date.fromisoformat(str(row["from"])))


def responsibility(original: str, on: date, successions: Sequence[Succession]) -> Responsibility:
    """Follow the successions in force on `on` from the original agency to those that still exist.

    Raises ValueError when bodies succeed each other in a circle.
    """
    current, steps = {original}, 0
    while moved := {s.predecessor for s in successions if s.predecessor in current and s.from_on <= on}:
        current = (current - moved) | {s.successor for s in successions if s.predecessor in moved and s.from_on <= on}
        steps += 1
        if steps > len(successions):
            raise ValueError(f"The successions of {original} form a circle through {', '.join(sorted(moved))}.")
    return Responsibility(original, tuple(sorted(current)))
