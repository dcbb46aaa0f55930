"""A release's network files: what they count adds up, gaps are the places not covered, and nothing moves by itself."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from a_network import AS_OF, SITES, a_network, deliver, stations
from tinhso.base.home import Home, make_home
from tinhso.engine import open_store
from tinhso.path.cover import cover
from tinhso.rooms.network.publishing import documents


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_network(tmp_path_factory.mktemp("network") / "home")


def made(home: Home) -> dict[str, bytes]:
    with open_store(home.store, read_only=True) as store:
        return documents(store, home, AS_OF)


@pytest.fixture(scope="module")
def files(home: Home) -> dict[str, bytes]:
    return made(home)


@pytest.fixture(scope="module")
def coverage(files):
    return json.loads(files["coverage.json"])


def test_every_sum_counts_every_place_and_person(coverage):
    assert len(coverage["sums"]) == 2 * 5 * 2
    assert {sum(row["places"].values()) for row in coverage["sums"]} == {4}
    assert {sum(row["people"].values()) for row in coverage["sums"]} == {1000}


def test_a_shared_site_counts_once_and_a_station_off_air_not_at_all(coverage):
    counts = coverage["counts"]
    assert (counts["sites"], counts["stations"], counts["shared_sites"], counts["cells"]) == (2, 4, 1, None)
    assert counts["by_technology"]["4G"]["operators"]["VinaPhone"] == 1
    assert coverage["parameters"]["n_assumed"] == 2


def test_gaps_are_the_places_not_covered_with_the_facilities_among_them(coverage, files):
    gaps = {row["place"]: row for row in coverage["gaps"]["4G"]}
    assert set(gaps) == {"P2", "P4"}
    assert (gaps["P2"]["people"], gaps["P2"]["schools"], gaps["P2"]["health_posts"]) == (300, 1, 1)
    covered = {p["place"] for p in json.loads(files["places.json"]) if p["words"]["4G"]["any"][0] == "2"}
    assert covered == {"P1", "P3"}
    shown = json.loads(files["gaps.geojson"])["features"]
    assert len(shown) == len(coverage["gaps"]["4G"]) + len(coverage["gaps"]["5G"])


def test_every_layer_is_there_and_any_operator_covers_no_less_than_one(coverage, files):
    assert all(layer["file"] in files for layer in coverage["layers"])
    outdoors = {
        (row["technology"], row["operator"], row["level_dbm"]): float(row["covered_area_share"])
        for row in coverage["layers"]
        if not row["indoors"]
    }
    assert all(share <= outdoors[technology, "any", level] for (technology, _, level), share in outdoors.items())
    assert all(share <= outdoors[technology, operator, -110] for (technology, operator, _), share in outdoors.items())


def test_the_same_registers_give_the_same_files(home, files):
    assert made(home) == files


def test_a_new_station_shows_as_if_all_were_made_again(home, files, tmp_path):
    folder = tmp_path / "home"
    shutil.copytree(home.folder, folder)
    other = Home(folder, "33")
    deliver(other, "network.station", stations([*SITES, ("S4", 0, 0.049, "Viettel", "4G", "1800", "")]))
    changed = made(other)
    assert {row["place"] for row in json.loads(changed["coverage.json"])["gaps"]["4G"]} == {"P4"}
    shutil.rmtree(folder / "store" / "network")
    assert made(other) == changed


def test_covering_delivers_every_place_technology_operator_and_day_once(home):
    first = cover(home, AS_OF)
    again = cover(home, AS_OF)
    assert first is not None and again is not None and first.receipt.id == again.receipt.id
    assert first.invented
    with open_store(home.store, read_only=True) as store:
        rows = store.fetch(
            "select computed_on, word from network.place_coverage"
            " where place_id = 'P4' and technology = '4G' and operator = 'any' and not indoors order by computed_on"
        )
        n = store.fetch("select count(*) from network.place_coverage")[0][0]
    assert [(str(day), word) for day, word in rows] == [
        ("2024-12-31", "covered"), ("2025-12-31", "not"), ("2026-09-30", "not"),
    ]  # fmt: skip
    assert n == 4 * 2 * 5 * 2 * 3


def test_without_a_list_of_places_the_communes_stand_in_and_say_so(tmp_path):
    home = make_home(tmp_path / "home", "33")
    deliver(home, "network.station", stations(SITES))
    found = json.loads(made(home)["places.json"])
    assert len(found) == 104 and {row["made_from"] for row in found} == {"commune"}
    assert {row["people"] for row in found} == {0}
    delivery = cover(home, AS_OF)
    assert delivery is not None and delivery.invented


def test_cells_of_opencellid_are_received_as_its_files_are_and_counted_apart(tmp_path):
    home = make_home(tmp_path / "home", "33")
    deliver(home, "network.station", stations(SITES))
    names = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal".split(",")
    place = ("12", "106.05", "20.85", "1000", "7", "1", "1459813819", "1459813819", "0")
    rows = [("LTE", mcc, "4", "12011", cell, *place) for mcc, cell in (("452", "1"), ("452", "2"), ("999", "3"))]
    deliver(home, "network.cell", pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))
    counts = json.loads(made(home)["coverage.json"])["counts"]
    assert (counts["cells"], counts["sites"]) == (2, 2)


def test_an_empty_home_publishes_nothing_of_the_network(tmp_path: Path):
    with open_store(tmp_path / "store", read_only=True) as store:
        assert documents(store, Home(tmp_path, "33"), AS_OF) == {}
