"""Rules between registers: what was put wrong on purpose is found, and nothing else."""

from collections import Counter
from datetime import date

import pytest

from tinhso.base.errors import DefinitionError
from tinhso.base.home import make_home
from tinhso.engine import connect, open_store
from tinhso.measure.example import columns_of, write_rows
from tinhso.measure.rule import find_conflicts, read_rules
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import SAMPLES
from tinhso.registers.check import check_all
from tinhso.registers.contract import read_contracts
from tinhso.registers.invention import Scene

AS_OF = date(2026, 11, 22)
LAN = {"full_name": "Lan", "sex": "F", "area": "26248", "registered_on": "2025-01-10", "born_on": "1990-05-01"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("rules") / "dong-nai", "75")
    scene = Scene("75", 12_000, 57, AS_OF)
    for room in ("population", "land"):
        for delivery in SAMPLES[room](scene):
            delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, AS_OF)
    check_all(home)
    return home


def test_every_rule_finds_what_was_invented_wrong(home):
    with open_store(home.store, read_only=True) as store:
        found = {id_: find_conflicts(store, rule, limit=100_000) for id_, rule in read_rules().items()}
        [(n_parcels, n_drawn)] = store.fetch("select count(*), count(outline) from land.parcel")
    assert all(found.values()), {id_: len(rows) for id_, rows in found.items()}
    # One outline in 400 was shifted over its neighbour; both must have been drawn.
    assert len(found["land.parcels_overlap"]) <= n_parcels / 400 * 2
    assert n_drawn < n_parcels
    for rows in found.values():
        assert [each.since for each in rows] == sorted(each.since for each in rows)
        assert Counter((each.row_id, each.other_id) for each in rows).most_common(1)[0][1] == 1


def test_a_commune_sees_its_own_conflicts_only(home):
    rule = read_rules()["land.holder_recorded_dead"]
    with open_store(home.store, read_only=True) as store:
        everywhere = find_conflicts(store, rule, limit=100_000)
        area = everywhere[0].area
        assert find_conflicts(store, rule, area, 100_000) == [each for each in everywhere if each.area == area]
        assert find_conflicts(store, rule, "00000") == []


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        ([LAN | {"resident_id": "P1", "personal_id": "1"}, LAN | {"resident_id": "P2", "personal_id": "2"}], []),
        (
            [LAN | {"resident_id": "P1", "personal_id": "1"}, LAN | {"resident_id": "P2", "personal_id": "1"}],
            ["population.resident_written_twice"],
        ),
        (
            [
                LAN | {"resident_id": "P1", "personal_id": "1"},
                LAN | {"resident_id": "P2", "personal_id": "1", "sex": "M"},
            ],
            ["population.id_of_two_people"],
        ),
        ([LAN | {"resident_id": "P1"}, LAN | {"resident_id": "P2"}], []),
    ],
)
def test_one_id_on_two_rows(rows, broken):
    contracts = read_contracts()
    with connect() as store:
        write_rows(store, "population.resident", columns_of("population.resident", contracts), rows)
        both = ("population.id_of_two_people", "population.resident_written_twice")
        assert [id_ for id_ in both if find_conflicts(store, read_rules()[id_])] == broken


def test_a_rule_that_says_not_who_mends_is_a_fault_of_the_definition(tmp_path):
    folder = tmp_path / "rooms" / "land" / "rules"
    folder.mkdir(parents=True)
    (folder / "nobody.sql").write_text("/*\nlabel: {vi: a, en: a, th: a}\nmend: x\n*/\nselect 1", "utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_rules(tmp_path)
    assert {fault.what.en for fault in caught.value.faults} >= {'missing key "mends"', "unknown key"}
