"""Papers that an agency issues about a dossier: rendered, signed, kept, and named in its history.

Takes the dossier and the act that owes the paper; writes in one transaction with the act, so that no dossier moves
without its paper and no paper lies about a move that did not happen. Whoever holds a paper checks it in `verifying`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.db import transaction
from django.db.models import F

from tinhso.base.errors import NotAllowed
from tinhso.rooms.services.documents import OfficialForm, render
from tinhso.rooms.services.procedure import Outcome, ProcedureKind
from tinhso.rooms.services.signature import sign
from tinhso.rooms.services.states import Action
from tinhso.rooms.services.web import papers, sealing, storing
from tinhso.rooms.services.web.actions import Person, Stale, act, ask_payment, next_number, save
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.charging import fee_of, find_rate
from tinhso.rooms.services.web.models import Dossier, IssuedPaper, ResultDraft, new_check_code
from tinhso.rooms.services.web.refusals import NEEDS_REASON, NO_AMOUNT, NO_DRAFT, OWN_DRAFT
from tinhso.rooms.services.web.steps import Remark, write_remark

RESULT = "result"
LONGEST_RESULT = 20_000
# The paper that an act owes, by its form.
OWED: Mapping[Action, str] = {
    Action.REQUEST_SUPPLEMENT: "02",
    Action.REFUSE: "03",
    Action.EXTEND: "04",
    Action.STOP: "05",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides about a dossier: the act, why, a new date, and where the paper's check code is looked up.

    `verify_at` is the address that a check code is added to; `rate_id` is the council's rate that an officer picked for
    a dossier that several could fall under.
    """

    action: Action
    note: str = ""
    new_due_at: datetime | None = None
    verify_at: str = ""
    rate_id: str = ""


def decide(dossier_id: int, version: int, decision: Decision, person: Person, at: datetime) -> Dossier:
    """Move a dossier and issue the paper that the move owes; raises NotAllowed, and Stale when others were quicker."""
    if decision.action is Action.FINISH:
        return _approve(dossier_id, version, decision, person, at)
    if decision.action in OWED and not decision.note.strip():
        raise NotAllowed(NEEDS_REASON.fault(decision.action))
    with transaction.atomic():
        if decision.action is Action.REQUEST_PAYMENT:
            return _ask_fee(dossier_id, version, decision, person, at)
        before = Dossier.objects.get(pk=dossier_id)
        dossier = act(dossier_id, version, decision.action, person, at, decision.note, "", decision.new_due_at)
        if decision.action in OWED:
            _issue_owed(dossier, before, decision, person, at)
        if decision.action is Action.PAY:
            _paid_at_counter(dossier, at)
    return dossier


def _ask_fee(dossier_id: int, version: int, decision: Decision, person: Person, at: datetime) -> Dossier:
    """Ask for the fee known at submission, or by the council's rate picked now; the history names the resolution."""
    before = Dossier.objects.get(pk=dossier_id)
    rate = fee_of(before).rate or find_rate(before, decision.rate_id)
    amount_vnd = fee_of(before, rate).amount_vnd if before.fee_vnd is None else before.fee_vnd
    if not amount_vnd:
        raise NotAllowed(NO_AMOUNT.fault(before.code))
    note = " · ".join(part for part in (decision.note.strip(), rate.resolution if rate else "") if part)
    dossier = act(dossier_id, version, decision.action, person, at, note)
    dossier.fee_vnd = amount_vnd
    dossier.save(update_fields=["fee_vnd"])
    ask_payment(dossier, amount_vnd, at)
    return dossier


def draft_result(dossier_id: int, version: int, text: str, outcome: Outcome, person: Person, at: datetime) -> None:
    """Keep the words of a result for somebody else to approve; a later draft replaces the one before."""
    if not text.strip():
        raise NotAllowed(NEEDS_REASON.fault(Action.FINISH))
    with transaction.atomic():
        dossier = Dossier.objects.get(pk=dossier_id)
        save(dossier, version)
        words = {"text": text.strip()[:LONGEST_RESULT], "outcome": outcome, "drafted_by": person.name, "drafted_at": at}
        ResultDraft.objects.update_or_create(dossier=dossier, defaults=words)
        write_remark(dossier, Remark.DRAFT_RESULT, person.role, person.name, at, str(outcome))


def _approve(dossier_id: int, version: int, decision: Decision, person: Person, at: datetime) -> Dossier:
    with transaction.atomic():
        dossier = Dossier.objects.get(pk=dossier_id)
        if dossier.version != version:
            raise Stale
        draft = ResultDraft.objects.filter(dossier=dossier).first()
        if draft is None and procedures()[dossier.procedure_id].kind is ProcedureKind.SETTLEMENT:
            raise NotAllowed(NO_DRAFT.fault(dossier.code))
        if draft and draft.drafted_by == person.name:
            raise NotAllowed(OWN_DRAFT.fault(Action.FINISH, person.name))
        outcome = draft.outcome if draft else ""
        dossier = act(dossier_id, version, Action.FINISH, person, at, decision.note, outcome)
        if draft:
            number = _paper_number(dossier, "KQ", at)
            _issue(dossier, RESULT, number, lambda url: papers.result_of(dossier, draft, number, at, url),
                   decision, person, at)  # fmt: skip
    return dossier


def _paid_at_counter(dossier: Dossier, at: datetime) -> None:
    """What a cashier took by hand covers what was asked for."""
    dossier.payments.filter(paid_at=None).update(paid_at=at, paid_vnd=F("amount_vnd"))


def _issue_owed(dossier: Dossier, before: Dossier, decision: Decision, person: Person, at: datetime) -> None:
    form = OWED[decision.action]
    number = _paper_number(dossier, form, at)

    def made(url: str) -> OfficialForm:
        match form:
            case "02":
                return papers.supplement_request_of(dossier, number, decision.note, at, url)
            case "03":
                return papers.refusal_of(dossier, number, decision.note, at, url)
            case "04":
                return papers.apology_of(before, number, decision.note, at, url, dossier.due_at or at)
            case _:
                return papers.stop_notice_of(dossier, number, decision.note, at, url)

    _issue(dossier, form, number, made, decision, person, at)


def _issue(
    dossier: Dossier,
    kind: str,
    number: str,
    made: Callable[[str], OfficialForm],
    decision: Decision,
    person: Person,
    at: datetime,
) -> None:
    code = new_check_code()
    unit = papers.unit_of(dossier)
    content = sign(
        render(made(f"{decision.verify_at}{code}/")), sealing.signing_key(dossier.province, at.date()), number
    )
    IssuedPaper.objects.create(
        dossier=dossier,
        kind=kind,
        number=number,
        check_code=code,
        sha256=storing.keep(BytesIO(content)),
        signer=unit,
        issued_at=at,
    )
    write_remark(dossier, Remark.ISSUE, person.role, person.name, at, f"{kind} {number}")


def _paper_number(dossier: Dossier, series: str, at: datetime) -> str:
    """The number of a paper: counted by unit, series and year."""
    unit = f"{dossier.original_agency}/{series}"[:20]
    return f"{next_number(unit, date(at.year, 1, 1))}/{at.year}"
