"""The read API of the services catalogue: procedures with their editions, fees and terms, due dates, competent bodies.

Takes GET requests, gives JSON. The catalogue is the same for all; the rates of a provincial council are the province's.
Dossiers and tracking are not part of it: they are pages.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AwareDatetime

from tinhso.base.home import PROVINCES
from tinhso.base.label import Label as Words
from tinhso.rooms.services.calendar import CalendarRangeError
from tinhso.rooms.services.deadlines import Term, first_due
from tinhso.rooms.services.fees import CouncilRate
from tinhso.rooms.services.procedure import Channel, Edition, FeeLine, Procedure, TermLine
from tinhso.rooms.services.web.bodies import Body, bodies
from tinhso.rooms.services.web.catalogued import calendar_of, procedures, words
from tinhso.rooms.services.web.charging import council_rates

router = Router(tags=["services"])
Slug = Annotated[str, Path(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=40)]
ProcedureId = Annotated[str, Path(pattern=r"^[a-z0-9_]+$", max_length=60)]
On = Annotated[date | None, Query(description="The day of filing; today when absent.")]
Text = dict[str, str]


class Limit(Schema):
    """A time limit, for these channels (empty: all), this case and this outcome (empty: any)."""

    amount: int
    unit: str
    channels: list[str]
    case: str
    outcome: str


class Fee(Schema):
    """A fee: FREE, FIXED, SET_BY_COUNCIL or UNKNOWN; `amount_vnd` is null unless it is known."""

    kind: str
    amount_vnd: int | None
    per: str
    channels: list[str]
    case: str
    part: str
    from_on: date | None
    to_on: date | None


class Rate(Schema):
    """What the province's council set for a procedure, by resolution."""

    amount_vnd: int
    resolution: str
    label: Text | None
    channels: list[str]
    case: str
    from_on: date
    to_on: date | None
    verified: bool


class OneEdition(Schema):
    """What holds from one day to another, both included."""

    from_on: date
    to_on: date | None
    from_verified: bool
    decision: str
    terms: list[Limit]
    fees: list[Fee]


class Listed(Schema):
    """A procedure in short; `in_force` says whether a dossier of the asked day would be received."""

    id: str
    code: str
    label: Text
    field: str
    agency: str
    level: str
    kind: str
    channels: list[str]
    applicants: list[str]
    in_force: bool


class Paper(Schema):
    """A paper that is handed in, and when it is asked for."""

    document: str
    label: Text
    need: str
    originals: int
    copies: int


class Whole(Listed):
    """A procedure with all its editions; `unverified` says in English what could not be checked."""

    cases: dict[str, Text]
    papers: list[Paper]
    result: str | None
    legal_basis: list[str]
    editions: list[OneEdition]
    council_rates: list[Rate]
    checked_on: date
    unverified: str


class Due(Schema):
    """When a dossier received at an instant is due, if it is never paused; null where no limit is set."""

    received_at: datetime
    due_at: datetime | None
    calendar_estimated: bool


class Agency(Schema):
    """A kind of body and the procedures it settles."""

    id: str
    label: Text
    level: str
    hours: list[tuple[str, str]]
    saturday: list[tuple[str, str]]
    procedures: list[str]


class Refusal(Schema):
    """Why there is no answer."""

    detail: Any = None


@router.get("/procedures", response={200: list[Listed], 404: Refusal})
def list_procedures(request: HttpRequest, slug: Slug, on: On = None) -> list[dict[str, object]]:
    """List the procedures by id."""
    _check(slug)
    day = on or timezone.localdate()
    return [_listed(procedure, day) for _, procedure in sorted(procedures().items())]


@router.get("/procedures/{id_}", response={200: Whole, 404: Refusal})
def get_procedure(request: HttpRequest, slug: Slug, id_: ProcedureId, on: On = None) -> dict[str, object]:
    """Give one procedure with its editions, fees and terms."""
    _check(slug)
    found = _procedure(id_)
    rates = [rate for rate in council_rates(slug).rates if rate.procedure_id == found.id]
    return {
        **_listed(found, on or timezone.localdate()),
        "cases": {key: label.as_dict() for key, label in found.cases.items()},
        "papers": [
            {
                "document": c.document,
                "label": words().documents[c.document].label.as_dict(),
                "need": c.need,
                "originals": c.originals,
                "copies": c.copies,
            }
            for c in found.components
        ],
        "result": found.result or None,
        "legal_basis": list(found.legal_basis),
        "editions": [_edition(edition) for edition in found.editions],
        "council_rates": [_rate(rate) for rate in rates],
        "checked_on": found.checked_on,
        "unverified": found.unverified,
    }


@router.get("/procedures/{id_}/due", response={200: Due, 404: Refusal, 422: Refusal})
def due(
    request: HttpRequest,
    slug: Slug,
    id_: ProcedureId,
    received_at: AwareDatetime,
    channel: Channel = Channel.ONLINE,
    case: Annotated[str, Query(max_length=40)] = "",
) -> dict[str, object]:
    """Say when a dossier received at an instant would be due by the edition then in force."""
    _check(slug)
    found = _procedure(id_)
    try:
        received = received_at.astimezone(timezone.get_current_timezone())
    except OverflowError as error:
        raise HttpError(422, "received_at lies outside the calendar") from error
    edition = found.find_edition(received.date())
    if edition is None or channel not in found.channels or not found.check_case(case):
        raise HttpError(422, "no edition on that day, or no such channel or case: see the procedure")
    term, calendar = edition.find_term(channel, case), calendar_of(found.agency)
    try:
        due_at = first_due(received, term, calendar) if term else None
        estimated = calendar.is_estimated((due_at or received).date())
    except CalendarRangeError as error:
        raise HttpError(422, str(error)) from error
    return {"received_at": received, "due_at": due_at, "calendar_estimated": estimated}


@router.get("/agencies", response={200: list[Agency], 404: Refusal})
def list_agencies(request: HttpRequest, slug: Slug) -> list[dict[str, object]]:
    """List the kinds of body that settle a procedure."""
    _check(slug)
    return [_agency(body) for body in bodies()]


def _check(slug: str) -> None:
    if slug not in PROVINCES:
        raise Http404(slug)


def _procedure(id_: str) -> Procedure:
    found = procedures().get(id_)
    if found is None:
        raise Http404(id_)
    return found


def _listed(procedure: Procedure, on: date) -> dict[str, object]:
    return {
        "id": procedure.id,
        "code": procedure.code,
        "label": procedure.label.as_dict(),
        "field": procedure.field,
        "agency": procedure.agency,
        "level": words().agencies[procedure.agency].level,
        "kind": procedure.kind,
        "channels": sorted(procedure.channels),
        "applicants": sorted(procedure.applicants),
        "in_force": procedure.find_edition(on) is not None,
    }


def _edition(edition: Edition) -> dict[str, object]:
    return {
        "from_on": edition.from_on,
        "to_on": edition.to_on,
        "from_verified": edition.from_verified,
        "decision": edition.decision,
        "terms": [_limit(line, line.term) for line in edition.terms],
        "fees": [_fee(line) for line in edition.fees],
    }


def _limit(line: TermLine, term: Term) -> dict[str, object]:
    scope = line.scope
    return {
        "amount": term.amount,
        "unit": term.unit,
        "channels": _sorted(scope.channels),
        "case": scope.case,
        "outcome": scope.outcome or "",
    }


def _fee(line: FeeLine) -> dict[str, object]:
    return {
        "kind": line.kind,
        "amount_vnd": {"FIXED": line.amount_vnd, "FREE": 0}.get(line.kind),
        "per": line.per,
        "channels": _sorted(line.scope.channels),
        "case": line.scope.case,
        "part": line.part,
        "from_on": line.from_on,
        "to_on": line.to_on,
    }


def _rate(rate: CouncilRate) -> dict[str, object]:
    return {
        "amount_vnd": rate.amount_vnd,
        "resolution": rate.resolution,
        "label": _words(rate.label),
        "channels": _sorted(rate.channels),
        "case": rate.case,
        "from_on": rate.from_on,
        "to_on": rate.to_on,
        "verified": rate.verified,
    }


def _agency(body: Body) -> dict[str, object]:
    return {
        "id": body.word.id,
        "label": body.word.label.as_dict(),
        "level": body.word.level,
        "hours": list(body.week),
        "saturday": list(body.saturday),
        "procedures": [procedure.id for procedure in body.handles],
    }


def _sorted(channels: Iterable[Channel]) -> list[str]:
    return sorted(channels)


def _words(label: Words | None) -> Text | None:
    return label.as_dict() if label else None
