"""A park's lots and utilities, and the rule that a lot is never promised twice nor a utility beyond its capacity.

Takes the park as planned, the promises that stand and a promise somebody asks for; gives the faults that forbid it.
Pure: whoever stores promises (the park's desk) must ask and store under one lock. Which lot suits whom is `match.py`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label

Utility = Literal["power_mw", "water_m3_day", "racks"]
UTILITIES: dict[Utility, Label] = {
    "power_mw": Label("điện (MW)", "power (MW)", "ไฟฟ้า (MW)"),
    "water_m3_day": Label("nước (m³/ngày)", "water (m³ a day)", "น้ำ (ลบ.ม./วัน)"),
    "racks": Label("tủ máy chủ (rack)", "data-centre racks", "ตู้แร็กศูนย์ข้อมูล"),
}


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot: area in hectares, the uses the plan allows on it, and the most power its own connection carries."""

    id: str
    area_ha: float
    uses: frozenset[str]
    power_mw: float


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the park can supply of a utility from a day on, in place of what it could before."""

    utility: Utility
    from_on: date
    amount: float


@dataclass(frozen=True, slots=True)
class Park:
    """The park as planned: lots by id and dated capacities; before its first capacity a utility supplies nothing."""

    id: str
    lots: Mapping[str, Lot]
    capacities: tuple[Capacity, ...]

    def capacity_on(self, utility: Utility, day: date) -> float:
        """Return what the park can supply on a day."""
        begun = [c for c in self.capacities if c.utility == utility and c.from_on <= day]
        return max(begun, key=lambda c: c.from_on).amount if begun else 0.0


@dataclass(frozen=True, slots=True)
class Promise:
    """A lot and utilities held for one project from a day until another (not included); None is without end."""

    id: str
    project: str
    lot: str
    use: str
    from_on: date
    until_on: date | None
    needs: Mapping[Utility, float]

    def holds_on(self, day: date) -> bool:
        """Return whether the promise stands on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "Promise") -> bool:
        """Return whether there is a day on which both stand."""
        return self.holds_on(other.from_on) or other.holds_on(self.from_on)


def check_promise(park: Park, standing: Iterable[Promise], asked: Promise) -> list[Fault]:
    """Return all that forbids a promise beside those that stand: empty when it may be given."""
    held = [promise for promise in standing if promise.id != asked.id]
    if asked.lot not in park.lots:
        return [_fault(asked, _NO_LOT, asked.lot)]
    on_lot = [promise for promise in held if promise.lot == asked.lot]
    return [*check_lot(park.lots[asked.lot], on_lot, asked), *check_supply(park, held, asked)]


def check_lot(lot: Lot, held: Iterable[Promise], asked: Promise) -> list[Fault]:
    """Return what forbids a promise on its own lot, beside the promises held on it."""
    return _check_terms(lot, asked) + [
        _fault(asked, _TAKEN, f"{other.project}, {other.from_on} – {other.until_on or '…'}")
        for other in held
        if other.overlaps(asked)
    ]


def check_supply(park: Park, held: Sequence[Promise], asked: Promise) -> list[Fault]:
    """Return the utilities that the park cannot supply beside the promises held, whichever lot is asked for."""
    return [fault for utility in UTILITIES for fault in _check_utility(park, held, asked, utility)]


def give_promise(park: Park, standing: tuple[Promise, ...], asked: Promise) -> tuple[Promise, ...]:
    """Return the promises that stand once this one is given; raises NotAllowed with every reason against it."""
    faults = check_promise(park, standing, asked)
    if faults:
        raise NotAllowed(*faults)
    return (*(promise for promise in standing if promise.id != asked.id), asked)


def promised_on(standing: Iterable[Promise], utility: Utility, day: date) -> float:
    """Return how much of a utility is promised on a day."""
    return sum(promise.needs.get(utility, 0.0) for promise in standing if promise.holds_on(day))


def fill_share(park: Park, standing: Iterable[Promise], day: date) -> float | None:
    """Return the promised area over the area of all lots, 0-1; None for a park without lots."""
    total = sum(lot.area_ha for lot in park.lots.values())
    taken = {promise.lot for promise in standing if promise.holds_on(day)}
    return sum(park.lots[lot].area_ha for lot in taken) / total if total else None


def _check_terms(lot: Lot, asked: Promise) -> list[Fault]:
    faults = []
    if asked.until_on is not None and asked.until_on <= asked.from_on:
        faults.append(_fault(asked, _BACKWARDS, f"{asked.from_on} – {asked.until_on}"))
    if asked.use not in lot.uses:
        faults.append(_fault(asked, _USE, asked.use))
    if any(amount < 0 for amount in asked.needs.values()):
        faults.append(_fault(asked, _NEGATIVE, str(dict(asked.needs))))
    if asked.needs.get("power_mw", 0.0) > lot.power_mw:
        faults.append(_fault(asked, _CONNECTION, f"{asked.needs['power_mw']:g} > {lot.power_mw:g} MW"))
    return faults


def _check_utility(park: Park, held: Sequence[Promise], asked: Promise, utility: Utility) -> list[Fault]:
    """Check the days on which demand can rise or capacity change; between them both stand still."""
    if not asked.needs.get(utility):
        return []
    needing = [promise for promise in held if promise.needs.get(utility)]
    days = {asked.from_on, *(p.from_on for p in needing), *(c.from_on for c in park.capacities if c.utility == utility)}
    promised = _running(needing, utility)
    for day in sorted(day for day in days if asked.holds_on(day)):
        left = park.capacity_on(utility, day) - promised(day)
        if asked.needs[utility] > left + 1e-9:
            found = f"{utility} {asked.needs[utility]:g} > {max(left, 0.0):g}, {day}"
            return [_fault(asked, _CAPACITY, found)]
    return []


def _running(held: Sequence[Promise], utility: Utility) -> Callable[[date], float]:
    """Return `promised_on` for many days: the promises are added up once, in order of the days that change the sum."""
    changes: dict[date, float] = defaultdict(float)
    for promise in held:
        if promise.holds_on(promise.from_on):
            changes[promise.from_on] += promise.needs[utility]
            changes[promise.until_on or date.max] -= promise.needs[utility]
    days = sorted(changes)
    sums = [0.0, *accumulate(changes[day] for day in days)]
    return lambda day: sums[bisect_right(days, day)]


def _fault(asked: Promise, words: tuple[Label, Label, Label], found: str) -> Fault:
    what, expected, advice = words
    return Fault(what, f"{asked.project}, {asked.lot}", found, expected, advice)


_OTHER_LOT = Label("Chọn lô khác hoặc thời gian khác.", "Choose another lot or other days.", "เลือกแปลงอื่นหรือช่วงเวลาอื่น")
_NO_LOT = (
    Label("không có lô này", "no such lot", "ไม่มีแปลงนี้"),
    Label("mã một lô của khu", "the id of a lot of the park", "รหัสแปลงในนิคม"),
    _OTHER_LOT,
)
_TAKEN = (
    Label("lô đã hứa cho dự án khác", "the lot is promised to another project", "แปลงนี้สัญญาไว้กับโครงการอื่นแล้ว"),
    Label("không trùng thời gian trên một lô", "no two promises for a lot on one day", "ไม่ซ้อนเวลาบนแปลงเดียวกัน"),
    _OTHER_LOT,
)
_BACKWARDS = (
    Label("ngày kết thúc không sau ngày bắt đầu", "the end is not after the start", "วันสิ้นสุดไม่อยู่หลังวันเริ่มต้น"),
    Label("kết thúc sau bắt đầu", "an end after the start", "สิ้นสุดหลังเริ่มต้น"),
    Label("Sửa ngày.", "Mend the days.", "แก้ไขวันที่"),
)
_USE = (
    Label("quy hoạch không cho phép công năng này", "the plan does not allow this use", "ผังไม่อนุญาตการใช้ประโยชน์นี้"),
    Label("một công năng của lô", "a use of the lot", "การใช้ประโยชน์ที่อนุญาตของแปลง"),
    _OTHER_LOT,
)
_NEGATIVE = (
    Label("nhu cầu âm", "a negative need", "ความต้องการติดลบ"),
    Label("không âm", "zero or more", "ศูนย์ขึ้นไป"),
    Label("Sửa nhu cầu.", "Mend the need.", "แก้ไขความต้องการ"),
)
_CONNECTION = (
    Label(
        "vượt công suất đấu nối điện của lô",
        "more power than the lot's connection carries",
        "เกินกำลังไฟฟ้าที่ต่อเข้าแปลง",
    ),
    Label("trong công suất đấu nối", "within the connection", "ภายในกำลังที่ต่อไว้"),
    _OTHER_LOT,
)
_CAPACITY = (
    Label("vượt khả năng cung cấp của khu", "beyond what the park can supply", "เกินความสามารถจ่ายของนิคม"),
    Label("trong phần còn lại của khu", "within what the park has left", "ภายในส่วนที่นิคมเหลืออยู่"),
    Label(
        "Giảm nhu cầu, hoặc bắt đầu khi có thêm công suất.",
        "Ask for less, or start when more is built.",
        "ลดความต้องการ หรือเริ่มเมื่อมีกำลังเพิ่ม",
    ),
)
