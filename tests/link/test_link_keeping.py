"""Files kept linked: changes give what all at once gives, decisions are printed, undone and leave no trace."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pytest

from tinhso.__main__ import main
from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.link.invented.faults import CAREFUL
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import population_register

DEFINITION = PACKAGED_ROOMS / "population" / "links" / "residents_twice.yaml"
COLUMNS = ["resident_id", "personal_id", "full_name", "sex", "born_on", "phone", "address"]


@pytest.fixture(scope="module")
def people() -> pa.Table:
    rows = population_register(invent(600, 9), 9, rates=replace(CAREFUL, written_twice=0.05))
    return rows.rename_columns({"row_id": "resident_id"}).select(COLUMNS)


@pytest.fixture
def kept(people: pa.Table, tmp_path: Path) -> Path:
    path = write(people, tmp_path / "all.csv")
    assert run(tmp_path, path) == 0
    return tmp_path


def write(table: pa.Table, path: Path) -> Path:
    csv.write_csv(table, path)
    return path


def run(folder: Path, *arguments: Path | str) -> int:
    given = ["link-files", "--definition", str(DEFINITION), "--keep", str(folder / "kept"), "--as-of", "2026-11-22"]
    return main([*given, *(str(each) for each in arguments)])


def entities(folder: Path) -> dict[str, int]:
    assert run(folder, "--out", folder / "entities.csv") == 0
    table = csv.read_csv(folder / "entities.csv")
    return dict(zip(table["id"].to_pylist(), table["entity"].to_pylist(), strict=True))


def test_changed_and_changed_back_all_is_as_it_was(kept: Path, people: pa.Table) -> None:
    before = entities(kept)
    assert len(before) == people.num_rows
    assert len(set(before.values())) < people.num_rows
    some = people.slice(0, 40)
    turned = some.set_column(2, "full_name", some["full_name"].take(pa.array(range(39, -1, -1))))
    assert run(kept, write(turned, kept / "turned.csv")) == 0
    assert run(kept, write(some, kept / "back.csv")) == 0
    assert entities(kept) == before


def test_rows_taken_out_are_gone(kept: Path, people: pa.Table, capsys: pytest.CaptureFixture[str]) -> None:
    gone = people.slice(0, 5).append_column("_action", pa.array(["delete"] * 5))
    capsys.readouterr()
    assert run(kept, write(gone, kept / "gone.csv")) == 0
    assert capsys.readouterr().out.count("\t-1\n") == 5
    assert not set(people["resident_id"][:5].to_pylist()) & entities(kept).keys()


def test_a_decision_undone_leaves_no_trace(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = entities(kept)
    first, second = [id_ for id_, entity in before.items() if list(before.values()).count(entity) == 1][:2]
    capsys.readouterr()
    assert run(kept, "--together", first, second, "--by", "lan", "--reason", "seen") == 0
    assert capsys.readouterr().out.startswith(f"decision 0: together {first} {second}\n")
    assert entities(kept)[first] == entities(kept)[second]
    assert run(kept, "--undo", "0") == 0
    assert entities(kept) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--undo", "7"], "no such decision"), (["--apart", "x", "y"], "no such row")],
)
def test_what_is_not_there_is_said_in_four_parts(
    kept: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert run(kept, "--language", "en", *arguments) == 2
    assert told in capsys.readouterr().err


def test_nothing_kept_and_nothing_given_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--language", "en", "--undo", "0") == 2
    assert "nothing is kept" in capsys.readouterr().err
    assert main(["link-files", "--definition", str(DEFINITION), "--language", "en"]) == 2
    assert "--out" in capsys.readouterr().err
