"""Writes at the desks: send files, accept or refuse them, propose a release, sign it; each with its row of the trail.

Takes plain values, the acting person and the instant. A decision and its row of the trail are one transaction; what
follows from it in the home is left to `carrying_out`, which may be repeated until it is done.
"""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.path.daily import alone
from tinhso.path.publish import measure_home, propose_home
from tinhso.people.audit import record
from tinhso.portal.desks.carrying_out import carry_out, mark_of, publish_signed
from tinhso.portal.desks.models import State, Submission, Verdict
from tinhso.registers import submission as kept
from tinhso.registers.delivery import Delivery, DeliveryKind

_ALREADY = Label("Bạn đã ký bản này.", "You have given your verdict already.", "คุณลงนามฉบับนี้แล้ว")
_ONCE = Label("mỗi người một lần", "once a person", "คนละหนึ่งครั้ง")
_WAIT = Label("Chờ người thứ hai.", "Wait for the second person.", "รอบุคคลที่สอง")
_DECIDED = Label("lần gửi này đã được quyết định", "this submission was decided already", "การส่งครั้งนี้ตัดสินแล้ว")
_WAITING = Label("một lần gửi đang chờ", "one that waits", "การส่งที่ยังรออยู่")
_LOOK = Label("Xem quyết định trên trang này.", "See the decision on this page.", "ดูคำตัดสินในหน้านี้")
_EARLIER = Label(
    "sổ này còn một lần gửi trước đang chờ",
    "an earlier submission for this register still waits",
    "ยังมีการส่งครั้งก่อนของทะเบียนนี้ที่รออยู่",
)
_IN_ORDER = Label("quyết định theo thứ tự gửi", "decisions in the order sent", "ตัดสินตามลำดับที่ส่ง")
_FIRST = Label("Nhận hoặc trả lại lần trước đã.", "Accept or refuse that one first.", "รับหรือส่งคืนครั้งนั้นก่อน")
_OWN = Label("bạn là người gửi bản này", "you sent this submission yourself", "คุณเป็นผู้ส่งรายการนี้เอง")
_ANOTHER = Label("một người khác nhận", "somebody else who accepts it", "ผู้อื่นเป็นผู้รับ")
_ASK = Label(
    "Nhờ một người giữ dữ liệu khác đọc và nhận.",
    "Ask another steward to read and accept it.",
    "ขอให้ผู้ดูแลข้อมูลคนอื่นอ่านและรับ",
)


@dataclass(frozen=True, slots=True)
class Upload:
    """What came with the form: for which register, whole or changes, the file, and which submission it mends."""

    register: str
    kind: DeliveryKind
    name: str
    chunks: Iterable[bytes]
    mends: Submission | None = None
    invented: bool = False


def submit(
    home: Home, province: str, *, actor: AbstractBaseUser, at: datetime, reason: str, upload: Upload
) -> Submission:
    """Keep uploaded files and return their submission; the one that waits when the same were sent a moment ago.

    The bytes are kept first, then the submission and its row of the trail are written together: a stop in between
    loses nothing, for the same file sent again finds its bytes and completes the rest.
    """
    decided = Submission.objects.filter(province=province).exclude(state=State.WAITING)
    with tempfile.TemporaryDirectory(prefix="tinhso-upload-") as folder:
        path = Path(folder) / Path(upload.name).name
        with path.open("wb") as file:
            file.writelines(upload.chunks)
        delivery = kept.submit(
            home, [path], register=upload.register, as_of=at.date(), kind=upload.kind, by=actor.get_username(), at=at,
            mends=upload.mends.receipt if upload.mends else "", invented=upload.invented,
            decided=set(decided.values_list("receipt", flat=True)),
        )  # fmt: skip
    with transaction.atomic():
        return _recorded(province, delivery, actor, at, reason, upload.mends)


def _recorded(
    province: str, delivery: Delivery, actor: AbstractBaseUser, at: datetime, reason: str, mends: Submission | None
) -> Submission:
    given = {
        "number": delivery.sequence, "register": delivery.register, "agency": delivery.sender, "kind": delivery.kind,
        "mends": mends, "person_id": actor.pk, "at": at, "reason": reason,
    }  # fmt: skip
    row, is_new = Submission.objects.get_or_create(province=province, receipt=delivery.receipt.id, defaults=given)
    if is_new:
        _record(province, actor, at, "submit", str(row), reason)
    return row


def decide(
    home: Home, row: Submission, *, actor: AbstractBaseUser, at: datetime, reason: str, accepted: bool
) -> Submission:
    """Accept or refuse a submission that waits, carry it out, and return it as it stands now.

    Raises NotAllowed as `judge`, and UnusableInput when the rows cannot be put into the register.
    """
    judge(row, actor=actor, at=at, reason=reason, accepted=accepted)
    if row.is_unfinished:
        carry_out(home, row)
    return row


def judge(row: Submission, *, actor: AbstractBaseUser, at: datetime, reason: str, accepted: bool) -> None:
    """Keep the decision on a submission that waits; entering the rows of an accepted one is left to `carrying_out`.

    Raises NotAllowed when it was decided already, when an earlier one of the same register still waits (a register
    takes its deliveries in the order decided), or when people would accept what they sent themselves.
    """
    with transaction.atomic():
        _require_turn(row)
        if accepted and row.person_id == actor.pk:
            raise NotAllowed(Fault(_OWN, str(row), actor.get_username(), _ANOTHER, _ASK))
        state = State.ACCEPTED if accepted else State.REFUSED
        decision = {"state": state, "decided_by_id": actor.pk, "decided_at": at, "decided_why": reason}
        if not Submission.objects.filter(pk=row.pk, state=State.WAITING).update(**decision):
            raise NotAllowed(Fault(_DECIDED, str(row), row.state, _WAITING, _LOOK))
        _record(row.province, actor, at, "accept" if accepted else "return", str(row), reason)
    row.refresh_from_db()


def _require_turn(row: Submission) -> None:
    waiting = Submission.objects.filter(province=row.province, register=row.register, state=State.WAITING)
    earlier = waiting.filter(number__lt=row.number).order_by("number").first()
    if earlier is not None and row.state == State.WAITING:
        raise NotAllowed(Fault(_EARLIER, str(row), str(earlier), _IN_ORDER, _FIRST))


def propose(home: Home, province: str, *, actor: AbstractBaseUser, at: datetime, reason: str) -> Path | None:
    """Measure the registers as they stand and propose a release; None when nothing differs from what is public.

    The row of the trail comes last: stopped before it, nobody has signed anything, and proposing again gives the same.
    """
    with alone(home):
        measure_home(home, at.date())
        proposal = propose_home(home)
    with transaction.atomic():
        _record(province, actor, at, "propose", mark_of(proposal) if proposal else "-", reason)
    return proposal


def sign(
    home: Home, province: str, *, actor: AbstractBaseUser, at: datetime, reason: str, proposal: Path, approved: bool
) -> bool:
    """Keep one person's verdict on a proposal and return whether it is public now.

    Raises NotAllowed for a second verdict of the same person. Verdicts are counted after they were kept, so of two
    people who sign at once at least one sees both.
    """
    mark = mark_of(proposal)
    with transaction.atomic():
        verdict, is_new = Verdict.objects.get_or_create(
            province=province,
            proposal=mark,
            person_id=actor.pk,
            defaults={"approved": approved, "reason": reason, "at": at},
        )
        if not is_new:
            raise NotAllowed(Fault(_ALREADY, mark, actor.get_username(), _ONCE, _WAIT))
        _record(province, actor, at, "approve" if verdict.approved else "refuse", mark, reason)
    return publish_signed(home, province)


def _record(province: str, actor: AbstractBaseUser, at: datetime, action: str, subject: str, reason: str) -> None:
    record(at=at, actor=actor.get_username(), province=province, action=action, subject=subject, reason=reason)
