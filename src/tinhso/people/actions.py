"""Writes: give a person a seat, change it, end it; each one transaction with its row of the trail.

Takes plain values, the acting person and the instant. Nobody gives, changes or ends their own seat: whoever seats
people may not sign by that power alone.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction

from tinhso.base.errors import Fault, NotAllowed, UnusableInput
from tinhso.base.label import Label
from tinhso.people.audit import record
from tinhso.people.models import Seat
from tinhso.people.roles import Role

OPERATOR = "operator"
_OWN = Label(
    "Không ai tự giao hay tự bỏ vị trí của mình.",
    "Nobody gives or ends their own seat.",
    "ไม่มีใครมอบหรือยุติตำแหน่งของตนเองได้",
)
_OTHER = Label("một người khác", "another person", "บุคคลอื่น")
_ASK = Label("Nhờ quản trị viên khác.", "Ask another administrator.", "ขอให้ผู้ดูแลระบบคนอื่นทำ")
_UNKNOWN = Label("Không có tài khoản mang tên này.", "No account has this name.", "ไม่มีบัญชีชื่อนี้")
_ACCOUNT = Label("một tài khoản đã mở", "an account that was opened", "บัญชีที่เปิดไว้แล้ว")
_SIGN_UP = Label(
    "Người ấy mở tài khoản ở trang Đăng nhập trước.",
    "The person opens an account on the sign-in page first.",
    "ให้บุคคลนั้นเปิดบัญชีที่หน้าเข้าสู่ระบบก่อน",
)
_WHY = Label("Chưa ghi lý do.", "No reason was given.", "ยังไม่ได้ระบุเหตุผล")
_REASON = Label("một lý do", "a reason", "เหตุผล")
_WRITE = Label("Ghi vài lời rồi gửi lại.", "Write a few words and send again.", "เขียนสั้น ๆ แล้วส่งอีกครั้ง")


@dataclass(frozen=True, slots=True)
class Given:
    """What a seat is for: the function, the agency (empty: none) and the commune (empty: the whole province)."""

    province: str
    role: Role
    agency: str = ""
    area: str = ""


def give_seat(name: str, given: Given, *, actor: AbstractBaseUser | None, at: datetime, reason: str) -> Seat:
    """Seat the person of an account, or change the seat they have in the province; `actor` is None on the command line.

    Raises UnusableInput for an unknown name or no reason, NotAllowed for one's own seat.
    """
    user = User.objects.filter(username=name).first()
    if user is None:
        raise UnusableInput(Fault(_UNKNOWN, given.province, name, _ACCOUNT, _SIGN_UP))
    _require(user.pk, actor, reason, given.province)
    with transaction.atomic():
        changed = {"role": given.role, "agency": given.agency, "area": given.area}
        seat, _ = Seat.objects.update_or_create(user=user, province=given.province, defaults=changed)
        _record(seat, "seat", actor, at, reason)
    return seat


def end_seat(seat: Seat, *, actor: AbstractBaseUser | None, at: datetime, reason: str) -> None:
    """End a seat; what the person did stays in the trail. Raises as `give_seat`."""
    _require(seat.user_id, actor, reason, seat.province)
    with transaction.atomic():
        _record(seat, "unseat", actor, at, reason)
        seat.delete()


def _require(user_id: int, actor: AbstractBaseUser | None, reason: str, province: str) -> None:
    if actor is not None and actor.pk == user_id:
        raise NotAllowed(Fault(_OWN, province, actor.get_username(), _OTHER, _ASK))
    if not reason.strip():
        raise UnusableInput(Fault(_WHY, province, "", _REASON, _WRITE))


def _record(seat: Seat, action: str, actor: AbstractBaseUser | None, at: datetime, reason: str) -> None:
    subject = " ".join(each for each in (seat.user.get_username(), seat.role, seat.agency, seat.area) if each)
    name = actor.get_username() if actor else OPERATOR
    record(at=at, actor=name, province=seat.province, action=action, subject=subject[:200], reason=reason)
