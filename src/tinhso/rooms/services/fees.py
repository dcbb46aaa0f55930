"""What a dossier costs: fixed fees, those a provincial council sets, and those that nobody found.

Takes the edition of a procedure, the channel, the case, how many units (pages, copies, persons, rooms) and the day of
filing, and the council's resolutions of a province; gives the amount in đồng with the lines it is made of. Paying
belongs to `payment`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.rooms.services.procedure import Channel, Edition, FeeKind, FeeLine


@dataclass(frozen=True, slots=True)
class CouncilRate:
    """An amount that a provincial council set for a procedure, from and to a day of filing, with its resolution."""

    procedure_id: str
    amount_vnd: int
    resolution: str
    from_on: date
    to_on: date | None = None
    channels: frozenset[Channel] = frozenset()
    case: str = ""


@dataclass(frozen=True, slots=True)
class FeeDue:
    """What to pay in đồng; None when a part of it is not known, and an officer has to name it by resolution."""

    amount_vnd: int | None
    lines: tuple[FeeLine, ...]
    resolutions: tuple[str, ...] = ()


def fee_due(
    procedure_id: str,
    edition: Edition,
    channel: Channel,
    filed_on: date,
    case: str = "",
    n_units: int = 1,
    rates: Sequence[CouncilRate] = (),
) -> FeeDue:
    """The fee of a dossier filed on a day; `n_units` ≥ 0 counts pages, copies, persons or rooms where a line does."""
    lines = tuple(f for f in edition.fees if f.scope.holds(channel, case) and _in_force(f, filed_on))
    rate = next((r for r in rates if _rate_holds(r, procedure_id, channel, case, filed_on)), None)
    amounts = [_amount(line, n_units, rate) for line in lines]
    used = (rate.resolution,) if rate and any(f.kind is FeeKind.SET_BY_COUNCIL for f in lines) else ()
    known = [a for a in amounts if a is not None]
    return FeeDue(sum(known) if amounts and len(known) == len(amounts) else None, lines, used)


def _amount(line: FeeLine, n_units: int, rate: CouncilRate | None) -> int | None:
    match line.kind:
        case FeeKind.FREE:
            return 0
        case FeeKind.UNKNOWN:
            return None
        case FeeKind.SET_BY_COUNCIL:
            return rate.amount_vnd if rate else None
        case FeeKind.FIXED:
            return _fixed_amount(line, n_units if line.per else 1)


def _fixed_amount(line: FeeLine, n_units: int) -> int:
    n_first = n_units if line.further_vnd is None else min(n_units, line.further_after)
    total = n_first * line.amount_vnd + (n_units - n_first) * (line.further_vnd or 0)
    return total if line.at_most_vnd is None else min(total, line.at_most_vnd)


def _in_force(line: FeeLine, on: date) -> bool:
    return (line.from_on or date.min) <= on <= (line.to_on or date.max)


def _rate_holds(rate: CouncilRate, procedure_id: str, channel: Channel, case: str, on: date) -> bool:
    return (
        rate.procedure_id == procedure_id
        and rate.from_on <= on <= (rate.to_on or date.max)
        and (not rate.channels or channel in rate.channels)
        and rate.case in {"", case}
    )
