"""Writes: promising a lot, giving it back, moving an investment, taking an enquiry; each in one transaction.

Takes plain values, who acts and when, never a request. Each write first takes the park's own row, so that rule and row
see the same park; SQLite's immediate transactions do the same for embedded homes. Raises `NotAllowed` with all reasons.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from tinhso.base.errors import NotAllowed
from tinhso.people.audit import record
from tinhso.rooms.industry import park as rules
from tinhso.rooms.industry import pipeline
from tinhso.rooms.industry.web.models import Investment, LotPromise, Park, ParkEvent, ParkLot
from tinhso.rooms.industry.web.queries import beside, park_plan, project_of


@transaction.atomic
def promise_lot(
    park_id: int,
    lot_id: str,
    investment_id: int,
    *,
    use: str,
    from_on: date,
    until_on: date | None,
    needs: Mapping[rules.Utility, float],
    who: str,
    at: datetime,
) -> LotPromise:
    """Hold a lot for an investment; raises NotAllowed when it is taken or the park cannot supply it."""
    park = _locked(park_id)
    investment = Investment.objects.get(pk=investment_id, park=park)
    asked = rules.Promise("", investment.investor, lot_id, use, from_on, until_on, needs)
    rules.give_promise(park_plan(park, lot_id=lot_id), beside(park, lot_id, from_on), asked)
    promise = LotPromise.objects.create(
        lot=ParkLot.objects.get(park=park, lot_id=lot_id),
        investment=investment,
        use=use,
        from_on=from_on,
        until_on=until_on,
        needs=dict(needs),
    )
    _note(park, "promise", who, at, promise=promise.pk, lot=lot_id, investment=investment_id)
    return promise


@transaction.atomic
def give_back(promise_id: int, on: date, *, who: str, at: datetime) -> LotPromise:
    """End a promise on a day (the lot is free from it on); one already ended earlier is left as it is."""
    promise = LotPromise.objects.select_related("lot").get(pk=promise_id)
    park = _locked(promise.lot.park_id)
    promise.refresh_from_db(fields=["from_on", "until_on"])
    if promise.until_on is None or promise.until_on > on:
        promise.until_on = max(on, promise.from_on)
        promise.save(update_fields=["until_on"])
        _note(park, "give_back", who, at, promise=promise_id, on=on.isoformat())
    return promise


@transaction.atomic
def move_investment(investment_id: int, to: pipeline.Stage, on: date, *, who: str, at: datetime) -> Investment:
    """Move an investment to a next stage; raises NotAllowed when a stage or what it needs is missing."""
    park = _locked(Investment.objects.get(pk=investment_id).park_id)
    investment = Investment.objects.get(pk=investment_id)
    has_lot = any(promise.until_on is None or promise.until_on > on for promise in investment.promises.all())
    moved = pipeline.move(project_of(investment), to, on, has_lot)
    investment.stage = moved.stage
    investment.since = {stage: day.isoformat() for stage, day in moved.since.items()}
    investment.save(update_fields=["stage", "since"])
    _note(park, "move", who, at, investment=investment_id, to=to, on=on.isoformat())
    return investment


@transaction.atomic
def take_enquiry(
    park_id: int, *, investor: str, contact: str, technology: pipeline.Technology, origin: str, wish: str, at: datetime
) -> Investment:
    """Keep what an investor asked as a lead."""
    park = _locked(park_id)
    investment = Investment.objects.create(
        park=park,
        investor=investor,
        contact=contact,
        technology=technology,
        origin=origin,
        stage="lead",
        since={"lead": at.date().isoformat()},
        wish=wish,
    )
    _note(park, "enquiry", "-", at, investment=investment.pk)
    return investment


@transaction.atomic
def mend_file(
    investment_id: int,
    *,
    licence: str,
    capital_registered_usd: int,
    capital_paid_usd: int,
    jobs: int,
    who: str,
    at: datetime,
) -> Investment:
    """Write an investment's money, licence and jobs; raises NotAllowed when more is paid in than registered."""
    park = _locked(Investment.objects.get(pk=investment_id).park_id)
    investment = Investment.objects.get(pk=investment_id)
    investment.licence, investment.jobs = licence, jobs
    investment.capital_registered_usd, investment.capital_paid_usd = capital_registered_usd, capital_paid_usd
    if faults := pipeline.check_project(project_of(investment)):
        raise NotAllowed(*faults)
    investment.save(update_fields=["licence", "jobs", "capital_registered_usd", "capital_paid_usd"])
    _note(park, "file", who, at, investment=investment.pk, paid=capital_paid_usd, registered=capital_registered_usd)
    return investment


def _locked(park_id: int) -> Park:
    return Park.objects.select_for_update().get(pk=park_id)


def _note(park: Park, what: str, who: str, at: datetime, **details: object) -> None:
    ParkEvent.objects.create(park=park, at=at, who=who, what=what, details=details)
    subject = f"{park.name}: {' '.join(f'{name}={value}' for name, value in details.items())}"
    record(at=at, actor=who, province=park.province, action=f"park {what}"[:20], subject=subject[:200], reason=what)
