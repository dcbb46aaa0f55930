"""Fees on their way: the code an applicant scans, a bank's statement taken in, and the way out of every line of it.

Takes payments and statement files; each write is one transaction with a step in the dossier's history. A line is known
by the bank's transaction number, a file by its bytes, so nothing is paid twice by reading twice. Which line belongs to
which fee is decided by `payment`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import segno
from django.db import transaction
from django.db.models import F, Q, Sum

from tinhso.base.definition import find_definitions, read_yaml
from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label
from tinhso.rooms.services.payment import (
    Due,
    Reconciliation,
    Settled,
    Settlement,
    StatementLine,
    find_reference,
    payment_reference,
    read_statement,
    reconcile,
)
from tinhso.rooms.services.states import Action, Status
from tinhso.rooms.services.upload import shown_name
from tinhso.rooms.services.vietqr import VietQr, payload
from tinhso.rooms.services.web.actions import Person, act
from tinhso.rooms.services.web.holdings import find_home
from tinhso.rooms.services.web.models import BankLine, Dossier, Payment, Refund, Statement
from tinhso.rooms.services.web.steps import Remark, write_remark

LARGEST_STATEMENT = 5 << 20


@dataclass(frozen=True, slots=True)
class Account:
    """Where a province collects fees; `invented` accounts are of demonstrations."""

    bank_bin: str
    account: str
    holder: Label
    invented: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A statement taken in: kept lines, lines seen before, refused rows; `statement` is None for a refused file."""

    statement: Statement | None
    n_kept: int = 0
    n_repeated: int = 0
    faults: Sequence[Fault] = ()


@cache
def account_of(province: str) -> Account:
    """The account of a province; raises LookupError when no file names one."""
    home = find_home(province)
    for file in find_definitions("collection_accounts", "*.yaml", home.folder if home else None):
        if file.name == province:
            raw = read_yaml(file.text(), file.where)
            return Account(
                str(raw["bank_bin"]), str(raw["account"]), Label.read(raw["holder"]), raw.get("invented") is True
            )
    raise LookupError(f"No collection account for {province}: add rooms/services/collection_accounts/{province}.yaml.")


def settled_of(payment: Payment) -> Settled:
    """A payment with the lines that arrived for it, less what was paid back."""
    lines = [StatementLine(line.transaction, line.amount_vnd, line.content) for line in payment.lines.order_by("pk")]
    return Settled(Due(payment_reference(payment.pk), payment.amount_vnd), tuple(lines))


def code_picture(payment: Payment, missing_vnd: int) -> str:
    """The VietQR code for what is missing, as a picture that a page carries in itself."""
    account = account_of(payment.dossier.province)
    reference = payment_reference(payment.pk)
    order = VietQr(account.bank_bin, account.account, missing_vnd, bill=reference, purpose=reference)
    return str(segno.make(payload(order), error="m").svg_data_uri(scale=5, border=4, light="#fff", dark="#000"))


def take_statement(province: str, name: str, content: bytes, person: Person, at: datetime) -> Taken:
    """Take a statement in: lines kept + lines seen before + rows refused = rows received."""
    digest = hashlib.sha256(content).hexdigest()
    before = Statement.objects.filter(province=province, sha256=digest).first()
    if before:
        return Taken(before, 0, before.n_accepted + before.n_repeated)
    try:
        lines, faults = read_statement(content.decode("utf-8-sig").replace("\x00", ""), shown_name(name))
    except UnicodeDecodeError:
        return Taken(None, faults=[_not_text(name)])
    if not lines:
        return Taken(None, faults=faults or [_not_text(name)])
    with transaction.atomic():
        return _taken(province, name, digest, lines, faults, person, at)


def open_payments(province: str) -> list[Payment]:
    """The fees of a province that are not paid in full, the oldest first."""
    waiting = Payment.objects.filter(dossier__province=province, paid_at=None).select_related("dossier")
    return list(waiting.order_by("pk"))


def name_payment(line: BankLine, reference: str, person: Person, at: datetime) -> Payment:
    """Say which fee an unknown line was for; raises NotAllowed for a reference of no fee of the province."""
    with transaction.atomic():
        line = BankLine.objects.select_for_update().get(pk=line.pk)
        found = _payment_of(line.province, reference)
        if line.payment_id is not None or found is None:
            raise NotAllowed(_no_payment(reference))
        line.payment = found
        line.save(update_fields=["payment"])
        _settle(found, person, at)
    return found


def pay_back(line: BankLine, amount_vnd: int, reason: str, person: Person, at: datetime) -> Refund:
    """Keep that money of a line was paid back; raises NotAllowed for more than is too much."""
    with transaction.atomic():
        line = BankLine.objects.select_for_update().get(pk=line.pk)
        most = refundable(line)
        if not 0 < amount_vnd <= most:
            raise NotAllowed(_too_much(line, amount_vnd, most))
        refund = Refund.objects.create(line=line, amount_vnd=amount_vnd, reason=reason, at=at, actor=person.name)
        if line.payment:
            note = f"{amount_vnd} · {line.transaction}"
            write_remark(line.payment.dossier, Remark.REFUND, person.role, person.name, at, note)
    return refund


def refundable(line: BankLine) -> int:
    """What may still be paid back of a line: all of an unknown one, and what is too much of a fee's."""
    left = line.amount_vnd - _refunded(Refund.objects.filter(line=line).aggregate(n=Sum("amount_vnd")))
    if line.payment is None:
        return left
    back = _refunded(Refund.objects.filter(line__payment=line.payment).aggregate(n=Sum("amount_vnd")))
    return max(0, min(left, settled_of(line.payment).refund_vnd - back))


def lines_to_mend(province: str) -> list[tuple[BankLine, Settlement | None, int]]:
    """Lines that wait for somebody: of no fee (None), or of a fee with too much; with what may be paid back."""
    odd = Q(payment=None) | Q(payment__paid_vnd__gt=F("payment__amount_vnd"))
    rows = BankLine.objects.filter(odd, province=province).select_related("payment__dossier").order_by("-pk")[:500]
    found = []
    for line in rows:
        state = settled_of(line.payment).settlement if line.payment else None
        left = refundable(line) if state in {None, Settlement.OVER, Settlement.DOUBLE} else 0
        if left:
            found.append((line, state, left))
    return found


def _taken(
    province: str,
    name: str,
    digest: str,
    lines: list[StatementLine],
    faults: list[Fault],
    person: Person,
    at: datetime,
) -> Taken:
    known = BankLine.objects.filter(province=province, transaction__in=[line.transaction for line in lines])
    seen = frozenset(known.values_list("transaction", flat=True))
    by_reference = _payments(province, lines)
    dues = [Due(reference, p.amount_vnd) for reference, p in by_reference.items()]
    laid = reconcile(dues, lines, seen)
    statement = Statement.objects.create(
        province=province,
        name=shown_name(name),
        sha256=digest,
        taken_at=at,
        actor=person.name,
        n_received=len(lines) + len(faults),
        n_accepted=len(lines) - len(laid.repeated),
        n_repeated=len(laid.repeated),
    )
    _keep_lines(statement, laid, by_reference)
    for settled in laid.settled:
        if settled.lines:
            _settle(by_reference[settled.due.reference], person, at)
    return Taken(statement, statement.n_accepted, statement.n_repeated, faults)


def _keep_lines(statement: Statement, laid: Reconciliation, by_reference: dict[str, Payment]) -> None:
    placed = [(line, by_reference[s.due.reference]) for s in laid.settled for line in s.lines]
    rows = [*placed, *((line, None) for line in laid.unknown)]
    BankLine.objects.bulk_create(
        BankLine(
            province=statement.province,
            statement=statement,
            transaction=line.transaction[:80],
            amount_vnd=line.amount_vnd,
            content=line.content.replace("\x00", "")[:500],
            payment=payment,
        )
        for line, payment in rows
    )


def _payments(province: str, lines: Sequence[StatementLine]) -> dict[str, Payment]:
    """The fees of the province that the lines name, by reference."""
    references = {find_reference(line.content) for line in lines} - {""}
    found = {reference: _payment_of(province, reference) for reference in sorted(references)}
    return {reference: payment for reference, payment in found.items() if payment}


def _payment_of(province: str, typed: str) -> Payment | None:
    reference = find_reference(typed)
    serial = int(reference[2:12]) if reference else 0
    return Payment.objects.filter(pk=serial, dossier__province=province).select_related("dossier").first()


def _settle(payment: Payment, person: Person, at: datetime) -> None:
    """Carry what arrived into the payment, and move its dossier when the fee is covered."""
    payment.refresh_from_db()
    settled = settled_of(payment)
    payment.paid_vnd = settled.paid_vnd
    covered = settled.settlement not in {Settlement.UNPAID, Settlement.UNDER}
    newly = covered and payment.paid_at is None
    if newly:
        payment.paid_at = at
    payment.save(update_fields=["paid_vnd", "paid_at"])
    dossier = Dossier.objects.get(pk=payment.dossier_id)
    if newly and dossier.status == Status.PAYMENT_REQUESTED:
        act(dossier.pk, dossier.version, Action.PAY, person, at, payment_reference(payment.pk))
    else:
        note = f"{payment_reference(payment.pk)} {settled.settlement} {settled.paid_vnd}/{payment.amount_vnd}"
        write_remark(dossier, Remark.PAY_PART, person.role, person.name, at, note)


def _refunded(found: dict[str, int | None]) -> int:
    return found["n"] or 0


def _not_text(name: str) -> Fault:
    return Fault(
        Label("Không đọc được sao kê", "The statement cannot be read", "อ่านรายการเดินบัญชีไม่ได้"),
        Path(name).name or "—",
        "0",
        Label(
            "tệp CSV mã UTF-8 có cột transaction, amount_vnd, content",
            "a CSV file in UTF-8 with the columns transaction, amount_vnd, content",
            "ไฟล์ CSV รหัส UTF-8 ที่มีคอลัมน์ transaction, amount_vnd, content",
        ),
        Label("Xuất lại sao kê từ ngân hàng.", "Export the statement again.", "ส่งออกรายการจากธนาคารใหม่"),
    )


def _no_payment(reference: str) -> Fault:
    return Fault(
        Label("Không có khoản thu nào mang mã này", "No fee has this reference", "ไม่พบค่าธรรมเนียมตามรหัสนี้"),
        reference[:40] or "—",
        "0",
        Label("mã DV gồm 12 chữ số, chưa gắn", "DV and 12 digits, not placed yet", "DV และเลข 12 หลัก"),
        Label("Xem mã trên trang hồ sơ.", "Read the reference on the dossier's page.", "ดูรหัสในหน้าคำขอ"),
    )


def _too_much(line: BankLine, amount_vnd: int, most: int) -> Fault:
    return Fault(
        Label("Số tiền hoàn không hợp lệ", "This amount cannot be paid back", "คืนเงินจำนวนนี้ไม่ได้"),
        line.transaction,
        str(amount_vnd),
        Label.same(f"1 – {most}"),
        Label("Ghi số tiền trong khoảng đó.", "Write an amount in this range.", "เขียนจำนวนเงินในช่วงนี้"),
    )
