"""A form on its way: what a browser sent becomes the draft's texts, and the draft becomes questions to show.

Takes the posted names (`field`, or `2.field` in a repeated step), keeps texts as typed, and prepares each question with
its label, text, options and message. Whether an answer is right is decided by `answers`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from tinhso.base.label import Label
from tinhso.rooms.services.answers import Checked, check_answers, shown_fields
from tinhso.rooms.services.field_types import Limits
from tinhso.rooms.services.forms import Field, Form, FormStep
from tinhso.rooms.services.web.catalogued import communes
from tinhso.rooms.services.web.models import Draft
from tinhso.rooms.services.web.templatetags.services import read_words

MOST_SENT = 20_000
INPUT_KINDS = {"phone": "tel", "email": "email", "integer": "text", "money": "text"}
INPUT_MODES = {"integer": "numeric", "money": "numeric", "personal_id": "numeric", "phone": "tel", "date": "numeric"}


@dataclass(frozen=True, slots=True)
class Question:
    """A field ready to be shown: `name` as posted, the text typed so far, options as (value, label).

    `held`: a register gave the answer, which is shown and not asked.
    """

    field: Field
    name: str
    text: str
    options: Sequence[tuple[str, object]]
    message: Label | None
    files: Sequence[str]
    held: bool = False

    @property
    def control(self) -> str:
        """How the question is asked: radio, select, files, textarea or input; held: not at all."""
        if self.held:
            return "held"
        if self.field.type in {"yes_no", "choice"}:
            return "radio" if len(self.options) <= 6 else "select"
        return {"commune": "select", "files": "files", "long_text": "textarea"}.get(self.field.type, "input")

    @property
    def shown_text(self) -> object:
        """The answer as people read it: the label of an option, else the text."""
        return dict(self.options).get(self.text, self.text)

    @property
    def input_kind(self) -> str:
        """The kind of a plain input."""
        return INPUT_KINDS.get(self.field.type, "text")

    @property
    def input_mode(self) -> str:
        """The keyboard a phone should offer."""
        return INPUT_MODES.get(self.field.type, "text")


def limits_of(province: str, today: date) -> Limits:
    """What bounds answers in a province on a day."""
    return Limits(today, frozenset(communes(province, today)))


def take(draft: Draft, step: FormStep, post: QueryDict, files: Mapping[str, Sequence[str]]) -> object:
    """The texts of one step as posted: a mapping, or a list of mappings for a repeated step.

    What a register answered stays as it was read, whatever was posted.
    """
    if not step.repeats:
        places = {field.id: f"{step.id}.{field.id}" for field in step.fields}
        held = {name: draft.held[place]["value"] for name, place in places.items() if place in draft.held}
        return _texts(step, post, "", files) | held
    numbers = sorted({int(name.split(".")[0]) for name in post if name.split(".")[0].isdecimal()})
    return [_texts(step, post, f"{number}.", files) for number in numbers[: step.repeat_at_most + 1]]


def check_draft(form: Form, draft: Draft, today: date) -> Checked:
    """The whole draft, checked."""
    return check_answers(form, draft.texts, limits_of(draft.province, today))


def questions(
    form: Form, step: FormStep, draft: Draft, messages: Mapping[str, Label], today: date, n_entries: int = 0
) -> list[list[Question]]:
    """The groups of questions of a step; one group unless the step repeats."""
    given = draft.texts.get(step.id)
    if not step.repeats:
        texts = given if isinstance(given, Mapping) else {}
        return [_group(form, step, draft, texts, "", step.id, messages, today)]
    groups = list(given) if isinstance(given, list) else []
    while len(groups) < max(n_entries, step.repeat_at_least, 1):
        groups.append({})
    return [
        _group(form, step, draft, texts, f"{n}.", f"{step.id}.{n}", messages, today) for n, texts in enumerate(groups)
    ]


def newly_shown(form: Form, step: FormStep, draft: Draft, seen: Sequence[str]) -> bool:
    """Whether the answers of a plain step opened questions that the page did not show."""
    given = draft.texts.get(step.id)
    if step.repeats or not isinstance(given, Mapping):
        return False
    return any(f.id not in seen for f in shown_fields(step, _answered(form, step, draft) | _flat(given)))


def _texts(step: FormStep, post: QueryDict, prefix: str, files: Mapping[str, Sequence[str]]) -> dict[str, object]:
    texts: dict[str, object] = {}
    for field in step.fields:
        name = prefix + field.id
        texts[field.id] = (
            list(files.get(name, [])) if field.type == "files" else post.get(name, "").replace("\x00", "")[:MOST_SENT]
        )
    return texts


def _group(
    form: Form,
    step: FormStep,
    draft: Draft,
    texts: Mapping[str, object],
    prefix: str,
    place: str,
    messages: Mapping[str, Label],
    today: date,
) -> list[Question]:
    shown = shown_fields(step, _answered(form, step, draft) | _flat(texts))
    return [
        Question(
            field=field,
            name=prefix + field.id,
            text=_flat(texts).get(field.id, ""),
            options=_options(field, draft.province, today),
            message=messages.get(f"{place}.{field.id}"),
            files=[str(n) for n in _listed(texts.get(field.id))] if field.type == "files" else (),
            held=f"{place}.{field.id}" in draft.held,
        )
        for field in shown
    ]


def _answered(form: Form, step: FormStep, draft: Draft) -> dict[str, str]:
    """The texts of the plain steps before this one, by field."""
    answered: dict[str, str] = {}
    for earlier in form.steps:
        if earlier.id == step.id:
            break
        given = draft.texts.get(earlier.id)
        if isinstance(given, Mapping):
            answered |= _flat(given)
    return answered


def _flat(texts: Mapping[str, object]) -> dict[str, str]:
    return {name: value for name, value in texts.items() if isinstance(value, str)}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _options(field: Field, province: str, today: date) -> Sequence[tuple[str, object]]:
    if field.type == "commune":
        return [(code, area.name) for code, area in communes(province, today).items()]
    if field.type == "yes_no":
        return [("yes", read_words()["yes"]), ("no", read_words()["no"])]
    return list((field.options or {}).items())
