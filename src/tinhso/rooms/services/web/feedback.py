"""What applicants say about how they were served: a rating once, complaints with a due day, answers from the desk.

Takes plain values and the acting person; each write is one transaction with a remark in the dossier's history.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db import transaction

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label
from tinhso.law.parameter import Parameter, read_parameters
from tinhso.rooms.services.states import CLOCK, ClockState, Status
from tinhso.rooms.services.web.actions import Person, save
from tinhso.rooms.services.web.catalogued import calendar_of, procedures
from tinhso.rooms.services.web.models import Complaint, Dossier
from tinhso.rooms.services.web.steps import Remark, write_remark

PARAMETERS = Path(__file__).parent.parent / "parameters"
STARS = range(1, 6)
LONGEST_TEXT = 4_000
MOST_COMPLAINTS = 5


def rate(dossier: Dossier, stars: int, text: str, person: Person, at: datetime) -> None:
    """Keep the applicant's rating of an ended dossier, from 1 (poor) to 5, given once."""
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
        ended = CLOCK[Status(dossier.status)] is ClockState.ENDED
        if dossier.rating or stars not in STARS or not ended:
            raise NotAllowed(_no_rating(dossier, stars))
        dossier.rating, dossier.rating_text = stars, text.strip()[:LONGEST_TEXT]
        save(dossier, dossier.version)
        write_remark(dossier, Remark.RATE, person.role, person.name, at, str(stars))


def complain(dossier: Dossier, text: str, person: Person, at: datetime) -> Complaint:
    """Keep a complaint and the day its answer is due; the same words sent twice make one."""
    words = text.strip()[:LONGEST_TEXT]
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
        again = dossier.complaints.filter(text=words, answered_at=None).first()
        if again:
            return again
        if not words or dossier.complaints.filter(answered_at=None).count() >= MOST_COMPLAINTS:
            raise NotAllowed(_no_complaint(dossier.code, bool(words)))
        due = answer_due(dossier, at)
        made = Complaint.objects.create(dossier=dossier, text=words, made_at=at, due_at=due)
        write_remark(dossier, Remark.COMPLAIN, person.role, person.name, at)
    return made


def answer(complaint: Complaint, text: str, justified: bool, person: Person, at: datetime) -> None:
    """Answer a complaint once, saying whether it was justified."""
    with transaction.atomic():
        complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
        if complaint.answered_at or not text.strip():
            raise NotAllowed(_no_complaint(complaint.dossier.code, bool(text.strip())))
        complaint.answer, complaint.justified = text.strip()[:LONGEST_TEXT], justified
        complaint.answered_at, complaint.answered_by = at, person.name
        complaint.save()
        write_remark(complaint.dossier, Remark.ANSWER, person.role, person.name, at)


def judge_answer(complaint: Complaint, satisfied: bool) -> None:
    """Keep whether the applicant is satisfied with the answer; the first word stands."""
    Complaint.objects.filter(pk=complaint.pk, answered_at__isnull=False, satisfied=None).update(satisfied=satisfied)


def answer_due(dossier: Dossier, at: datetime) -> datetime:
    """When the answer to a complaint made now is due: the close of the last working day of the term."""
    calendar = calendar_of(procedures()[dossier.procedure_id].agency)
    day = at.astimezone(calendar.zone).date()
    return calendar.close_of(calendar.working_day_after(day, _term_days(day)))


def _term_days(on: date) -> int:
    return int(_parameters()["complaint_answer_working_days"].on(on).value)


@cache
def _parameters() -> dict[str, Parameter]:
    return read_parameters(PARAMETERS)


def _no_rating(dossier: Dossier, stars: int) -> Fault:
    return Fault(
        Label("Chưa ghi nhận được đánh giá", "The rating could not be kept", "บันทึกคะแนนไม่ได้"),
        dossier.code,
        str(stars),
        Label(
            "1 đến 5, một lần, khi hồ sơ đã xong",
            "1 to 5, once, when the dossier has ended",
            "1 ถึง 5 ครั้งเดียว เมื่อคำขอสิ้นสุด",
        ),
        Label("Chọn một mức rồi gửi lại.", "Choose one and send again.", "เลือกหนึ่งระดับแล้วส่งใหม่"),
    )


def _no_complaint(code: str, has_words: bool) -> Fault:
    return Fault(
        Label("Chưa ghi nhận được nội dung này", "This could not be kept", "บันทึกข้อความนี้ไม่ได้"),
        code,
        "…" if has_words else "—",
        Label(
            "nội dung bằng lời, chưa được trả lời",
            "words, and something that still waits for an answer",
            "ข้อความ และเรื่องที่ยังรอคำตอบ",
        ),
        Label("Ghi nội dung rồi gửi lại.", "Write it and send again.", "เขียนแล้วส่งใหม่"),
    )
