"""The observations of a release as a table: Parquet and JSON beside the CSV that was published.

Takes an edition, gives bytes. Numbers are decimals, never floats; an absent number is null and its reason stays in
`status`. Columns are those of `observations.csv`.
"""

import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from tinhso.base.canonical import canonical_json
from tinhso.portal.board import Row
from tinhso.portal.edition import Edition

_NUMBER = pa.decimal128(38, 10)
SCHEMA = pa.schema(
    [
        ("indicator", pa.string()),
        ("area", pa.string()),
        ("period", pa.string()),
        ("numerator", _NUMBER),
        ("denominator", _NUMBER),
        ("value", _NUMBER),
        ("status", pa.string()),
        ("receipt", pa.string()),
        ("invented", pa.bool_()),
    ]
)


def observation_table(edition: Edition) -> pa.Table:
    """Return one row an observation, in the release's order; numbers as decimal(38, 10), absent ones null."""
    rows = [_typed(row) for row in edition.release.observations]
    return pa.Table.from_pylist(rows, schema=SCHEMA.with_metadata({"release": edition.id}))


def parquet_bytes(edition: Edition) -> bytes:
    """Return the observations as a Parquet file, compressed by zstd."""
    buffer = io.BytesIO()
    pq.write_table(observation_table(edition), buffer, compression="zstd")
    return buffer.getvalue()


def json_bytes(edition: Edition) -> bytes:
    """Return the release's id, province and day with its observations; numbers as text, so that no digit is lost."""
    manifest = edition.release.manifest
    head = {name: manifest[name] for name in ("id", "province", "as_of", "invented", "merkle_root")}
    return canonical_json({**head, "observations": [plain(row) for row in edition.release.observations]}) + b"\n"


def plain(row: Row) -> dict[str, object]:
    """Return an observation with null for an absent number and a true boolean for the mark *invented*."""
    numbers = {name: row[name] or None for name in ("numerator", "denominator", "value")}
    return {**row, **numbers, "invented": row["invented"] == "true"}


def _typed(row: Row) -> dict[str, object]:
    numbers = {name: Decimal(row[name]) if row[name] else None for name in ("numerator", "denominator", "value")}
    return {**row, **numbers, "invented": row["invented"] == "true"}
