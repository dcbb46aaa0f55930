"""How a unit of today divides among the units of before 1 July 2025, and one of before among those of today.

Takes a code, gives shares that add up to 1 exactly, each with what it rests on: the unit went whole, a census counted
its people, or nothing but the list of parts is known and they count alike; where rows tell their place, `measure` puts
their own weights in the place of these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tinhso.base.area import has_counted_people, predecessors, successors

Basis = Literal["whole", "rows", "people", "equal"]


@dataclass(frozen=True, slots=True)
class Share:
    """A unit, what part (0–1) of another falls to it, and what that rests on."""

    code: str
    weight: Fraction
    basis: Basis


def shares_before(code: str) -> list[Share]:
    """Return the units of before that a unit of today divides among; itself, whole, where none is known."""
    basis: Basis = "people" if has_counted_people(code) else "equal"
    return _shares(((old.code, weight) for old, weight in predecessors(code)), code, basis)


def shares_after(code: str) -> list[Share]:
    """Return the units of today that a unit of before divides among; itself, whole, where none is known."""
    return _shares(successors(code), code, "equal")


def _shares(parts: Iterable[tuple[str, Decimal]], code: str, basis: Basis) -> list[Share]:
    found = [(part, Fraction(weight)) for part, weight in parts] or [(code, Fraction(1))]
    if len(found) == 1:
        return [Share(found[0][0], Fraction(1), "whole")]
    # As published the weights are rounded; a total must come back whole.
    total = sum(weight for _, weight in found)
    return [Share(part, weight / total, basis) for part, weight in found]
