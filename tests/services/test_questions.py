"""The catalogue's count of what forms ask although a register holds the answer."""

from tinhso.registers.contract import read_contracts
from tinhso.rooms.services.catalogue import read_procedures
from tinhso.rooms.services.forms import read_forms
from tinhso.rooms.services.once_only import check_once_only
from tinhso.rooms.services.questions import COLUMNS, all_asked, held_elements
from tinhso.rooms.services.vocabulary import read_vocabulary

CONTRACTS = read_contracts()
PROCEDURES, WORDS = read_procedures(), read_vocabulary()
FORMS = read_forms(PROCEDURES, WORDS)
HELD = held_elements(CONTRACTS)


def test_each_place_is_counted_once_and_agrees_with_the_linter() -> None:
    asked = all_asked(PROCEDURES, FORMS, WORDS, HELD)
    assert len({(a.procedure_id, a.place) for a in asked}) == len(asked)
    linted = {
        (a.procedure_id, a.place) for id_, f in FORMS.items() for a in check_once_only(f, PROCEDURES[id_], WORDS, HELD)
    }
    assert {(a.procedure_id, a.place) for a in asked if a.asked_again} == linted
    assert all(a.register_holds for a in asked if a.asked_again)


def test_what_is_shown_after_consent_is_not_asked_again() -> None:
    asked = {(a.procedure_id, a.place): a for a in all_asked(PROCEDURES, FORMS, WORDS, HELD)}
    name = asked["birth_registration", "applicant.full_name"]
    assert (name.element, name.register_holds, name.asked_again) == ("population.resident.full_name", True, False)
    area = asked["land_change_transfer", "parcels.area_m2"]
    assert (area.register_holds, area.asked_again) == (True, True)


def test_without_registers_nothing_is_asked_again() -> None:
    assert not any(a.asked_again or a.register_holds for a in all_asked(PROCEDURES, FORMS, WORDS, frozenset()))


def test_rows_have_the_columns_of_the_register() -> None:
    assert CONTRACTS["services.question"].names == COLUMNS
    row = all_asked(PROCEDURES, FORMS, WORDS, HELD)[0].row("75")
    assert tuple(row) == COLUMNS
    assert row["area"] == "75"
