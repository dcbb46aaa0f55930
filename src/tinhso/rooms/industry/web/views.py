"""The park's page for investors and its managers' desk: read, call one action, show.

The page is for everyone; an enquiry is kept for the managers alone. The desk is for people seated in the park's agency,
or in none; everything that a rule forbids comes back with all reasons, and what was typed.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.errors import NotAllowed
from tinhso.base.home import PROVINCES
from tinhso.people.access import public, seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.people.words import language
from tinhso.rooms.industry.match import Need
from tinhso.rooms.industry.park import UTILITIES, Utility
from tinhso.rooms.industry.pipeline import MOVES, STAGES, TECHNOLOGIES, Stage, Technology
from tinhso.rooms.industry.web import actions, queries
from tinhso.rooms.industry.web.drawing import draw, features
from tinhso.rooms.industry.web.models import Investment, Park, ParkEvent
from tinhso.rooms.industry.web.templatetags.park import read_words

AGENCY = "ban-quan-ly-kcn"
MAX_ENQUIRIES_AN_HOUR = 60
_EVENTS_SHOWN = 40
_STAGES: dict[str, Stage] = {stage: stage for stage in STAGES}
_TECHNOLOGIES: dict[str, Technology] = {name: name for name in TECHNOLOGIES}
_UTILITIES: dict[str, Utility] = {name: name for name in UTILITIES}
_MANAGERS = (Role.OFFICER, Role.STEWARD, Role.LEADER)


@require_GET
@public
def park_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the park as it stands this minute: lots, what is left of utilities, and which lots fit a need."""
    park = _find_park(slug)
    if park is None:
        return _show(request, "none", slug)
    return _show(request, "park", slug, **_park_context(park), **_matched(request, park), typed={})


@require_GET
@public
def lots_features(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the lots as GeoJSON for the map."""
    park = _get_park(slug)
    words = {key: label.text(language()) for key, label in read_words().items()}
    return JsonResponse(features(list(park.lots.order_by("lot_id")), queries.held_lots(park, _today()), words))


@require_POST
@public
def enquire(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an enquiry as a lead; one that lacks something comes back as typed."""
    park = _get_park(slug)
    typed = {name: _text(request, name) for name in ("investor", "contact", "technology", "origin", "wish")}
    origin, technology = typed["origin"].upper(), _TECHNOLOGIES.get(typed["technology"])
    whole = typed["investor"] and typed["contact"] and len(origin) == 2 and origin.isascii() and origin.isalpha()
    problem = "" if whole and technology else "bad_enquiry"
    if not problem and _n_enquiries(park) >= MAX_ENQUIRIES_AN_HOUR:
        problem = "too_many"
    if problem or technology is None:
        context = _park_context(park) | _matched(request, park)
        return _show(request, "park", slug, 400, **context, typed=typed, problem=problem)
    lead = actions.take_enquiry(
        park.pk, investor=typed["investor"][:200], contact=typed["contact"][:200], technology=technology,
        origin=origin, wish=typed["wish"], at=timezone.localtime(),
    )  # fmt: skip
    return _show(request, "sent", slug, code=f"{lead.pk:06d}")


@require_GET
@seated(*_MANAGERS, Role.AUDITOR)
def desk(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show investments by stage, the newest first, and what the park can still supply."""
    park = _managed(seat, slug)
    stage = _STAGES.get(request.GET.get("stage", ""), "")
    after = request.GET.get("after", "")
    rows, next_after = queries.pages_of_investments(park, stage, int(after) if after.isdecimal() else 0)
    counts = queries.stages_of(park)
    return _show(
        request, "desk", slug, park=park, rows=rows, after=next_after, wanted=stage, stages=STAGES, counts=counts,
        utilities=queries.utility_rows(park, _today()),
    )  # fmt: skip


@require_GET
@seated(*_MANAGERS, Role.AUDITOR)
def investment(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Show one investment: its file, what it holds, what may be done, and what was done."""
    return _show_investment(request, slug, _investment(seat, slug, number))


@require_POST
@seated(*_MANAGERS)
def act(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Move an investment, mend its file, promise it a lot or give one back; refusals come with all reasons."""
    row = _investment(seat, slug, number)
    try:
        _act(request, row)
    except NotAllowed as error:
        reasons = [fault.text(language()) for fault in error.faults]
        return _show_investment(request, slug, row, reasons, 409)
    except ValueError:
        return _show_investment(request, slug, row, [read_words()["bad_value"].text(language())], 400)
    return redirect("park_investment", slug=slug, number=number)


def _act(request: HttpRequest, row: Investment) -> None:
    who, at, what = request.user.get_username(), timezone.localtime(), request.POST.get("what", "")
    if what == "move":
        to = _STAGES[_choice(request, "to", _STAGES)]
        actions.move_investment(row.pk, to, _day(request, "on"), who=who, at=at)
    elif what == "file":
        numbers = {name: _whole(request, name) for name in ("capital_registered_usd", "capital_paid_usd", "jobs")}
        actions.mend_file(row.pk, licence=_text(request, "licence")[:40], **numbers, who=who, at=at)
    elif what == "promise":
        needs = {utility: _amount(request, utility) for utility in _UTILITIES.values() if _text(request, utility)}
        actions.promise_lot(
            row.park_id, _text(request, "lot"), row.pk, use=_text(request, "use"), from_on=_day(request, "from_on"),
            until_on=None, needs=needs, who=who, at=at,
        )  # fmt: skip
    elif what == "give_back":
        held = row.promises.filter(pk=_whole(request, "promise")).first()
        if held is None:
            raise Http404
        actions.give_back(held.pk, _day(request, "on"), who=who, at=at)
    else:
        raise Http404


def _show_investment(
    request: HttpRequest, slug: str, row: Investment, reasons: list[str] | None = None, status: int = 200
) -> HttpResponse:
    row.refresh_from_db()
    events = ParkEvent.objects.filter(park=row.park_id, details__investment=row.pk).order_by("-pk")[:_EVENTS_SHOWN]
    return _show(
        request, "investment", slug, status, row=row, moves=MOVES[_STAGES[row.stage]], reasons=reasons or [],
        promises=list(row.promises.select_related("lot").order_by("pk")), events=list(events), today=_today(),
        free=queries.free_lots(row.park, _today()),
        utilities=UTILITIES, typed=request.POST,
    )  # fmt: skip


def _park_context(park: Park) -> dict[str, Any]:
    lots, held, today = list(park.lots.order_by("lot_id")), queries.held_lots(park, _today()), _today()
    return {
        "park": park,
        "lots": [(lot, lot.lot_id in held, lot.uses.split(";")) for lot in lots],
        "n_free": len(lots) - len(held),
        "drawing": draw(lots, held),
        "utilities": queries.utility_rows(park, today),
        "uses": sorted({use for lot in lots for use in lot.uses.split(";")}),
        "all_technologies": TECHNOLOGIES,
        "utility_names": UTILITIES,
        "today": today,
    }


def _matched(request: HttpRequest, park: Park) -> dict[str, Any]:
    """Return what the form of needs asked, and the verdict on each lot; nothing when it was not sent."""
    asked = {name: request.GET.get(name, "").strip()[:40] for name in ("use", "area_ha", "from_on", *UTILITIES)}
    if not asked["area_ha"]:
        return {"asked": asked}
    try:
        need = _need(asked)
    except ValueError:
        return {"asked": asked, "bad_need": True}
    verdicts = queries.matches(park, need)
    return {
        "asked": asked,
        "fitting": [each for each in verdicts if each.fits],
        "others": [each for each in verdicts if not each.fits],
    }


def _need(asked: Mapping[str, str]) -> Need:
    area_ha = float(asked["area_ha"].replace(",", "."))
    if not 0 < area_ha < 1e6:
        raise ValueError(asked["area_ha"])
    utilities = {name: float(asked[name].replace(",", ".")) for name in _UTILITIES.values() if asked[name]}
    if not all(0 <= amount < 1e9 for amount in utilities.values()):
        raise ValueError("utilities")
    return Need(
        asked["use"], area_ha, date.fromisoformat(asked["from_on"]) if asked["from_on"] else _today(), utilities
    )


def _n_enquiries(park: Park) -> int:
    return ParkEvent.objects.filter(park=park, what="enquiry", at__gt=timezone.now() - timedelta(hours=1)).count()


def _find_park(slug: str) -> Park | None:
    if slug not in PROVINCES:
        raise Http404(slug)
    return queries.find_park(slug)


def _get_park(slug: str) -> Park:
    park = _find_park(slug)
    if park is None:
        raise Http404(slug)
    return park


def _managed(seat: Seat, slug: str) -> Park:
    """Return the park a seat manages; one of another agency finds none."""
    if not seat.works_for(AGENCY):
        raise Http404(slug)
    return _get_park(slug)


def _investment(seat: Seat, slug: str, number: int) -> Investment:
    found = Investment.objects.filter(pk=number, park=_managed(seat, slug)).select_related("park").first()
    if found is None:
        raise Http404(str(number))
    return found


def _show(request: HttpRequest, template: str, province: str, status: int = 200, **context: object) -> HttpResponse:
    frame = {"province": province, "language": language()}
    response = render(request, f"industry/{template}.html", {**frame, **context}, status=status)
    # Lots are free or held from one minute to the next, and a desk is nobody else's business.
    response["Cache-Control"] = "no-store"
    return response


def _today() -> date:
    return timezone.localdate()


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:2000]


def _choice(request: HttpRequest, name: str, known: Mapping[str, object]) -> str:
    if _text(request, name) not in known:
        raise ValueError(name)
    return _text(request, name)


def _day(request: HttpRequest, name: str) -> date:
    return datetime.strptime(_text(request, name), "%Y-%m-%d").date()  # noqa: DTZ007 - a day, not an instant


def _whole(request: HttpRequest, name: str) -> int:
    value = int(_text(request, name) or 0)
    if not 0 <= value < 10**15:
        raise ValueError(name)
    return value


def _amount(request: HttpRequest, name: str) -> float:
    value = float(_text(request, name).replace(",", "."))
    if not 0 <= value < 1e9:
        raise ValueError(name)
    return value
