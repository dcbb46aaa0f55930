"""The applicant's own dossier: follow it, add papers, pay, take the papers issued, withdraw, rate, complain.

Reached by the secret link of the draft; when the dossier was sent from an account, by that account alone. Everything
is written by `applicant`, `paying` and `feedback`; what a person typed survives a session that ended meanwhile.
"""

from collections.abc import Callable, Mapping

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tinhso.base.errors import NotAllowed
from tinhso.people.access import public
from tinhso.people.typed import lead_to_door, typed_before
from tinhso.rooms.services.payment import Settlement, payment_reference
from tinhso.rooms.services.states import Action, Role, Status, open_actions
from tinhso.rooms.services.web import feedback, storing
from tinhso.rooms.services.web.actions import STALE, Person, Stale, act
from tinhso.rooms.services.web.attaching import attach
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.models import Dossier, IssuedPaper, Payment
from tinhso.rooms.services.web.paying import account_of, code_picture, settled_of
from tinhso.rooms.services.web.steps import history_of, moves_of
from tinhso.rooms.services.web.templatetags.services import language, read_words
from tinhso.rooms.services.web.views.showing import check_province, now, show, written

MOST_PAPERS = 20


class Refused(Exception):
    """What the person sent was not taken; the messages say why."""

    def __init__(self, *messages: str) -> None:
        self.messages = messages
        super().__init__(*messages)


@public
def own_page(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """One's own dossier; a POST does one thing to it."""
    found = _find(request, slug, token)
    if not isinstance(found, Dossier):
        return found
    if request.method != "POST":
        return _show(request, found)
    done = DOING.get(request.POST.get("do", ""))
    version = request.POST.get("version", "")
    if done is None or not version.isdecimal():
        raise Http404
    try:
        done(request, found, int(version))
    except Stale:
        return _again(request, found, STALE.text(language()))
    except NotAllowed as error:
        return _again(request, found, *(fault.text(language()) for fault in error.faults))
    except Refused as error:
        return _again(request, found, *error.messages)
    return redirect("services_own", slug=slug, token=token)


@public
def own_paper(request: HttpRequest, slug: str, token: str, number: int) -> HttpResponseBase:
    """A paper issued about one's own dossier, as the signed file it is."""
    found = _find(request, slug, token)
    if not isinstance(found, Dossier):
        return found
    return issued_file(found, number)


@public
def pay_page(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """What is to be paid: reference, what is missing, and the code to scan."""
    found = _find(request, slug, token)
    if not isinstance(found, Dossier):
        return found
    payment = found.payments.order_by("-pk").first()
    if payment is None:
        raise Http404
    settled = settled_of(payment)
    missing = settled.missing_vnd
    return show(
        request,
        "pay",
        slug,
        dossier=found,
        payment=payment,
        reference=payment_reference(payment.pk),
        settled=settled,
        state=f"settled_{settled.settlement}",
        missing_vnd=missing,
        picture=code_picture(payment, missing) if settled.settlement in _OPEN else "",
        account=account_of(slug),
    )


def issued_file(dossier: Dossier, number: int) -> FileResponse:
    """An issued paper of a dossier as a download; 404 for one of another."""
    paper = IssuedPaper.objects.filter(dossier=dossier, pk=number).first()
    if paper is None:
        raise Http404
    name = f"{dossier.code}-{paper.kind}.pdf"
    stream = storing.path_of(paper.sha256).open("rb")
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/pdf")


_OPEN = (Settlement.UNPAID, Settlement.UNDER)


def _find(request: HttpRequest, slug: str, token: str) -> Dossier | HttpResponse:
    dossier = Dossier.objects.filter(province=check_province(slug), submit_key=token).first()
    if dossier is None:
        raise Http404
    if dossier.owner_id is None or dossier.owner_id == request.user.pk:
        return dossier
    if request.user.is_authenticated:
        raise Http404
    return lead_to_door(request, reverse("services_own", args=[slug, token]))


def _person(request: HttpRequest) -> Person:
    return Person(request.user.get_username() or "applicant", Role.APPLICANT)


def _supplement(request: HttpRequest, dossier: Dossier, version: int) -> None:
    text, files = written(request, "text", 2_000).strip(), request.FILES.getlist("papers")[:MOST_PAPERS]
    if not text and not files:
        raise Refused(read_words()["nothing_added"].text(language()))
    if Action.SUPPLEMENT not in open_actions(history_of(dossier), Role.APPLICANT):
        raise Stale
    messages = []
    for file in files:
        place = f"supplement.{dossier.version}"
        faults = attach(dossier.submit_key, place, file.name or "", file, file.size or 0, dossier)
        messages += [f"{file.name}: {fault.text(language())}" for fault in faults]
    if messages:
        raise Refused(*messages)
    act(dossier.pk, version, Action.SUPPLEMENT, _person(request), now(), text)


def _withdraw(request: HttpRequest, dossier: Dossier, version: int) -> None:
    act(dossier.pk, version, Action.WITHDRAW, _person(request), now(), written(request, "text", 2_000).strip())


def _rate(request: HttpRequest, dossier: Dossier, _version: int) -> None:
    stars = request.POST.get("stars", "")
    text = written(request, "text")
    feedback.rate(dossier, int(stars) if stars in {"1", "2", "3", "4", "5"} else 0, text, _person(request), now())


def _complain(request: HttpRequest, dossier: Dossier, _version: int) -> None:
    feedback.complain(dossier, written(request, "text"), _person(request), now())


def _judge(request: HttpRequest, dossier: Dossier, _version: int) -> None:
    number = request.POST.get("complaint", "")
    complaint = dossier.complaints.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    if complaint is None:
        raise Http404
    feedback.judge_answer(complaint, request.POST.get("satisfied") == "yes")


DOING: Mapping[str, Callable[[HttpRequest, Dossier, int], None]] = {
    "supplement": _supplement,
    "withdraw": _withdraw,
    "rate": _rate,
    "complain": _complain,
    "judge": _judge,
}


def _again(request: HttpRequest, dossier: Dossier, *messages: str) -> HttpResponse:
    """The page once more with the messages and what was typed, after something was not taken."""
    dossier.refresh_from_db()
    return _show(request, dossier, messages, 409, {name: written(request, name) for name in ("do", "text")})


def _show(
    request: HttpRequest,
    dossier: Dossier,
    messages: tuple[str, ...] = (),
    status: int = 200,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    kept = typed_before(request).fields
    payment = Payment.objects.filter(dossier=dossier).order_by("-pk").first()
    ended = Status(dossier.status) in {Status.FINISHED, Status.RETURNED, Status.NOT_ACCEPTED, Status.WITHDRAWN}
    return show(
        request,
        "own",
        dossier.province,
        status=status,
        dossier=dossier,
        procedure=procedures()[dossier.procedure_id],
        events=moves_of(dossier),
        issued=list(dossier.issued.order_by("pk")),
        complaints=list(dossier.complaints.order_by("pk")),
        actions=open_actions(history_of(dossier), Role.APPLICANT),
        payment=payment,
        can_rate=ended and not dossier.rating,
        stars=range(1, 6),
        messages=messages,
        typed=typed or kept,
        was_out=bool(kept),
    )
