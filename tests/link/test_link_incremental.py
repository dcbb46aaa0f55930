from copy import deepcopy
from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.link.blocking import candidate_pairs
from tinhso.link.cluster import agglomerate, best_first
from tinhso.link.columns import encode, row_hashes
from tinhso.link.deciding import UNSEEN_BITS
from tinhso.link.definition import parse_definition
from tinhso.link.incremental import Entities
from tinhso.link.invented.faults import CARELESS
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register
from tinhso.link.invented.scoring import score_duplicates
from tinhso.link.run import weigh
from tinhso.link.store import all_keys
from tinhso.link.tables import Tables, compare_all

DEFINITION = parse_definition(
    """
link: residents
id: row_id
fields:
  name: {kind: full_name, column: full_name}
  born: {kind: date, column: born_on}
  sex: {kind: exact}
  phone: {kind: digits}
  address: {kind: text}
households_share: [name, phone, address]
blocking:
  - [born, name:given]
  - [name:bag, born:year]
  - [phone]
""",
    "residents.yaml",
)


def both_registers(seed: int, n: int) -> pa.Table:
    """Two registers of the same people one under the other: most people stand in it twice."""
    province = invent(n, seed)
    columns = ["row_id", "full_name", "born_on", "sex", "phone", "address", "truth"]
    first = population_register(province, seed).select(columns)
    return pa.concat_tables([first, insurance_register(province, seed, rates=CARELESS).select(columns)])


TABLE = both_registers(5, 400)


def entities_of(entities: Entities) -> dict[str, int]:
    return {row_id: entities.of(row_id) for row_id, row in entities.row_of.items() if entities.alive[row]}


def groups(entity: dict[str, int]) -> set[frozenset[str]]:
    members: dict[int, list[str]] = {}
    for row_id, number in entity.items():
        members.setdefault(number, []).append(row_id)
    return {frozenset(rows) for rows in members.values()}


def at_once(entities: Entities, table: pa.Table) -> set[frozenset[str]]:
    """Link a table under the model of `entities` by the code of whole tables: the slow road to the same clusters."""
    columns = {one.name: encode(one, table, None) for one in DEFINITION.fields}
    columns = {name: entities.frequencies[name].put_on(column) for name, column in columns.items()}
    hashes = row_hashes(table, "row_id")
    tables = Tables(columns, hashes, hashes, True)
    keys = list(all_keys(DEFINITION.blocking, columns))
    pairs = candidate_pairs(keys, keys, True)
    levels = compare_all(DEFINITION, tables, pairs.left, pairs.right)
    bits = weigh(DEFINITION, tables, entities.model, pairs.left, pairs.right, levels) - entities.cut_bits
    bits = np.maximum(bits, UNSEEN_BITS)
    order = best_first(bits, hashes[pairs.left], hashes[pairs.right])
    root = agglomerate(pairs.left, pairs.right, bits, order, table.num_rows, UNSEEN_BITS)
    return groups(dict(zip(table["row_id"].to_pylist(), root.tolist(), strict=True)))


@cache
def _first(n: int) -> Entities:
    return Entities.start(DEFINITION, TABLE.slice(0, n))


def start(n: int) -> Entities:
    """Return entities of the first rows, free to change."""
    return deepcopy(_first(n))


@pytest.fixture
def started() -> Entities:
    return start(500)


@given(st.lists(st.integers(1, 200), min_size=0, max_size=5), st.integers(0, 99))
@settings(max_examples=12)
def test_bit_by_bit_is_as_all_at_once(cuts: list[int], seed: int) -> None:
    entities = start(400)
    rest = TABLE.slice(400).take(pa.array(np.random.default_rng(seed).permutation(TABLE.num_rows - 400)))
    at = 0
    for size in [*cuts, rest.num_rows]:
        entities.admit(rest.slice(at, size))
        at = min(at + size, rest.num_rows)
    assert groups(entities_of(entities)) == at_once(entities, TABLE)


@given(st.sets(st.integers(0, 499), min_size=1, max_size=40), st.integers(0, 99))
@settings(max_examples=12)
def test_changed_and_removed_rows_leave_no_trace(hit: set[int], seed: int) -> None:
    table = TABLE.slice(0, 700)
    entities = start(700)
    rows = sorted(hit)
    names = TABLE["full_name"].take(pa.array(np.random.default_rng(seed).integers(0, 700, len(rows))))
    changed = table.take(pa.array(rows)).set_column(1, "full_name", names)
    before = entities_of(entities)
    entities.admit(changed)
    gone = table["row_id"].to_pylist()[500 : 500 + len(rows)]
    entities.remove(gone)
    spared = [k for k in range(700) if k not in hit and not 500 <= k < 500 + len(rows)]
    assert groups(entities_of(entities)) == at_once(entities, pa.concat_tables([table.take(pa.array(spared)), changed]))
    entities.admit(table.take(pa.array([*rows, *range(500, 500 + len(rows))])))
    assert entities_of(entities) == before


@given(st.lists(st.tuples(st.integers(0, 499), st.integers(0, 499), st.booleans()), min_size=1, max_size=6))
@settings(max_examples=15)
def test_undoing_decisions_restores_exactly(pairs: list[tuple[int, int, bool]]) -> None:
    entities = start(500)
    ids = TABLE["row_id"].to_pylist()
    states = [entities_of(entities)]
    for a, b, together in pairs:
        if a != b:
            judgement = "together" if together else "apart"
            entities.judge(judgement, ids[a], ids[b], by="steward", at="2026-01-05", reason="seen on paper")
            states.append(entities_of(entities))
            assert (entities.of(ids[a]) == entities.of(ids[b])) is together
    for number in reversed(range(len(states) - 1)):
        entities.undo(number)
        assert entities_of(entities) == states[number]
    assert all(decision.undone for decision in entities.decisions)


def test_decisions_outlive_deliveries(started: Entities) -> None:
    ids = TABLE["row_id"].to_pylist()
    started.judge("together", ids[0], ids[300], by="steward", at="2026-01-05", reason="one person, two papers")
    started.admit(TABLE.slice(500))
    assert started.of(ids[0]) == started.of(ids[300])


def test_entities_keep_their_number_when_rows_join(started: Entities) -> None:
    before = entities_of(started)
    moved = started.admit(TABLE.slice(500))
    after = entities_of(started)
    kept = sum(before[row_id] == after[row_id] for row_id in before)
    assert kept / len(before) > 0.99
    told = {one.row_id: one.after for one in moved}
    assert {row_id: number for row_id, number in after.items() if before.get(row_id) != number} == told


def test_a_new_person_is_resolved_without_being_admitted(started: Entities) -> None:
    started.admit(TABLE.slice(500, 100))
    before = entities_of(started)
    matches = started.resolve(TABLE.slice(500, 1).set_column(0, "row_id", pa.array(["new"])))[0]
    assert TABLE["row_id"][500].as_py() in {match.row_id for match in matches}
    assert matches[0].entity == started.of(TABLE["row_id"][500].as_py())
    assert matches[0].probability > 0.99
    assert entities_of(started) == before
    stranger = pa.table(
        {
            "row_id": ["x"],
            "full_name": ["Xyz Qrs"],
            "born_on": ["1900-02-02"],
            "sex": ["F"],
            "phone": ["0"],
            "address": ["nowhere"],
        }
    )
    assert started.resolve(stranger) == [[]]


def test_a_household_is_not_taken_for_one_person() -> None:
    table = both_registers(6, 2000)
    kept = score_duplicates(table["truth"].combine_chunks(), Entities.start(DEFINITION, table).entity)
    careless = replace(DEFINITION, households_share=())
    melted = score_duplicates(table["truth"].combine_chunks(), Entities.start(careless, table).entity)
    assert kept.precision > 0.99
    assert kept.recall > 0.95
    assert melted.precision < 0.9


def test_of_two_rows_with_one_id_the_last_holds(started: Entities) -> None:
    twice = pa.concat_tables(
        [TABLE.slice(600, 1), TABLE.slice(601, 1).set_column(0, "row_id", TABLE["row_id"].slice(600, 1))]
    )
    started.admit(twice)
    started.admit(TABLE.slice(601, 1))
    assert started.of(TABLE["row_id"][600].as_py()) == started.of(TABLE["row_id"][601].as_py())
    with pytest.raises(KeyError):
        started.of("unknown")
