"""The page that asks whether registers may be read for a form, before its first question.

Shown to an account whose identity was proven, and at the counter, where the officer types the number of the card seen.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tinhso.people.access import public
from tinhso.people.queries import find_seat
from tinhso.rooms.services.field_types import FIELD_TYPES, Limits, Refusal
from tinhso.rooms.services.forms import Form
from tinhso.rooms.services.states import Role
from tinhso.rooms.services.web.catalogued import forms, procedures
from tinhso.rooms.services.web.consenting import answer_consent, asks_consent, known_number, person_elements
from tinhso.rooms.services.web.functions import functions_of
from tinhso.rooms.services.web.models import Draft
from tinhso.rooms.services.web.templatetags.services import language
from tinhso.rooms.services.web.views.showing import check_province, now, show


@public
def consent(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Ask, and go on to the first question whatever the answer is."""
    draft = Draft.objects.filter(province=check_province(slug), token=token).first()
    if draft is None:
        return show(request, "gone", slug, status=404)
    form = forms()[draft.procedure_id]
    first = redirect("services_step", slug=slug, token=token, step_id=form.steps[0].id)
    if not may_ask(request, slug, form):
        return first
    number, message = known_number(request.user), ""
    counter = at_counter(request, slug)
    if request.method != "POST":
        return _show(request, slug, draft, form, "" if counter else number, counter)
    if counter:
        number, message = _typed_number(request.POST.get("personal_id", ""))
    agreed = request.POST.get("agreed")
    if agreed not in {"yes", "no"} or (agreed == "yes" and message):
        return _show(request, slug, draft, form, request.POST.get("personal_id", "")[:20], counter, message, asked=True)
    answer_consent(draft, form, number, agreed == "yes", request.user.get_username() or "applicant", now())
    return first


def may_ask(request: HttpRequest, slug: str, form: Form) -> bool:
    """Whether there is something to ask: bound questions, and somebody whose identity is proven or seen."""
    return asks_consent(form) and bool(known_number(request.user) or at_counter(request, slug))


def at_counter(request: HttpRequest, slug: str) -> bool:
    """Whether the one who fills in the form receives dossiers at the counter."""
    seat = find_seat(request.user, slug)
    return seat is not None and Role.RECEPTION in functions_of(seat)


def _typed_number(typed: str) -> tuple[str, str]:
    try:
        return str(FIELD_TYPES["personal_id"](re.sub(r"\s", "", typed), Limits(now().date()))), ""
    except Refusal as refusal:
        return "", refusal.message.text(language())


def _show(
    request: HttpRequest,
    slug: str,
    draft: Draft,
    form: Form,
    number: str,
    counter: bool,
    message: str = "",
    asked: bool = False,
) -> HttpResponse:
    elements = set(person_elements(form))
    bound = [field.label for step in form.steps for field in step.fields if field.bound and field.asks in elements]
    return show(
        request,
        "consent",
        slug,
        draft=draft,
        procedure=procedures()[draft.procedure_id],
        bound=bound,
        number=number,
        counter=counter,
        message=message,
        asked=asked,
    )
