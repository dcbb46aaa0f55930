"""Official forms of a dossier, from its row."""

from datetime import datetime

from django.utils import timezone

from tinhso.base.area import areas_on
from tinhso.base.label import Label
from tinhso.rooms.services.documents import OfficialForm
from tinhso.rooms.services.official_forms import DossierFacts, HandOver, Paper, process_sheet, receipt
from tinhso.rooms.services.web.catalogued import edition_of, procedures, words
from tinhso.rooms.services.web.models import Dossier
from tinhso.rooms.services.web.templatetags.services import read_words

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
