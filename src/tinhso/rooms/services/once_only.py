"""Once-only: what a register knows is shown, not asked; what is asked all the same is counted.

Takes a form, what the registers hold about the person who applies, and whether the person agreed; gives the questions
left and the answers filled in, each with its element, so that the page can say where it comes from. The linter counts,
for each procedure, the questions and papers asked although a register holds the answer; the count is published.

Source: Resolution 66.7/2025/NQ-CP (papers whose data the State already has); Law 91/2025/QH15 (consent by purpose).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tinhso.rooms.services.forms import Field, Form
from tinhso.rooms.services.procedure import Need, Procedure
from tinhso.rooms.services.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that a register gave: the value, and the element it was read from."""

    value: str
    element: str


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A question (`step.field`) or paper (`papers.kind`) asked although `element` of a register holds the answer."""

    procedure_id: str
    place: str
    element: str


def held_answers(form: Form, holdings: Mapping[str, str], agreed: bool) -> dict[str, Held]:
    """Answers by place (`step.field`) that are shown instead of asked; none unless the person agreed."""
    if not agreed:
        return {}
    return {
        f"{step.id}.{field.id}": Held(holdings[field.asks], field.asks)
        for step in form.steps
        for field in step.fields
        if field.bound and holdings.get(field.asks)
    }


def elements_of(form: Form) -> list[str]:
    """The register elements a form would look up: what the person is asked to agree to, each once."""
    return list(dict.fromkeys(f.asks for step in form.steps for f in step.fields if f.bound))


def check_once_only(form: Form, procedure: Procedure, words: Vocabulary, held: Collection[str]) -> list[AskedAgain]:
    """The questions and papers asked again, given the elements (`room.register.column`) that registers hold.

    A paper counts when it is always asked for although its register is held; a paper asked only when the register
    lacks it does not.
    """
    registers = {element.rsplit(".", 1)[0] for element in held}
    questions = [
        AskedAgain(form.procedure_id, f"{step.id}.{field.id}", field.asks)
        for step in form.steps
        for field in step.fields
        if _asks_again(field, held)
    ]
    papers = [
        AskedAgain(form.procedure_id, f"papers.{c.document}", words.documents[c.document].register)
        for c in procedure.components
        if c.need is Need.ALWAYS and words.documents[c.document].register in registers
    ]
    return questions + papers


def _asks_again(field: Field, held: Collection[str]) -> bool:
    return bool(field.asks) and not field.bound and field.asks in held
