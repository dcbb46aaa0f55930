"""How a dossier moves: the ten statuses of the national exchange, who may move it, and its history.

One dictionary, `TRANSITIONS`, says everything; the diagram in the manual and the exhaustive test are made
from it. A history only grows: `advance` returns a longer one or says which actions are open. Status, pauses
and the instants of reception and settlement are read back from the history, never stored beside it. When it
is due belongs to `deadlines`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from itertools import pairwise

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label
from tinhso.rooms.services.deadlines import Pause


class Status(IntEnum):
    """The status values that provinces exchange with the national portal."""

    REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROCESS = 4
    SUPPLEMENT_REQUESTED = 5
    PAYMENT_REQUESTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


class Action(StrEnum):
    """What people (or the silence of an agency) do to a dossier."""

    SUBMIT = "submit"
    GUIDE = "guide"
    ACCEPT = "accept"
    REFUSE = "refuse"
    START = "start"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    REQUEST_PAYMENT = "request_payment"
    PAY = "pay"
    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"
    FINISH = "finish"
    AGREE_BY_SILENCE = "agree_by_silence"
    RETURN = "return"
    WITHDRAW = "withdraw"


class Role(StrEnum):
    """In what function a person acts on a dossier."""

    APPLICANT = "applicant"
    RECEPTION = "reception"
    SPECIALIST = "specialist"
    LEADER = "leader"
    CASHIER = "cashier"
    SYSTEM = "system"


class ClockState(StrEnum):
    """What a status does to the clock of settlement."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


CLOCK: Mapping[Status, ClockState] = {
    Status.REGISTERED: ClockState.NOT_STARTED,
    Status.ACCEPTED: ClockState.RUNNING,
    Status.NOT_ACCEPTED: ClockState.ENDED,
    Status.IN_PROCESS: ClockState.RUNNING,
    Status.SUPPLEMENT_REQUESTED: ClockState.PAUSED,
    Status.PAYMENT_REQUESTED: ClockState.PAUSED,
    Status.WITHDRAWN: ClockState.ENDED,
    Status.STOPPED: ClockState.PAUSED,
    Status.FINISHED: ClockState.ENDED,
    Status.RETURNED: ClockState.ENDED,
}

# From a status, by an action, to a status. None is the dossier that does not exist yet.
TRANSITIONS: Mapping[Status | None, Mapping[Action, Status]] = {
    None: {Action.SUBMIT: Status.REGISTERED},
    Status.REGISTERED: {
        Action.GUIDE: Status.REGISTERED,
        Action.ACCEPT: Status.ACCEPTED,
        Action.REFUSE: Status.NOT_ACCEPTED,
        Action.WITHDRAW: Status.WITHDRAWN,
    },
    Status.ACCEPTED: {
        Action.START: Status.IN_PROCESS,
        Action.EXTEND: Status.ACCEPTED,
        Action.REQUEST_SUPPLEMENT: Status.SUPPLEMENT_REQUESTED,
        Action.REQUEST_PAYMENT: Status.PAYMENT_REQUESTED,
        Action.STOP: Status.STOPPED,
        Action.AGREE_BY_SILENCE: Status.FINISHED,
        Action.WITHDRAW: Status.WITHDRAWN,
    },
    Status.NOT_ACCEPTED: {},
    Status.IN_PROCESS: {
        Action.EXTEND: Status.IN_PROCESS,
        Action.REQUEST_SUPPLEMENT: Status.SUPPLEMENT_REQUESTED,
        Action.REQUEST_PAYMENT: Status.PAYMENT_REQUESTED,
        Action.STOP: Status.STOPPED,
        Action.FINISH: Status.FINISHED,
        Action.AGREE_BY_SILENCE: Status.FINISHED,
        Action.WITHDRAW: Status.WITHDRAWN,
    },
    Status.SUPPLEMENT_REQUESTED: {
        Action.SUPPLEMENT: Status.IN_PROCESS,
        Action.STOP: Status.STOPPED,
        Action.WITHDRAW: Status.WITHDRAWN,
    },
    Status.PAYMENT_REQUESTED: {
        Action.PAY: Status.IN_PROCESS,
        Action.STOP: Status.STOPPED,
        Action.WITHDRAW: Status.WITHDRAWN,
    },
    Status.WITHDRAWN: {},
    Status.STOPPED: {Action.RESUME: Status.IN_PROCESS, Action.WITHDRAW: Status.WITHDRAWN},
    Status.FINISHED: {Action.RETURN: Status.RETURNED},
    Status.RETURNED: {},
}

ROLES: Mapping[Action, frozenset[Role]] = {
    Action.SUBMIT: frozenset({Role.APPLICANT, Role.RECEPTION}),
    Action.GUIDE: frozenset({Role.RECEPTION}),
    Action.ACCEPT: frozenset({Role.RECEPTION}),
    Action.REFUSE: frozenset({Role.RECEPTION}),
    Action.START: frozenset({Role.SPECIALIST}),
    Action.REQUEST_SUPPLEMENT: frozenset({Role.SPECIALIST}),
    Action.SUPPLEMENT: frozenset({Role.APPLICANT, Role.RECEPTION}),
    Action.REQUEST_PAYMENT: frozenset({Role.SPECIALIST}),
    Action.PAY: frozenset({Role.CASHIER, Role.SYSTEM}),
    Action.STOP: frozenset({Role.LEADER}),
    Action.RESUME: frozenset({Role.LEADER}),
    Action.EXTEND: frozenset({Role.LEADER}),
    Action.FINISH: frozenset({Role.LEADER}),
    Action.AGREE_BY_SILENCE: frozenset({Role.SYSTEM}),
    Action.RETURN: frozenset({Role.RECEPTION, Role.SYSTEM}),
    Action.WITHDRAW: frozenset({Role.APPLICANT, Role.RECEPTION}),
}

STATUS_LABELS: Mapping[Status, Label] = {
    Status.REGISTERED: Label("Mới đăng ký", "Newly registered", "ลงทะเบียนใหม่"),
    Status.ACCEPTED: Label("Được tiếp nhận", "Accepted", "รับเรื่องแล้ว"),
    Status.NOT_ACCEPTED: Label("Không được tiếp nhận", "Not accepted", "ไม่รับเรื่อง"),
    Status.IN_PROCESS: Label("Đang xử lý", "In process", "กำลังดำเนินการ"),
    Status.SUPPLEMENT_REQUESTED: Label("Yêu cầu bổ sung giấy tờ", "Papers to be added", "ขอเอกสารเพิ่มเติม"),
    Status.PAYMENT_REQUESTED: Label("Yêu cầu thực hiện nghĩa vụ tài chính", "Payment to be made", "รอชำระค่าธรรมเนียม"),
    Status.WITHDRAWN: Label("Công dân yêu cầu rút hồ sơ", "Withdrawn by the applicant", "ผู้ยื่นขอถอนเรื่อง"),
    Status.STOPPED: Label("Dừng xử lý", "Stopped", "หยุดดำเนินการ"),
    Status.FINISHED: Label("Đã xử lý xong", "Settled", "ดำเนินการเสร็จแล้ว"),
    Status.RETURNED: Label("Đã trả kết quả", "Result returned", "ส่งมอบผลแล้ว"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a dossier: what was done, by whom in which function, when, and the status it led to."""

    action: Action
    role: Role
    actor: str
    at: datetime
    status: Status
    note: str = ""


type History = tuple[Event, ...]


def status_of(history: History) -> Status | None:
    """The present status; None for a dossier that was not submitted."""
    return history[-1].status if history else None


def open_actions(history: History, role: Role) -> list[Action]:
    """What a person in `role` may do now, in the order of the dictionary."""
    return [action for action in TRANSITIONS[status_of(history)] if role in ROLES[action]]


def advance(history: History, action: Action, role: Role, actor: str, at: datetime, note: str = "") -> History:
    """The history with one event more; raises NotAllowed when the action is not open to the role.

    Who drafted a result may not sign it: FINISH needs another person than every SPECIALIST of the history. A
    machine clock set back does not disorder the history: an earlier `at` is raised to that of the last event.
    """
    status = status_of(history)
    to = TRANSITIONS[status].get(action)
    if to is None:
        raise NotAllowed(_closed(status, action))
    if role not in ROLES[action]:
        raise NotAllowed(_wrong_role(action, role))
    if action is Action.FINISH and any(e.role is Role.SPECIALIST and e.actor == actor for e in history):
        raise NotAllowed(_own_draft(actor))
    event = Event(action, role, actor, max(at, history[-1].at) if history else at, to, note)
    return (*history, event)


def received_at(history: History) -> datetime | None:
    """When the dossier was accepted (status 2), from which its clock runs."""
    return next((e.at for e in history if e.status is Status.ACCEPTED), None)


def finished_at(history: History) -> datetime | None:
    """When the dossier was settled (status 9), by which its timeliness is judged."""
    return next((e.at for e in history if e.status is Status.FINISHED), None)


def pauses_of(history: History) -> list[Pause]:
    """The stretches in statuses 5, 6 and 8; the last one is open while it lasts, and closed by a
    withdrawal.
    """
    return list(_pauses(history))


def diagram() -> str:
    """The transitions as a Mermaid state diagram, as the manual shows it."""
    lines = ["stateDiagram-v2"]
    for status, actions in TRANSITIONS.items():
        source = "[*]" if status is None else str(int(status))
        lines += [f"    {source} --> {int(to)}: {action}" for action, to in actions.items()]
        if status is not None:
            lines.append(f"    {int(status)}: {int(status)} {STATUS_LABELS[status].en} ({CLOCK[status]})")
        if not actions:
            lines.append(f"    {source} --> [*]")
    return "\n".join(lines)


def _pauses(history: Sequence[Event]) -> Iterator[Pause]:
    for event, after in pairwise([*history, None]):
        if event and CLOCK[event.status] is ClockState.PAUSED:
            yield Pause(event.at, after.at if after else None)


def _closed(status: Status | None, action: Action) -> Fault:
    name = STATUS_LABELS[status] if status else Label("chưa nộp", "not submitted", "ยังไม่ได้ยื่น")
    able = ", ".join(TRANSITIONS[status]) or "—"
    return Fault(
        Label("Bước này không thực hiện được lúc này", "This step is not open now", "ขั้นตอนนี้ทำไม่ได้ในขณะนี้"),
        name.vi,
        action,
        Label.same(able),
        Label(
            "Tải lại trang: có thể người khác vừa xử lý hồ sơ.",
            "Reload the page: somebody else may just have handled the dossier.",
            "โหลดหน้าใหม่ อาจมีเจ้าหน้าที่ท่านอื่นดำเนินการไปแล้ว",
        ),
    )


def _wrong_role(action: Action, role: Role) -> Fault:
    return Fault(
        Label("Bạn không có quyền làm bước này", "You may not do this step", "คุณไม่มีสิทธิ์ทำขั้นตอนนี้"),
        action,
        role,
        Label.same(", ".join(sorted(ROLES[action]))),
        Label(
            "Chuyển hồ sơ cho người có thẩm quyền.",
            "Hand the dossier to somebody who may.",
            "ส่งต่อให้ผู้มีอำนาจ",
        ),
    )


def _own_draft(actor: str) -> Fault:
    return Fault(
        Label(
            "Người thụ lý không được tự ký duyệt kết quả",
            "Who prepared the result may not approve it",
            "ผู้จัดทำผลไม่สามารถอนุมัติเองได้",
        ),
        Action.FINISH,
        actor,
        Label("một người khác", "another person", "บุคคลอื่น"),
        Label("Trình lãnh đạo khác ký.", "Submit it to another leader.", "เสนอผู้บังคับบัญชาท่านอื่น"),
    )
