"""The Penn World Table's national-accounts series as the tests read them; absent data skips."""

import csv
import gzip
import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("TINHSO_SHARED") or Path(__file__).parents[2] / "../shared/data")


@pytest.fixture
def penn_rows():
    """Give the reader: country code → year → series → value."""
    return _penn_rows


def _penn_rows(iso: str) -> dict[int, dict[str, float]]:
    """Return year → series → value of one country; a series without a value that year is absent."""
    path = SHARED / "macro/pwt1001.csv.gz"
    if not path.exists():
        pytest.skip("the Penn World Table is not at TINHSO_SHARED/macro")
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["isocode"] == iso]
    return {int(row["year"]): _numbers(row) for row in rows}


def _numbers(row: dict[str, str]) -> dict[str, float]:
    words = {"country", "isocode", "currency", "i_cig", "i_xm", "i_xr", "i_outlier", "i_irr"}
    return {key: float(value) for key, value in row.items() if key not in words and value not in {"", "NA"}}
