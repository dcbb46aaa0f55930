"""Writes on people's own rows: a look, a confirmation, a dispute and its steps; each with its row of the trail.

Takes plain values, the acting person and the instant. Registers are never written here: what is wrong is mended by the
agency's next delivery. The audit trail names people by keys that say nothing, and cases by their codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from tinhso.base.canonical import sha256_of
from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label
from tinhso.people.audit import record
from tinhso.portal.own.claims import Claim
from tinhso.portal.own.models import Case, CaseEvent, CasePaper, Confirmation, Opening, Subject
from tinhso.portal.own.states import OPEN, Act, Side, State, advance
from tinhso.portal.own.terms import answer_due, settle_due
from tinhso.portal.words import read_words
from tinhso.rooms.services.upload import find_media_type, shown_name
from tinhso.rooms.services.web import storing
from tinhso.rooms.services.web.models import Notice

SYSTEM = "delivery"
MOST_OPEN = 20
_HEAD = 16
_MANY = Label("bạn đang có nhiều ý kiến chờ", "many of your disputes wait already", "คุณมีข้อโต้แย้งที่รออยู่มากแล้ว")
_FEWER = Label("nhiều nhất {n}", "at most {n}", "ไม่เกิน {n}").format(n=MOST_OPEN)
_WAIT = Label("Chờ cơ quan trả lời.", "Wait for the agencies' answers.", "รอคำตอบของหน่วยงาน")
_OWN = Label("đây là dữ liệu của chính bạn", "these are your own data", "นี่คือข้อมูลของคุณเอง")
_OTHER = Label("một cán bộ khác", "another steward", "เจ้าหน้าที่คนอื่น")
_ASK = Label("Nhờ người khác của cơ quan xử lý.", "Let somebody else of the agency do it.", "ให้คนอื่นในหน่วยงานดำเนินการ")


class Stale(Exception):
    """The case changed between reading and writing; nothing was written."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """What is disputed where: the register and its agency, the row and its commune, and the delivery that stands."""

    register: str
    agency: str
    area: str
    row: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A checked file that comes with a dispute."""

    name: str
    stream: IO[bytes]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Where news of a case may be sent; both may be empty."""

    phone: str = ""
    email: str = ""


def subject_of(province: str, personal_id: str) -> Subject:
    """Return a person by their proven number, kept at the first time."""
    return Subject.objects.get_or_create(province=province, personal_id=personal_id)[0]


def open_rows(
    province: str, personal_id: str, *, actor: AbstractBaseUser, at: datetime, agency: str = "", register: str = ""
) -> Subject:
    """Keep that somebody looked at a person's rows, and return the person; `agency` is empty for themselves."""
    with transaction.atomic():
        subject = subject_of(province, personal_id)
        name = actor.get_username()
        Opening.objects.create(subject=subject, at=at, actor=name, agency=agency, register=register)
        _record(province, name, at, "own_open", subject.key, register)
    return subject


def confirm(subject: Subject, register: str, row: str, digest: str, *, actor: AbstractBaseUser, at: datetime) -> bool:
    """Keep a person's word that a row is right; gives False when the same was said of the same row before."""
    with transaction.atomic():
        _, is_new = Confirmation.objects.get_or_create(
            subject=subject, register=register, row=row, digest=digest,
            defaults={"actor": actor.get_username(), "at": at},
        )  # fmt: skip
        if is_new:
            _record(subject.province, actor.get_username(), at, "own_confirm", subject.key, register)
    return is_new


def dispute(
    subject: Subject, claim: Claim, about: Disputed, *, actor: AbstractBaseUser, at: datetime, text: str = "",
    contact: Contact = Contact(), papers: Iterable[Paper] = (),
) -> tuple[Case, bool]:  # fmt: skip
    """Make a case for the agency's steward and return it, and whether it is new.

    What is disputed already gives the case that is open. Raises NotAllowed when a person has very many open.
    """
    same = {"subject": subject, "register": about.register, "row": about.row, "kind": claim.kind, "field": claim.field}
    found = Case.objects.filter(**same, state__in=OPEN).first()
    if found:
        return found, False
    n_open = Case.objects.filter(subject=subject, state__in=OPEN).count()
    if n_open >= MOST_OPEN:
        raise NotAllowed(Fault(_MANY, about.register, str(n_open), _FEWER, _WAIT))
    kept = [_keep(paper) for paper in papers]
    try:
        with transaction.atomic():
            case = Case.objects.create(
                **same, province=subject.province, person_id=actor.pk, agency=about.agency, area=about.area,
                held=claim.held, claimed=claim.claimed, text=text, sequence=about.sequence, phone=contact.phone,
                email=contact.email, state=State.RECEIVED, made_at=at, answer_due_at=answer_due(at),
                due_at=settle_due(at),
            )  # fmt: skip
            CasePaper.objects.bulk_create([CasePaper(case=case, **each) for each in kept])
            _write(case, Act.DISPUTE, actor.get_username(), at)
    except IntegrityError:
        # Two copies of the form arrived together: the other one made the case.
        return Case.objects.get(**same, state__in=OPEN), False
    return case, True


def withdraw(case: Case, version: int, *, actor: AbstractBaseUser, at: datetime) -> Case:
    """Take a dispute back. Raises NotAllowed when it is settled, Stale when it moved meanwhile."""
    return _move(case, version, Act.WITHDRAW, Side.PERSON, actor.get_username(), at)


def settle(
    case: Case, version: int, act: Act, *, actor: AbstractBaseUser, number: str, agency: str, at: datetime, note: str
) -> Case:
    """Do what the steward of an agency does to a case; `number` is the steward's own proven personal ID, if any.

    Raises NotAllowed for what is not open now, without a reason, or about the steward's own data; Stale as `withdraw`.
    """
    if number and number == case.subject.personal_id:
        raise NotAllowed(Fault(_OWN, case.code, actor.get_username(), _OTHER, _ASK))
    return _move(case, version, act, Side.STEWARD, actor.get_username(), at, note, agency)


def close_by_delivery(case: Case, sequence: int, at: datetime) -> Case:
    """Settle a case because a delivery now says what the person said. Raises as `withdraw`."""
    return _move(case, case.version, Act.AGREE, Side.DELIVERY, SYSTEM, at, sequence=sequence)


def check_steps(case: Case) -> list[int]:
    """Return the numbers of steps that do not follow from the one before; empty when all stand as written."""
    broken, before = [], ""
    for number, event in enumerate(case.events.order_by("number"), 1):
        if event.number != number or event.digest != _digest(case.code, event, before):
            broken.append(event.number)
        before = event.digest
    return broken


def _move(
    case: Case, version: int, act: Act, side: Side, name: str, at: datetime, note: str = "", agency: str = "",
    sequence: int | None = None,
) -> Case:  # fmt: skip
    with transaction.atomic():
        row = Case.objects.select_related("subject").get(pk=case.pk)
        if row.version != version:
            raise Stale
        after = advance(State(row.state), act, side, note, row.code)
        changed = {"state": after, "version": version + 1}
        changed |= {"taken_at": at} if after == State.TAKEN else {}
        changed |= {} if after in OPEN else {"settled_at": at}
        if not Case.objects.filter(pk=row.pk, version=version).update(**changed):
            raise Stale
        row.refresh_from_db()
        _write(row, act, name, at, note, agency, sequence)
    return row


def _write(
    case: Case, act: Act, name: str, at: datetime, note: str = "", agency: str = "", sequence: int | None = None
) -> None:
    """Append a step, its row of the trail, and its notices, inside the caller's transaction."""
    last = case.events.order_by("-number").first()
    event = CaseEvent(
        case=case, number=last.number + 1 if last else 1, act=act, state=case.state, actor=name, agency=agency, at=at,
        note=note, sequence=sequence,
    )  # fmt: skip
    event.digest = _digest(case.code, event, last.digest if last else "")
    event.save(force_insert=True)
    _record(case.province, name, at, f"own_{act}", case.code, case.register)
    if act not in (Act.DISPUTE, Act.WITHDRAW):
        _tell(case, event.number, at)


def _digest(code: str, event: CaseEvent, before: str) -> str:
    at = event.at.astimezone(UTC).isoformat()
    said = [event.number, event.act, event.state, event.actor, event.agency, at, event.note, event.sequence]
    return sha256_of([code, *said, before])


def _tell(case: Case, number: int, at: datetime) -> None:
    """Put a notice of where the case stands into the outbox; it says nothing of the person or of the row."""
    label = read_words()[f"own_state.{case.state}"]
    words = {"subject": f"{case.code}: {label.vi}", "made_at": at, "next_at": at}
    if case.email:
        body = f"{case.code}\n{label.vi}\n{label.en}\n{label.th}\n"
        Notice.objects.get_or_create(
            key=f"own.{case.code}.{number}", defaults={**words, "address": case.email, "body": body}
        )
    if case.phone:
        short = {**words, "kind": "sms", "address": case.phone, "body": f"{case.code}: {label.vi}"}
        Notice.objects.get_or_create(key=f"own.{case.code}.{number}.sms", defaults=short)


def _keep(paper: Paper) -> dict[str, object]:
    head = paper.stream.read(_HEAD)
    paper.stream.seek(0)
    media_type = find_media_type(paper.name, head)
    sha256 = storing.keep(paper.stream)
    return {"name": shown_name(paper.name), "media_type": media_type, "sha256": sha256, "size_bytes": paper.size_bytes}


def _record(province: str, name: str, at: datetime, action: str, subject: str, register: str) -> None:
    record(at=at, actor=name, province=province, action=action, subject=subject, reason=register)
