"""Linking a home: nothing to do when nothing changed, decisions and changes as from scratch, proof down to bytes."""

import json
import shutil
from datetime import date
from pathlib import Path

import pyarrow.csv as csv
import pytest

from tinhso.__main__ import main
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.engine import content_hash, open_store
from tinhso.link.linkage import DECISIONS
from tinhso.measure.prove import newest_period, prove
from tinhso.measure.release import read_release
from tinhso.path.deliver import receive_paths
from tinhso.path.linking import link_home
from tinhso.path.publish import measure_home, publish_home
from tinhso.path.rebuild import rebuild
from tinhso.registers.check import check_all

DAY = date(2026, 11, 23)
HEADER = "link,left_id,right_id,judgement,decided_on,n_deciders\n"
SQL = "select * from land.holder"


@pytest.fixture
def home(published: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(published.folder, tmp_path / "home")), "33")


def fetch(home: Home, sql: str) -> list[tuple[object, ...]]:
    with open_store(home.store, read_only=True) as store:
        return store.fetch(sql)


def hash_of(home: Home) -> str:
    with open_store(home.store, read_only=True) as store:
        return content_hash(store, SQL)


def deliver(home: Home, register: str, text: str, *, change: bool = False, invented: bool = True) -> None:
    path = home.folder / "one.csv"
    path.write_text(text, "utf-8")
    kind = "change" if change else "full"
    receive_paths(home, [path], register=register, kind=kind, as_of=DAY, invented=invented)
    path.unlink()
    check_all(home)


def decide(home: Home, *rows: tuple[str, str, str]) -> list[Receipt]:
    lines = [f"land.holder,{left},{right},{judgement},2026-11-23,2\n" for left, right, judgement in rows]
    deliver(home, DECISIONS, HEADER + "".join(lines), invented=False)
    return link_home(home)


def test_linked_once_there_is_nothing_to_do(home: Home) -> None:
    assert link_home(home) == []
    [(n, n_accepted)] = fetch(home, "select count(*), count(*) filter (accepted) from land.holder")
    assert int(str(n)) >= int(str(n_accepted)) > 50


def test_a_decision_and_its_undoing_restore_the_hash(home: Home) -> None:
    before = hash_of(home)
    [(left, right)] = fetch(home, "select left_id, right_id from land.holder where accepted order by all limit 1")
    (receipt,) = decide(home, (str(left), str(right), "apart"))
    assert receipt.subject == "land.holder"
    assert receipt.details["n_decided"] == "1"
    assert "receipt:population.link_decision" in receipt.inputs
    assert hash_of(home) != before
    [(accepted, by)] = fetch(
        home, f"select accepted, decided_by from land.holder where left_id = '{left}' and right_id = '{right}'"
    )
    assert (accepted, by) == (False, "person")
    (undone,) = decide(home)
    assert hash_of(home) == before == undone.content
    assert "receipt:population.link_decision" not in undone.inputs


@pytest.mark.slow
def test_after_a_change_delivery_links_are_those_from_scratch(home: Home, tmp_path: Path) -> None:
    with open_store(home.store, read_only=True) as store:
        rows = store.arrow("select 'delete' as _action, * from population.resident order by resident_id limit 20")
    csv.write_csv(rows, tmp_path / "change.csv")
    deliver(home, "population.resident", (tmp_path / "change.csv").read_text("utf-8"), change=True)
    before = hash_of(home)
    assert "land.holder" in {receipt.subject for receipt in link_home(home)}
    assert hash_of(home) != before
    measure_home(home, DAY)
    publish_home(home)
    assert rebuild(home, tmp_path / "again") == []


def test_the_same_rows_sent_again_give_a_new_receipt_and_the_same_links(home: Home) -> None:
    with open_store(home.store, read_only=True) as store:
        rows = store.arrow("select * from land.certificate")
    before = hash_of(home)
    path = home.folder / "same.csv"
    csv.write_csv(rows, path)
    deliver(home, "land.certificate", path.read_text("utf-8"))
    receipts = {receipt.subject: receipt for receipt in link_home(home)}
    assert receipts["land.holder"].content == before == hash_of(home)
    assert receipts["land.holder"].as_of == DAY.isoformat()


def test_accepted_and_rejected_are_the_rows_received(home: Home) -> None:
    (receipt,) = decide(home, ("gone", "gone", "apart"))
    [(n,)] = fetch(home, "select count(*) from land.certificate")
    assert receipt.rows_in == receipt.rows_out + receipt.rows_rejected == n
    assert receipt.details["n_decided_without_rows"] == "1"


def test_proof_walks_through_the_links_to_the_bytes(published: Home, release: Path) -> None:
    found = read_release(release)
    period = newest_period(found, "land.holders_known_share", "33")
    proof = prove(found, "land.holders_known_share", "33", period)
    steps = {(receipt["step"], receipt["subject"]) for receipt in proof.receipts}
    assert proof.holds
    assert {("link", "land.holder"), ("check", "population.resident"), ("receive", "population.resident")} <= steps


def test_a_release_tells_of_every_linkage(release: Path) -> None:
    found = read_release(release)
    entries = {entry["id"]: entry for entry in found.read("links.json")}
    holder = entries["land.holder"]
    assert (release / "definitions/land/links/holder.yaml").exists()
    assert found.receipts[holder["receipt"]]["step"] == "link"
    assert 0 < float(holder["precision"]["low"]) <= float(holder["precision"]["value"]) <= 1
    assert holder["n_linked"] <= holder["n_left"]
    assert {id_ for id_, entry in entries.items() if entry["n_linked"] > 0} >= {
        "land.holder", "land.dwelling_parcel", "population.household_dwelling", "economy.owner",
    }  # fmt: skip
    assert entries["population.residents_twice"]["is_within"]
    indicators = {i["id"]: i for i in found.read("indicators.json")}
    assert indicators["land.holders_known_share"]["links"] == ["land.holder"]
    assert indicators["land.holders_known_share"]["inputs"] == ["land.certificate", "population.resident"]


def test_a_release_without_a_linkage_definition_does_not_verify(release: Path, tmp_path: Path) -> None:
    from tinhso.measure.verify import check_definitions

    copy = Path(shutil.copytree(release, tmp_path / "release"))
    receipts = {r["id"]: r for r in map(json.loads, (copy / "receipts.jsonl").read_text("utf-8").splitlines())}
    assert check_definitions(copy, receipts) == []
    (copy / "definitions/land/links/holder.yaml").unlink()
    assert check_definitions(copy, receipts) == ["definitions: that of land.holder is missing"]


def test_the_verb_links_and_says_what_it_did(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    deliver(home, DECISIONS, HEADER + "economy.owner,gone,gone,apart,2026-11-23,1\n", invented=False)
    assert main(["link", "--home", str(home.folder)]) == 0
    assert capsys.readouterr().out.startswith("economy.owner: ")
    assert main(["link", "--home", str(home.folder)]) == 0
    assert capsys.readouterr().out == ""
