"""Forms by declaration: steps, fields of the trade's types, show-if, repeated groups, register bindings.

Takes `forms/<procedure>.yaml` and the blocks many forms share (`form_blocks/*.yaml`); gives `Form` values. A procedure
without a form of its own gets one made from its papers and cases, so every procedure can be applied for. What people
answer is checked by `answers`; what a register answers for them belongs to `once_only`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.rooms.services.field_types import FIELD_TYPES, FILES
from tinhso.rooms.services.procedure import Need, Procedure
from tinhso.rooms.services.vocabulary import Vocabulary

CASE_LABEL = Label("Trường hợp của bạn", "Your case", "กรณีของคุณ")
PAPERS_LABEL = Label("Giấy tờ kèm theo", "Papers to attach", "เอกสารแนบ")
REQUEST_LABEL = Label("Nội dung đề nghị", "What you ask for", "สิ่งที่คุณขอ")


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    `show_if` maps earlier fields of the form to the answers with which this one is asked. `asks` is the register
    element whose value it asks for (`population.resident.full_name`); `bound` means that the value is shown, not asked,
    once the person agreed. `at_least` and `at_most` bound numbers, or the days from the day of filing.
    """

    id: str
    type: str
    label: Label
    required: bool = True
    hint: Label | None = None
    options: Mapping[str, Label] | None = None
    show_if: Mapping[str, tuple[str, ...]] | None = None
    asks: str = ""
    bound: bool = False
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class FormStep:
    """One page of a form; a repeated one is answered from `repeat_at_least` to `repeat_at_most` times (0: once)."""

    id: str
    label: Label
    fields: tuple[Field, ...]
    repeat_at_least: int = 0
    repeat_at_most: int = 0

    @property
    def repeats(self) -> bool:
        """Whether the step is a list of groups."""
        return self.repeat_at_most > 0


@dataclass(frozen=True, slots=True)
class Form:
    """The steps of a procedure's form; `own` is False for one made from the procedure's papers."""

    procedure_id: str
    steps: tuple[FormStep, ...]
    own: bool = True

    def get_step(self, step_id: str) -> FormStep:
        """The step of an id; raises KeyError for an unknown one."""
        return {step.id: step for step in self.steps}[step_id]


def read_forms(
    procedures: Mapping[str, Procedure], vocabulary: Vocabulary, home: Path | None = None
) -> dict[str, Form]:
    """A form for every procedure, its own or a made one; raises DefinitionError with the faults of all files."""
    blocks, faults = _read_blocks(home)
    forms: dict[str, Form] = {}
    for file in find_definitions("forms", "*.yaml", home):
        try:
            forms[file.name] = form = _form(file, blocks)
        except (KeyError, ValueError, TypeError) as error:
            faults.append(definition_fault(file.where, "not a form", repr(error), "steps of fields", "Mend the file."))
            continue
        faults += check_form(form, procedures, file.where)
    if faults:
        raise DefinitionError(*faults)
    return {id_: forms.get(id_) or made_form(p, vocabulary, blocks["applicant"]) for id_, p in procedures.items()}


def made_form(procedure: Procedure, vocabulary: Vocabulary, applicant: FormStep) -> Form:
    """A form of three pages: who applies, what for, and the papers of the procedure."""
    request = [Field("request", "long_text", REQUEST_LABEL, required=False)]
    if procedure.cases:
        request.insert(0, Field("case", "choice", CASE_LABEL, options=procedure.cases))
    papers = tuple(
        Field(c.document, FILES, vocabulary.documents[c.document].label, required=c.need is Need.ALWAYS)
        for c in procedure.components
    )
    steps = [applicant, FormStep("request", REQUEST_LABEL, tuple(request))]
    return Form(procedure.id, (*steps, *((FormStep("papers", PAPERS_LABEL, papers),) if papers else ())), own=False)


def check_form(form: Form, procedures: Mapping[str, Procedure], where: str) -> list[Fault]:
    """What is wrong with a form: its procedure, unknown types, ids twice, show-if on a later or unknown field."""
    faults = []
    if form.procedure_id not in procedures:
        advice = nearest(form.procedure_id, [*procedures])
        faults.append(definition_fault(where, "form of no procedure", form.procedure_id, "a procedure's file", advice))
    seen: dict[str, Field] = {}
    for step in form.steps:
        group: dict[str, Field] = {}
        for field in step.fields:
            faults += _check_field(field, {**seen, **group}, f"{where} {step.id}.{field.id}")
            group[field.id] = field
        # A repeated group's answers are a list: no later field can depend on one of them.
        seen |= {} if step.repeats else group
    return faults


def _check_field(field: Field, earlier: Mapping[str, Field], where: str) -> Iterator[Fault]:
    if field.type not in {*FIELD_TYPES, FILES}:
        yield definition_fault(where, "unknown type", field.type, "a field type", nearest(field.type, [*FIELD_TYPES]))
    if field.id in earlier:
        yield definition_fault(where, "asked twice", field.id, "an id used once", "Rename one of the two.")
    if (field.type == "choice") != bool(field.options):
        yield definition_fault(where, "options", field.type, "options for a choice, and only for it", "Add or remove.")
    for other, answers in (field.show_if or {}).items():
        if other not in earlier:
            yield definition_fault(where, "show-if on no earlier field", other, "one above", nearest(other, [*earlier]))
            continue
        known = [*(earlier[other].options or ("yes", "no"))]
        for answer in set(answers) - set(known):
            yield definition_fault(where, "show-if on no answer", answer, "an option", nearest(answer, known))
    if field.bound and not field.asks:
        yield definition_fault(where, "bound to nothing", field.id, "asks: room.register.column", "Name the element.")


def _read_blocks(home: Path | None) -> tuple[dict[str, FormStep], list[Fault]]:
    blocks: dict[str, FormStep] = {}
    faults = []
    for file in find_definitions("form_blocks", "*.yaml", home):
        try:
            blocks[file.name] = _step(file.name, read_yaml(file.text(), file.where))
        except (KeyError, ValueError, TypeError) as error:
            faults.append(
                definition_fault(file.where, "not a block", repr(error), "label and fields", "Mend the file.")
            )
    return blocks, faults


def _form(file: DefinitionFile, blocks: Mapping[str, FormStep]) -> Form:
    raw = read_yaml(file.text(), file.where)["steps"]
    if not isinstance(raw, Mapping):
        raise ValueError(f"steps: expected keys and values, got {raw!r}")
    steps = [blocks[str(s["block"])] if "block" in s else _step(str(id_), s) for id_, s in raw.items()]
    return Form(file.name, tuple(steps))


def _step(id_: str, raw: Mapping[str, object]) -> FormStep:
    fields = raw["fields"]
    if not isinstance(fields, Mapping) or not fields:
        raise ValueError(f"fields of {id_}: expected at least one, got {fields!r}")
    repeat = raw.get("repeat")
    least, most = (int(repeat["at_least"]), int(repeat["at_most"])) if isinstance(repeat, Mapping) else (0, 0)
    return FormStep(id_, Label.read(raw["label"]), tuple(_field(str(k), f) for k, f in fields.items()), least, most)


def _field(id_: str, raw: object) -> Field:
    if not isinstance(raw, Mapping):
        raise ValueError(f"{id_}: expected type and label, got {raw!r}")
    show_if = {k: tuple(v) if isinstance(v, list) else (_answer(v),) for k, v in (raw.get("show_if") or {}).items()}
    return Field(
        id=id_,
        type=str(raw["type"]),
        label=Label.read(raw["label"]),
        required=raw.get("required") is not False,
        hint=Label.read(raw["hint"]) if "hint" in raw else None,
        options={str(k): Label.read(v) for k, v in raw["options"].items()} if "options" in raw else None,
        show_if=show_if or None,
        asks=str(raw.get("asks", "")),
        bound=raw.get("bound") is True,
        at_least=raw.get("at_least"),
        at_most=raw.get("at_most"),
    )


def _answer(raw: object) -> str:
    """The answer a show-if names; YAML's true and false are the form's yes and no."""
    return {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else str(raw)
