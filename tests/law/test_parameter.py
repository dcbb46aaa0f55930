from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import DefinitionError
from tinhso.base.label import Label
from tinhso.law.citation import Citation
from tinhso.law.parameter import DatedValue, Parameter, read_parameters

FLOOR = """
id: science_technology_floor
label: {vi: Mức tối thiểu, en: Floor, th: ขั้นต่ำ}
unit: share
values:
  - {from: 2025-01-01, value: 0.03, law: nq-57-2024 sec. II.1, verified: true}
  - {from: 2020-01-01, value: 0.02, law: qd-749-2020, verified: false}
"""


def test_values_are_asked_by_day(tmp_path: Path) -> None:
    (tmp_path / "floor.yaml").write_text(FLOOR, "utf-8")
    parameter = read_parameters(tmp_path)["science_technology_floor"]
    assert parameter.find_on(date(2019, 12, 31)) is None
    assert parameter.on(date(2024, 12, 31)).value == Decimal("0.02")
    assert parameter.on(date(2025, 1, 1)) == DatedValue(
        date(2025, 1, 1), Decimal("0.03"), Citation("nq-57-2024", "sec. II.1"), True
    )
    with pytest.raises(DefinitionError, match="no value yet"):
        parameter.on(date(2019, 1, 1))


def test_absent_folder_has_none(tmp_path: Path) -> None:
    assert read_parameters(tmp_path / "none") == {}


@pytest.mark.parametrize(
    "bad",
    [
        "id: x",
        FLOOR.replace("0.03", "three"),
        FLOOR.replace("2020-01-01", "2025-01-01"),
        FLOOR.replace("2020-01-01", "2020-02-31"),
        FLOOR.replace("qd-749-2020", "Decision 749"),
        FLOOR.partition("values")[0] + "values: []",
        FLOOR.partition("values")[0] + "values: [1]",
    ],
)
def test_bad_files_are_named(tmp_path: Path, bad: str) -> None:
    (tmp_path / "bad.yaml").write_text(bad, "utf-8")
    with pytest.raises(DefinitionError, match=r"bad\.yaml"):
        read_parameters(tmp_path)


@given(st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), min_size=1, max_size=6, unique=True), st.dates())
def test_the_value_of_a_day_is_the_last_begun(days: list[date], on: date) -> None:
    values = tuple(DatedValue(day, Decimal(i), Citation("x"), True) for i, day in enumerate(sorted(days)))
    found = Parameter("x", Label.same("x"), "share", values).find_on(on)
    begun = [day for day in days if day <= on]
    assert (found.from_on if found else None) == (max(begun) if begun else None)
    if found:
        assert Parameter("x", Label.same("x"), "share", values).find_on(found.from_on + timedelta(0)) == found
