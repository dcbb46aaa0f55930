"""Public figures the tests read where they lie beside the repository."""

import csv
import gzip

import pytest


@pytest.fixture
def penn_rows(shared):
    """Give the reader of the Penn World Table 10.01: country code → year → series → value; absent values are absent."""

    def read(iso: str) -> dict[int, dict[str, float]]:
        with gzip.open(shared / "macro/pwt1001.csv.gz", "rt", encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file) if row["isocode"] == iso]
        return {int(row["year"]): _numbers(row) for row in rows}

    return read


def _numbers(row: dict[str, str]) -> dict[str, float]:
    words = {"country", "isocode", "currency", "i_cig", "i_xm", "i_xr", "i_outlier", "i_irr"}
    return {key: float(value) for key, value in row.items() if key not in words and value not in {"", "NA"}}
