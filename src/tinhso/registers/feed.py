"""The change feed: what each checked delivery changed in a register, as numbered lines that others can follow.

Takes a home's history and a shape, keeps `store/feeds/<register>/<audience>/<feed>/`: a file of lines a delivery, and
`feed.json`. Each line is chained to all before it, so two readers who know the same chain hash hold the same rows,
however they were divided into pages. It can be made again from the history at any time, to the same bytes.
"""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tinhso.base.canonical import canonical_json, sha256, sha256_of
from tinhso.base.home import Home, write_atomically
from tinhso.base.receipt import Receipt
from tinhso.engine import Store, open_store
from tinhso.registers.feed_shape import FeedShape
from tinhso.registers.history import checked_of, states_in

EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Group:
    """What one delivery changed: how many lines, the chain hash before and after them, whether it is a full one."""

    sequence: int
    kind: str
    as_of: str
    invented: bool
    n_rows: int
    before: str
    chain: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it stands: its id, its groups in order, and the last delivery that was looked at."""

    id: str
    folder: Path
    shape: str
    seen: int
    groups: tuple[Group, ...] = field(default=())

    @property
    def chain(self) -> str:
        """Return the chain hash of all lines so far."""
        return self.groups[-1].chain if self.groups else first_chain(self.id)


def first_chain(feed: str) -> str:
    """Return the chain hash before the first line of a feed."""
    return sha256(feed.encode())


def next_chain(chain: str, line: bytes) -> str:
    """Return the chain hash after a line (with its line end): SHA-256 of the 32 bytes before it and the line."""
    return hashlib.sha256(bytes.fromhex(chain) + line).hexdigest()


def read_feed(home: Home, shape: FeedShape) -> Feed | None:
    """Return the feed with everything that was checked in it; None while the register has no rows of that shape."""
    newest = _newest_at(home, shape.register, _written_at(home))
    place = home.store / "feeds" / shape.register / shape.audience
    found = _find_kept(place, shape)
    if found is None or found.seen != newest:
        with _building(place), open_store(home.store, read_only=True) as store:
            found = _extended(store, place, shape, _find_kept(place, shape))
    return found


def _written_at(home: Home) -> tuple[int, ...]:
    catalogue = [home.store / name for name in ("lake.sqlite", "lake.sqlite-wal")]
    return tuple(path.stat().st_mtime_ns for path in catalogue if path.exists())


def _newest_at(home: Home, register: str, written_at: tuple[int, ...]) -> int:
    # A catalogue on a server leaves no trace of writing here: it is asked each time.
    return _newest_kept(home, register, written_at) if written_at else _newest(home, register)


@lru_cache(maxsize=256)
def _newest_kept(home: Home, register: str, written_at: tuple[int, ...]) -> int:
    return _newest(home, register)


def _newest(home: Home, register: str) -> int:
    with open_store(home.store, read_only=True) as store:
        return max((_sequence(each) for each in checked_of(store, register)), default=0)


@contextmanager
def _building(place: Path) -> Iterator[None]:
    """Let one process at a time write a feed's files; the others wait and find them."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _extended(store: Store, place: Path, shape: FeedShape, kept: Feed | None) -> Feed | None:
    """Return the feed with the deliveries checked since; begun anew where the register's columns have changed."""
    receipts = checked_of(store, shape.register)
    snapshots = {state.receipt: state.version for state in states_in(store).get(shape.register, ())}
    fresh = [each for each in receipts if kept is not None and _sequence(each) > kept.seen]
    if kept is not None and all(_has_columns(store, shape, snapshots[each.id]) for each in fresh):
        before = next((each for each in receipts if _sequence(each) == kept.seen), None)
        return _appended(store, shape, snapshots, kept, before, fresh)
    usable = _usable(store, shape, snapshots, receipts)
    if not usable:
        return None
    id_ = sha256_of([shape.sha256, _sequence(usable[0])])
    for old in place.glob("*/feed.json"):
        if old.parent.name != id_[:16]:
            shutil.rmtree(old.parent)
    begun = Feed(id_, place / id_[:16], shape.sha256, 0)
    return _appended(store, shape, snapshots, begun, None, usable)


def _usable(store: Store, shape: FeedShape, snapshots: dict[str, int], receipts: Sequence[Receipt]) -> list[Receipt]:
    """Return the newest receipts of a row whose tables have the shape's columns, from the shape's first day on."""
    usable: list[Receipt] = []
    for receipt in reversed(receipts):
        if not _has_columns(store, shape, snapshots[receipt.id]):
            break
        usable.insert(0, receipt)
        if shape.since and receipt.as_of <= shape.since:
            break
    return usable


def _has_columns(store: Store, shape: FeedShape, snapshot: int) -> bool:
    found = {name: type_.lower() for name, type_ in store.columns(f"from {_table(shape, snapshot)}")}
    return all(found.get(name) == type_ for name, type_ in shape.columns)


def _appended(
    store: Store,
    shape: FeedShape,
    snapshots: dict[str, int],
    feed: Feed,
    before: Receipt | None,
    receipts: Sequence[Receipt],
) -> Feed:
    groups, chain = list(feed.groups), feed.chain
    for receipt in receipts:
        old = snapshots[before.id] if before else None
        kind = "full" if shape.is_whole or (before is None and shape.begins_full) else "change"
        lines = _lines(store, shape, receipt, old, snapshots[receipt.id])
        if shape.is_whole and before is not None and before.details["state"] == receipt.details["state"]:
            lines = iter(())
        n_rows, after = _write_lines(feed.folder, _sequence(receipt), lines, chain)
        if n_rows:
            groups.append(Group(_sequence(receipt), kind, receipt.as_of, receipt.invented, n_rows, chain, after))
        chain, before = after, receipt
    seen = _sequence(receipts[-1]) if receipts else feed.seen
    made = Feed(feed.id, feed.folder, feed.shape, seen, tuple(groups))
    _write_feed(made)
    return made


def _lines(store: Store, shape: FeedShape, receipt: Receipt, old: int | None, new: int) -> Iterator[bytes]:
    """Give the lines of one delivery in order of key."""
    sequence, at = _sequence(receipt), receipt.as_of
    number = 0
    old = None if shape.is_whole else old
    is_one_table = old is not None and store.columns(f"from {_table(shape, old)}") == store.columns(
        f"from {_table(shape, new)}"
    )
    for batch in store.batches(changes_sql(shape, old, new, is_one_table=is_one_table)):
        for op, key, row in zip(*(batch.column(place).to_pylist() for place in range(3)), strict=True):
            number += 1
            tail = f',"row":{row}' if row is not None else ""
            head = f'{{"cursor":"{sequence:06d}.{number:09d}","at":"{at}","op":"{op}","key":{key}'
            yield f"{head}{tail}}}\n".encode()


def changes_sql(shape: FeedShape, old: int | None, new: int, *, is_one_table: bool) -> str:
    """Return SQL giving `op`, `key` and `row` (JSON, texts as values) of what differs between two snapshots, by key.

    Within one table the lake says what was written between the two, so that a small delivery costs little however large
    the register; a table that was made anew between them is compared as a whole.
    """
    columns, key = (", ".join(f'"{name}"' for name in names) for names in (shape.names, shape.key))
    puts = f"select {columns} from {_table(shape, new)}"
    gone = f"select {key} from {_table(shape, new)} where false"
    if old is not None:
        came, went = _table(shape, new), _table(shape, old)
        if is_one_table:
            came, went = (_written(shape, which, old + 1, new) for which in ("insertions", "deletions"))
        puts = f"select {columns} from {came} except select {columns} from {went}"
        gone = f"select {key} from {went} except select {key} from {came}"
    key_json, row_json = _json_sql(shape.key), _json_sql(shape.names)
    order = ", ".join(f"k{place}" for place, _ in enumerate(shape.key))
    keys = ", ".join(f'"{name}"::varchar as k{place}' for place, name in enumerate(shape.key))
    return (
        f"select op, key, row from (select 'put' as op, {key_json} as key, {row_json} as row, {keys} from ({puts})"
        f" union all select 'delete', {key_json}, null, {keys} from ({gone})) order by {order}"
    )


def _json_sql(names: Sequence[str]) -> str:
    return f"json_object({', '.join(f'\'{name}\', "{name}"::varchar' for name in names)})::varchar"


def _table(shape: FeedShape, snapshot: int) -> str:
    room, _, name = shape.register.partition(".")
    return f'lake."{room}"."{name}" at (version => {snapshot})'


def _written(shape: FeedShape, which: str, first: int, last: int) -> str:
    room, _, name = shape.register.partition(".")
    return f"ducklake_table_{which}('lake', '{room}', '{name}', {first}, {last})"


def _write_lines(folder: Path, sequence: int, lines: Iterator[bytes], chain: str) -> tuple[int, str]:
    """Keep the lines of one delivery with their checkpoints, and return how many and the chain hash after them."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{sequence:06d}.part"
    points, n_rows, offset, digest = [], 0, 0, bytes.fromhex(chain)
    with part.open("wb") as file:
        for line in lines:
            if n_rows % EVERY == 0:
                points.append([n_rows, offset, digest.hex()])
            file.write(line)
            digest = hashlib.sha256(digest + line).digest()
            n_rows, offset = n_rows + 1, offset + len(line)
    if n_rows:
        write_atomically(folder / f"{sequence:06d}.json", canonical_json(points) + b"\n")
        part.replace(folder / f"{sequence:06d}.jsonl")
    else:
        part.unlink()
    return n_rows, digest.hex()


def _write_feed(feed: Feed) -> None:
    groups = [[g.sequence, g.kind, g.as_of, g.invented, g.n_rows, g.before, g.chain] for g in feed.groups]
    raw = {"feed": feed.id, "shape": feed.shape, "seen": feed.seen, "groups": groups}
    write_atomically(feed.folder / "feed.json", canonical_json(raw) + b"\n")


def _find_kept(place: Path, shape: FeedShape) -> Feed | None:
    for path in place.glob("*/feed.json"):
        feed = _read_kept(path, path.stat().st_mtime_ns)
        if feed.shape == shape.sha256:
            return feed
    return None


@lru_cache(maxsize=64)
def _read_kept(path: Path, written_at: int) -> Feed:
    raw = json.loads(path.read_bytes())
    return Feed(raw["feed"], path.parent, raw["shape"], raw["seen"], tuple(Group(*group) for group in raw["groups"]))


def _sequence(receipt: Receipt) -> int:
    return int(receipt.details["sequence"])
