"""Checks what people answered: types, missing answers, hidden questions, repeated groups.

Takes a form and what came from the browser (texts by field; a list of texts by field for a repeated step); gives clean
values and messages by place, all at once. A question that show-if hides is neither asked nor kept, whatever was typed
into it before. Drafts are the raw texts, so nothing a person typed is lost by a mistake.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tinhso.base.label import Label
from tinhso.rooms.services.field_types import FIELD_TYPES, FILES, Limits, Refusal, Value
from tinhso.rooms.services.forms import Field, Form, FormStep

type Texts = Mapping[str, str | Sequence[str]]
type Raw = Mapping[str, Texts | Sequence[Texts]]

MISSING = Label("Hãy trả lời câu hỏi này.", "Answer this question.", "โปรดตอบคำถามนี้")
MISSING_FILE = Label("Hãy đính kèm giấy tờ này.", "Attach this paper.", "โปรดแนบเอกสารนี้")
TOO_FEW = Label("Cần ít nhất {n} mục.", "At least {n} are needed.", "ต้องมีอย่างน้อย {n} รายการ")
TOO_MANY = Label("Nhiều nhất {n} mục.", "At most {n} are possible.", "ไม่เกิน {n} รายการ")


@dataclass(slots=True)
class Checked:
    """Clean values by step, and messages by place (`step.field`, or `step.2.field` in a repeated step)."""

    values: dict[str, dict[str, Value] | list[dict[str, Value]]] = field(default_factory=dict)
    messages: dict[str, Label] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the form can be submitted."""
        return not self.messages


def check_answers(form: Form, raw: Raw, limits: Limits) -> Checked:
    """The whole form, as on the check-your-answers page."""
    checked = Checked()
    answered: dict[str, str] = {}
    for step in form.steps:
        if step.repeats:
            checked.values[step.id] = list(_check_group(step, raw.get(step.id, []), limits, answered, checked))
        else:
            given = raw.get(step.id, {})
            texts = given if isinstance(given, Mapping) else {}
            checked.values[step.id] = _check_texts(step, texts, limits, answered, checked, step.id)
    return checked


def shown_fields(step: FormStep, answered: Mapping[str, str]) -> list[Field]:
    """The questions of a step that are asked, given the texts answered before it and in it."""
    shown: list[Field] = []
    hidden: set[str] = set()
    for one in step.fields:
        conditions = (one.show_if or {}).items()
        # An answer to a question that is itself hidden counts as not given.
        if all(name not in hidden and answered.get(name) in answers for name, answers in conditions):
            shown.append(one)
        else:
            hidden.add(one.id)
    return shown


def _check_group(
    step: FormStep, given: Texts | Sequence[Texts], limits: Limits, answered: Mapping[str, str], checked: Checked
) -> Iterator[dict[str, Value]]:
    groups = [] if isinstance(given, Mapping) else [g for g in given if any(_flat(v) for v in g.values())]
    if len(groups) < step.repeat_at_least:
        checked.messages[step.id] = TOO_FEW.format(n=step.repeat_at_least)
    if len(groups) > step.repeat_at_most:
        checked.messages[step.id] = TOO_MANY.format(n=step.repeat_at_most)
    for number, texts in enumerate(groups[: step.repeat_at_most]):
        yield _check_texts(step, texts, limits, dict(answered), checked, f"{step.id}.{number}")


def _check_texts(
    step: FormStep, texts: Texts, limits: Limits, answered: dict[str, str], checked: Checked, place: str
) -> dict[str, Value]:
    given = {one.id: _flat(texts.get(one.id, "")) for one in step.fields}
    shown = shown_fields(step, answered | given)
    values: dict[str, Value] = {}
    for one in shown:
        try:
            value = _value(one, texts.get(one.id, ""), limits)
        except Refusal as refusal:
            checked.messages[f"{place}.{one.id}"] = refusal.message
            continue
        if value is not None:
            values[one.id] = value
    answered |= {one.id: given.get(one.id, "") for one in shown}
    return values


def _value(one: Field, text: str | Sequence[str], limits: Limits) -> Value | None:
    if one.type == FILES:
        names = [text] if isinstance(text, str) else list(text)
        kept = [name for name in names if name]
        if one.required and not kept:
            raise Refusal(MISSING_FILE)
        return kept or None
    flat = _flat(text)
    if not flat.strip():
        if one.required:
            raise Refusal(MISSING)
        return None
    bounds = replace(limits, options=one.options or {}, at_least=one.at_least, at_most=one.at_most)
    return FIELD_TYPES[one.type](flat, bounds)


def _flat(value: str | Sequence[str]) -> str:
    """The one text of a field; a browser may send a field twice, and then the last one stands."""
    return value if isinstance(value, str) else (value[-1] if value else "")
