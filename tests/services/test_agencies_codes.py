"""Successions of bodies, and the code of a dossier as made and as typed."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import DefinitionError
from tinhso.rooms.services.agencies import Responsibility, Succession, read_successions, responsibility
from tinhso.rooms.services.codes import DossierCode, matches_second_factor, new_code, read_code

JULY = date(2025, 7, 1)
MERGED = [Succession("H36.A", "H19.N", JULY), Succession("H19.B", "H19.N", JULY)]


def test_a_merger_keeps_the_original_and_adds_the_successor() -> None:
    assert responsibility("H36.A", date(2025, 6, 30), MERGED) == Responsibility("H36.A", ("H36.A",))
    assert responsibility("H36.A", JULY, MERGED) == Responsibility("H36.A", ("H19.N",))


def test_a_second_merger_is_followed_and_a_split_leaves_a_choice() -> None:
    spring = date(2026, 4, 30)
    later = [*MERGED, Succession("H19.N", "H19.P", spring), Succession("H19.N", "H19.Q", spring)]
    assert responsibility("H19.B", date(2026, 5, 1), later).current == ("H19.P", "H19.Q")
    assert responsibility("H19.B", date(2026, 1, 1), later).current == ("H19.N",)


def test_a_circle_is_an_error() -> None:
    with pytest.raises(ValueError, match="circle"):
        responsibility("A", JULY, [Succession("A", "B", JULY), Succession("B", "A", JULY)])


units = st.sampled_from(["H19", "H19.15", "H19.15.03", "000.00.42.H19"])


@given(units, st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 99_999))
def test_a_code_reads_back(unit: str, day: date, number: int) -> None:
    code = new_code(unit, day, number)
    assert read_code(str(code)) == code
    assert read_code(f"  {str(code).lower()} ") == code


@pytest.mark.parametrize("text", ["", "H19", "H19-261322-0001", "H19.15-261122-1", "<b>H19-261122-0001</b>"])
def test_what_is_no_code(text: str) -> None:
    assert read_code(text) is None


def test_the_older_form_is_read() -> None:
    assert read_code("000.00.42.H19-180305-0017") == DossierCode("000.00.42.H19", date(2018, 3, 5), 17)


@pytest.mark.parametrize(("unit", "number"), [("h19", 1), ("H19", 0), ("H19", 100_000)])
def test_an_impossible_code_is_not_made(unit: str, number: int) -> None:
    with pytest.raises(ValueError, match="no dossier code"):
        new_code(unit, JULY, number)


@pytest.mark.parametrize(
    ("typed", "known"),
    [("4567", True), ("45 67", True), ("0123", True), ("1234", False), ("", False), ("901234567", False)],
)
def test_tracking_needs_a_second_factor(typed: str, known: bool) -> None:
    assert matches_second_factor(typed, "0901 234 567", "075190000123") is known


def test_no_phone_is_no_factor() -> None:
    assert not matches_second_factor("", "", "")


def test_a_province_writes_its_successions_in_its_home(tmp_path: Path) -> None:
    folder = tmp_path / "rooms" / "services" / "successions"
    folder.mkdir(parents=True)
    (folder / "merger.yaml").write_text("successions:\n  - {predecessor: H36.A, successor: H19.N, from: 2025-07-01}\n")
    assert read_successions(tmp_path) == MERGED[:1]
    (folder / "merger.yaml").write_text("successions:\n  - {predecessor: H36.A, from: 2025-07-01}\n")
    with pytest.raises(DefinitionError, match="successor"):
        read_successions(tmp_path)
