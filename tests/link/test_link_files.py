from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest

from tinhso.base.errors import UnusableInput
from tinhso.link.definition import parse_definition
from tinhso.link.explain import explain
from tinhso.link.files import link_files, read_table
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register
from tinhso.link.invented.scoring import score_links
from tinhso.link.run import link_encoded, link_tables
from tinhso.link.tables import encode_tables

DEFINITION = """
link: residents
id: row_id
pairing: one_to_one
fields:
  personal_id: {kind: digits}
  name: {kind: full_name, column: full_name}
  born: {kind: date, column: born_on}
  address: {kind: text}
strong_keys: [personal_id]
households_share: [address]
blocking:
  - [born, name:given]
  - [name:bag, born:year]
"""


@pytest.fixture(scope="module")
def registers() -> tuple[pa.Table, pa.Table]:
    province = invent(3000, 11)
    return population_register(province, 1), insurance_register(province, 1)


def test_two_registers_link_with_and_without_ids(registers: tuple[pa.Table, pa.Table]) -> None:
    left, right = registers
    linked = link_tables(parse_definition(DEFINITION, "x"), left, right)
    kept = linked.accepted
    rows = linked.scored.left[kept], linked.scored.right[kept]
    score = score_links(left["truth"].combine_chunks(), right["truth"].combine_chunks(), *rows)
    assert score.precision > 0.995
    assert score.recall > 0.98
    by_name = linked.scored.rule[kept] >= 0
    assert by_name.sum() > 300


def test_every_pair_is_explained_to_its_weight(registers: tuple[pa.Table, pa.Table]) -> None:
    definition = parse_definition(DEFINITION, "x")
    tables = encode_tables(definition, *registers)
    linked = link_encoded(definition, tables)
    by_rule = [k for k, rule in enumerate(linked.scored.rule.tolist()) if rule >= 0]
    by_key = [k for k, rule in enumerate(linked.scored.rule.tolist()) if rule < 0]
    for pair in [*by_rule[:50], *by_key[:50]]:
        waterfall = explain(linked, tables, pair)
        assert waterfall.bits == pytest.approx(float(linked.scored.bits[pair]), abs=1e-6)
    for language in ("vi", "en", "th"):
        assert len(explain(linked, tables, by_rule[0]).text(language).splitlines()) in {6, 7}
    assert "share a key" in explain(linked, tables, by_key[0]).text("en")


def test_files_become_pairs_and_clusters(tmp_path: Path, registers: tuple[pa.Table, pa.Table]) -> None:
    (tmp_path / "link.yaml").write_text(DEFINITION, "utf-8")
    pq.write_table(registers[0], tmp_path / "a.parquet")
    csv.write_csv(registers[1], tmp_path / "b.csv")
    n = link_files(tmp_path / "link.yaml", tmp_path / "a.parquet", tmp_path / "b.csv", tmp_path / "out" / "pairs.csv")
    pairs = csv.read_csv(tmp_path / "out" / "pairs.csv")
    assert n == pairs.num_rows > 2000
    assert pairs.column_names[:5] == ["left_id", "right_id", "weight_bits", "probability", "cluster"]
    clusters = csv.read_csv(tmp_path / "out" / "pairs.clusters.csv")
    assert clusters.num_rows == registers[0].num_rows + registers[1].num_rows


def test_pairs_are_all_pairs_of_each_cluster(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("link: x\nfields: {name: {kind: name}, born: {kind: date}}\nblocking: [born]\n")
    rows = [f"name{k},19{k:02d}-03-04" for k in range(10, 60)]
    rows += ["ann lee,1980-05-06", "ann lee,1980-05-06", "ann lee,1980-05-06"]
    (tmp_path / "a.csv").write_text("name,born\n" + "\n".join(rows) + "\n")
    assert link_files(tmp_path / "x.yaml", tmp_path / "a.csv", None, tmp_path / "p.parquet") == 3
    pairs = pq.read_table(tmp_path / "p.parquet")
    found = set(zip(pairs["left_id"].to_pylist(), pairs["right_id"].to_pylist(), strict=True))
    assert found == {("51", "52"), ("51", "53"), ("52", "53")}
    assert pq.read_table(tmp_path / "p.clusters.parquet").num_rows == 53


def test_lines_that_are_no_rows_are_kept_and_counted(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("link: x\nfields: {name: {kind: name}}\nblocking: [name]\n")
    (tmp_path / "a.csv").write_text("\ufeffname ; town\nann;x\nbob;y;z\nann;x\n", "utf-8")
    received = read_table(tmp_path / "a.csv")
    assert received.table.column_names == ["name", "town"]
    assert (received.table.num_rows, len(received.rejected)) == (2, 1)
    link_files(tmp_path / "x.yaml", tmp_path / "a.csv", None, tmp_path / "p.csv")
    assert csv.read_csv(tmp_path / "p.rejected.csv")["text"].to_pylist() == ["bob;y;z"]


def test_a_file_that_cannot_be_used_is_told_in_four_parts(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="no such file"):
        read_table(tmp_path / "absent.csv")
    (tmp_path / "old.csv").write_bytes("tên;xã\nĐào;Hoà\n".encode("utf-16"))
    with pytest.raises(UnusableInput, match="Save it as UTF-8"):
        read_table(tmp_path / "old.csv")
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    with pytest.raises(UnusableInput, match="cannot be read"):
        read_table(tmp_path / "bad.parquet")
