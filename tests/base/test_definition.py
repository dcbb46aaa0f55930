"""YAML that keeps codes as text, labels in three languages, units as people read them, canonical hashes."""

from decimal import Decimal
from pathlib import Path

import pytest

from tinhso.base.canonical import canonical_json, sha256_of
from tinhso.base.definition import find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, nearest
from tinhso.base.label import Label
from tinhso.base.unit import read_units


def test_codes_dates_and_decimals_stay_text() -> None:
    assert read_yaml("a: 075\nb: 2025-07-01\nc: 1.5\nd: no\ne: 12\nf: true\n", "x") == {
        "a": "075", "b": "2025-07-01", "c": "1.5", "d": "no", "e": 12, "f": True,
    }  # fmt: skip


def test_mistake_in_yaml_names_file_and_line() -> None:
    with pytest.raises(DefinitionError, match=r"rooms/x\.yaml:3"):
        read_yaml("a: 1\nb: [1\nc: 2\n", "rooms/x.yaml")


def test_home_extends_and_replaces_packaged_definitions(tmp_path: Path) -> None:
    own = tmp_path / "rooms" / "education" / "registers" / "school.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("label: x", "utf-8")
    assert "education.school" in [definition.id for definition in find_definitions("registers", "*.yaml", tmp_path)]


def test_label_needs_all_languages_and_fills_labels_in_their_own() -> None:
    with pytest.raises(ValueError, match="needs vi, en and th"):
        Label.read({"vi": "a", "en": "b"})
    filled = Label("{x} năm", "{x} years", "{x} ปี").format(x=Label("hai", "two", "สอง"))
    assert (filled.vi, filled.en, filled.th) == ("hai năm", "two years", "สอง ปี")


def test_values_are_shown_with_the_separators_of_the_language() -> None:
    units = read_units()
    assert units["share"].shown(Decimal("0.80512"), "vi") == "80,5\u00a0%"
    assert units["share"].shown(Decimal("0.80512"), "en") == "80.5\u00a0%"
    assert units["dossier"].shown(Decimal(1234567), "vi") == "1.234.567\u00a0hồ sơ"


def test_canonical_json_refuses_floats_and_ignores_key_order() -> None:
    assert sha256_of({"b": 1, "a": "đ"}) == sha256_of({"a": "đ", "b": 1})
    with pytest.raises(TypeError, match="float"):
        canonical_json({"a": [1.5]})


def test_nearest_name_is_suggested() -> None:
    assert nearest("nd-62-2018", ["nd-61-2018", "qd-749-2020"]) == 'Did you mean "nd-61-2018"?'
