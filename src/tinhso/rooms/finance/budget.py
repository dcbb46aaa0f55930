"""The budget as a tree of lines, what of it is science and technology, and whether that share rises as promised.

Takes lines of one stage and year (estimate, adjusted or final are never mixed), gives shares and every disagreement
between a line and its parts. Which functions count is a dated classification; the published indicator reads the
register.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tinhso.base.errors import Fault
from tinhso.base.label import Label
from tinhso.measure.classification import Classification


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line: code, the line it is part of (empty: of none), the function code it is booked under, whole đồng."""

    code: str
    parent: str
    function: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class ScienceShare:
    """Spending on science, technology and digital transformation by group, of all expenditure, in whole đồng."""

    by_group: Mapping[str, int]
    total_vnd: int
    classification: str

    @property
    def share(self) -> float | None:
        """Return the share 0-1, or None without expenditure."""
        return sum(self.by_group.values()) / self.total_vnd if self.total_vnd else None


def check_budget(lines: Sequence[BudgetLine], where: str) -> list[Fault]:
    """Return each parent whose parts do not add up to it, each line whose parent is absent, each negative amount."""
    by_code = {line.code: line for line in lines}
    parts: dict[str, int] = {}
    faults: list[Fault] = []
    for line in lines:
        if line.parent:
            parts[line.parent] = parts.get(line.parent, 0) + line.amount_vnd
            if line.parent not in by_code:
                faults.append(_fault(f"{where}, {line.code}", _ORPHAN, line.parent))
        if line.amount_vnd < 0:
            faults.append(_fault(f"{where}, {line.code}", _NEGATIVE, str(line.amount_vnd)))
    for code, amount in parts.items():
        if code in by_code and by_code[code].amount_vnd != amount:
            faults.append(_fault(f"{where}, {code}", _SUM, f"{amount:,} ≠ {by_code[code].amount_vnd:,}"))
    return faults


def leaves(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    """Return the lines that have no parts."""
    parents = {line.parent for line in lines}
    return [line for line in lines if line.code not in parents]


def science_share(lines: Sequence[BudgetLine], functions: Classification) -> ScienceShare:
    """Return the share over the leaves of the tree, so that no đồng counts both in a line and in its part."""
    ends = leaves(lines)
    by_group = dict.fromkeys((group.id for group in functions.groups), 0)
    for line in ends:
        group = functions.find_group(line.function) if line.function else None
        if group is not None:
            by_group[group] += line.amount_vnd
    return ScienceShare(by_group, sum(line.amount_vnd for line in ends), functions.id)


def years_not_rising(shares: Mapping[int, float]) -> list[int]:
    """Return the years whose share is not above that of the year before; a missing year is passed over, not counted."""
    return [year for before, year in pairwise(sorted(shares)) if year == before + 1 and shares[year] <= shares[before]]


def _fault(where: str, words: tuple[Label, Label, Label], found: str) -> Fault:
    what, expected, advice = words
    return Fault(what, where, found, expected, advice)


_ORPHAN = (
    Label("dòng cha không có", "the parent line is absent", "ไม่มีรายการแม่"),
    Label("mã một dòng trong cùng bảng", "the code of a line of the same table", "รหัสรายการในตารางเดียวกัน"),
    Label("Bổ sung dòng cha hoặc sửa mã.", "Supply the parent or mend the code.", "เพิ่มรายการแม่หรือแก้รหัส"),
)
_NEGATIVE = (
    Label("số tiền âm", "a negative amount", "จำนวนเงินติดลบ"),
    Label("không âm", "zero or more", "ศูนย์ขึ้นไป"),
    Label("Ghi khoản giảm thành dòng điều chỉnh.", "Book a cut as an adjusted line.", "บันทึกการลดเป็นรายการปรับปรุง"),
)
_SUM = (
    Label("các dòng con không cộng bằng dòng cha", "parts do not add up to their line", "ผลรวมรายการย่อยไม่เท่ารายการแม่"),
    Label("tổng các dòng con bằng dòng cha", "parts that add up to their parent", "ผลรวมรายการย่อยเท่ากับรายการแม่"),
    Label("Kiểm tra dòng thiếu hoặc trùng.", "Look for a line missing or given twice.", "ตรวจหารายการที่ขาดหรือซ้ำ"),
)
