"""Bodies that merge: who answers today for a dossier that another body received.

Takes the dated successions of bodies; gives, for a dossier's original agency and a day, the body that holds
it now. The original is kept and the successor is added: signed history is never rewritten. Areas and their
successions belong to `base.area`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


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
