from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import UnusableInput
from tinhso.link.blocking import candidate_pairs
from tinhso.link.deciding import Linked, cut_bits
from tinhso.link.definition import Definition
from tinhso.link.run import link_tables

GIVEN = ["Robert", "Grace", "Logan", "Evie", "Isla", "Oliver", "Lucas", "Caleb", "Amelia", "Noah"]
SURNAMES = ["Allen", "Kelly", "Murphy", "Dean", "Hall", "Griffiths", "Smith", "Cook", "Rowe", "Bond"]


def people(seed: int, n: int = 300) -> tuple[pa.Table, list[int]]:
    """Rows of invented people, about half written twice with a fault; the number of the person behind each row."""
    rng = np.random.default_rng(seed)
    who = np.concatenate([np.arange(n), rng.integers(0, n, n // 2)])
    years, days, months = rng.integers(1930, 2020, n), rng.integers(1, 29, n), rng.integers(1, 13, n)
    given, surname, number, town = (rng.integers(0, top, n) for top in (10, 260, 900, 40))
    rows = {
        "id": [f"r{k:05d}" for k in range(len(who))],
        "given": [GIVEN[given[p]] for p in who],
        "surname": [SURNAMES[surname[p] % 10] + "abcdefghijklmnopqrstuvwxyz"[surname[p] // 10] for p in who],
        "born": [f"{years[p]}-{months[p]:02d}-{days[p]:02d}" for p in who],
        "town": [f"{number[p]} High Street Town {town[p]}" for p in who],
    }
    for k in range(n, len(who)):
        column = ("given", "surname", "town")[k % 3]
        rows[column][k] = rows[column][k][:2] + rows[column][k][3:]
    return pa.table(rows), who.tolist()


def as_pairs(linked: Linked, ids: list[str]) -> set[frozenset[str]]:
    clusters: dict[int, list[str]] = {}
    for row, cluster in enumerate(linked.clusters.tolist()):
        clusters.setdefault(cluster, []).append(ids[row])
    return {frozenset((a, b)) for rows in clusters.values() for a in rows for b in rows if a < b}


def test_duplicates_with_faults_are_found(person: Definition) -> None:
    table, who = people(1)
    linked = link_tables(person, table)
    found = as_pairs(linked, table["id"].to_pylist())
    ids = table["id"].to_pylist()
    true = {frozenset((ids[a], ids[b])) for a in range(len(who)) for b in range(a) if who[a] == who[b]}
    right = len(found & true)
    assert right / len(found) > 0.98
    assert right / len(true) > 0.97


@pytest.mark.parametrize("seed", range(6))
def test_order_of_rows_is_irrelevant(person: Definition, seed: int) -> None:
    table, _ = people(seed, 80)
    turned = table.take(pa.array(np.random.default_rng(seed).permutation(table.num_rows)))
    one, other = link_tables(person, table), link_tables(person, turned)
    assert as_pairs(one, table["id"].to_pylist()) == as_pairs(other, turned["id"].to_pylist())
    assert one.model.prior == pytest.approx(other.model.prior, rel=1e-9)


def test_exact_duplicates_share_a_cluster(person: Definition) -> None:
    table, _ = people(3, 60)
    again = table.set_column(0, "id", pa.array([f"c{k}" for k in range(table.num_rows)]))
    clusters = link_tables(person, pa.concat_tables([table, again])).clusters
    assert clusters[: table.num_rows].tolist() == clusters[table.num_rows :].tolist()


def test_one_to_one_uses_a_row_once(person: Definition) -> None:
    left, _ = people(5)
    right, _ = people(6)
    linked = link_tables(replace(person, pairing="one_to_one"), left, right)
    kept = linked.accepted
    assert (
        len(set(linked.scored.left[kept].tolist())) == int(kept.sum()) == len(set(linked.scored.right[kept].tolist()))
    )


def test_linking_backwards_gives_the_same_pairs(person: Definition) -> None:
    left, _ = people(7)
    right = people(7)[0].slice(100)
    there, back = link_tables(person, left, right), link_tables(person, right, left)
    forward = zip(there.scored.left[there.accepted].tolist(), there.scored.right[there.accepted].tolist(), strict=True)
    reverse = zip(back.scored.right[back.accepted].tolist(), back.scored.left[back.accepted].tolist(), strict=True)
    assert set(forward) == set(reverse)


def test_an_empty_table_links_to_nothing(person: Definition) -> None:
    table, _ = people(1)
    empty = link_tables(person, table.slice(0, 0))
    assert len(empty.scored.left) == 0
    linked = link_tables(person, table, table.slice(0, 0))
    assert not linked.accepted.any()
    assert len(linked.clusters) == table.num_rows


def test_a_missing_column_is_named_with_the_nearest(person: Definition) -> None:
    table = people(1)[0].rename_columns(["id", "given", "surnam", "born", "town"])
    with pytest.raises(UnusableInput, match='Did you mean "surnam"'):
        link_tables(person, table)


KEYS = st.lists(st.lists(st.integers(0, 4), min_size=9, max_size=9), min_size=1, max_size=3)


@given(KEYS, st.booleans())
def test_candidates_are_all_pairs_that_share_a_key_each_once(keys: list[list[int]], within: bool) -> None:
    left = [np.array(rule[: 9 if within else 5], np.uint64) for rule in keys]
    right = left if within else [np.array(rule[5:], np.uint64) for rule in keys]
    found = candidate_pairs([k.copy() for k in left], [k.copy() for k in right], within)
    slow = {
        (a, b)
        for x, y in zip(left, right, strict=True)
        for a in range(len(x))
        for b in range(len(y))
        if x[a] == y[b] != 0 and (a < b or not within)
    }
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    if within:
        pairs = [(min(pair), max(pair)) for pair in pairs]
    assert sorted(pairs) == sorted(slow)


def test_over_large_blocks_are_left_out_and_counted() -> None:
    common = np.array([1] * 6 + [2, 2], np.uint64)
    rare = np.array([5, 5, 0, 0, 0, 0, 0, 0], np.uint64)
    found = candidate_pairs([common.copy(), rare.copy()], [common.copy(), rare.copy()], True, largest_block=10)
    assert found.left_out == 15
    assert {frozenset(p) for p in zip(found.left.tolist(), found.right.tolist(), strict=True)} == {
        frozenset((6, 7)),
        frozenset((0, 1)),
    }


def test_the_cut_follows_the_wanted_precision() -> None:
    bits = np.array([20.0, 10.0, 3.0, 0.0, -5.0])
    assert cut_bits(bits, 3.0, 0.99) == 10.0
    assert cut_bits(bits, 3.0, 0.9) == 3.0
    assert cut_bits(bits, 3.0, None) in {3.0, 0.0}
    assert cut_bits(np.zeros(0), 0.0, 0.9) == 0.0
