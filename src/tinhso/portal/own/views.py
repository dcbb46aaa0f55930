"""Pages on which a person reads their own rows, confirms them, disputes them and follows what became of it.

Shown to an account whose personal ID was proven, by the same road as once-only of public services; every page that
shows rows is one look in the audit trail. A form that cannot be taken comes back with what was typed.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.errors import NotAllowed
from tinhso.people.access import signed_in
from tinhso.portal.homes import get_edition
from tinhso.portal.own import actions, queries
from tinhso.portal.own.closing import close_agreed
from tinhso.portal.own.form import Refused, read_form, typed_of
from tinhso.portal.own.holding import CERTIFICATE, DWELLING, PARCEL, RESIDENT, Held, read_held
from tinhso.portal.own.models import Case, CasePaper, Subject
from tinhso.portal.own.queries import Shown
from tinhso.portal.own.states import OPEN, Act, Side, State, open_acts
from tinhso.portal.own.terms import ANSWER, SETTLE, days_of
from tinhso.portal.pages.page import show
from tinhso.portal.published import MARK
from tinhso.portal.words import language, word
from tinhso.rooms.services.web import storing
from tinhso.rooms.services.web.consenting import known_number
from tinhso.rooms.services.web.holdings import find_home
from tinhso.rooms.services.web.views.showing import check_province, now

_TOLD = "own_told"
_LAW = ("luat-91-2025-qh15", "nd-356-2025")
type View = Callable[..., HttpResponseBase]


def own_page(request: HttpRequest, template: str, slug: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page about one person, which nobody keeps on the way."""
    told = request.session.pop(_TOLD, "")
    response = show(request, f"own/{template}.html", get_edition(slug), told=told, **context)
    del response[MARK]
    response["Cache-Control"] = "no-store"
    response.status_code = status
    return response


def actor_of(request: HttpRequest) -> AbstractBaseUser:
    """Return the person who acts; the view has let nobody else in."""
    assert isinstance(request.user, AbstractBaseUser)
    return request.user


def paper_file(case: Case, number: int) -> FileResponse:
    """Return a paper of a case, always as a download; raises Http404 for one of another."""
    found = CasePaper.objects.filter(case=case, pk=number).first()
    if found is None:
        raise Http404(str(number))
    stream = storing.path_of(found.sha256).open("rb")
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.media_type)


def _proven(view: View) -> View:
    """Let in accounts with a proven personal ID; tell the others how to prove one. The view gets the number."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **rest: Any) -> HttpResponseBase:
        check_province(slug)
        number = known_number(request.user)
        if number:
            return view(request, number, slug=slug, **rest)
        if request.method == "POST" or rest:
            return HttpResponseRedirect(reverse("own", args=[slug]))
        return own_page(request, "unproven", slug)

    return guarded


@require_GET
@signed_in
@_proven
def own(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """Show a person what registers hold on them, what they said of it, and who looked."""
    subject, held = _look(request, slug, number)
    actor = actor_of(request)
    context: dict[str, Any] = {
        "groups": _grouped(queries.shown_of(subject, held)),
        "members": held.members,
        "cases": queries.cases_of(subject)[: queries.N_CASES],
        "looks": queries.looks_at(subject, actor.get_username()),
        "other_account": queries.has_other_account(number, actor.pk),
        "answer_days": days_of(ANSWER, now()),
        "settle_days": days_of(SETTLE, now()),
        "law": _LAW,
    }
    return own_page(request, "rows", slug, **context)


@require_GET
@signed_in
@_proven
def row(request: HttpRequest, number: str, slug: str, ref: str) -> HttpResponse:
    """Show one row with the form to dispute it."""
    subject, held = _look(request, slug, number)
    return own_page(request, "row", slug, one=queries.get_shown(subject, held, ref), typed={}, messages=())


@require_POST
@signed_in
@_proven
def confirm(request: HttpRequest, number: str, slug: str, ref: str) -> HttpResponse:
    """Keep that a row is right as it was shown; a row that changed meanwhile is shown again instead."""
    subject = actions.subject_of(slug, number)
    one = queries.get_shown(subject, _held(slug, number), ref)
    if one.row is None:
        raise Http404(ref)
    if request.POST.get("seen") != one.row.digest:
        return _tell(request, "own.changed_meanwhile", "own", slug)
    actions.confirm(subject, one.register, one.row.key, one.row.digest, actor=actor_of(request), at=now())
    return _tell(request, "own.thanks", "own", slug)


@require_POST
@signed_in
@_proven
def dispute(request: HttpRequest, number: str, slug: str, ref: str) -> HttpResponse:
    """Make a case of what was typed, and lead to it; what is disputed already leads to the case there is."""
    subject = actions.subject_of(slug, number)
    one = queries.get_shown(subject, _held(slug, number), ref)
    try:
        form = read_form(request, slug, one)
        made, is_new = actions.dispute(
            subject, form.claim, form.about, actor=actor_of(request), at=now(), text=form.text, contact=form.contact,
            papers=form.papers,
        )  # fmt: skip
    except Refused as refused:
        return _again(request, slug, number, one, refused.messages, 400)
    except NotAllowed as error:
        return _again(request, slug, number, one, [fault.text(language()) for fault in error.faults], 409)
    return _tell(request, "own.sent" if is_new else "own.sent_before", "own_case", slug, made.code)


@require_GET
@signed_in
@_proven
def case(request: HttpRequest, number: str, slug: str, code: str) -> HttpResponse:
    """Show a person their own dispute: what they said, where it stands, and every step."""
    found = queries.get_own_case(actions.subject_of(slug, number), code)
    actions.open_rows(slug, number, actor=actor_of(request), at=now(), register=found.register)
    home = find_home(slug)
    if home and close_agreed(home, [found], now()):
        found.refresh_from_db()
    may_withdraw = Act.WITHDRAW in open_acts(State(found.state), Side.PERSON)
    papers, late = found.papers.order_by("pk"), found.is_open and found.due_at < now()
    return own_page(request, "case", slug, case=found, may_withdraw=may_withdraw, papers=papers, late=late)


@require_POST
@signed_in
@_proven
def withdraw(request: HttpRequest, number: str, slug: str, code: str) -> HttpResponse:
    """Take a dispute back."""
    found = queries.get_own_case(actions.subject_of(slug, number), code)
    version = request.POST.get("version", "")
    try:
        actions.withdraw(found, int(version) if version.isdecimal() else 0, actor=actor_of(request), at=now())
    except (actions.Stale, NotAllowed):
        return _tell(request, "own.moved_meanwhile", "own_case", slug, code)
    return _tell(request, "own.withdrawn", "own_case", slug, code)


@require_GET
@signed_in
@_proven
def paper(request: HttpRequest, proven: str, slug: str, code: str, number: int) -> FileResponse:
    """Give a paper that the person handed in."""
    found = queries.get_own_case(actions.subject_of(slug, proven), code)
    actions.open_rows(slug, proven, actor=actor_of(request), at=now(), register=found.register)
    return paper_file(found, number)


def _grouped(shown: list[Shown]) -> list[tuple[str, list[Shown]]]:
    """Return what is held under three headings: the person, the home, the land."""
    land = {CERTIFICATE, PARCEL}
    you = [one for one in shown if one.register not in land | {DWELLING}]
    you.sort(key=lambda one: one.register != RESIDENT)
    home = [one for one in shown if one.register == DWELLING]
    ground = [one for one in shown if one.register in land]
    return [(word("own.about_you"), you), (word("own.about_home"), home), (word("own.about_land"), ground)]


def _look(request: HttpRequest, slug: str, number: str, register: str = "") -> tuple[Subject, Held]:
    """Read a person's rows to show them: close what a delivery has settled, and keep the look."""
    subject = actions.open_rows(slug, number, actor=actor_of(request), at=now(), register=register)
    home = find_home(slug)
    if home:
        close_agreed(home, list(queries.cases_of(subject).filter(state__in=OPEN)), now())
    return subject, _held(slug, number)


def _held(slug: str, number: str) -> Held:
    home = find_home(slug)
    return read_held(home, number) if home else Held()


def _again(
    request: HttpRequest, slug: str, number: str, one: Shown, messages: Iterable[str], status: int
) -> HttpResponse:
    """Show the row and its form once more, with what was typed and why it was not taken; a look like any other."""
    actions.open_rows(slug, number, actor=actor_of(request), at=now(), register=one.register)
    return own_page(request, "row", slug, status, one=one, typed=typed_of(request), messages=messages)


def _tell(request: HttpRequest, key: str, name: str, *parts: str) -> HttpResponseRedirect:
    request.session[_TOLD] = word(key)
    return HttpResponseRedirect(reverse(name, args=parts))
