"""The step report: what it counts is what the rows say, at each month's end, and no row can be told from it."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.home import make_home
from tinhso.base.receipt import Receipt
from tinhso.engine import connect, open_store
from tinhso.link.applied import links_in
from tinhso.link.linkage import read_linkages
from tinhso.measure.example import columns_of, write_rows
from tinhso.measure.mending import Count, months_to, summed
from tinhso.measure.pairs import pairs_of
from tinhso.measure.rule import find_conflicts, read_rules
from tinhso.measure.steps import AT_LEAST, Ground, _link, _protected, _status, step_report
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import SAMPLES
from tinhso.path.linking import link_home
from tinhso.path.steps import steps_csv
from tinhso.registers.check import check_all
from tinhso.registers.contract import read_contracts
from tinhso.registers.history import receipts_in, states_in
from tinhso.registers.invention import Scene

AS_OF = date(2026, 11, 22)
HOLDER = read_linkages()["land.holder"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("steps") / "dong-nai", "75")
    for room in ("population", "land"):
        for delivery in SAMPLES[room](Scene("75", 4_000, 57, AS_OF)):
            delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, AS_OF)
    check_all(home)
    link_home(home)
    return home


@pytest.fixture(scope="module")
def report(home):
    with open_store(home.store, read_only=True) as store:
        return step_report(store, home, AS_OF)


def test_what_is_open_now_is_what_the_rules_find(home, report):
    with open_store(home.store, read_only=True) as store:
        for rule in (rule for pair in report["pairs"] for rule in pair["rules"]):
            found = find_conflicts(store, read_rules()[rule["id"]], limit=100_000)
            assert rule["open"] == len({each.row_id for each in found})
            assert rule["months"][-1] == {**rule["months"][-1], "on": "2026-11-22", "open": rule["open"]}


def test_every_pair_of_registers_that_a_rule_holds_together_stands_in_the_report(report):
    rules = {rule["id"] for pair in report["pairs"] for rule in pair["rules"]}
    assert rules == set(read_rules())
    assert [pair["id"] for pair in report["pairs"]] == sorted({pair["id"] for pair in report["pairs"]})


def test_months_add_up_and_what_was_open_falls(report):
    for months in [pair["months"] for pair in report["pairs"]] + [report["months"]]:
        for before, after in pairwise(months):
            assert after["open"] == before["open"] + after["opened"] - after["mended"]
    first, last = report["months"][0], report["months"][-1]
    assert first["on"] == "2026-06-30"
    assert first["opened"] is None
    assert last["open"] < first["open"]
    assert sum(month["mended"] or 0 for month in report["months"]) > 0


def test_a_month_counts_the_rows_as_they_were_delivered_by_then(home, report):
    """The slow way: a home that received only what told of a day up to the end of August."""
    [pair] = [pair for pair in report["pairs"] if pair["id"] == "land.parcel--land.certificate"]
    august = next(month for month in pair["months"] if month["on"] == "2026-08-31")
    again = make_home(home.folder.parent / "august", "75")
    for delivery in SAMPLES["land"](Scene("75", 4_000, 57, AS_OF)):
        if delivery.told_on <= date(2026, 8, 31):
            delivery.write(again.inbox / "invented" / delivery.kind)
    receive_inbox(again, AS_OF)
    check_all(again)
    with open_store(again.store, read_only=True) as store:
        found = find_conflicts(store, read_rules()["land.rights_over_whole"], limit=100_000)
    assert august["open"] == len(found)


def test_lag_is_of_the_newest_row_and_the_newest_delivery(report):
    [pair] = [pair for pair in report["pairs"] if pair["id"] == "land.certificate--population.death"]
    land, death = pair["sides"]
    assert (land["delivered_on"], land["delivered_days"], land["n_deliveries"]) == ("2026-10-31", 22, 3)
    assert death["delivered_days"] == 0
    assert land["row_days"] >= land["delivered_days"]
    assert pair["apart_days"] == 22


def test_no_key_and_no_name_is_in_the_report(home, report):
    text = json.dumps(report, ensure_ascii=False) + steps_csv(report).decode()
    with open_store(home.store, read_only=True) as store:
        for rule in read_rules().values():
            for conflict in find_conflicts(store, rule):
                assert f'"{conflict.row_id}"' not in text
                assert f",{conflict.row_id}," not in text


def test_the_same_received_bytes_give_the_same_report(home, report):
    with open_store(home.store, read_only=True) as store:
        assert step_report(store, home, AS_OF) == report
        assert store.fetch("select count(*) from land.parcel") == store.fetch("select count(*) from lake.land.parcel")


def test_each_agency_finds_what_it_mends(report):
    mends = {each["agency"]: each for each in report["mends"]}
    linkages = read_linkages().values()
    assert mends.keys() == {each.mends for each in (*read_rules().values(), *linkages)}
    n_open = sum(pair["open"] for pair in report["pairs"])
    assert sum(each["open"] for each in mends.values()) == n_open


def test_a_side_counts_as_the_receipt_of_linking_does(home, report):
    with open_store(home.store, read_only=True) as store:
        receipts = links_in(store, receipts_in(store))
    links = {link["id"]: link for pair in report["pairs"] for link in pair["links"]}
    assert {"land.holder", "land.dwelling_parcel", "population.household_dwelling"} <= receipts.keys()
    assert links.keys() == read_linkages().keys()
    for id_, receipt in receipts.items():
        left = links[id_]["left"]
        assert (left["rows"], left["linked"] + left["unmatched"]) == (receipt.rows_in, receipt.rows_in), id_
        if not links[id_]["within"]:
            assert left["linked"] == receipt.rows_out, id_
        assert links[id_]["receipt"] == receipt.id


def test_a_register_that_never_came_is_said_to_be_absent(tmp_path):
    home = make_home(tmp_path / "empty", "75")
    with open_store(home.store) as store:
        pairs = step_report(store, home, AS_OF)["pairs"]
    assert {pair["status"] for pair in pairs} == {"absent"}
    assert {rule["open"] for pair in pairs for rule in pair["rules"]} == {None}


def test_rows_without_a_partner_are_counted_on_each_side():
    certificate = {"area": "26248", "holder_name": "Lan", "issued_on": "2025-01-10"}
    resident = {"area": "25195", "full_name": "Lan", "sex": "F", "registered_on": "2025-01-10"}
    contracts = read_contracts()
    with connect() as store:
        for name, rows in (
            ("land.certificate", [{**certificate, "serial": f"C{n}"} for n in range(9)]),
            ("population.resident", [{**resident, "resident_id": f"P{n}"} for n in range(7)]),
            ("land.holder", [{"left_id": f"C{n}", "right_id": "P1", "accepted": n < 3} for n in (1, 2, 3)]),
        ):
            write_rows(store, name, columns_of(name, contracts), rows)
        ground = Ground(AS_OF, ["25195", "26248", "26250"], contracts, {}, {}, {})
        assert _link(store, HOLDER, ground)["left"] is None
        linked = replace(ground, linked={"land.holder": Receipt("link", "land.holder", "", "", "", {})})
        found = _link(store, HOLDER, linked)
    assert found["left"] == {"rows": 9, "linked": 2, "unmatched": 7, "by_area": {"26248": 7}}
    assert found["right"] == {"rows": 7, "linked": 1, "unmatched": 6, "by_area": {"25195": 6}}


def test_a_linkage_and_a_rule_on_the_same_registers_are_one_pair():
    rules = [rule for rule in read_rules().values() if rule.register == "population.resident"]
    turned = replace(HOLDER, id="x.y", left="population.death")
    pairs = {pair.id: pair for pair in pairs_of(rules, [turned, HOLDER])}
    assert pairs.keys() == {
        "land.certificate--population.resident", "population.death--population.resident", "population.resident",
    }  # fmt: skip
    both = pairs["population.death--population.resident"]
    assert ([link.id for link in both.links], [rule.id for rule in both.rules]) == (
        ["x.y"], ["population.resident_recorded_dead"],
    )  # fmt: skip


@given(st.dictionaries(st.sampled_from([f"{n:05d}" for n in range(12)]), st.integers(0, 30)))
def test_no_small_count_is_shown_and_none_can_be_had_by_subtraction(counts):
    shown = _protected(counts, [f"{n:05d}" for n in range(12)])
    hidden = [code for code, n in shown.items() if n is None]
    assert all(n is None or n >= AT_LEAST for n in shown.values())
    assert len(hidden) != 1
    assert {code: n for code, n in shown.items() if n is not None}.items() <= counts.items()
    assert all(n == 0 for code, n in counts.items() if code not in shown)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_months_run_from_the_first_month_end_to_the_day(one, other):
    first, last = sorted((one, other))
    days = months_to(first, last)
    assert days[-1] == last
    assert days == sorted(set(days))
    assert len(days) <= 24
    assert all(first <= day for day in days)


COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6)


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_a_sum_holds_the_days_that_all_were_counted_on(rules):
    counts = [
        [Count(date(2026, 12 - n, 1), a, b if n < len(each) - 1 else None, c if n < len(each) - 1 else None)
         for n, (a, b, c) in enumerate(each)][::-1]
        for each in rules
    ]  # fmt: skip
    found = summed(counts)
    assert len(found) == min(map(len, rules))
    assert found[-1].n_open == sum(each[-1].n_open for each in counts)
    assert (found[0].n_opened, found[0].n_mended) == (None, None)


@pytest.mark.parametrize(
    ("opens", "n_unmatched", "apart", "status"),
    [
        ([0, 0], 0, 3, "in_step"),
        ([9, 4], 0, 3, "mending"),
        ([4, 4], 0, 3, "behind"),
        ([9, 4], 0, 40, "behind"),
        ([], 7, 3, "mending"),
        ([0], 0, None, "absent"),
    ],
)
def test_a_status_says_what_the_counts_say(opens, n_unmatched, apart, status):
    counts = [Count(date(2026, 1 + n, 1), n_open, 0, 0) for n, n_open in enumerate(opens)]
    assert _status(counts, opens[-1] if opens else 0, n_unmatched, apart) == status


def test_states_are_in_the_order_they_came(home):
    with open_store(home.store, read_only=True) as store:
        states = states_in(store)["land.certificate"]
    assert [state.told_on.isoformat() for state in states] == ["2026-06-30", "2026-08-31", "2026-10-31"]
    assert [state.version for state in states] == sorted({state.version for state in states})
