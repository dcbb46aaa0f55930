"""The questions and papers of all forms, each with the register that may hold its answer: the catalogue counts itself.

Takes the catalogue, its forms and the elements that registers hold; gives the rows of `services.question`, from which
`services.asked_again` is published. What counts as asking again is decided by `once_only`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tinhso.registers.contract import Contract
from tinhso.rooms.services.forms import Form
from tinhso.rooms.services.once_only import check_once_only
from tinhso.rooms.services.procedure import Procedure
from tinhso.rooms.services.vocabulary import Vocabulary

COLUMNS = ("area", "procedure_id", "place", "element", "register_holds", "asked_again", "asked_from")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question (`step.field`) or paper (`papers.kind`) that speaks of a register's `element`."""

    procedure_id: str
    place: str
    element: str
    register_holds: bool
    asked_again: bool
    asked_from: str

    def row(self, area: str) -> dict[str, str]:
        """The row of the register for a province, as text."""
        holds, again = ("true" if truth else "false" for truth in (self.register_holds, self.asked_again))
        values = (area, self.procedure_id, self.place, self.element, holds, again, self.asked_from)
        return dict(zip(COLUMNS, values, strict=True))


def held_elements(contracts: Mapping[str, Contract]) -> frozenset[str]:
    """The elements (`room.register.column`) of the registers a province keeps, those of this room left out."""
    own = (contract for contract in contracts.values() if contract.room != "services")
    return frozenset(f"{contract.id}.{column}" for contract in own for column in contract.names)


def all_asked(
    procedures: Mapping[str, Procedure], forms: Mapping[str, Form], words: Vocabulary, held: Collection[str]
) -> list[Asked]:
    """Every question and paper that names a register element, in order of procedure and place, each place once."""
    found = {
        (a.procedure_id, a.place): a for id_ in procedures for a in _asked(procedures[id_], forms[id_], words, held)
    }
    return [found[key] for key in sorted(found)]


def _asked(procedure: Procedure, form: Form, words: Vocabulary, held: Collection[str]) -> Iterator[Asked]:
    registers = {element.rsplit(".", 1)[0] for element in held}
    again = {a.place for a in check_once_only(form, procedure, words, held)}
    asked_from = min(edition.from_on for edition in procedure.editions).isoformat()
    for step in form.steps:
        for field in step.fields:
            if field.asks:
                place = f"{step.id}.{field.id}"
                yield Asked(procedure.id, place, field.asks, field.asks in held, place in again, asked_from)
    for component in procedure.components:
        if register := words.documents[component.document].register:
            place = f"papers.{component.document}"
            yield Asked(procedure.id, place, register, register in registers, place in again, asked_from)
