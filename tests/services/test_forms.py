"""Forms by declaration: the types of the trade, show-if, groups, once-only, and the checks of a broken form."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import DefinitionError
from tinhso.rooms.services.answers import check_answers, shown_fields
from tinhso.rooms.services.catalogue import read_procedures
from tinhso.rooms.services.field_types import FIELD_TYPES, Limits, Refusal, Value
from tinhso.rooms.services.forms import Form, made_form, read_forms
from tinhso.rooms.services.once_only import check_once_only, elements_of, held_answers
from tinhso.rooms.services.vocabulary import read_vocabulary

PROCEDURES, WORDS = read_procedures(), read_vocabulary()
FORMS = read_forms(PROCEDURES, WORDS)
LIMITS = Limits(date(2026, 11, 22), frozenset({"26068", "26071"}))
PACKAGED = Path(__file__).parents[2] / "src" / "tinhso" / "rooms" / "services"
AN = {
    "applies_as": "person",
    "full_name": "  nguyễn  Văn An ",
    "personal_id": "075 190 000 123",
    "commune": "26068",
    "phone": "+84 912 345 678",
}
ADULT, CHILD = {"full_name": "Nguyễn Văn An"}, {"child_name": "Nguyễn An Bình"}
HELD = {
    "population.resident.full_name": "Nguyễn Văn An",
    "population.resident.personal_id": "075190000123",
    "population.resident.area": "26068",
    "land.parcel.area_m2": "120",
}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", " xin chào\u0000 ", "xin chào"),
        ("person_name", "Trần  Thị   Mộng-Cầm", "Trần Thị Mộng-Cầm"),
        ("person_name", "O’Brien", "O’Brien"),
        ("person_name", "Hoa\u0300", "Hoà"),
        ("person_name", "<script>", None),
        ("person_name", "An 2", None),
        ("personal_id", "075190000123", "075190000123"),
        ("personal_id", "07519000012", None),
        ("personal_id", "075227000123", None),
        ("personal_id", "075226000123", "075226000123"),
        ("tax_code", "0100109106", "0100109106"),
        ("tax_code", "0314409058", "0314409058"),
        ("tax_code", "0100109106-001", "0100109106-001"),
        ("tax_code", "0100109106001", "0100109106-001"),
        ("tax_code", "0100109107", None),
        ("tax_code", "075190000123", "075190000123"),
        ("phone", "0084 912 345 678", "0912345678"),
        ("phone", "84912345678", "0912345678"),
        ("phone", "0251 3822 501", "02513822501"),
        ("phone", "0512345678", None),
        ("email", "An@Example.VN", "An@Example.VN"),
        ("email", "an@", None),
        ("commune", "26068", "26068"),
        ("commune", "99999", None),
        ("parcel", "012 / 345", "12/345"),
        ("parcel", "12-345", None),
        ("date", "5/6/2026", "2026-06-05"),
        ("date", "2026-06-05", "2026-06-05"),
        ("date", "31/2/2026", None),
        ("date", "1/1/1800", None),
        ("integer", "1 200", 1200),
        ("integer", "1.5", None),
        ("money", "1.500.000 đ", 1_500_000),
        ("money", "1,500,000", 1_500_000),
        ("money", "150000", 150_000),
        ("money", "1.5", None),
        ("money", "1.500,000", None),
        ("yes_no", "yes", True),
        ("yes_no", "maybe", None),
    ],
)
def test_types_by_hand(kind: str, text: str, value: Value | None) -> None:
    if value is None:
        with pytest.raises(Refusal) as caught:
            FIELD_TYPES[kind](text, LIMITS)
        assert all(caught.value.message.as_dict().values())
    else:
        assert FIELD_TYPES[kind](text, LIMITS) == value


@given(st.sampled_from(sorted(FIELD_TYPES)), st.text(max_size=40))
def test_no_text_breaks_a_type_and_values_are_canonical(kind: str, text: str) -> None:
    try:
        value = FIELD_TYPES[kind](text, LIMITS)
    except Refusal:
        return
    if isinstance(value, str):
        assert FIELD_TYPES[kind](value, LIMITS) == value


def test_every_procedure_has_a_form_and_its_fields_one_answer_each() -> None:
    assert set(FORMS) == set(PROCEDURES)
    assert sum(form.own for form in FORMS.values()) >= 12
    for form in FORMS.values():
        names = [f"{s.id}.{f.id}" for s in form.steps for f in s.fields]
        assert len(names) == len(set(names))


def test_a_form_of_its_own_asks_for_the_case_of_its_procedure() -> None:
    for form in FORMS.values():
        cases = [f.options for s in form.steps for f in s.fields if f.id == "case"]
        if cases:
            assert set(cases[0] or {}) == set(PROCEDURES[form.procedure_id].cases)


def test_a_made_form_asks_for_the_papers() -> None:
    form = made_form(PROCEDURES["clinic_licence"], WORDS, FORMS["birth_registration"].steps[0])
    assert [s.id for s in form.steps] == ["applicant", "request", "papers"]
    assert {f.id for f in form.get_step("papers").fields} == {
        "request",
        "equipment_list",
        "staff_list",
        "techniques_list",
    }
    assert [s.id for s in made_form(PROCEDURES["company_one_member"], WORDS, form.steps[0]).steps]


def complete_birth() -> dict[str, dict[str, str | list[str]]]:
    return {
        "applicant": dict(AN),
        "child": {"child_name": "Nguyễn An Bình", "child_birth_on": "1/11/2026", "child_sex": "female",
                  "birth_place": "Biên Hòa", "case": "on_time"},
        "parents": {"mother_id": "075195000456", "father_known": "yes", "father_id": "075190000123",
                    "parents_married": "yes"},
        "papers": {"birth_notice": ["giay-chung-sinh.pdf"]},
        "delivery": {"receive_by": "electronic"},
    }  # fmt: skip


def test_a_complete_form_gives_clean_values() -> None:
    checked = check_answers(FORMS["birth_registration"], complete_birth(), LIMITS)
    assert checked.complete, checked.messages
    assert checked.values["applicant"] == {
        "applies_as": "person", "full_name": "nguyễn Văn An", "personal_id": "075190000123",
        "commune": "26068", "phone": "0912345678",
    }  # fmt: skip
    assert checked.values["papers"] == {"birth_notice": ["giay-chung-sinh.pdf"]}


def test_a_hidden_question_is_neither_asked_nor_kept() -> None:
    raw = complete_birth()
    raw["parents"] |= {"father_known": "no", "father_id": "rubbish"}
    checked = check_answers(FORMS["birth_registration"], raw, LIMITS)
    assert checked.complete
    assert checked.values["parents"] == {"mother_id": "075195000456", "father_known": False}


def test_a_question_behind_a_hidden_question_is_hidden_too() -> None:
    step = FORMS["permanent_residence"].get_step("dwelling")
    assert "owner_agrees" not in {f.id for f in shown_fields(step, {"lawful_by": "own"})}


def test_answers_of_another_step_cannot_open_a_question() -> None:
    raw = complete_birth()
    raw["applicant"] |= {"receive_by": "post"}
    assert check_answers(FORMS["birth_registration"], raw, LIMITS).complete


def test_all_faults_are_told_at_once_each_at_its_place() -> None:
    checked = check_answers(FORMS["birth_registration"], {"child": {"child_birth_on": "23/11/2026"}}, LIMITS)
    assert {"applicant.full_name", "child.child_name", "parents.mother_id", "papers.birth_notice"} <= set(
        checked.messages
    )
    assert checked.messages["child.child_birth_on"].en == "This day is too late."
    assert "child.case" in checked.messages


def test_repeated_groups() -> None:
    form = FORMS["civil_status_copy"]
    one = {"event": "birth", "owner_name": "Lê Bình", "owner_birth_on": "1/1/1990", "n_copies": "2"}
    raw = {"applicant": AN, "copies": [one, {}, {**one, "n_copies": "99"}], "delivery": {"receive_by": "counter"}}
    checked = check_answers(form, raw, LIMITS)
    assert set(checked.messages) == {"copies.1.n_copies"}
    assert check_answers(form, {**raw, "copies": []}, LIMITS).messages.keys() == {"copies"}
    assert "copies" in check_answers(form, {**raw, "copies": [one] * 11}, LIMITS).messages
    assert "copies" in check_answers(form, {**raw, "copies": one}, LIMITS).messages


def test_once_only_shows_what_registers_hold_after_consent() -> None:
    form = FORMS["birth_registration"]
    shown = held_answers(form, HELD, agreed=True)
    assert shown["applicant.full_name"].value == "Nguyễn Văn An"
    assert shown["applicant.full_name"].element == "population.resident.full_name"
    assert held_answers(form, HELD, agreed=False) == {}
    assert "population.resident.full_name" in elements_of(form)


def test_the_linter_counts_questions_and_papers_asked_again() -> None:
    asked = check_once_only(FORMS["land_change_transfer"], PROCEDURES["land_change_transfer"], WORDS, HELD)
    assert [a.place for a in asked] == ["parcels.area_m2"]
    asked = check_once_only(FORMS["certified_signature"], PROCEDURES["certified_signature"], WORDS, HELD)
    assert [a.place for a in asked] == ["papers.id_paper"]
    assert check_once_only(FORMS["land_change_transfer"], PROCEDURES["land_change_transfer"], WORDS, ()) == []


BROKEN: list[tuple[Callable[[str], str], str]] = [
    (lambda t: t.replace("type: person_name", "type: person_nmae"), 'Did you mean "person_name"'),
    (lambda t: t.replace("birth_place:", "full_name:"), "asked twice"),
    (lambda t: t.replace("{father_known: true}", "{mother_known: true}"), "no earlier field"),
    (lambda t: t.replace("{father_known: true}", "{father_known: perhaps}"), "no answer"),
    (lambda t: t.replace("type: choice", "type: text"), "options"),
    (lambda t: t.replace("birth_place: {type", "birth_place: {bound: true, type"), "bound to nothing"),
    (lambda t: t.replace("{block: applicant}", "{block: aplicant}"), "not a form"),
    (lambda t: "steps: [a]\n", "not a form"),
    (lambda t: "steps: {a: {label: {vi: a, en: a, th: a}, fields: {}}}\n", "at least one"),
]


def write(home: Path, kind: str, name: str, text: str) -> None:
    folder = home / "rooms" / "services" / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("change", "message"), BROKEN, ids=[m for _, m in BROKEN])
def test_a_broken_form_is_explained(tmp_path: Path, change: Callable[[str], str], message: str) -> None:
    text = (PACKAGED / "forms" / "birth_registration.yaml").read_text(encoding="utf-8")
    write(tmp_path, "forms", "birth_registration", change(text))
    with pytest.raises(DefinitionError, match=message):
        read_forms(PROCEDURES, WORDS, tmp_path)


def test_a_form_of_no_procedure_and_a_broken_block_are_explained(tmp_path: Path) -> None:
    text = (PACKAGED / "forms" / "birth_registration.yaml").read_text(encoding="utf-8")
    write(tmp_path, "forms", "birth_regstration", text)
    write(tmp_path, "form_blocks", "delivery", "label: {vi: a}")
    with pytest.raises(DefinitionError, match="not a block"):
        read_forms(PROCEDURES, WORDS, tmp_path)


texts = st.text(max_size=12) | st.sampled_from(["yes", "no", "person", "enterprise", "post", "rented", "sale"])


@given(st.sampled_from(sorted(FORMS)), st.data())
def test_nothing_typed_breaks_a_form_and_hidden_answers_are_dropped(procedure_id: str, data: st.DataObject) -> None:
    form: Form = FORMS[procedure_id]
    raw = {s.id: [_draw(data, s)] if s.repeats else _draw(data, s) for s in form.steps}
    checked = check_answers(form, raw, LIMITS)
    for step in form.steps:
        values = checked.values[step.id]
        groups = values if isinstance(values, list) else [values]
        for group in groups:
            assert set(group) <= {f.id for f in step.fields}


def _draw(data: st.DataObject, step: object) -> dict[str, str]:
    names = [f.id for f in step.fields]  # type: ignore[attr-defined]
    return data.draw(st.dictionaries(st.sampled_from(names), texts))
