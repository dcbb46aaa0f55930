"""Applying: a draft reached by its secret link, filled step by step, checked as a whole, sent once.

Works without JavaScript and without an account; an officer at the counter fills the same form for a citizen. Sending
the same draft again, by a double click or the back button, shows the dossier that the first one made.
"""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tinhso.base.errors import NotAllowed
from tinhso.base.label import Label
from tinhso.people.access import public
from tinhso.rooms.services.documents import render
from tinhso.rooms.services.forms import Form, FormStep
from tinhso.rooms.services.procedure import Channel
from tinhso.rooms.services.states import Action, Role, Status
from tinhso.rooms.services.web import filling
from tinhso.rooms.services.web.actions import Application, Person, Stale, act, submit
from tinhso.rooms.services.web.attaching import attach
from tinhso.rooms.services.web.catalogued import UNITS, communes, forms, procedures
from tinhso.rooms.services.web.models import Dossier, Draft
from tinhso.rooms.services.web.papers import receipt_of
from tinhso.rooms.services.web.views.consenting import at_counter, may_ask
from tinhso.rooms.services.web.views.showing import check_province, now, show


@require_POST
@public
def begin(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Make a draft of a procedure and go to its first step."""
    province = check_province(slug)
    found = procedures().get(id_)
    if found is None or found.find_edition(now().date()) is None:
        raise Http404
    owner = request.user if isinstance(request.user, User) else None
    draft = Draft.objects.create(province=province, procedure_id=id_, owner=owner, changed_at=now())
    if may_ask(request, slug, forms()[id_]):
        return redirect("services_consent", slug=slug, token=draft.token)
    return redirect("services_step", slug=slug, token=draft.token, step_id=forms()[id_].steps[0].id)


@public
def step(request: HttpRequest, slug: str, token: str, step_id: str) -> HttpResponse:
    """Show and take one step of a draft."""
    draft = _find_draft(slug, token)
    if draft is None:
        return _gone(request, slug, token)
    form = forms()[draft.procedure_id]
    if step_id not in {s.id for s in form.steps}:
        raise Http404
    current = form.get_step(step_id)
    if request.method != "POST":
        return _show_step(request, draft, form, current, {})
    messages = _take(request, draft, current)
    opened = filling.newly_shown(form, current, draft, request.POST.getlist("seen"))
    if "more" in request.POST or opened:
        n_entries = len(_entries(draft, current)) + 1
        return _show_step(request, draft, form, current, messages, n_entries if "more" in request.POST else 0, opened)
    checked = filling.check_draft(form, draft, now().date()).messages
    here = {place: m for place, m in checked.items() if place == step_id or place.startswith(f"{step_id}.")} | messages
    if here:
        return _show_step(request, draft, form, current, here)
    return redirect(_next_address(slug, token, form, current))


@public
def check(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Check your answers, then send."""
    draft = _find_draft(slug, token)
    if draft is None:
        return _gone(request, slug, token)
    form = forms()[draft.procedure_id]
    checked = filling.check_draft(form, draft, now().date())
    if checked.messages:
        place = next(iter(checked.messages)).split(".")[0]
        return _show_step(request, draft, form, form.get_step(place), checked.messages)
    if request.method != "POST" or "declare" not in request.POST:
        groups = [(s, filling.questions(form, s, draft, {}, now().date())) for s in form.steps]
        procedure = procedures()[draft.procedure_id]
        return show(request, "check", draft.province, draft=draft, groups=groups, procedure=procedure)
    _send(request, draft, checked.values)
    return redirect("services_sent", slug=slug, token=token)


@public
def sent(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The dossier a draft became, with its code; the receipt as PDF when asked."""
    dossier = Dossier.objects.filter(province=check_province(slug), submit_key=token).first()
    if dossier is None:
        raise Http404
    if "receipt" in request.GET:
        content = render(receipt_of(dossier, now()), request.GET.get("language", "vi"))
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{dossier.code}.pdf"'
        return answer
    return show(request, "sent", dossier.province, dossier=dossier, procedure=procedures()[dossier.procedure_id])


def _find_draft(slug: str, token: str) -> Draft | None:
    return Draft.objects.filter(province=check_province(slug), token=token).first()


def _gone(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    if Dossier.objects.filter(submit_key=token).exists():
        return redirect("services_sent", slug=slug, token=token)
    return show(request, "gone", slug, status=404)


def _take(request: HttpRequest, draft: Draft, current: FormStep) -> dict[str, Label]:
    """Keep what was posted in the draft; gives the messages about files, by place."""
    messages: dict[str, Label] = {}
    given = draft.texts.get(current.id)
    kept: dict[str, list[str]] = {}
    for field in current.fields:
        if field.type != "files":
            continue
        before = given.get(field.id) if isinstance(given, Mapping) else None
        kept[field.id] = list(before) if isinstance(before, list) else []
        for file in request.FILES.getlist(field.id):
            place = f"{current.id}.{field.id}"
            faults = attach(draft.token, place, file.name or "", file, file.size or 0)
            if faults:
                messages[place] = faults[0]
            elif file.name not in kept[field.id]:
                kept[field.id].append(file.name or "")
    draft.texts = {**draft.texts, current.id: filling.take(draft, current, request.POST, kept)}
    draft.changed_at = now()
    draft.save(update_fields=["texts", "changed_at"])
    return messages


def _show_step(
    request: HttpRequest,
    draft: Draft,
    form: Form,
    current: FormStep,
    messages: Mapping[str, Label],
    n_entries: int = 0,
    opened: bool = False,
) -> HttpResponse:
    number = form.steps.index(current)
    return show(
        request,
        "step",
        draft.province,
        draft=draft,
        procedure=procedures()[draft.procedure_id],
        step=current,
        number=number + 1,
        n_pages=len(form.steps) + 1,
        before=form.steps[number - 1].id if number else "",
        groups=filling.questions(form, current, draft, messages, now().date(), n_entries),
        message=messages.get(current.id),
        wrong=bool(messages),
        opened=opened,
    )


def _entries(draft: Draft, current: FormStep) -> list[object]:
    given = draft.texts.get(current.id)
    return given if isinstance(given, list) else []


def _next_address(slug: str, token: str, form: Form, current: FormStep) -> str:
    if current is form.steps[-1]:
        return reverse("services_check", args=[slug, token])
    return reverse("services_step", args=[slug, token, form.steps[form.steps.index(current) + 1].id])


def _send(request: HttpRequest, draft: Draft, values: Mapping[str, object]) -> Dossier:
    counter = at_counter(request, draft.province)
    by_post = request.POST.get("channel") == Channel.POST
    channel = (Channel.POST if by_post else Channel.DIRECT) if counter else Channel.ONLINE
    procedure = procedures()[draft.procedure_id]
    edition = procedure.find_edition(now().date())
    area = _find_answer(values, "commune")
    if edition is None or area not in communes(draft.province, now().date()):
        raise Http404
    application = Application(
        province=draft.province,
        unit=f"{UNITS[draft.province]}.{area[:2]}.{area[2:]}",
        procedure=procedure,
        edition=edition,
        channel=channel,
        area=area,
        case=_find_answer(values, "case"),
        values=values,
        submit_key=draft.token,
        owner_id=draft.owner_id if not counter else None,
    )
    person = Person(request.user.get_username() or "applicant", Role.RECEPTION if counter else Role.APPLICANT)
    dossier = submit(application, person, now())
    if counter and "receive" in request.POST and dossier.status == Status.REGISTERED:
        dossier = _received(dossier, person)
    return dossier


def _received(dossier: Dossier, person: Person) -> Dossier:
    """Receive at the counter what was just sent there; somebody quicker has received it already."""
    try:
        return act(dossier.pk, dossier.version, Action.ACCEPT, person, now())
    except (Stale, NotAllowed):
        return dossier


def _find_answer(values: Mapping[str, object], field: str) -> str:
    """The answer to a field of the form, wherever it is asked; empty when it is not."""
    steps = (step for step in values.values() if isinstance(step, Mapping))
    return next((str(step[field]) for step in steps if field in step), "")
