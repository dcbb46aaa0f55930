"""The words of the seven forms of the one-stop shop, from the facts of a dossier.

Takes `DossierFacts` and what each form adds (reasons, new dates, hand-overs); gives `OfficialForm` values for
`documents` to print. Field lists follow forms that running systems print; the circular's own layout was not read word
for word.

Source: Circular 03/2025/TT-VPCP, annex I, forms 01 to 07.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tinhso.base.label import Label
from tinhso.rooms.services.documents import NO_TABLE, OfficialForm, Table

CLOCK, DAY = "%H:%M %d/%m/%Y", "%d/%m/%Y"
FORM = "Mẫu số {} · TT 03/2025/TT-VPCP"
CHECKED_AT = "Kiểm tra: {}"

APPLICANT = Label("Tiếp nhận hồ sơ của", "Received from", "รับคำขอจาก")
PERSONAL_ID = Label("Số định danh hoặc mã số thuế", "Personal ID or tax code", "เลขประจำตัวหรือเลขผู้เสียภาษี")
ADDRESS = Label("Địa chỉ", "Address", "ที่อยู่")
PHONE = Label("Điện thoại", "Phone", "โทรศัพท์")
EMAIL = Label("Thư điện tử", "E-mail", "อีเมล")
CONTENT = Label("Nội dung yêu cầu", "What is asked for", "เรื่องที่ขอ")
RECEIVED = Label("Thời điểm nhận", "Received at", "เวลารับเรื่อง")
DUE = Label("Thời điểm hẹn trả", "Result due at", "กำหนดรับผล")
TERM = Label("Thời gian giải quyết", "Time by law", "ระยะเวลาดำเนินการ")
RECEIVE_BY = Label("Nhận kết quả", "The result comes", "การรับผล")
FEE = Label("Phí, lệ phí", "Fee", "ค่าธรรมเนียม")
FEEDBACK = Label("Phản ánh, kiến nghị", "Feedback", "ข้อร้องเรียน")
RESULT_OF = Label("Người yêu cầu", "Applicant", "ผู้ยื่นคำขอ")
REASON = Label("Lý do", "Reason", "เหตุผล")
PROMISED = Label("Ngày đã hẹn", "Date promised", "วันที่นัดไว้")
NEW_DATE = Label("Ngày hẹn mới", "New date", "วันนัดใหม่")
GUIDE = Label("Người hướng dẫn", "Officer", "เจ้าหน้าที่ผู้แนะนำ")
ISSUER = Label("Thủ trưởng cơ quan", "Head of the agency", "หัวหน้าหน่วยงาน")
GIVER = Label("Người nộp hồ sơ", "Applicant", "ผู้ยื่นคำขอ")
RECEIVER = Label("Người tiếp nhận", "Received by", "ผู้รับคำขอ")
APOLOGY = Label(
    "Cơ quan xin lỗi vì không trả kết quả đúng ngày đã hẹn và đề nghị nhận kết quả vào ngày hẹn mới.",
    "The agency apologises that the result is not ready on the date promised, and asks you to take it on the new date.",
    "หน่วยงานขออภัยที่ไม่สามารถส่งผลตามวันนัด และขอเลื่อนเป็นวันนัดใหม่",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A component as received: its name, and the number of originals and copies."""

    name: str
    n_originals: int = 0
    n_copies: int = 0


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What every form repeats; texts as people read them, instants in local time."""

    code: str
    parent_unit: str
    unit: str
    place: str
    procedure: str
    applicant: str
    applicant_number: str
    address: str
    phone: str
    email: str
    received_at: datetime
    due_at: datetime | None
    term: str = ""
    fee: str = ""
    receive_by: str = ""
    feedback: str = ""
    tracking_url: str = ""
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over inside the agency: who gives, who takes, when, against which date, with a note."""

    giver: str
    taker: str
    at: datetime
    timeliness: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A dossier as the register lists it."""

    facts: DossierFacts
    returned_at: datetime | None = None
    note: str = ""


def receipt(facts: DossierFacts, issued_at: datetime) -> OfficialForm:
    """Form 01: receipt and appointment."""
    title = Label("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment", "ใบรับคำขอและนัดรับผล")
    more = (
        (TERM, facts.term),
        (RECEIVED, facts.received_at.strftime(CLOCK)),
        (DUE, facts.due_at.strftime(CLOCK) if facts.due_at else ""),
        (RECEIVE_BY, facts.receive_by),
        (FEE, facts.fee),
        (FEEDBACK, facts.feedback),
    )
    return _form("01", title, facts, issued_at, more, table=_papers(facts.papers), signers=(GIVER, RECEIVER))


def supplement_request(facts: DossierFacts, issued_at: datetime, number: str, reason: str) -> OfficialForm:
    """Form 02: what is to be added; the papers of `facts` are those still missing."""
    title = Label("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request to complete the dossier", "ใบขอเอกสารเพิ่มเติม")
    table = _papers(facts.papers)
    return _form("02", title, facts, issued_at, ((REASON, reason),), f"{number}/HDHS", table, (GUIDE,))


def refusal(facts: DossierFacts, issued_at: datetime, number: str, reason: str) -> OfficialForm:
    """Form 03: refusal to receive."""
    title = Label("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Refusal to receive the dossier", "ใบปฏิเสธการรับคำขอ")
    return _form("03", title, facts, issued_at, ((REASON, reason),), f"{number}/TC", signers=(RECEIVER,))


def apology(facts: DossierFacts, issued_at: datetime, number: str, reason: str, new_due_at: datetime) -> OfficialForm:
    """Form 04: apology and new date; raises ValueError when there is no promised date to move."""
    if facts.due_at is None:
        raise ValueError(f"{facts.code} has no promised date: resume it before apologising for one.")
    title = Label("Phiếu xin lỗi và hẹn lại ngày trả kết quả", "Apology and new appointment", "หนังสือขออภัยและเลื่อนวันนัด")
    more = (
        (RECEIVED, facts.received_at.strftime(CLOCK)),
        (PROMISED, facts.due_at.strftime(CLOCK)),
        (NEW_DATE, new_due_at.strftime(CLOCK)),
        (REASON, reason),
    )
    return _form("04", title, facts, issued_at, more, f"{number}/PXL", paragraphs=(APOLOGY,), signers=(ISSUER,))


def stop_notice(facts: DossierFacts, issued_at: datetime, number: str, reason: str, fee_handling: str) -> OfficialForm:
    """Form 05: notice of stopping."""
    title = Label("Thông báo dừng giải quyết hồ sơ", "Notice of stopping", "ประกาศหยุดดำเนินการคำขอ")
    more = ((REASON, reason), (FEE, fee_handling))
    return _form("05", title, facts, issued_at, more, f"{number}/TB", signers=(ISSUER,))


def process_sheet(facts: DossierFacts, issued_at: datetime, steps: Sequence[HandOver]) -> OfficialForm:
    """Form 06: who handed the dossier to whom, when, and whether in time."""
    title = Label("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Process control sheet", "ใบควบคุมกระบวนการ")
    head = (
        Label("Bên giao", "Given by", "ผู้ส่ง"),
        Label("Bên nhận", "Taken by", "ผู้รับ"),
        Label("Thời điểm", "When", "เวลา"),
        Label("Tiến độ", "Timeliness", "ความทันเวลา"),
        Label("Ghi chú", "Note", "หมายเหตุ"),
    )
    rows = tuple((s.giver, s.taker, s.at.strftime(CLOCK), s.timeliness, s.note) for s in steps)
    due = facts.due_at.strftime(CLOCK) if facts.due_at else ""
    more = ((RECEIVED, facts.received_at.strftime(CLOCK)), (DUE, due))
    return _form("06", title, facts, issued_at, more, table=Table(head, rows, (3, 3, 2, 2, 3)))


def register_book(unit: DossierFacts, issued_at: datetime, rows: Sequence[RegisterRow]) -> OfficialForm:
    """Form 07: the register of a unit; `unit` gives the heading, `rows` one dossier each."""
    head = (
        Label("TT", "No.", "ที่"),
        Label("Mã hồ sơ", "Code", "รหัส"),
        Label("Thủ tục", "Procedure", "ขั้นตอน"),
        Label("Người nộp", "Applicant", "ผู้ยื่น"),
        Label("Địa chỉ, điện thoại", "Address, phone", "ที่อยู่ โทรศัพท์"),
        Label("Nhận", "Received", "รับ"),
        Label("Hẹn trả", "Due", "กำหนด"),
        Label("Trả", "Returned", "ส่งผล"),
        Label("Ghi chú", "Note", "หมายเหตุ"),
    )
    cells = tuple(_register_cells(number, row) for number, row in enumerate(rows, start=1))
    return OfficialForm(
        form=FORM.format("07"),
        title=Label("Sổ theo dõi hồ sơ", "Register of dossiers", "สมุดทะเบียนคำขอ"),
        parent_unit=unit.parent_unit,
        unit=unit.unit,
        place=unit.place,
        issued_at=issued_at,
        rows=(),
        table=Table(head, cells, (1, 6, 6, 4, 5, 3, 3, 3, 3)),
        wide=True,
    )


def result(
    facts: DossierFacts, issued_at: datetime, number: str, title: Label, text: str, granted: bool
) -> OfficialForm:
    """What a dossier ends in: the result in its own words, or the refusal to grant it."""
    refused = Label("Văn bản từ chối: {name}", "Refusal: {name}", "หนังสือปฏิเสธ: {name}")
    person = ((RESULT_OF, facts.applicant), (PERSONAL_ID, facts.applicant_number), (CONTENT, facts.procedure))
    return OfficialForm(
        form=CHECKED_AT.format(facts.tracking_url),
        title=title if granted else refused.format(name=title),
        parent_unit=facts.parent_unit,
        unit=facts.unit,
        place=facts.place,
        issued_at=issued_at,
        rows=person,
        number=number,
        code=facts.code,
        qr=facts.tracking_url,
        paragraphs=tuple(Label.same(line) for line in text.splitlines() if line.strip()),
        signers=(ISSUER,),
    )


def _register_cells(number: int, row: RegisterRow) -> tuple[str, ...]:
    facts = row.facts
    instants = (facts.received_at, facts.due_at, row.returned_at)
    days = tuple(at.strftime(DAY) if at else "" for at in instants)
    contact = ", ".join(part for part in (facts.address, facts.phone) if part)
    return (str(number), facts.code, facts.procedure, facts.applicant, contact, *days, row.note)


def _form(
    number_of_form: str,
    title: Label,
    facts: DossierFacts,
    issued_at: datetime,
    more: tuple[tuple[Label, str], ...],
    number: str = "",
    table: Table = NO_TABLE,
    signers: tuple[Label, ...] = (),
    paragraphs: tuple[Label, ...] = (),
) -> OfficialForm:
    person = (
        (APPLICANT, facts.applicant),
        (PERSONAL_ID, facts.applicant_number),
        (ADDRESS, facts.address),
        (PHONE, facts.phone),
        (EMAIL, facts.email),
        (CONTENT, facts.procedure),
    )
    return OfficialForm(
        form=FORM.format(number_of_form),
        title=title,
        parent_unit=facts.parent_unit,
        unit=facts.unit,
        place=facts.place,
        issued_at=issued_at,
        rows=person + more,
        number=number,
        code=facts.code,
        qr=facts.tracking_url or facts.code,
        table=table,
        paragraphs=paragraphs,
        signers=signers,
    )


def _papers(papers: Sequence[Paper]) -> Table:
    head = (
        Label("TT", "No.", "ที่"),
        Label("Thành phần hồ sơ", "Paper", "เอกสาร"),
        Label("Bản chính", "Originals", "ต้นฉบับ"),
        Label("Bản sao", "Copies", "สำเนา"),
    )
    rows = tuple((str(i), p.name, str(p.n_originals), str(p.n_copies)) for i, p in enumerate(papers, start=1))
    return Table(head, rows, (1, 8, 2, 2)) if rows else NO_TABLE
