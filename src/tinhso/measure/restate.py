"""Re-state: an area table on other units, from what rows tell where they do, by weights otherwise, and it says which.

Takes cells on the units of a day and how each unit divides, gives cells on the units of the other day whose counts add
up to the same totals exactly. Counts are divided and ratios computed anew; a ratio is never averaged. What a row's own
address tells is left to `restate_rows`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from tinhso.base.area_shares import Basis, Share
from tinhso.measure.observation import Cell, ObservationStatus

WAYS: tuple[Basis, ...] = ("whole", "rows", "people", "equal")
"""From surest to least sure; a unit put together in several ways bears the least sure of them."""
ENOUGH_ROWS = 20
"""Counted rows of a unit from which on they, and not the weights, say how its other rows divide."""
_PLACES = Decimal("0.000001")
_KNOWN_PLACES = Decimal("0.0001")
Known = Mapping[tuple[str, str], Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Restated:
    """A cell on a unit of the other day; `known_share` (0–1) is the part of its count whose place is not estimated."""

    cell: Cell
    way: Basis
    known_share: Decimal


@dataclass(frozen=True, slots=True)
class _Piece:
    numerator: Decimal
    denominator: Decimal | None
    way: Basis
    is_known: bool
    status: ObservationStatus = "ok"


def restate(
    cells: Iterable[Cell], shares: Callable[[str], Sequence[Share]], known: Known | None = None
) -> list[Restated]:
    """Return cells on the units that `shares` divides each cell's unit among, in order of unit and period.

    `known` gives, for a unit and period, what rows tell of its parts. Of values absent: a unit that gets any suppressed
    part is suppressed, any part without data has none; *not applicable* counts as nothing.
    """
    pieces: dict[tuple[str, str], list[_Piece]] = defaultdict(list)
    for cell in cells:
        for code, piece in _pieces(cell, shares(cell.area), (known or {}).get((cell.area, cell.period), {})):
            pieces[(code, cell.period)].append(piece)
    return [_put_together(code, period, found) for (code, period), found in sorted(pieces.items())]


def apportioned(value: Decimal, weights: Sequence[Fraction]) -> list[Decimal]:
    """Return a value divided by weights that add up to 1, to six decimals, the parts adding up to it exactly."""
    whole, parts, so_far = Fraction(value), list[Decimal](), Fraction(0)
    reached = Decimal(0)
    for weight in weights:
        so_far += weight
        edge = _decimal(whole * so_far) if so_far < 1 else value
        parts.append(edge - reached)
        reached = edge
    return parts


def _decimal(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(_PLACES, ROUND_HALF_EVEN)


def _pieces(cell: Cell, shares: Sequence[Share], told: Mapping[str, Cell]) -> list[tuple[str, _Piece]]:
    if cell.status != "ok" or cell.numerator is None:
        status = "no_data" if cell.status == "ok" else cell.status
        return [(share.code, _Piece(Decimal(0), None, "whole", True, status)) for share in shares]
    found = [(code, _Piece(t.numerator or Decimal(0), t.denominator, "rows", True)) for code, t in told.items()]
    rest = cell.numerator - sum((piece.numerator for _, piece in found), Decimal(0))
    below = cell.denominator and cell.denominator - sum((p.denominator or Decimal(0) for _, p in found), Decimal(0))
    if told and not rest and not below:
        none = None if cell.denominator is None else Decimal(0)
        return found + [(each.code, _Piece(Decimal(0), none, "rows", True)) for each in shares if each.code not in told]
    return found + _estimated(rest, below, _by_rows(told, shares) or shares)


def _estimated(rest: Decimal, below: Decimal | None, shares: Sequence[Share]) -> list[tuple[str, _Piece]]:
    """Return what no row tells the place of, divided by weights; it is no estimate where the unit went whole."""
    weights = [share.weight for share in shares]
    numerators = apportioned(rest, weights)
    denominators = [None] * len(shares) if below is None else apportioned(below, weights)
    return [
        (share.code, _Piece(n, d, share.basis, share.basis == "whole"))
        for share, n, d in zip(shares, numerators, denominators, strict=True)
    ]


def _by_rows(told: Mapping[str, Cell], shares: Sequence[Share]) -> list[Share]:
    """Return how the rows that tell their place divide; none when they are too few to judge the others by."""
    sizes = {share.code: _size(told[share.code]) if share.code in told else Decimal(0) for share in shares}
    total = sum(sizes.values())
    if total < ENOUGH_ROWS:
        return []
    return [Share(code, Fraction(size) / Fraction(total), "rows") for code, size in sizes.items()]


def _size(cell: Cell) -> Decimal:
    return (cell.numerator if cell.denominator is None else cell.denominator) or Decimal(0)


def _put_together(code: str, period: str, pieces: Sequence[_Piece]) -> Restated:
    way = max((piece.way for piece in pieces), key=WAYS.index)
    absent = {piece.status for piece in pieces} - {"ok"}
    for status in ("suppressed", "no_data"):
        if status in absent:
            return Restated(Cell(code, period, None, None, status), way, Decimal(0))
    counted = [piece for piece in pieces if piece.status == "ok"]
    if not counted:
        return Restated(Cell(code, period, None, None, "not_applicable"), way, Decimal(0))
    numerator = sum((piece.numerator for piece in counted), Decimal(0))
    below = [piece.denominator for piece in counted if piece.denominator is not None]
    cell = Cell(code, period, numerator, sum(below, Decimal(0)) if below else None)
    return Restated(cell, way, _known_share(counted, cell))


def _known_share(pieces: Sequence[_Piece], cell: Cell) -> Decimal:
    known = sum((_size(Cell("", "", p.numerator, p.denominator)) for p in pieces if p.is_known), Decimal(0))
    size = _size(cell)
    return (known / size).quantize(_KNOWN_PLACES, ROUND_HALF_EVEN) if size else Decimal(1)
