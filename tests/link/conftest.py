"""Small tables and definitions the linkage tests share."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pytest
from hypothesis import settings

from tinhso.link.definition import Definition, parse_definition

# The first call of a compiled loop compiles it; that says nothing about the example.
settings.register_profile("compiled", deadline=None)
settings.load_profile("compiled")

PERSON = """
link: people
id: id
fields:
  given: {kind: name, swaps_with: surname}
  surname: {kind: name, swaps_with: given}
  born: {kind: date}
  town: {kind: text}
blocking:
  - [given]
  - [surname]
  - [born]
"""


@pytest.fixture(scope="session")
def person() -> Definition:
    return parse_definition(PERSON, "people.yaml")


@pytest.fixture(scope="session")
def public_files(shared: Path) -> Path:
    return shared / "linkage"


@pytest.fixture(scope="session")
def read_csv() -> Callable[[Path], pa.Table]:
    """Give a reader of CSV files: every column as text, names without spaces around them."""
    return _read_csv


def _read_csv(path: Path) -> pa.Table:
    with path.open(encoding="utf-8") as file:
        names = [name.strip() for name in file.readline().split(",")]
    return csv.read_csv(
        path,
        csv.ReadOptions(column_names=names, skip_rows=1),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
