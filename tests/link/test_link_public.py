"""Public person files: the files' own truth judges, and never chooses a threshold."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from tinhso.link.definition import read_definition
from tinhso.link.invented.scoring import score_duplicates
from tinhso.link.run import link_tables

Reader = Callable[[Path], pa.Table]
EXAMPLES = Path(__file__).parents[2] / "docs" / "how-to" / "link"


def entity(table: pa.Table) -> pa.Array:
    return pa.array([int(text.split("-")[1]) for text in table["rec_id"].to_pylist()])


@pytest.mark.parametrize(("name", "least"), [("dataset1", 0.999), ("dataset2", 0.999), ("dataset3", 0.998)])
def test_duplicates_in_febrl(public_files: Path, read_csv: Reader, name: str, least: float) -> None:
    table = read_csv(public_files / f"{name}.csv")
    linked = link_tables(read_definition(EXAMPLES / "febrl.yaml"), table)
    assert score_duplicates(entity(table), linked.clusters).f1 >= least


def test_links_between_the_two_files_of_febrl_4(public_files: Path, read_csv: Reader) -> None:
    left, right = read_csv(public_files / "dataset4a.csv"), read_csv(public_files / "dataset4b.csv")
    linked = link_tables(read_definition(EXAMPLES / "febrl_link.yaml"), left, right)
    a, b = entity(left).to_numpy(), entity(right).to_numpy()
    kept = linked.accepted
    right_ones = a[linked.scored.left[kept]] == b[linked.scored.right[kept]]
    assert right_ones.mean() >= 0.999
    assert right_ones.sum() / len(b) >= 0.999


def test_duplicates_in_the_small_file_of_splink(public_files: Path, read_csv: Reader) -> None:
    table = read_csv(public_files / "fake_1000.csv")
    linked = link_tables(read_definition(EXAMPLES / "person.yaml"), table)
    truth = pa.array([int(text) for text in table["cluster"].to_pylist()])
    assert score_duplicates(truth, linked.clusters).f1 >= 0.97
