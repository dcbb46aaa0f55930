"""What an investor needs, against each lot of a park: which fit, best first, and for the others why not.

Takes a need in the investor's own words and numbers, the park and the promises that stand; gives a verdict per lot
from the very rules that guard promises, so a lot shown as fitting can be promised at that moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tinhso.base.errors import Fault
from tinhso.base.label import Label
from tinhso.rooms.industry.park import Lot, Park, Promise, Utility, check_lot, check_supply

_TOO_SMALL = Label(
    "lô nhỏ hơn nhu cầu: {found} ha, cần {needed} ha",
    "smaller than needed: {found} ha of {needed} ha",
    "เล็กกว่าที่ต้องการ: {found} เฮกตาร์ จาก {needed} เฮกตาร์",
)


@dataclass(frozen=True, slots=True)
class Need:
    """What a project asks for, from a day on and without end."""

    use: str
    area_ha: float
    from_on: date
    utilities: Mapping[Utility, float]


@dataclass(frozen=True, slots=True)
class Match:
    """One lot's verdict; no reasons against it means it fits. `spare_ha` is its area beyond the need."""

    lot: Lot
    reasons: tuple[Label, ...]
    spare_ha: float

    @property
    def fits(self) -> bool:
        """Return whether the lot can be promised for the need."""
        return not self.reasons


def match(need: Need, park: Park, standing: tuple[Promise, ...]) -> tuple[Match, ...]:
    """Return a verdict for each lot: those that fit first, the least spare area first, then by id."""
    asked = Promise("?", "?", "?", need.use, need.from_on, None, need.utilities)
    on_lot: dict[str, list[Promise]] = defaultdict(list)
    for promise in standing:
        on_lot[promise.lot].append(promise)
    short = check_supply(park, standing, asked)
    verdicts = (_verdict(need, lot, [*check_lot(lot, on_lot[lot.id], asked), *short]) for lot in park.lots.values())
    return tuple(sorted(verdicts, key=lambda v: (len(v.reasons) > 0, abs(v.spare_ha), v.lot.id)))


def _verdict(need: Need, lot: Lot, faults: Iterable[Fault]) -> Match:
    reasons = [fault.what for fault in faults]
    if lot.area_ha < need.area_ha:
        reasons.insert(0, _TOO_SMALL.format(found=f"{lot.area_ha:g}", needed=f"{need.area_ha:g}"))
    return Match(lot, tuple(dict.fromkeys(reasons)), lot.area_ha - need.area_ha)
