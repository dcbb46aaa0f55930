"""Pull: ask the sources of a home's connections for what is new, keep it, and remember how each of them stands.

Takes a home and an instant, gives how many failed. What is pulled becomes a delivery like any other, and the cursor
stands in that delivery's receipt: both are kept by one write, so a stop at any moment loses nothing and puts nothing
twice. A pull never goes past a delivery that the register could not take. How a connection stands
(`store/connections/`) may be lost: then it is asked again.
"""

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from tinhso.base.canonical import canonical_json
from tinhso.base.errors import DefinitionError, Fault, TinhsoError, UnusableInput, nearest
from tinhso.base.home import Home, write_atomically
from tinhso.base.label import Label
from tinhso.path.connect_feed import FeedPages
from tinhso.path.connect_fetch import Fetch
from tinhso.path.connect_folder import pull_folder
from tinhso.path.connect_http import HttpRows
from tinhso.path.connect_packing import Parcel, packed
from tinhso.path.connect_postgres import PostgresRows
from tinhso.path.connection import Connection, FeedSource, FolderSource, HttpSource, PostgresSource, read_connections
from tinhso.path.feed_seal import Held
from tinhso.registers.check import check, find_pending
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.delivery import Delivery, read_deliveries
from tinhso.registers.receive import receive, require_register

Log = Callable[[dict[str, object]], None]
FetchMaker = Callable[[str, str], Fetch]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a connection stands: when it was asked and last answered (ISO instants, empty: never), and what went wrong.

    `etag` lets a source answer that nothing changed; `faults` are those of the last time, as they are written.
    """

    asked_at: str = ""
    answered_at: str = ""
    failing_since: str = ""
    n_deliveries: int = 0
    etag: str = ""
    faults: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Pull:
    """What one pull needs: the home, the connection, its register's contract, what it brought before, the instant."""

    home: Home
    connection: Connection
    contract: Contract
    before: tuple[Delivery, ...]
    at: datetime
    standing: Standing
    fetch: FetchMaker
    from_start: bool = False

    @property
    def where(self) -> str:
        """Return how faults name the connection."""
        return f"connections/{self.connection.name}"

    @property
    def place(self) -> Path:
        """Return where files lie until they are kept."""
        return self.home.store / "pull" / self.connection.name

    @property
    def etag(self) -> str:
        """Return what lets the source answer that nothing changed."""
        return "" if self.from_start else self.standing.etag

    def last(self, detail: str) -> str:
        """Return a fact of the last delivery, as its cursor; empty before the first and when all is asked for anew."""
        return "" if self.from_start or not self.before else self.before[-1].receipt.details.get(detail, "")


def pull_due(
    home: Home,
    at: datetime,
    as_of: date,
    log: Log,
    *,
    names: Collection[str] = (),
    from_start: bool = False,
    fetch: FetchMaker = Fetch,
) -> int:
    """Pull the connections that are due, or those named, and return how many failed; one failing stops no other.

    Hold the home's run lock (`daily.alone`). `from_start` forgets the cursors of those named. Raises UnusableInput for
    a name that no connection has.
    """
    connections = read_connections(home)
    unknown = [name for name in names if name not in connections]
    if unknown:
        raise UnusableInput(*(_unknown(name, list(connections)) for name in unknown))
    n_failed = 0
    for name, connection in connections.items():
        standing = read_standing(home, name)
        if name in names or (not names and is_due(connection, standing, at)):
            n_failed += not _pull_one(home, name, connection, at, as_of, log, from_start=from_start, fetch=fetch)
    return n_failed


def is_due(connection: Connection | DefinitionError, standing: Standing, at: datetime) -> bool:
    """Return whether a connection's time has come; a definition at fault is looked at each time."""
    if isinstance(connection, DefinitionError) or not standing.asked_at:
        return True
    return at - datetime.fromisoformat(standing.asked_at) >= connection.every


def read_standing(home: Home, name: str) -> Standing:
    """Return how a connection stands; as never asked when nothing is known."""
    try:
        raw = json.loads(_standing_path(home, name).read_text("utf-8"))
        return Standing(**{**raw, "faults": tuple(raw["faults"])})
    except (OSError, ValueError, TypeError, KeyError):
        return Standing()


def _pull_one(
    home: Home,
    name: str,
    connection: Connection | DefinitionError,
    at: datetime,
    as_of: date,
    log: Log,
    *,
    from_start: bool,
    fetch: FetchMaker,
) -> bool:
    standing = replace(read_standing(home, name), asked_at=at.isoformat())
    line: dict[str, object] = {"step": "pull", "connection": name}
    try:
        if isinstance(connection, DefinitionError):
            raise connection
        line["register"] = connection.register
        n_kept, etag = _keep_new(_pull(home, connection, at, standing, fetch, from_start=from_start), as_of)
    except TinhsoError as error:
        faults = tuple(fault.as_dict() for fault in error.faults)
        since = standing.failing_since or at.isoformat()
        _write_standing(home, name, replace(standing, faults=faults, failing_since=since, etag=""))
        log({**line, "result": "failed", "why": sorted({fault.what.en for fault in error.faults})})
        return False
    done = replace(standing, answered_at=at.isoformat(), failing_since="", faults=(), n_deliveries=n_kept, etag=etag)
    _write_standing(home, name, done)
    log({**line, "result": "received" if n_kept else "nothing", "deliveries": n_kept})
    return True


def _pull(
    home: Home, connection: Connection, at: datetime, standing: Standing, fetch: FetchMaker, *, from_start: bool
) -> Pull:
    require_register(home, connection.register)
    contract = read_contracts(home.folder)[connection.register]
    before = tuple(each for each in read_deliveries(home) if _came_by(each, connection))
    return Pull(home, connection, contract, before, at, standing, fetch, from_start)


def _came_by(delivery: Delivery, connection: Connection) -> bool:
    return delivery.receipt.details.get("connection") == connection.name and delivery.register == connection.register


def _keep_new(pull: Pull, as_of: date) -> tuple[int, str]:
    """Keep and check what the source has, delivery by delivery; return how many and the ETag of the last answer."""
    _check_waiting(pull)
    shutil.rmtree(pull.place, ignore_errors=True)
    pull.place.mkdir(parents=True)
    try:
        parcels, etag = _parcels(pull)
        n_kept = 0
        for parcel in parcels:
            _keep(pull, parcel, as_of)
            n_kept += 1
        return n_kept, etag()
    finally:
        shutil.rmtree(pull.place, ignore_errors=True)


def _check_waiting(pull: Pull) -> None:
    """Check what waits for the register, and raise what is wrong with a delivery of this connection.

    What came later would be put over a register that lacks it.
    """
    own = {each.sequence for each in pull.before}
    for each in find_pending(pull.home):
        if each.register == pull.connection.register:
            try:
                check(pull.home, each)
            except UnusableInput:
                if each.sequence in own and not pull.from_start:
                    raise


def _keep(pull: Pull, parcel: Parcel, as_of: date) -> None:
    origin = {"connection": pull.connection.name, "cursor": parcel.cursor, **parcel.more}
    # Asked for anew, the same rows are other deliveries than the first time, and so are all that follow.
    anew_at = pull.at.isoformat() if pull.from_start else pull.last("anew_at")
    delivery = receive(
        pull.home,
        parcel.paths,
        register=pull.connection.register,
        sender=pull.connection.sender or pull.contract.sender,
        as_of=date.fromisoformat(parcel.as_of) if parcel.as_of else as_of,
        kind=parcel.kind,
        invented=pull.connection.invented or parcel.invented,
        origin=origin | ({"anew_at": anew_at} if anew_at else {}),
    )
    check(pull.home, delivery)


def _parcels(pull: Pull) -> tuple[Iterator[Parcel], Callable[[], str]]:
    """Return what the source gives, and what tells the ETag of its last answer afterwards."""
    source, deliver = pull.connection.source, pull.connection.deliver
    cursor, columns = pull.last("cursor") if deliver == "change" else "", pull.last("columns")
    match source:
        case FolderSource():
            known = {(file.name, file.sha256) for each in pull.before for file in each.files}
            folder = pull.home.folder / source.path
            pulled = () if pull.from_start else known
            return pull_folder(source, folder, pull.place, pull.where, deliver, pull.at, pulled), str
        case PostgresSource():
            address = source.address.read(pull.home, pull.where)
            rows = PostgresRows(source, pull.contract, pull.where, address, cursor, columns)
            return packed(rows, pull.place, deliver, cursor, lambda: rows.columns), str
        case HttpSource():
            answers = HttpRows(source, pull.contract, _fetch(pull, source), cursor, columns, pull.etag)
            return packed(answers, pull.place, deliver, cursor, lambda: answers.columns), lambda: answers.etag
        case FeedSource():
            held = Held(pull.last("feed"), pull.last("cursor"), pull.last("chain"))
            pages = FeedPages(source, _fetch(pull, source), pull.place, held, pull.etag)
            return iter(pages), lambda: pages.etag


def _fetch(pull: Pull, source: HttpSource | FeedSource) -> Fetch:
    return pull.fetch(pull.where, source.token.read(pull.home, pull.where) if source.token else "")


def _standing_path(home: Home, name: str) -> Path:
    return home.store / "connections" / f"{name}.json"


def _write_standing(home: Home, name: str, standing: Standing) -> None:
    raw = {
        "asked_at": standing.asked_at,
        "answered_at": standing.answered_at,
        "failing_since": standing.failing_since,
        "n_deliveries": standing.n_deliveries,
        "etag": standing.etag,
        "faults": list(standing.faults),
    }
    write_atomically(_standing_path(home, name), canonical_json(raw) + b"\n")


def _unknown(name: str, known: list[str]) -> Fault:
    return Fault(
        Label("không có kết nối này", "no such connection", "ไม่มีการเชื่อมต่อนี้"),
        "connections/",
        name,
        Label("một tệp trong connections/", "a file in connections/", "ไฟล์ใน connections/"),
        Label.same(nearest(name, known)),
    )
