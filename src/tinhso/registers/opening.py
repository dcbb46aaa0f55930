"""Opening a file of a delivery: its format is known by its first bytes, not by its name.

Takes kept bytes, gives a `Source`; every way in which a file as a whole can be unusable becomes a four-part error.
"""

import gzip
import shutil
import zlib
from collections.abc import Mapping
from pathlib import Path

from tinhso.base.errors import UnusableInput
from tinhso.engine import Store
from tinhso.registers.columnar import open_json_lines, open_parquet
from tinhso.registers.contract import Contract
from tinhso.registers.delimited import open_delimited
from tinhso.registers.encoding import encoding_of, first_bytes, write_utf8
from tinhso.registers.feed_lines import is_feed, open_feed_lines
from tinhso.registers.geojson import is_geojson, open_geojson
from tinhso.registers.source import Source
from tinhso.registers.unusable import no_table, unreadable
from tinhso.registers.workbook import open_workbook

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PARQUET = b"PAR1"
_GZIP = b"\x1f\x8b"
_BEFORE_TEXT = b"\xef\xbb\xbf\xff\xfe \r\n\t\x00"
_OTHERS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}


def open_source(
    store: Store,
    path: Path,
    where: str,
    contract: Contract,
    others: Mapping[str, Contract],
    workplace: Path,
    number: int,
) -> Source:
    """Return the opened source; `workplace` takes decoded copies. Raises UnusableInput naming the file (`where`)."""
    path = _plain(path, where, workplace, number)
    start = first_bytes(path)
    _require_table(start, where)
    if start.startswith(_WORKBOOKS):
        return open_workbook(store, path.read_bytes(), where, contract, others, number)
    if start.startswith(_PARQUET):
        return open_parquet(store, path, where, contract, others)
    if is_feed(start):
        return open_feed_lines(store, path, where, contract, others, number)
    encoding = encoding_of(start)
    if start.lstrip(_BEFORE_TEXT).startswith(b"{") and is_geojson(start):
        return open_geojson(store, path, encoding, where, contract, others, workplace, number)
    if start.lstrip(_BEFORE_TEXT).startswith(b"{"):
        readable = path
        if encoding not in ("utf-8", "utf-8-sig"):
            readable = workplace / f"{number}.jsonl"
            write_utf8(path, encoding, readable)
        return open_json_lines(store, readable, where, contract, others, number)
    return open_delimited(store, path, encoding, where, contract, others, workplace, number)


def _plain(path: Path, where: str, workplace: Path, number: int) -> Path:
    """Return the path of the bytes without compression.

    Undone here and not by the engine, whose reader takes a file cut off for one that ends: rows would be lost.
    """
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            return path
    plain = workplace / f"{number}.plain"
    try:
        with gzip.open(path) as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnusableInput(unreadable(where, "gzip", str(error))) from error
    return plain


def _require_table(start: bytes, where: str) -> None:
    if not start.strip():
        raise UnusableInput(no_table(where, "0 byte"))
    for mark, name in _OTHERS.items():
        if start.startswith(mark):
            raise UnusableInput(no_table(where, name))
    if b"\x00" in start and not start.startswith((*_WORKBOOKS, _PARQUET)) and not _is_utf16(start):
        raise UnusableInput(no_table(where, start[:16].hex(" ")))


def _is_utf16(start: bytes) -> bool:
    return encoding_of(start).startswith("utf-16")
