"""The content hash of a query: one SHA-256 over its rows, free of row order and of the engine that ran it.

Takes a SELECT, gives a hex digest. How an outsider makes the same one:

1. The text of a value: decimal digits for a number (a decimal with all places of its column), ISO for a date,
   `YYYY-MM-DD HH:MM:SS[.ffffff]` for an instant (Vietnamese civil time, no trailing zeros), `true`/`false`, text as is.
2. The text of a row: the JSON array of its values' texts in column order, absent ones `null`, without spaces, UTF-8,
   as Python's `json.dumps(row, ensure_ascii=False, separators=(",", ":"))` writes it (U+0000 to U+001F that have no
   short escape as `\\u00XX` with capital digits).
3. The hash of a row: SHA-256 of that, as 64 lower-case hex digits.
4. A bucket: the hashes that begin with the same two digits, sorted and joined without separator; its hash: SHA-256.
5. The content hash: SHA-256 of the JSON array of column names (written as above), a line feed, and the buckets' hashes
   (64 hex digits each) in order of their digits; buckets without rows are left out.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from tinhso.engine.store import Store

_HEX = 64
_FLOATS = ("FLOAT", "DOUBLE", "REAL")


def content_hash(store: Store, select_sql: str) -> str:
    """Return the content hash of a SELECT; raises TypeError for a float column, which has no canonical text."""
    columns = store.columns(select_sql)
    _require_exact(columns)
    digest = hashlib.sha256(json.dumps([c for c, _ in columns], ensure_ascii=False, separators=(",", ":")).encode())
    digest.update(b"\n")
    for bucket in _bucket_hashes(_sorted_hashes(store, select_sql, [name for name, _ in columns])):
        digest.update(bucket)
    return digest.hexdigest()


def row_hashes_sql(select_sql: str, columns: Iterable[str]) -> str:
    """Return SQL giving one row hash `h` for each row of a SELECT, in ascending order."""
    texts = ", ".join(f'"{column}"::varchar' for column in columns)
    return f"select sha256(json_array({texts})::varchar) as h from ({select_sql}) order by h"  # noqa: S608


def _require_exact(columns: Iterable[tuple[str, str]]) -> None:
    for name, type_ in columns:
        if type_.startswith(_FLOATS):
            raise TypeError(f"column {name} is {type_}: a float has no canonical text; use an integer or a decimal")


def _sorted_hashes(store: Store, select_sql: str, columns: list[str]) -> Iterator[np.ndarray]:
    for batch in store.batches(row_hashes_sql(select_sql, columns)):
        if len(batch):
            yield _letters(batch.column(0))


def _letters(hashes: pa.Array) -> np.ndarray:
    first = int(np.frombuffer(hashes.buffers()[1], np.int32, 1, hashes.offset * 4)[0])
    letters = np.frombuffer(hashes.buffers()[2], np.uint8, len(hashes) * _HEX, first)
    return letters.reshape(-1, _HEX)


def _bucket_hashes(batches: Iterable[np.ndarray]) -> Iterator[bytes]:
    current, digest = b"", hashlib.sha256()
    for letters in batches:
        prefixes = letters[:, 0].astype(np.uint16) * 256 + letters[:, 1]
        starts = np.flatnonzero(np.diff(prefixes, prepend=0))
        for start, end in zip(starts, [*starts[1:], len(letters)], strict=True):
            prefix = letters[start, :2].tobytes()
            if prefix != current:
                if current:
                    yield digest.hexdigest().encode()
                current, digest = prefix, hashlib.sha256()
            digest.update(np.ascontiguousarray(letters[start:end]).data)
    if current:
        yield digest.hexdigest().encode()
