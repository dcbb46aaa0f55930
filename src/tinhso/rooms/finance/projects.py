"""Public projects: appropriation, contracts, milestones and disbursement, their risk, and money against result.

Takes projects as registers hold them, gives contradictions, progress on a day, a risk with its reasons, and what each
target got for its money. Budget lines are `budget.py`; the open form is `open_contracting.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tinhso.base.errors import Fault
from tinhso.base.label import Label

Risk = Literal["low", "medium", "high"]
# Disbursement this far behind elapsed time is a risk of its own; own rule of thumb, shown with every verdict.
BEHIND_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract of a project, in whole đồng; `method` is open, selective, limited or direct, empty if unknown."""

    id: str
    title: str
    supplier: str
    signed_on: date
    value_vnd: int
    method: str = ""
    tender_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something due on a day; `met_on` None while open."""

    id: str
    title: str
    due_on: date
    met_on: date | None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money paid out on a day for a contract, in whole đồng."""

    id: str
    contract: str
    paid_on: date
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Project:
    """One project: what it may spend and when, whom it serves. `targets` are ids of the targets it works for."""

    id: str
    title: str
    owner: str
    pillar: str
    starts_on: date
    ends_on: date
    appropriation_vnd: int
    targets: tuple[str, ...]
    contracts: tuple[Contract, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    payments: tuple[Payment, ...] = ()
    portfolio: str = ""

    def paid_by(self, day: date) -> int:
        """Return what was paid out up to a day, that day included."""
        return sum(payment.amount_vnd for payment in self.payments if payment.paid_on <= day)


@dataclass(frozen=True, slots=True)
class Progress:
    """A project on a day: shares 0-1 of time, money and milestones, and its risk with reasons."""

    elapsed: float
    disbursed: float
    milestones_met: float | None
    risk: Risk
    reasons: tuple[Label, ...]


def check_project(project: Project) -> list[Fault]:
    """Return what contradicts itself: money beyond its limit, payments without contract, days backwards, no target."""
    faults: list[Fault] = []
    contracted = sum(contract.value_vnd for contract in project.contracts)
    paid = sum(payment.amount_vnd for payment in project.payments)
    if project.ends_on < project.starts_on:
        faults.append(_fault(project, _BACKWARDS, f"{project.starts_on} – {project.ends_on}"))
    if paid > project.appropriation_vnd:
        faults.append(_fault(project, _OVERPAID, _percent(paid, project.appropriation_vnd)))
    if contracted > project.appropriation_vnd:
        faults.append(_fault(project, _OVERCONTRACTED, _percent(contracted, project.appropriation_vnd)))
    if not project.targets:
        faults.append(_fault(project, _NO_TARGET, "–"))
    return faults + _check_payments(project)


def progress(project: Project, on: date) -> Progress:
    """Return how far a project is on a day; a project not begun has elapsed 0, one past its end 1."""
    days = max((project.ends_on - project.starts_on).days, 1)
    elapsed = min(max((on - project.starts_on).days / days, 0.0), 1.0)
    disbursed = project.paid_by(on) / project.appropriation_vnd if project.appropriation_vnd else 0.0
    met = [m for m in project.milestones if m.met_on is not None and m.met_on <= on]
    share = len(met) / len(project.milestones) if project.milestones else None
    reasons = _reasons(project, on, elapsed - disbursed)
    risk: Risk = "low" if not reasons else "medium" if len(reasons) == 1 else "high"
    return Progress(elapsed, disbursed, share, risk, reasons)


def money_by_target(projects: Iterable[Project], on: date) -> dict[str, tuple[float, float]]:
    """Return target → (appropriated, paid by a day) in đồng; a project that serves several is parted equally.

    Equal parting is a convention, said beside the figure: no source tells how a project's money divides.
    """
    sums: dict[str, tuple[float, float]] = {}
    for project in projects:
        for target in project.targets:
            appropriated, paid = sums.get(target, (0.0, 0.0))
            n = len(project.targets)
            sums[target] = (appropriated + project.appropriation_vnd / n, paid + project.paid_by(on) / n)
    return sums


def money_per_point(money: Mapping[str, tuple[float, float]], gained: Mapping[str, float]) -> dict[str, float | None]:
    """Return target → đồng paid per percentage point gained; None where nothing was gained, absent where not measured.

    `gained` is the measured change of each target's indicator over the same years, as a share (0.05 = 5 points).
    """
    return {
        target: money[target][1] / (change * 100) if change > 0 else None
        for target, change in gained.items()
        if target in money
    }


def _reasons(project: Project, on: date, behind: float) -> tuple[Label, ...]:
    reasons: list[Label] = []
    late = [m for m in project.milestones if m.due_on < on and (m.met_on is None or m.met_on > on)]
    if late:
        reasons.append(_LATE.format(n=len(late), days=max((on - m.due_on).days for m in late)))
    if behind > BEHIND_SHARE:
        reasons.append(_BEHIND.format(points=round(behind * 100)))
    if on > project.ends_on and project.paid_by(on) < project.appropriation_vnd and late:
        reasons.append(_PAST_END)
    return tuple(reasons)


def _check_payments(project: Project) -> list[Fault]:
    limits = {contract.id: contract.value_vnd for contract in project.contracts}
    paid: dict[str, int] = {}
    for payment in project.payments:
        paid[payment.contract] = paid.get(payment.contract, 0) + payment.amount_vnd
    faults = [_fault(project, _NO_CONTRACT, contract) for contract in paid if contract not in limits]
    for contract, amount in paid.items():
        if amount > limits.get(contract, amount):
            faults.append(_fault(project, _CONTRACT_OVERPAID, f"{contract} {_percent(amount, limits[contract])}"))
    return faults


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else f"{part:,} / 0"


def _fault(project: Project, words: tuple[Label, Label], found: str) -> Fault:
    return Fault(words[0], project.id, found, words[1], _ADVICE)


_ADVICE = Label("Đối chiếu với chủ đầu tư.", "Compare with the project's owner.", "ตรวจสอบกับเจ้าของโครงการ")
_LATE = Label(
    "{n} mốc quá hạn, lâu nhất {days} ngày",
    "milestones overdue: {n}, the longest by {days} days",
    "เกินกำหนด {n} หลักไมล์ นานสุด {days} วัน",
)
_BEHIND = Label(
    "giải ngân chậm hơn thời gian {points} điểm phần trăm",
    "disbursement is {points} points behind time",
    "การเบิกจ่ายช้ากว่าเวลา {points} จุด",
)
_PAST_END = Label("đã quá ngày kết thúc", "past its last day", "เลยวันสิ้นสุดแล้ว")
_BACKWARDS = (
    Label("kết thúc trước khi bắt đầu", "ends before it starts", "สิ้นสุดก่อนเริ่ม"),
    Label("ngày kết thúc sau ngày bắt đầu", "an end after the start", "สิ้นสุดหลังเริ่มต้น"),
)
_OVERPAID = (
    Label("giải ngân vượt kế hoạch vốn", "more is paid out than appropriated", "เบิกจ่ายเกินวงเงิน"),
    Label("không quá 100 %", "at most 100 %", "ไม่เกิน 100 %"),
)
_OVERCONTRACTED = (
    Label("hợp đồng vượt kế hoạch vốn", "contracts exceed the appropriation", "สัญญาเกินวงเงิน"),
    Label("không quá 100 %", "at most 100 %", "ไม่เกิน 100 %"),
)
_CONTRACT_OVERPAID = (
    Label("thanh toán vượt giá trị hợp đồng", "more is paid than the contract's value", "จ่ายเกินมูลค่าสัญญา"),
    Label("không quá 100 %", "at most 100 %", "ไม่เกิน 100 %"),
)
_NO_CONTRACT = (
    Label("thanh toán cho hợp đồng không có", "paid for a contract that is not there", "จ่ายให้สัญญาที่ไม่มี"),
    Label("mã một hợp đồng của dự án", "the id of a contract of the project", "รหัสสัญญาของโครงการ"),
)
_NO_TARGET = (
    Label("dự án không nêu chỉ tiêu phục vụ", "the project names no target it serves", "โครงการไม่ระบุเป้าหมายที่รองรับ"),
    Label("ít nhất một chỉ tiêu", "at least one target", "อย่างน้อยหนึ่งเป้าหมาย"),
)
