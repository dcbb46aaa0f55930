"""A linkage of the path as a pure step: no order, no history, decisions hold and can be taken back, no row is lost."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.base.errors import DefinitionError
from tinhso.link.invented.enterprises import enterprise_register
from tinhso.link.invented.land import certificate_register, invent_land
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import population_register
from tinhso.link.linkage import COLUMNS, DECISIONS, Linkage, read_linkages
from tinhso.link.linking import PairDecision, chances, link_rows

DAY = date(2026, 11, 22)
FEW = settings(max_examples=8)


@pytest.fixture(scope="module")
def holder() -> Linkage:
    return read_linkages()["land.holder"]


@pytest.fixture(scope="module")
def twice() -> Linkage:
    return read_linkages()["population.residents_twice"]


@pytest.fixture(scope="module")
def sides() -> tuple[pa.Table, pa.Table]:
    """Certificates and residents of one invented province, with the names that the registers give them."""
    province = invent(900, 3)
    people = population_register(province, 3).rename_columns({"row_id": "resident_id", "commune_code": "area"})
    held = certificate_register(province, invent_land(province, 3), 3).rename_columns({"commune_code": "area"})
    return held, people


@pytest.fixture(scope="module")
def written_twice(sides: tuple[pa.Table, pa.Table]) -> pa.Table:
    people = sides[1]
    again = people.slice(0, 30)
    ids = pa.array([f"Q{id_}" for id_ in again["resident_id"].to_pylist()])
    return pa.concat_tables([people, again.set_column(0, "resident_id", ids)])


def word(pair: tuple[str, str], *, together: bool, day: int = 1) -> PairDecision:
    return PairDecision(*pair, together, date(2026, 11, day), 2)


def accepted_of(table: pa.Table) -> dict[str, str]:
    return {row["left_id"]: row["right_id"] for row in table.to_pylist() if row["accepted"]}


def test_every_left_row_is_linked_or_not(holder: Linkage, sides: tuple[pa.Table, pa.Table]) -> None:
    table, told = link_rows(holder, *sides)
    assert tuple(table.column_names) == tuple(COLUMNS)
    assert (told.n_left, told.n_right) == (sides[0].num_rows, sides[1].num_rows)
    assert told.n_linked == len(accepted_of(table)) == told.n_accepted
    assert told.n_linked > 0.8 * told.n_left
    assert told.precision.low <= told.precision.value <= told.precision.high
    rows = table.to_pylist()
    assert all(row["accepted"] or row["probability"] >= 0.02 for row in rows)
    assert all(row["entity"] == (row["right_id"] if row["accepted"] else None) for row in rows)


def test_the_estimate_is_near_the_truth(holder: Linkage, sides: tuple[pa.Table, pa.Table]) -> None:
    table, told = link_rows(holder, *sides)
    truth = [dict(zip(t[n].to_pylist(), t["truth"].to_pylist(), strict=True)) for t, n in zip(
        sides, holder.ids, strict=True)]  # fmt: skip
    found = accepted_of(table)
    right = sum(truth[0][a] == truth[1][b] for a, b in found.items())
    known = set(truth[1].values())
    assert right / len(found) >= told.precision.low - 0.02
    assert right / sum(t in known for t in truth[0].values()) >= told.recall.low - 0.05


def test_owners_from_elsewhere_are_linked_to_nobody() -> None:
    province = invent(6000, 4)
    people = population_register(province, 4).rename_columns({"row_id": "resident_id", "commune_code": "area"})
    firms = enterprise_register(province, 4).rename_columns({"commune_code": "area"})
    codes = firms["tax_code"].to_pylist()
    assert len(set(codes)) == len(codes) == 100
    assert all(tax_digit(code) == int(code[9]) for code in codes)
    table, told = link_rows(read_linkages()["economy.owner"], firms, people)
    truth = dict(zip(people["resident_id"].to_pylist(), people["truth"].to_pylist(), strict=True))
    owners = dict(zip(codes, firms["truth"].to_pylist(), strict=True))
    found = accepted_of(table)
    assert sum(truth[b] != owners[a] for a, b in found.items()) <= 1
    assert len(found) >= 0.9 * sum(owner in set(truth.values()) for owner in owners.values())
    assert told.n_linked == len(found)


def tax_digit(code: str) -> int:
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    return 10 - sum(w * int(d) for w, d in zip(weights, code, strict=False)) % 11


@FEW
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(holder, sides, random) -> None:
    orders = [list(range(side.num_rows)) for side in sides]
    for order in orders:
        random.shuffle(order)
    again, told = link_rows(holder, *(side.take(order) for side, order in zip(sides, orders, strict=True)))
    table, before = link_rows(holder, *sides)
    assert again.equals(table)
    assert (told.n_linked, round(told.precision.value, 9)) == (before.n_linked, round(before.precision.value, 9))


@FEW
@given(st.data())
def test_decisions_hold_and_taken_back_leave_no_trace(holder, sides, data) -> None:
    table, _ = link_rows(holder, *sides)
    rows = table.to_pylist()
    chosen = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=6, unique_by=lambda r: r["left_id"]))
    words = [word((r["left_id"], r["right_id"]), together=not r["accepted"]) for r in chosen]
    judged, told = link_rows(holder, *sides, words)
    found = accepted_of(judged)
    for each in words:
        assert (found.get(each.left_id) == each.right_id) is each.is_together
    by_person = {r["left_id"] for r in judged.to_pylist() if r["decided_by"] == "person"}
    assert by_person == {r["left_id"] for r in chosen}
    assert told.n_decided == len(words)
    assert link_rows(holder, *sides, [])[0].equals(table)
    untouched = accepted_of(table).keys() - {r["left_id"] for r in chosen}
    assert all(found[left] == accepted_of(table)[left] for left in untouched)


def test_people_may_join_rows_that_no_rule_found(holder: Linkage, sides: tuple[pa.Table, pa.Table]) -> None:
    pair = sides[0]["serial"][0].as_py(), sides[1]["resident_id"][sides[1].num_rows - 1].as_py()
    table, _ = link_rows(holder, *sides, [word(pair, together=True)])
    assert accepted_of(table)[pair[0]] == pair[1]


def test_the_later_word_on_a_pair_holds(holder: Linkage, sides: tuple[pa.Table, pa.Table]) -> None:
    first = next(iter(accepted_of(link_rows(holder, *sides)[0]).items()))
    words = [word(first, together=True, day=1), word(first, together=False, day=2)]
    assert first[0] not in {*accepted_of(link_rows(holder, *sides, words)[0]).items()}
    assert accepted_of(link_rows(holder, *sides, words)[0]).get(first[0]) != first[1]


def test_a_decision_on_rows_that_are_gone_is_counted(holder: Linkage, sides: tuple[pa.Table, pa.Table]) -> None:
    table, told = link_rows(holder, *sides, [word(("gone", "gone"), together=True)])
    assert (told.n_decided, told.n_without_rows) == (0, 1)
    assert table.equals(link_rows(holder, *sides)[0])


def test_copies_stand_under_the_smallest_id(twice: Linkage, written_twice: pa.Table) -> None:
    table, told = link_rows(twice, written_twice, None)
    rows = [row for row in table.to_pylist() if row["accepted"]]
    copies = {row["right_id"]: row for row in rows if row["right_id"].startswith("Q")}
    assert len(copies) >= 28
    for id_, row in copies.items():
        assert row["entity"] <= id_.removeprefix("Q")
        assert row["left_id"] < row["right_id"]
    assert told.n_linked >= 2 * len(copies)
    # Every two rows of a group stand in the table.
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(row["entity"], set()).update((row["left_id"], row["right_id"]))
    assert sum(len(g) * (len(g) - 1) // 2 for g in groups.values()) == len(rows)


@FEW
@given(st.data())
def test_apart_parts_a_group_and_taken_back_joins_it(twice, written_twice, data) -> None:
    table, _ = link_rows(twice, written_twice, None)
    row = data.draw(st.sampled_from([row for row in table.to_pylist() if row["accepted"]]))
    pair = row["left_id"], row["right_id"]
    parted, _ = link_rows(twice, written_twice, None, [word(pair[::-1], together=False)])
    assert pair not in {(r["left_id"], r["right_id"]) for r in parted.to_pylist() if r["accepted"]}
    assert link_rows(twice, written_twice, None)[0].equals(table)


def test_two_equal_candidates_are_each_half_sure() -> None:
    left, bits = np.array([0, 0, 1], np.int32), np.array([20.0, 20.0, 20.0])
    assert chances(left, bits, single=True) == pytest.approx([0.5, 0.5, 1.0], abs=1e-5)
    assert chances(left, bits, single=False) == pytest.approx([1.0, 1.0, 1.0], abs=1e-5)


@pytest.mark.parametrize("side", [0, 1])
def test_an_empty_side_links_to_nothing(holder: Linkage, sides: tuple[pa.Table, pa.Table], side: int) -> None:
    given_sides = [table.slice(0, 0) if n == side else table for n, table in enumerate(sides)]
    table, told = link_rows(holder, *given_sides)
    assert (table.num_rows, told.n_linked, tuple(table.column_names)) == (0, 0, tuple(COLUMNS))


def test_a_side_that_names_an_id_twice_is_refused(holder: Linkage, sides: tuple[pa.Table, pa.Table]) -> None:
    with pytest.raises(DefinitionError, match="an id stands twice"):
        link_rows(holder, sides[0], pa.concat_tables([sides[1], sides[1].slice(0, 1)]))


def test_linkages_name_registers_and_ids() -> None:
    found = read_linkages()
    assert DECISIONS == "population.link_decision"
    assert found["land.holder"].registers == ("land.certificate", "population.resident")
    assert "population.residents_insured" not in found


def test_a_linkage_without_law_is_refused(tmp_path) -> None:
    folder = tmp_path / "rooms" / "land" / "links"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("link: mine\nleft: land.parcel\n", "utf-8")
    with pytest.raises(DefinitionError, match="law"):
        read_linkages(tmp_path)


def test_what_people_decide_teaches_the_chances_of_the_others(
    holder: Linkage, sides: tuple[pa.Table, pa.Table]
) -> None:
    before = link_rows(holder, *sides)[0].to_pylist()
    lightest = sorted((row for row in before if row["accepted"]), key=lambda row: row["probability"])[:20]
    denied = [word((row["left_id"], row["right_id"]), together=False) for row in lightest]
    after = {(row["left_id"], row["right_id"]): row for row in link_rows(holder, *sides, denied)[0].to_pylist()}
    touched = {row["left_id"] for row in lightest}
    others = [row for row in before if row["left_id"] not in touched and (row["left_id"], row["right_id"]) in after]
    changes = [after[row["left_id"], row["right_id"]]["probability"] - row["probability"] for row in others]
    assert max(changes) <= 0 > min(changes)
    weights = [after[row["left_id"], row["right_id"]]["weight_bits"] - row["weight_bits"] for row in others]
    assert max(map(abs, weights)) == 0
