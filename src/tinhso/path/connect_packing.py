"""Packing: the rows a source gives, one after the other, become files of deliveries with the cursor each may bear.

Takes `Row` and `Mark` in the source's order; a mark says that everything so far is complete up to a cursor. A delivery
holds each key once, so it ends before a key that it holds already; the cursor it bears is that of the last mark, so
what stands after the mark is at worst pulled, and put, a second time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from tinhso.registers.delivery import DeliveryKind

N_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a line of JSON, and the text of its key (empty: not known)."""

    key: str
    line: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything before it is complete up to the cursor."""

    cursor: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files ready to be received as one delivery; `as_of` and `invented` only where the source says them."""

    paths: tuple[Path, ...]
    kind: DeliveryKind
    cursor: str
    more: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""
    invented: bool = False


def packed(
    events: Iterable[Row | Mark],
    place: Path,
    kind: DeliveryKind,
    cursor: str,
    columns: Callable[[], str],
    *,
    n_rows: int = N_ROWS,
) -> Iterator[Parcel]:
    """Give the deliveries made of events, each before the rest is read; a full one is never divided nor has a cursor.

    `cursor` is where the source stood before; `columns` tells, once a row was given, what the rows bring.
    """
    with closing(_Packing(place, kind, columns)) as packing:
        for event in events:
            if isinstance(event, Mark):
                cursor = event.cursor if kind == "change" else ""
                continue
            if kind == "change" and (event.key in packing.keys or packing.n_rows >= n_rows):
                yield packing.parcel(cursor)
            packing.write(event)
        if packing.n_rows:
            yield packing.parcel(cursor)


class _Packing:
    """The file being written, its keys, and how many were closed before it."""

    def __init__(self, place: Path, kind: DeliveryKind, columns: Callable[[], str]) -> None:
        self.keys: set[str] = set()
        self.n_rows = 0
        self._place, self._kind, self._columns = place, kind, columns
        self._n_closed = 0
        self._file: BinaryIO | None = None

    @property
    def _path(self) -> Path:
        return self._place / f"rows-{self._n_closed + 1:04d}.jsonl"

    def write(self, row: Row) -> None:
        if self._file is None:
            self._file = self._path.open("wb")
        self._file.write(row.line + b"\n")
        self.n_rows += 1
        if row.key:
            self.keys.add(row.key)

    def parcel(self, cursor: str) -> Parcel:
        self.close()
        made = Parcel((self._path,), self._kind, cursor, {"columns": self._columns()})
        self.n_rows, self._n_closed = 0, self._n_closed + 1
        self.keys.clear()
        return made

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
