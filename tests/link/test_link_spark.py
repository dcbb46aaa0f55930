"""The same linkage beyond one machine: Spark's workers give the pairs, weights and clusters found here."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.link.blocking import candidate_pairs, without_large_blocks
from tinhso.link.deciding import Linked
from tinhso.link.definition import read_definition
from tinhso.link.invented.faults import CAREFUL
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register
from tinhso.link.run import link_tables

TWICE = replace(CAREFUL, written_twice=0.02)
LINKS = PACKAGED_ROOMS / "population" / "links"


def scored(linked: Linked) -> list[tuple[object, ...]]:
    s = linked.scored
    columns = (s.left, s.right, s.rule, linked.accepted, np.round(s.bits, 9), *s.levels)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize(("file", "two"), [("residents_insured", True), ("residents_twice", False)])
def test_a_definition_gives_the_same_on_spark(spark, monkeypatch, tmp_path, file, two) -> None:
    from tinhso.engine.spark import session

    definition, province = read_definition(LINKS / f"{file}.yaml"), invent(3000, 11)
    id_, _ = definition.id_columns or ("row_id", "row_id")
    made = [
        population_register(province, 11, rates=TWICE).rename_columns({"row_id": id_}),
        *([insurance_register(province, 11)] if two else []),
    ]
    tables: list[pa.Table] = []
    for number, table in enumerate(made):
        pq.write_table(table, tmp_path / f"{number}.parquet")
        tables.append(session().read.parquet(str(tmp_path / f"{number}.parquet")).toArrow())
    on_spark = link_tables(definition, *tables)
    monkeypatch.setenv("TINHSO_ENGINE", "duckdb")
    here = link_tables(definition, *made)
    assert scored(on_spark) == scored(here)
    assert on_spark.clusters.tolist() == here.clusters.tolist()
    assert on_spark.left_out == here.left_out
    assert here.accepted.sum() > 5


@pytest.mark.parametrize("within", [True, False])
def test_pieces_of_all_keys_give_the_pairs_of_the_whole(within: bool) -> None:
    rng = np.random.default_rng(5)
    left = [rng.integers(0, 60, 400).astype(np.uint64) for _ in range(3)]
    right = left if within else [rng.integers(0, 60, 500).astype(np.uint64) for _ in range(3)]
    whole = candidate_pairs(left, right, within, largest_block=40)
    a, b, left_out = without_large_blocks(left, right, within, largest_block=40)
    pieces = [candidate_pairs(list(a), list(b), within, piece=(number, 7)) for number in range(7)]
    found = sorted(pair for one in pieces for pair in zip(one.left, one.right, one.rule, strict=True))
    assert found == sorted(zip(whole.left, whole.right, whole.rule, strict=True))
    assert left_out == whole.left_out > 0
