"""The review desk: pairs of rows that may be one, the most uncertain first, decided by people in seconds.

A decided pair leads to the next at once. Addresses carry a pair's number alone; its rows are shown to seated people,
and that they were shown is in the trail.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.errors import TinhsoError
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.portal.desks import frame, review_actions, review_queries
from tinhso.portal.desks.background import gather_pairs
from tinhso.portal.desks.frame import actor, keep_fault, page
from tinhso.portal.desks.review_drawn import compared, waterfall
from tinhso.portal.desks.review_models import Linkage, Pair, PairVerdict
from tinhso.portal.desks.review_rules import Judgement
from tinhso.portal.homes import get_edition
from tinhso.portal.shown import shown_value
from tinhso.portal.words import language, word

_JUDGING = (Role.OFFICER, Role.STEWARD)
_READING = (*_JUDGING, Role.AUDITOR)
_LAST, _N_TODAY = "review_last", "review_count"


@require_GET
@seated(*_READING)
def reviews(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Show the linkages within the seat and how far each is."""
    rows = [review_queries.progress_of(linkage, seat) for linkage in review_queries.linkages_of(seat)]
    return page(request, seat, "reviews.html", rows=rows)


@require_GET
@seated(*_READING)
def review(request: HttpRequest, seat: Seat, slug: str, link: str) -> HttpResponse:
    """Show how far a linkage is and the first pairs that wait, without a word of whom they speak of."""
    linkage = review_queries.get_linkage(seat, link)
    rows, progress = review_queries.waiting_for(linkage, seat), review_queries.progress_of(linkage, seat)
    return page(request, seat, "review.html", linkage=linkage, progress=progress, rows=[_shown(row) for row in rows])


@require_GET
@seated(*_JUDGING)
def following(request: HttpRequest, seat: Seat, slug: str, link: str) -> HttpResponse:
    """Lead to the most uncertain pair that waits for the person, or to the list when none does."""
    return _next(slug, review_queries.get_linkage(seat, link), seat)


@require_GET
@seated(*_READING)
def pair(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Show a pair side by side, its weight step by step, and the form when it waits for the person."""
    found = review_queries.get_pair(seat, number)
    review_actions.open_pair(found, actor=actor(request), at=frame.now())
    shown = _shown(found)
    return page(
        request, seat, "review_pair.html",
        pair=found, shown=shown, fields=compared(found), drawings=waterfall(found, shown["probability"]),
        mine=review_queries.waits_for(found, seat, found.standing()),
        history=review_queries.history_of(found, seat), last=_last(request, seat, found),
        n_today=request.session.get(_N_TODAY, 0), rivals=[_shown(each) for each in review_queries.rivals_of(found)],
    )  # fmt: skip


@require_POST
@seated(*_JUDGING, back="desk_review_pair")
def judge(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Keep a judgement and lead to the next pair; what stands in its way is said on the pair's page."""
    found, judgement = review_queries.get_pair(seat, number), request.POST.get("judgement", "")
    if judgement not in set(Judgement):
        return _to(slug, found)
    try:
        verdict = review_actions.judge(
            found, actor=actor(request), is_steward=seat.role == Role.STEWARD, at=frame.now(),
            judgement=Judgement(judgement), seen=request.POST.get("seen", ""), reason=_reason(request),
        )  # fmt: skip
    except TinhsoError as error:
        keep_fault(request, error.text(language()))
        return _to(slug, found)
    if request.session.get(_LAST) != verdict.pk:
        request.session[_LAST] = verdict.pk
        request.session[_N_TODAY] = request.session.get(_N_TODAY, 0) + 1
    return _next(slug, found.linkage, seat)


@require_POST
@seated(*_JUDGING)
def withdraw(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Withdraw a judgement and lead back to its pair; the number is the judgement's."""
    verdict = review_queries.get_verdict(seat, number)
    try:
        review_actions.withdraw(verdict, actor=actor(request), at=frame.now(), reason=_reason(request))
    except TinhsoError as error:
        keep_fault(request, error.text(language()))
    return _to(slug, verdict.pair)


@require_POST
@seated(Role.STEWARD)
def gather(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """Take in the uncertain pairs again, at once or by the worker where one runs."""
    frame.get_home(slug)
    result = gather_pairs.enqueue(slug, frame.now().isoformat())
    if result.status == TaskResultStatus.FAILED:
        keep_fault(request, word("work.failed"))
    return HttpResponseRedirect(reverse("desk_reviews", args=[slug]))


def _next(slug: str, linkage: Linkage, seat: Seat) -> HttpResponse:
    following_pair = review_queries.find_next(linkage, seat, frame.now())
    if following_pair is None:
        return HttpResponseRedirect(reverse("desk_review", args=[slug, linkage.name]))
    return _to(slug, following_pair)


def _to(slug: str, found: Pair) -> HttpResponse:
    # The Tab key goes on from the part of the page that an address names: the next one is the first answer.
    return HttpResponseRedirect(f"{reverse('desk_review_pair', args=[slug, found.pk])}#pair")


def _shown(found: Pair) -> dict[str, Any]:
    """Return a pair with its chance and its commune's name; by code where the release knows no name."""
    area = get_edition(found.linkage.province).areas.get(found.area, {})
    chance = shown_value(f"{found.probability:.3f}", "share")
    return {"pair": found, "probability": chance, "area": area.get("label", found.area)}


def _last(request: HttpRequest, seat: Seat, found: Pair) -> PairVerdict | None:
    """Return the person's last judgement while it stands, to be taken back from the next pair's page."""
    number = request.session.get(_LAST)
    last = PairVerdict.objects.filter(pk=number, person_id=seat.user_id, withdrawn_by=None).first() if number else None
    return last if last is not None and last.pair_id != found.pk else None


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:2000]
