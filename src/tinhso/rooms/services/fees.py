"""What a dossier costs: fixed fees, those a provincial council sets, and those that nobody found.

Takes the edition of a procedure, the channel, the case, how many units (pages, copies, persons, rooms) and the day of
filing, and the council's rates of a province; gives the amount in đồng with the lines it is made of. Reading the rates
belongs to `council_fees`, paying to `payment`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.base.label import Label
from tinhso.rooms.services.procedure import Channel, Edition, FeeKind, FeeLine

# The field of a form that counts what a fee is paid for.
_COUNTED_BY = {"PAGE": "n_pages", "COPY": "n_copies", "PERSON": "n_people"}


@dataclass(frozen=True, slots=True)
class CouncilRate:
    """An amount that a provincial council set for a procedure, from and to a day of filing, with its resolution.

    `label` tells rates apart that hold together (land alone, land with a house): an officer picks one. `verified` says
    that a person compared it with the resolution.
    """

    id: str
    province: str
    procedure_id: str
    amount_vnd: int
    resolution: str
    from_on: date
    to_on: date | None = None
    channels: frozenset[Channel] = frozenset()
    case: str = ""
    label: Label | None = None
    verified: bool = False

    def holds(self, channel: Channel, case: str, on: date) -> bool:
        """Whether a dossier filed on a day by this door and in this case falls under the rate."""
        by_door = not self.channels or channel in self.channels
        return by_door and self.case in {"", case} and self.from_on <= on <= (self.to_on or date.max)

    def meets(self, other: "CouncilRate") -> bool:
        """Whether some dossier could fall under both."""
        doors = not self.channels or not other.channels or bool(self.channels & other.channels)
        cases = not self.case or not other.case or self.case == other.case
        days = self.from_on <= (other.to_on or date.max) and other.from_on <= (self.to_on or date.max)
        return doors and cases and days


@dataclass(frozen=True, slots=True)
class FeeDue:
    """What to pay in đồng, the lines it is made of, and the council's rate among them.

    The amount is None when a part of it is not known: nobody found it, the council's resolution is missing, or
    `choices` holds more than one rate and an officer has to pick.
    """

    amount_vnd: int | None
    lines: tuple[FeeLine, ...]
    rate: CouncilRate | None = None
    choices: tuple[CouncilRate, ...] = ()


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
    by_council = any(f.kind is FeeKind.SET_BY_COUNCIL for f in lines)
    choices = tuple(
        r for r in rates if by_council and r.procedure_id == procedure_id and r.holds(channel, case, filed_on)
    )
    rate = choices[0] if len(choices) == 1 else None
    amounts = [_amount(line, n_units, rate) for line in lines]
    known = [a for a in amounts if a is not None]
    return FeeDue(sum(known) if amounts and len(known) == len(amounts) else None, lines, rate, choices)


def units_asked(edition: Edition, answers: Mapping[str, object]) -> int:
    """How many pages, copies or persons a form asked for, over all its entries; 1 where it asks for no number."""
    names = {_COUNTED_BY[line.per] for line in edition.fees if line.per in _COUNTED_BY}
    counts = [int(str(entry[name])) for entry in _entries(answers) for name in sorted(names) if name in entry]
    return sum(counts) if counts else 1


def _entries(answers: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for step in answers.values():
        yield from (entry for entry in (step if isinstance(step, list) else [step]) if isinstance(entry, Mapping))


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
