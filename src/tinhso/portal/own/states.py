"""How a dispute moves: who may take it, settle it or take it back, and what was said each time.

One dictionary, `TRANSITIONS`, says everything. A register is never changed here: a case is mended when a delivery of
the agency agrees, or when its steward says so with a reason. When a case is due belongs to `terms`.
"""

from collections.abc import Mapping
from enum import StrEnum

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label


class State(StrEnum):
    """Where a dispute stands."""

    RECEIVED = "received"
    TAKEN = "taken"
    MENDED = "mended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What is done to a dispute; AGREE is a delivery whose row says what the person said."""

    DISPUTE = "dispute"
    TAKE = "take"
    MEND = "mend"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    AGREE = "agree"


class Side(StrEnum):
    """Who acts: the person, the steward of the agency, or the register's next delivery."""

    PERSON = "person"
    STEWARD = "steward"
    DELIVERY = "delivery"


OPEN = (State.RECEIVED, State.TAKEN)
SIDES: Mapping[Act, Side] = {
    Act.DISPUTE: Side.PERSON,
    Act.WITHDRAW: Side.PERSON,
    Act.TAKE: Side.STEWARD,
    Act.MEND: Side.STEWARD,
    Act.REFUSE: Side.STEWARD,
    Act.AGREE: Side.DELIVERY,
}
TRANSITIONS: Mapping[tuple[State, Act], State] = {
    (State.RECEIVED, Act.TAKE): State.TAKEN,
    (State.TAKEN, Act.MEND): State.MENDED,
    (State.TAKEN, Act.REFUSE): State.REFUSED,
    (State.RECEIVED, Act.WITHDRAW): State.WITHDRAWN,
    (State.TAKEN, Act.WITHDRAW): State.WITHDRAWN,
    (State.RECEIVED, Act.AGREE): State.MENDED,
    (State.TAKEN, Act.AGREE): State.MENDED,
}
WITH_REASON = (Act.MEND, Act.REFUSE)
_CLOSED = Label("việc này không làm được lúc này", "this cannot be done now", "ทำสิ่งนี้ไม่ได้ในขณะนี้")
_LOOK = Label("Xem lại tình trạng trên trang.", "Look at where it stands on the page.", "ดูสถานะในหน้านี้")
_NO_REASON = Label("chưa ghi lý do", "no reason was written", "ยังไม่ได้เขียนเหตุผล")
_REASON = Label("vài lời cho người dân đọc", "a few words for the person to read", "ข้อความสั้น ๆ ให้ประชาชนอ่าน")
_WRITE = Label("Ghi lý do rồi gửi lại.", "Write the reason and send again.", "เขียนเหตุผลแล้วส่งใหม่")


def advance(state: State, act: Act, side: Side, note: str = "", where: str = "") -> State:
    """Return the state after an act; raises NotAllowed for an act not open now, of another side, or without a reason.

    `where` names the case in the fault.
    """
    after = TRANSITIONS.get((state, act))
    if after is None or SIDES[act] != side:
        acts = [each for each in open_acts(state, side)]
        raise NotAllowed(Fault(_CLOSED, where, f"{state}: {act}", Label.same(", ".join(acts) or "–"), _LOOK))
    if act in WITH_REASON and not note.strip():
        raise NotAllowed(Fault(_NO_REASON, where, "–", _REASON, _WRITE))
    return after


def open_acts(state: State, side: Side) -> tuple[Act, ...]:
    """Return what a side may do to a case now, in the order of the acts."""
    return tuple(act for act in Act if SIDES[act] == side and (state, act) in TRANSITIONS)
