"""The path as a whole: run again it changes nothing, rebuilt it gives the same hashes, every promise has its status."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tinhso.__main__ import main
from tinhso.base.home import Home
from tinhso.measure.release import read_release
from tinhso.path.rebuild import rebuild
from tinhso.path.up import bring_up


def test_running_again_finds_nothing_to_do(published: Home, release: Path) -> None:
    again = bring_up(published, n_people=400, seed=5, as_of=date(2026, 11, 22), report=lambda *_: None)
    assert again == release


def test_made_again_from_the_received_bytes_every_hash_is_the_same(published: Home, tmp_path: Path) -> None:
    assert rebuild(published, tmp_path / "again") == []


def test_rebuilding_names_changed_bytes(published: Home, release: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(published.folder, tmp_path / "copy"))
    kept = next(path for path in sorted((copy / "received").glob("??/*")) if len(path.name) == 64)
    kept.write_bytes(kept.read_bytes() + b"\n")
    faults = rebuild(Home(copy, "33"), tmp_path / "again")
    assert faults == [f"received/{kept.parent.name}/{kept.name}: not the bytes of its name"]


def test_every_observation_has_a_receipt_down_to_bytes(release: Path) -> None:
    found = read_release(release)
    steps = {receipt["step"] for receipt in found.receipts.values()}
    assert steps == {"measure", "link", "check", "receive"}
    assert {o["receipt"] for o in found.observations} <= found.receipts.keys()


def test_status_lists_every_seed_statement(published: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--home", str(published.folder), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    keys = {
        "id", "seed", "label", "indicator", "value", "numerator", "denominator", "period", "comparison", "target",
        "year", "status", "reason", "invented", "reported",
    }  # fmt: skip
    assert all(keys <= row.keys() for row in rows)
    assert {f"HY{n}" for n in range(1, 13)} <= {row["seed"] for row in rows}
    assert all(row["reason"] for row in rows if row["status"] == "not_measured")
    measured = {row["id"] for row in rows if row["status"] != "not_measured"}
    assert len(measured) >= 6, measured
    assert all(row["invented"] for row in rows if row["value"])


def test_unusable_input_is_said_in_four_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--home", str(tmp_path), "--language", "en"]) == 2
    assert "no home of a province" in capsys.readouterr().err
