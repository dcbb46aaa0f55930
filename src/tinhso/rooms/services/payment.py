"""Did the fee arrive: payment references, and a bank statement laid against what is due.

Takes the fees due and the lines of a statement; gives for each due one state with its way out (exact, under, over,
double, unpaid), and the lines that belong to none. Every đồng of the statement is accounted for once. Lines are known
by the bank's transaction number, so a file read twice, or a line written twice, pays nothing twice.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from tinhso.base.errors import Fault
from tinhso.base.label import Label

REFERENCE = re.compile(r"DV([0-9]{10})([0-9]{2})")
CHECK_MODULUS = 97
LAST_SERIAL = 10**10 - 1


class Settlement(StrEnum):
    """How the payments of one due stand."""

    UNPAID = "UNPAID"
    UNDER = "UNDER"
    EXACT = "EXACT"
    OVER = "OVER"
    DOUBLE = "DOUBLE"


WAYS_OUT: Mapping[Settlement, Label] = {
    Settlement.UNPAID: Label("Chờ thanh toán.", "Waiting for the payment.", "รอการชำระเงิน"),
    Settlement.UNDER: Label(
        "Gửi người nộp mã QR cho phần còn thiếu.",
        "Send the applicant a code for what is missing.",
        "ส่งคิวอาร์สำหรับส่วนที่ยังขาดให้ผู้ยื่น",
    ),
    Settlement.EXACT: Label("Đã thu đủ.", "Paid in full.", "ชำระครบแล้ว"),
    Settlement.OVER: Label(
        "Đã thu đủ; hoàn lại phần nộp thừa.",
        "Paid in full; pay back what is too much.",
        "ชำระครบแล้ว คืนส่วนที่เกิน",
    ),
    Settlement.DOUBLE: Label(
        "Đã thu đủ; hoàn lại lần nộp trùng.",
        "Paid in full; pay back the second payment.",
        "ชำระครบแล้ว คืนเงินที่ชำระซ้ำ",
    ),
}
UNKNOWN_WAY_OUT = Label(
    "Không rõ hồ sơ: tra theo người chuyển tiền, nếu không tìm được thì hoàn lại.",
    "No dossier known: look it up by who paid, else pay it back.",
    "ไม่ทราบคำขอ ค้นหาจากผู้โอน หากไม่พบให้คืนเงิน",
)


@dataclass(frozen=True, slots=True)
class Due:
    """A fee to be paid: its reference, as printed in the code, and its amount in đồng (> 0)."""

    reference: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A credit on the province's account: the bank's transaction number, amount in đồng (> 0), and what was written."""

    transaction: str
    amount_vnd: int
    content: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A due with the lines that paid it, in the order of the statement."""

    due: Due
    lines: tuple[StatementLine, ...]

    @property
    def paid_vnd(self) -> int:
        """What arrived."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def missing_vnd(self) -> int:
        """What is still to be paid."""
        return max(0, self.due.amount_vnd - self.paid_vnd)

    @property
    def refund_vnd(self) -> int:
        """What is to be paid back."""
        return max(0, self.paid_vnd - self.due.amount_vnd)

    @property
    def settlement(self) -> Settlement:
        """How the due stands; DOUBLE when more arrived than is due and one line alone had covered it."""
        if not self.lines:
            return Settlement.UNPAID
        if self.missing_vnd:
            return Settlement.UNDER
        if not self.refund_vnd:
            return Settlement.EXACT
        covered = any(line.amount_vnd >= self.due.amount_vnd for line in self.lines)
        return Settlement.DOUBLE if covered and len(self.lines) > 1 else Settlement.OVER


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every due with its payments, lines of no due, and lines already seen (same transaction number)."""

    settled: tuple[Settled, ...]
    unknown: tuple[StatementLine, ...]
    repeated: tuple[StatementLine, ...]


def payment_reference(serial: int) -> str:
    """The reference of the `serial`-th payment: letters and digits alone, for banks drop all other signs."""
    if not 0 < serial <= LAST_SERIAL:
        raise ValueError(f"A payment's serial lies between 1 and {LAST_SERIAL}, not {serial}.")
    return f"DV{serial:010d}{_check_digits(serial):02d}"


def find_reference(content: str) -> str:
    """The first sound reference in what a payer's bank wrote, whatever stands around it; empty when there is none."""
    for found in REFERENCE.finditer(re.sub(r"[^A-Z0-9]", "", content.upper())):
        if _check_digits(int(found[1])) == int(found[2]):
            return found[0]
    return ""


def reconcile(
    dues: Sequence[Due], lines: Iterable[StatementLine], seen: frozenset[str] = frozenset()
) -> Reconciliation:
    """Lay a statement against the dues; `seen` are transaction numbers of earlier statements.

    For dues that earlier statements paid in part, pass those lines again and leave them out of `seen`.
    """
    by_reference: dict[str, list[StatementLine]] = {due.reference: [] for due in dues}
    known = set(seen)
    unknown: list[StatementLine] = []
    repeated: list[StatementLine] = []
    for line in lines:
        if line.transaction in known:
            repeated.append(line)
            continue
        known.add(line.transaction)
        by_reference.get(find_reference(line.content), unknown).append(line)
    settled = tuple(Settled(due, tuple(by_reference[due.reference])) for due in dues)
    return Reconciliation(settled, tuple(unknown), tuple(repeated))


def read_statement(text: str, where: str) -> tuple[list[StatementLine], list[Fault]]:
    """The credits of a CSV statement with the columns transaction, amount_vnd, content; and the rows refused.

    Lines accepted + lines refused = rows received. A file without these columns is refused whole.
    """
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    missing = {"transaction", "amount_vnd", "content"} - set(reader.fieldnames or ())
    if missing:
        return [], [_refused(where, ", ".join(reader.fieldnames or ()) or "—", ", ".join(sorted(missing)))]
    lines, faults = [], []
    for row in reader:
        transaction, amount = str(row["transaction"] or "").strip(), str(row["amount_vnd"] or "").strip()
        digits = re.sub(r"[.,\s]", "", amount)
        if transaction and re.fullmatch(r"[0-9]{1,13}", digits) and int(digits) > 0:
            lines.append(StatementLine(transaction, int(digits), str(row["content"] or "")))
        else:
            faults.append(_refused(f"{where}:{reader.line_num}", f"{transaction or '—'}, {amount or '—'}", "1"))
    return lines, faults


def _refused(where: str, found: str, expected: str) -> Fault:
    return Fault(
        Label("Dòng sao kê không đọc được", "This line of the statement cannot be read", "อ่านบรรทัดรายการไม่ได้"),
        where,
        found,
        Label(
            "mã giao dịch và số tiền dương; cột {columns}",
            "a transaction number and a positive amount; columns {columns}",
            "เลขธุรกรรมและจำนวนเงินบวก คอลัมน์ {columns}",
        ).format(columns=expected if expected != "1" else "transaction, amount_vnd, content"),
        Label("Xuất lại sao kê từ ngân hàng.", "Export the statement again.", "ส่งออกรายการจากธนาคารใหม่"),
    )


def _check_digits(serial: int) -> int:
    """Two digits that catch every single slip and every swap of neighbours (ISO 7064, modulus 97)."""
    return 98 - serial * 100 % CHECK_MODULUS
