import pytest

from tinhso.base.errors import DefinitionError
from tinhso.link.definition import KeyPart, parse_definition


def test_a_definition_reads_fields_columns_and_rules() -> None:
    text = """
link: x
id: key
precision: 0.99
pairing: one_to_one
fields:
  name: {kind: full_name, left: [family, given], right: full_name}
  born: {kind: date}
strong_keys: [born]
blocking: [[name:given, born:year], born]
"""
    definition = parse_definition(text, "x.yaml")
    assert definition.field("name").left == ("family", "given")
    assert definition.field("name").right == ("full_name",)
    assert definition.blocking == ((KeyPart("name", "given"), KeyPart("born", "year")), (KeyPart("born"),))
    assert (definition.precision, definition.pairing, definition.id_columns) == (0.99, "one_to_one", ("key", "key"))


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = """
link: x
pairing: one_to_on
fields:
  name: {kind: nam}
  born: {kind: date, colum: dob}
blockin: [[born]]
"""
    with pytest.raises(DefinitionError) as caught:
        parse_definition(text, "x.yaml")
    told = caught.value.text("en")
    for word in ('"name"', '"column"', '"blocking"', '"one_to_one"'):
        assert f"Did you mean {word}?" in told


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        ("blocking: [[nam]]", "blocking: unknown"),
        ("blocking: [[born:week]]", "week"),
        ("blocking: []", "no rule"),
        ("blocking: [[born]]\nstrong_keys: [id]", "strong_keys"),
        ("blocking: [[born]]\nprecision: 1.5", "not a share"),
    ],
)
def test_what_does_not_hold_together_is_told(tail: str, told: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_definition("link: x\nfields: {born: {kind: date}}\n" + tail, "x.yaml")
    assert told in caught.value.text("en")
