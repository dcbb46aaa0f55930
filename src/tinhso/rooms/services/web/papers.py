"""Official forms of a dossier, from its row."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from tinhso.base.area import areas_on
from tinhso.base.label import Label
from tinhso.rooms.services.documents import OfficialForm
from tinhso.rooms.services.official_forms import (
    DossierFacts,
    HandOver,
    Paper,
    apology,
    process_sheet,
    receipt,
    refusal,
    result,
    stop_notice,
    supplement_request,
)
from tinhso.rooms.services.web.catalogued import edition_of, procedures, words
from tinhso.rooms.services.web.models import Dossier, ResultDraft
from tinhso.rooms.services.web.templatetags.services import read_words

NO_FEE_HANDLING = "Chưa thu phí, lệ phí."
FEE_HANDLING = "Phí, lệ phí đã nộp được xử lý theo quy định."
UNIT = Label("Trung tâm Phục vụ hành chính công", "Public administration service centre", "ศูนย์บริการประชาชน")


def facts_of(dossier: Dossier) -> DossierFacts:
    """What every form of a dossier repeats, in Vietnamese as the forms are."""
    procedure = procedures()[dossier.procedure_id]
    area = areas_on(timezone.localtime(dossier.submitted_at).date()).get(dossier.area)
    place = area.name if area else dossier.area
    terms = [f"{t.term.amount} {read_words()[t.term.unit].vi}" for t in edition_of(dossier).terms]
    papers = [Paper(words().documents[c.document].label.vi, c.originals, c.copies) for c in procedure.components]
    return DossierFacts(
        code=dossier.code,
        parent_unit=f"UBND {place}",
        unit=UNIT.vi,
        place=place,
        procedure=procedure.label.vi,
        applicant=dossier.applicant_name,
        applicant_number=dossier.applicant_number,
        address="",
        phone=dossier.phone,
        email=dossier.email,
        received_at=timezone.localtime(dossier.received_at or dossier.submitted_at),
        due_at=timezone.localtime(dossier.due_at) if dossier.due_at else None,
        term="; ".join(dict.fromkeys(terms)),
        fee="" if dossier.fee_vnd is None else f"{dossier.fee_vnd:,} đồng".replace(",", "."),
        papers=tuple(papers),
    )


def receipt_of(dossier: Dossier, at: datetime) -> OfficialForm:
    """Form 01 of a dossier."""
    return receipt(facts_of(dossier), at)


def process_sheet_of(dossier: Dossier, at: datetime) -> OfficialForm:
    """Form 06 of a dossier, from its events."""
    events = list(dossier.events.order_by("number"))
    steps = [
        HandOver(
            e.actor, e.role, timezone.localtime(e.at), read_words()[e.action].vi if e.action in read_words() else ""
        )
        for e in events
    ]
    return process_sheet(facts_of(dossier), at, steps)


def unit_of(dossier: Dossier) -> str:
    """Who signs the papers of a dossier."""
    facts = facts_of(dossier)
    return f"{facts.parent_unit}, {facts.unit}"


def supplement_request_of(dossier: Dossier, number: str, reason: str, at: datetime, url: str) -> OfficialForm:
    """Form 02 of a dossier: the reason says what is missing, so no papers are listed."""
    return supplement_request(replace(_facts(dossier, url), papers=()), at, number, reason)


def refusal_of(dossier: Dossier, number: str, reason: str, at: datetime, url: str) -> OfficialForm:
    """Form 03 of a dossier."""
    return refusal(_facts(dossier, url), at, number, reason)


def apology_of(before: Dossier, number: str, reason: str, at: datetime, url: str, new_due_at: datetime) -> OfficialForm:
    """Form 04 of a dossier as it stood before the extension."""
    return apology(_facts(before, url), at, number, reason, timezone.localtime(new_due_at))


def stop_notice_of(dossier: Dossier, number: str, reason: str, at: datetime, url: str) -> OfficialForm:
    """Form 05 of a dossier."""
    paid = dossier.payments.filter(paid_vnd__gt=0).exists()
    return stop_notice(_facts(dossier, url), at, number, reason, FEE_HANDLING if paid else NO_FEE_HANDLING)


def result_of(dossier: Dossier, draft: ResultDraft, number: str, at: datetime, url: str) -> OfficialForm:
    """The result of a dossier, in the words of its approved draft."""
    procedure = procedures()[dossier.procedure_id]
    title = words().results[procedure.result].label if procedure.result else procedure.label
    return result(_facts(dossier, url), at, number, title, draft.text, granted=draft.outcome == "GRANTED")


def _facts(dossier: Dossier, url: str) -> DossierFacts:
    return replace(facts_of(dossier), tracking_url=url)
