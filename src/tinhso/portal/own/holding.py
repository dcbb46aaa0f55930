"""What the registers of a province hold on one person: their rows, where each comes from, and how they were found.

Takes a home and a proven personal ID, reads checked registers alone and changes nothing. A row is found by the number,
through the household (the home), through a certificate (its parcel), or by a link that was accepted. A number that
stands on several rows of a register of people shows none of them: some are another person's. Numbers of other people
are never given in full.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tinhso.base.canonical import canonical_json, sha256_of
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.engine import DatabaseError, Store, open_store
from tinhso.link.applied import links_in
from tinhso.portal.own.claims import Kind
from tinhso.registers.contract import Column, Contract, read_contracts
from tinhso.registers.history import as_it_stood, checked_of, receipts_in
from tinhso.rooms.services.web.holdings import KEY

RESIDENT, CERTIFICATE = "population.resident", "land.certificate"
PARCEL, DWELLING = "land.parcel", "land.dwelling"
HOLDER_LINK, DWELLING_LINK = "land.holder", "population.household_dwelling"
# A holder may also be written with a number of nine digits, so the contract calls it text.
_HOLDER = "holder_id"
# Of a row found by name and day of birth alone, no more is shown than lets its owner know it.
_BY_LINK = ("serial", "parcel_uid", "area", "sheet", "number", "holder_name", "issued_on")
_NOT_FOR_READING = ("outline", "lat", "lon")
MOST_ROWS, MOST_MEMBERS, MOST_DELIVERIES = 50, 20, 6


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row of a register as it stands; `values` are texts by column (ISO days), empty where nothing is written.

    `found_by` is `number`, `household`, `address`, `certificate` or `link`; `receipt` that of the delivery that stands,
    `since` that of the first delivery from which on it reads as now, `is_older` whether it may have read so before.
    """

    contract: Contract
    values: Mapping[str, str]
    found_by: str
    receipt: Receipt
    since: Receipt
    is_older: bool = False

    @property
    def key(self) -> str:
        """Return the row's key as canonical text."""
        return canonical_json([self.values[name] for name in self.contract.key]).decode()

    @property
    def digest(self) -> str:
        """Return the hash of what the row says."""
        return sha256_of({"register": self.contract.id, **self.values})

    @property
    def area(self) -> str:
        """Return the commune the row belongs to, empty when it names none."""
        return self.values.get("area", "")

    def shown(self) -> list[tuple[Column, str]]:
        """Return the columns a person reads, each with its value; those not shown for a reason are left out."""
        names = _BY_LINK if self.found_by == "link" else self.contract.names
        columns = (column for column in self.contract.columns if column.name in names)
        return [(column, self.values[column.name]) for column in columns if column.name not in _NOT_FOR_READING]


@dataclass(frozen=True, slots=True)
class Gap:
    """A register of people in which the number stands on no row (`missing`), or on several (`shared`, `n_rows`)."""

    contract: Contract
    kind: Kind
    n_rows: int
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Held:
    """All that registers hold on a person; `members` are the names of who is registered in the same household."""

    rows: tuple[HeldRow, ...] = ()
    gaps: tuple[Gap, ...] = ()
    members: tuple[str, ...] = ()

    def of(self, *registers: str) -> list[HeldRow]:
        """Return the rows of some registers."""
        return [row for row in self.rows if row.contract.id in registers]


@dataclass(slots=True)
class _Reading:
    """One reading of a home: its open store, contracts, the last receipt a register, and rows found so far."""

    store: Store
    contracts: Mapping[str, Contract]
    latest: Mapping[str, Receipt]
    personal_id: str
    links: Collection[str] = ()
    rows: list[HeldRow] = field(default_factory=list)

    def known(self) -> Iterator[Contract]:
        """Give the contracts of registers that hold rows and may be shown to those they speak of."""
        yield from (c for id_, c in self.contracts.items() if id_ in self.latest and c.sensitivity != "secret")

    def find(self, register: str, condition: str, values: Iterable[str], found_by: str) -> list[HeldRow]:
        """Return the rows of a register that fulfil a condition; none where it holds none or has other columns."""
        contract, receipt = self.contracts.get(register), self.latest.get(register)
        if contract is None or receipt is None:
            return []
        names = ", ".join(f'"{name}"' for name in contract.names)
        # Names are those of reviewed contracts; what people are known by is a parameter.
        sql = f"select {names} from {register} where {condition} order by all limit {MOST_ROWS}"  # noqa: S608
        try:
            found = self.store.fetch(sql, list(values))
        except DatabaseError:
            return []
        return [HeldRow(contract, _texts(contract, row), found_by, receipt, receipt) for row in found]

    def find_linked(
        self, register: str, link: str, condition: str, other: str, value: str, found_by: str
    ) -> list[HeldRow]:
        """Return the rows of a register that an accepted link ties; none while links rest on older deliveries."""
        contract = self.contracts.get(register)
        if contract is None or link not in self.links:
            return []
        tied = f'"{contract.key[0]}" in (select {other} from {link} where {condition} and accepted)'  # noqa: S608
        return self.find(register, tied, [value], found_by)


def read_held(home: Home, personal_id: str) -> Held:
    """Return what the registers of a home hold on the bearer of a personal ID; nothing where it keeps no registers."""
    with open_store(home.store, read_only=True) as store:
        if not store.has_lake:
            return Held()
        latest = receipts_in(store)
        links = links_in(store, latest).keys()
        reading = _Reading(store, read_contracts(home.folder), latest, personal_id, links)
        gaps = _own_rows(reading)
        resident = next((row for row in reading.rows if row.contract.id == RESIDENT), None)
        members = _household(reading, resident)
        _land(reading, resident)
        rows = tuple(_with_history(reading, [_masked(row, personal_id) for row in reading.rows]))
    return Held(rows, tuple(gaps), members)


def find_row(home: Home, register: str, key: Iterable[str]) -> tuple[HeldRow | None, Receipt | None]:
    """Return the row of a key in a register as it stands, and the last delivery checked; None for what is not there."""
    with open_store(home.store, read_only=True) as store:
        if not store.has_lake:
            return None, None
        reading = _Reading(store, read_contracts(home.folder), receipts_in(store), "")
        contract = reading.contracts.get(register)
        if contract is None:
            return None, None
        same = " and ".join(f'cast("{name}" as varchar) = ?' for name in contract.key)
        found = reading.find(register, same, key, "number")
        return (found[0] if found else None), reading.latest.get(register)


def count_rows(home: Home, register: str, personal_id: str) -> tuple[int, Receipt | None]:
    """Return how many rows of a register bear a number as their person's, and the last delivery checked."""
    with open_store(home.store, read_only=True) as store:
        if not store.has_lake:
            return 0, None
        reading = _Reading(store, read_contracts(home.folder), receipts_in(store), personal_id)
        return len(reading.find(register, f"{KEY} = ?", [personal_id], "number")), reading.latest.get(register)


def _own_rows(reading: _Reading) -> list[Gap]:
    """Find the rows that bear the number, and say in which registers of people it lacks or stands twice."""
    gaps = []
    for contract in reading.known():
        by = _known_by(contract)
        if KEY in by:
            found = reading.find(contract.id, f"{KEY} = ?", [reading.personal_id], "number")
            if len(found) == 1:
                reading.rows += found
            elif found or contract.id == RESIDENT:
                kind = Kind.SHARED if found else Kind.MISSING
                gaps.append(Gap(contract, kind, len(found), reading.latest[contract.id]))
        elif by:
            condition = " or ".join(f'"{name}" = ?' for name in by)
            reading.rows += reading.find(contract.id, condition, [reading.personal_id] * len(by), "number")
    return gaps


def _known_by(contract: Contract) -> list[str]:
    return [c.name for c in contract.columns if c.type.name == "personal_id" or c.name == _HOLDER]


def _household(reading: _Reading, resident: HeldRow | None) -> tuple[str, ...]:
    """Find the home of the person's household, and return the names of who else is registered in it."""
    household = resident.values.get("household_id", "") if resident else ""
    if resident is None or not household:
        return ()
    reading.rows += reading.find(DWELLING, "household_id = ?", [household], "household")
    linked = reading.find_linked(DWELLING, DWELLING_LINK, "left_id = ?", "right_id", household, "address")
    reading.rows += [row for row in linked if row.values["household_id"] != household]
    found = reading.find(RESIDENT, "household_id = ?", [household], "household")
    others = [row.values["full_name"] for row in found if row.key != resident.key]
    return tuple(others[:MOST_MEMBERS])


def _land(reading: _Reading, resident: HeldRow | None) -> None:
    """Find certificates that an accepted link ties to the person, and the parcels of all their certificates."""
    if resident is not None:
        known = {row.key for row in reading.rows if row.contract.id == CERTIFICATE}
        id_ = resident.values["resident_id"]
        linked = reading.find_linked(CERTIFICATE, HOLDER_LINK, "right_id = ?", "left_id", id_, "link")
        reading.rows += [row for row in linked if row.key not in known]
    certificates = [row for row in reading.rows if row.contract.id == CERTIFICATE]
    parcels = sorted({uid for row in certificates if (uid := row.values.get("parcel_uid", ""))})
    if parcels:
        places = ", ".join("?" for _ in parcels)
        reading.rows += reading.find(PARCEL, f"parcel_uid in ({places})", parcels, "certificate")


def _with_history(reading: _Reading, rows: list[HeldRow]) -> Iterator[HeldRow]:
    """Give each row with the first of the latest deliveries from which on it reads as now."""
    for register in dict.fromkeys(row.contract.id for row in rows):
        mine = [row for row in rows if row.contract.id == register]
        checked = checked_of(reading.store, register)
        receipts = checked[-MOST_DELIVERIES:]
        since = {row.key: receipts[-1] for row in mine}
        going = {row.key: row for row in mine}
        for receipt in reversed(receipts[:-1]):
            before = _as_before(reading, mine[0].contract, receipt, going) if going else {}
            going = {key: row for key, row in going.items() if before.get(key) == row.digest}
            since |= dict.fromkeys(going, receipt)
        for row in mine:
            is_older = row.key in going and len(checked) > MOST_DELIVERIES
            yield HeldRow(row.contract, row.values, row.found_by, receipts[-1], since[row.key], is_older)


def _as_before(reading: _Reading, contract: Contract, receipt: Receipt, rows: Mapping[str, HeldRow]) -> dict[str, str]:
    """Return the digests of rows, by key, as they stood after an earlier delivery; none where its columns differ."""
    names = ", ".join(f'"{name}"' for name in contract.names)
    key = " || '|' || ".join(f'cast("{name}" as varchar)' for name in contract.key)
    places = ", ".join("?" for _ in rows)
    wanted = ["|".join(row.values[name] for name in contract.key) for row in rows.values()]
    stood = as_it_stood(reading.store, contract.id, receipt.id)
    try:
        found = reading.store.fetch(f"select {names} from {stood} where {key} in ({places})", wanted)  # noqa: S608
    except DatabaseError:
        return {}
    then = (HeldRow(contract, _texts(contract, row), "", receipt, receipt) for row in found)
    return {row.key: row.digest for row in (_masked(each, reading.personal_id) for each in then)}


def _masked(row: HeldRow, personal_id: str) -> HeldRow:
    """Return a row in which numbers of other people show their last three digits alone."""
    hidden = {
        name: f"•••{row.values[name][-3:]}"
        for name in _known_by(row.contract)
        if row.values[name] not in ("", personal_id)
    }
    return HeldRow(row.contract, {**row.values, **hidden}, row.found_by, row.receipt, row.since) if hidden else row


def _texts(contract: Contract, row: tuple[object, ...]) -> dict[str, str]:
    return {name: _text(value) for name, value in zip(contract.names, row, strict=True)}


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case _:
            return str(value)
