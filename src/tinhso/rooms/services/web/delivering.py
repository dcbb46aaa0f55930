"""Dossiers, complaints and questions as deliveries: what people did here enters the path like any other file.

Takes a province and the successions of its agencies; gives rows with each register's columns, in order of code, and
writes them where an inbox expects full deliveries. A dossier not yet looked at (status 1) is no row; one refused at
reception has the day of submission as its day of reception. What this system does not know stays empty: whether the
national portal has a dossier, and which services the province announced as full-process.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.query import QuerySet
from django.utils import timezone

from tinhso.base.home import PROVINCES
from tinhso.registers.contract import Contract
from tinhso.registers.leaving import leave_delivery
from tinhso.rooms.services import questions
from tinhso.rooms.services.agencies import Succession, responsibility
from tinhso.rooms.services.procedure import Channel, Need
from tinhso.rooms.services.states import Action, Status
from tinhso.rooms.services.web.catalogued import forms, procedures, words
from tinhso.rooms.services.web.issuing import RESULT
from tinhso.rooms.services.web.models import Attachment, Complaint, Consent, Dossier, DossierEvent, IssuedPaper, Payment

DOSSIER_COLUMNS = (
    "dossier_code", "procedure_code", "area", "original_agency", "current_agency", "competent_body", "applicant_kind",
    "channel", "full_process", "received_on", "due_on", "finished_on", "status", "returned_on", "n_supplements",
    "n_components", "n_digitised", "n_reused", "result_digital", "fee_vnd", "paid_online", "synchronised_on", "rating",
)  # fmt: skip
COMPLAINT_COLUMNS = (
    "complaint_code", "dossier_code", "area", "received_on", "due_on", "handled_on", "justified", "satisfied",
    "complained_again",
)  # fmt: skip
CHANNEL_NUMBERS = {Channel.DIRECT: 1, Channel.ONLINE: 2, Channel.POST: 3}


def dossier_rows(province: str, as_of: date, successions: Sequence[Succession] = ()) -> Iterator[dict[str, str]]:
    """The rows of everything received; `current_agency` is named where another body answers on `as_of`."""
    for dossier in _counted(Dossier.objects.filter(province=province)).iterator(chunk_size=2_000):
        received = _day(dossier.received_at or dossier.submitted_at)
        due = dossier.due_at or dossier.desk_at or dossier.finished_at
        values = (
            dossier.code, dossier.procedure_code, dossier.area, dossier.original_agency,
            _successor(dossier.original_agency, as_of, successions), procedures()[dossier.procedure_id].agency,
            dossier.applicant_kind, str(CHANNEL_NUMBERS[Channel(dossier.channel)]), "false", received.isoformat(),
            max(_day(due), received).isoformat() if due else received.isoformat(), _day_text(dossier.finished_at),
            str(dossier.status), _day_text(dossier.returned_at), *_evidence(dossier),
        )  # fmt: skip
        yield dict(zip(DOSSIER_COLUMNS, values, strict=True))


def complaint_rows(province: str) -> Iterator[dict[str, str]]:
    """The rows of every complaint about a dossier of the province; a second about one dossier is made again."""
    seen: set[int] = set()
    mine = Complaint.objects.filter(dossier__province=province).select_related("dossier").order_by("pk")
    for complaint in mine.iterator(chunk_size=2_000):
        dossier = complaint.dossier
        values = (
            f"{dossier.code}.{complaint.pk}", dossier.code, dossier.area, _day_text(complaint.made_at),
            _day_text(complaint.due_at), _day_text(complaint.answered_at), _known(complaint.justified),
            _known(complaint.satisfied), _truth(dossier.pk in seen),
        )  # fmt: skip
        seen.add(dossier.pk)
        yield dict(zip(COMPLAINT_COLUMNS, values, strict=True))


def question_rows(province: str, contracts: Mapping[str, Contract]) -> Iterator[dict[str, str]]:
    """The rows of what the catalogue's forms ask, against the registers that the province keeps."""
    asked = questions.all_asked(procedures(), forms(), words(), questions.held_elements(contracts))
    return (one.row(PROVINCES[province]) for one in asked)


def write_deliveries(
    province: str, inbox: Path, as_of: date, contracts: Mapping[str, Contract], successions: Sequence[Succession] = ()
) -> dict[str, int]:
    """Write the three full deliveries into an inbox; gives the number of rows by register."""
    parts: Mapping[str, tuple[str, Sequence[str], Iterable[Mapping[str, str]]]] = {
        "services.dossier": ("ho-so.csv", DOSSIER_COLUMNS, dossier_rows(province, as_of, successions)),
        "services.complaint": ("phan-anh.csv", COMPLAINT_COLUMNS, complaint_rows(province)),
        "services.question": ("cau-hoi.csv", questions.COLUMNS, question_rows(province, contracts)),
    }
    return {name: leave_delivery(inbox, name, *part) for name, part in parts.items()}


def _counted(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    supplements = DossierEvent.objects.filter(dossier=OuterRef("pk"), action=Action.REQUEST_SUPPLEMENT)
    paid = Payment.objects.filter(dossier=OuterRef("pk"), paid_at__isnull=False)
    result = IssuedPaper.objects.filter(dossier=OuterRef("pk"), kind=RESULT)
    consent = Consent.objects.filter(draft_token=OuterRef("submit_key"), agreed=True)
    return (
        dossiers.exclude(status=Status.REGISTERED)
        .defer("answers")
        .annotate(
            n_papers=_number_of(Attachment.objects.filter(dossier=OuterRef("pk"))),
            n_asked=_number_of(supplements),
            is_paid=Exists(paid),
            has_result=Exists(result),
            is_reusing=Exists(consent),
        )
        .order_by("code")
    )


def _number_of(rows: QuerySet[Attachment] | QuerySet[DossierEvent]) -> Subquery:
    counted = rows.order_by().values("dossier").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def _evidence(dossier: Dossier) -> Iterator[str]:
    """From `n_supplements` to `rating`; the form itself is one paper, and what is handed in online is digital.

    A form that a register answered with the person's consent is a paper taken again.
    """
    counted = vars(dossier)
    n_handed_in = 1 + (counted["n_papers"] or 0)
    needed = sum(c.need is Need.ALWAYS for c in procedures()[dossier.procedure_id].components)
    n_components = n_handed_in if dossier.channel == Channel.ONLINE else max(n_handed_in, needed)
    yield str(counted["n_asked"] or 0)
    yield from (str(n_components), str(n_handed_in), str(int(counted["is_reusing"])))
    yield _truth(counted["has_result"]) if dossier.finished_at else ""
    yield "" if dossier.fee_vnd is None else str(dossier.fee_vnd)
    yield _truth(counted["is_paid"]) if dossier.fee_vnd else ""
    yield ""
    yield str(dossier.rating or "")


def _successor(original: str, on: date, successions: Sequence[Succession]) -> str:
    """The one body that answers instead; nothing while it is still the original, or nobody has chosen among several."""
    current = responsibility(original, on, successions).current
    return current[0] if len(current) == 1 and current != (original,) else ""


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _known(value: bool | None) -> str:
    return "" if value is None else _truth(value)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _day_text(at: datetime | None) -> str:
    return _day(at).isoformat() if at else ""
