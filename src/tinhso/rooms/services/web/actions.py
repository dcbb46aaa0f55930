"""Writes: submitting a dossier, moving it, putting it on a desk; each one transaction with its event.

Takes plain values and the acting person, never a request; raises `NotAllowed` for what the rules refuse and `Stale`
when somebody else was quicker. Nothing here reads the clock: the caller passes the instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label
from tinhso.rooms.services.codes import new_code
from tinhso.rooms.services.deadlines import Extension, check_extension
from tinhso.rooms.services.procedure import Channel, Edition, Outcome, Procedure
from tinhso.rooms.services.states import CLOCK, Action, ClockState, History, Role, Status, advance
from tinhso.rooms.services.web.catalogued import clock_of_dossier
from tinhso.rooms.services.web.charging import fee_of
from tinhso.rooms.services.web.models import Attachment, Dossier, Draft, Notice, Payment
from tinhso.rooms.services.web.steps import Remark, history_of, write_move, write_remark

# Somebody has to act, or may come: worth a message on the phone.
BY_SMS = (Status.SUPPLEMENT_REQUESTED, Status.PAYMENT_REQUESTED, Status.FINISHED, Status.NOT_ACCEPTED)
STALE = Label(
    "Người khác vừa xử lý hồ sơ này. Tải lại trang rồi xem lại.",
    "Somebody else has just handled this dossier. Reload the page and look again.",
    "มีผู้อื่นเพิ่งดำเนินการคำขอนี้ โปรดโหลดหน้าใหม่แล้วตรวจอีกครั้ง",
)
# One statement on either database: makes the day's counter, or raises it, and gives it.
_NEXT_NUMBER = """
    insert into services_daynumber (unit, day, last) values (%s, %s, 1)
    on conflict (unit, day) do update set last = services_daynumber.last + 1
    returning last
"""


class Stale(Exception):
    """The dossier changed between reading and writing; nothing was written."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts, in which function."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Application:
    """What is submitted, checked already."""

    province: str
    unit: str
    procedure: Procedure
    edition: Edition
    channel: Channel
    area: str
    case: str
    values: Mapping[str, object]
    submit_key: str
    owner_id: int | None = None


def submit(application: Application, person: Person, at: datetime) -> Dossier:
    """Make the dossier with its code and first event, once for a `submit_key`: a second call returns the same one."""
    try:
        with transaction.atomic():
            return _submitted(application, person, at)
    except IntegrityError:
        # The form was sent before, or two copies of it arrived together: the other one made the dossier.
        return Dossier.objects.get(submit_key=application.submit_key)


def act(
    dossier_id: int,
    version: int,
    action: Action,
    person: Person,
    at: datetime,
    note: str = "",
    outcome: str = "",
    new_due_at: datetime | None = None,
) -> Dossier:
    """Move a dossier by one action; `version` is the one the person looked at."""
    with transaction.atomic():
        dossier = Dossier.objects.get(pk=dossier_id)
        history = history_of(dossier)
        longer = advance(history, action, person.role, person.name, at, note)
        _apply(dossier, longer, outcome, new_due_at)
        save(dossier, version)
        _tell(dossier, write_move(dossier, longer[-1]), longer[-1].at)
    return dossier


def assign(
    dossier_id: int, version: int, user_id: int | None, remark: Remark, person: Person, at: datetime, note: str = ""
) -> None:
    """Put a dossier on somebody's desk, or back (None); raises Stale when somebody was quicker."""
    with transaction.atomic():
        dossier = Dossier.objects.get(pk=dossier_id)
        dossier.assignee_id = user_id
        save(dossier, version)
        write_remark(dossier, remark, person.role, person.name, at, note)


def ask_payment(dossier: Dossier, amount_vnd: int, at: datetime) -> Payment:
    """Ask for a fee; an amount still open for the dossier is asked for once."""
    payment, _ = Payment.objects.get_or_create(
        dossier=dossier, paid_at=None, defaults={"amount_vnd": amount_vnd, "asked_at": at}
    )
    return payment


def _submitted(application: Application, person: Person, at: datetime) -> Dossier:
    history = advance((), Action.SUBMIT, person.role, person.name, at)
    applicant = application.values["applicant"]
    given: Mapping[str, object] = applicant if isinstance(applicant, Mapping) else {}
    is_firm = given.get("applies_as") == "enterprise"
    dossier = Dossier(
        province=application.province,
        submit_key=application.submit_key,
        procedure_id=application.procedure.id,
        procedure_code=application.procedure.code,
        edition_from=application.edition.from_on,
        case=application.case,
        channel=application.channel,
        area=application.area,
        original_agency=application.unit,
        owner_id=application.owner_id,
        applicant_kind="enterprise" if is_firm else "person",
        applicant_name=str(given.get("enterprise_name" if is_firm else "full_name", "")),
        applicant_number=str(given.get("tax_code" if is_firm else "personal_id", "")),
        phone=str(given.get("phone", "")),
        email=str(given.get("email", "")),
        answers=application.values,
        status=history[-1].status,
        submitted_at=at,
        desk_at=at,
    )
    dossier.fee_vnd = fee_of(dossier).amount_vnd
    papers = list(
        Attachment.objects.filter(draft_token=application.submit_key, dossier=None).values_list("pk", flat=True)
    )
    Draft.objects.filter(token=application.submit_key).delete()
    # The number comes last: its row is locked until the commit, and others of the same unit wait for it.
    dossier.code = str(new_code(application.unit, at.date(), next_number(application.unit, at.date())))
    dossier.save(force_insert=True)
    write_move(dossier, history[-1], first=True)
    if papers:
        Attachment.objects.filter(pk__in=papers).update(dossier=dossier)
    return dossier


def next_number(unit: str, day: date) -> int:
    """The next number of a unit and day; the counter's row is locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [unit, day])
        return int(cursor.fetchone()[0])


def _apply(dossier: Dossier, history: History, outcome: str, new_due_at: datetime | None) -> None:
    event = history[-1]
    dossier.status = event.status
    if event.action is Action.ACCEPT:
        dossier.received_at = event.at
    if event.action is Action.EXTEND:
        _extend(dossier, history, event.at, new_due_at)
    if event.status is Status.FINISHED:
        dossier.finished_at = event.at
        dossier.outcome = outcome or Outcome.GRANTED
    if event.status is Status.RETURNED:
        dossier.returned_at = event.at
    if dossier.received_at and not dossier.finished_at:
        clock = clock_of_dossier(dossier, history)
        dossier.due_at = clock.due_at if clock else None
    if CLOCK[event.status] is ClockState.ENDED:
        dossier.desk_at = event.at if event.status is Status.FINISHED else None
    else:
        dossier.desk_at = dossier.due_at or dossier.desk_at


def _extend(dossier: Dossier, history: History, at: datetime, new_due_at: datetime | None) -> None:
    clock = clock_of_dossier(dossier, history[:-1])
    if clock is None or new_due_at is None:
        raise NotAllowed(_no_extension(dossier.code, "there is no date to extend"))
    earlier = [Extension(dossier.extended_at, new_due_at)] if dossier.extended_at else []
    problems = check_extension(clock, Extension(at, new_due_at), earlier)
    if problems:
        raise NotAllowed(*(_no_extension(dossier.code, problem) for problem in problems))
    dossier.extended_at, dossier.extended_until = at, new_due_at


def _no_extension(code: str, problem: str) -> Fault:
    return Fault(
        Label("Không gia hạn được", "This date cannot be extended", "ขยายกำหนดไม่ได้"),
        code,
        problem,
        Label(
            "một ngày muộn hơn, trước khi quá hạn, một lần",
            "a later date, before it passes, once",
            "วันที่ช้ากว่า ก่อนเลยกำหนด หนึ่งครั้ง",
        ),
        Label("Chọn ngày khác.", "Choose another date.", "เลือกวันอื่น"),
    )


def save(dossier: Dossier, version: int) -> None:
    """Write the dossier only when it is still the one that was looked at."""
    names = [f.attname for f in Dossier._meta.concrete_fields if not f.primary_key and f.attname != "version"]
    values = {name: getattr(dossier, name) for name in names}
    if not Dossier.objects.filter(pk=dossier.pk, version=version).update(**values, version=version + 1):
        raise Stale
    dossier.version = version + 1


def _tell(dossier: Dossier, number: int, at: datetime) -> None:
    """Put the step's notices into the outbox: by e-mail, and by SMS where one is to act or to come."""
    label = dossier.status_label
    words = {
        "subject": f"{dossier.code}: {label.vi}",
        "body": f"{dossier.code}\n{label.vi}\n{label.en}\n{label.th}\n",
        "made_at": at,
        "next_at": at,
    }
    if dossier.email:
        key = f"{dossier.code}.{number}"
        Notice.objects.get_or_create(key=key, defaults={**words, "address": dossier.email})
    if dossier.phone and dossier.status in BY_SMS:
        short = {**words, "kind": "sms", "address": dossier.phone, "body": f"{dossier.code}: {label.vi}"}
        Notice.objects.get_or_create(key=f"{dossier.code}.{number}.sms", defaults=short)
