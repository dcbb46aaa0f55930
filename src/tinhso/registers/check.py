"""Check: type, constrain and explain the rows of a delivery, and apply the good ones to their register.

Takes a delivery and its register's contract, gives a `Receipt` in which rows accepted and rejected add up to
those received. The register, its history and the receipt change in one transaction, so a process killed at any moment
and run again leaves what it would have left unkilled. Rejected rows are kept beside, with their reasons (`rejects`).
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from tinhso import __version__
from tinhso.base.canonical import sha256
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.base.receipt import Receipt
from tinhso.engine import DatabaseError, Store, content_hash, open_store
from tinhso.registers import check_sql
from tinhso.registers.apply import apply_delivery
from tinhso.registers.areas_of_day import areas_table
from tinhso.registers.column_type import Style, number_style
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.delivery import Delivery, read_deliveries
from tinhso.registers.history import receipt_of, receipts_in
from tinhso.registers.kept_rejects import write_rejects
from tinhso.registers.opening import open_source
from tinhso.registers.outline import outlines_table
from tinhso.registers.source import Source
from tinhso.registers.unusable import unreadable

Progress = Callable[[Delivery, int, int], None]


def check_all(home: Home, progress: Progress | None = None) -> list[Receipt]:
    """Check every delivery not yet checked, in the order received, and return their receipts.

    `progress` is called before each with the delivery, how many are done and how many there are. Raises UnusableInput
    at the end, with the faults of all deliveries that could not be used; the others are applied. Such a delivery is
    tried again until a later one of its register was accepted.
    """
    pending = find_pending(home)
    receipts: list[Receipt] = []
    faults: list[Fault] = []
    for n_done, delivery in enumerate(pending):
        if progress is not None:
            progress(delivery, n_done, len(pending))
        try:
            receipts.append(check(home, delivery))
        except UnusableInput as error:
            faults.extend(error.faults)
    if faults:
        raise UnusableInput(*faults)
    return receipts


def check(home: Home, delivery: Delivery) -> Receipt:
    """Return the receipt of checking a delivery; the one there is when it was checked before.

    Takes the home's write lock. Raises UnusableInput when the delivery as a whole cannot be used: unreadable, of
    another register, of a kind the contract does not allow, or older than what the register holds.
    """
    contracts = read_contracts(home.folder)
    with home.writing(), open_store(home.store) as store:
        done = receipt_of(store, delivery.sequence)
        if done is not None:
            return done
        latest = receipts_in(store)
        contract = _require_usable(delivery, contracts.get(delivery.register), latest)
        previous = latest.get(delivery.register)
        with _workplace(home):
            receipt, accepted = _judge(store, home, delivery, contract, contracts, previous)
            apply_delivery(store, contract, delivery, receipt, previous, accepted)
        return receipt


def try_delivery(home: Home, delivery: Delivery) -> Receipt:
    """Return the receipt that checking a delivery would give to an empty register; no register is changed.

    Rejected rows are kept under the receipt's id. Takes the home's write lock; raises UnusableInput as `check` does.
    """
    contracts = read_contracts(home.folder)
    with home.writing(), open_store(home.store, read_only=True) as store, _workplace(home):
        contract = _require_usable(delivery, contracts.get(delivery.register), {})
        return _judge(store, home, delivery, contract, contracts, None)[0]


@contextmanager
def _workplace(home: Home) -> Iterator[None]:
    """Keep an empty `store/tmp` for the files of one check while inside; hold the home's write lock."""
    place = home.store / "tmp"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _judge(
    store: Store,
    home: Home,
    delivery: Delivery,
    contract: Contract,
    contracts: Mapping[str, Contract],
    previous: Receipt | None,
) -> tuple[Receipt, str]:
    """Return the receipt of a delivery, and the SELECT of its accepted rows; rejected ones are kept beside."""
    is_change = delivery.kind == "change"
    sources, parts = _load(store, home, delivery, contract, contracts)
    store.register("areas", areas_table(date.fromisoformat(delivery.as_of)))
    for column in (column for column in contract.columns if column.type.is_outline):
        texts = {str(text): int(n) for text, n in store.fetch(check_sql.outline_texts_sql(column))}
        store.register(f"outlines_{column.name}", outlines_table(texts, apart=column.apart))
    styles = _styles(store, contract, sources)
    store.execute(check_sql.typed_table_sql(contract, styles, is_change=is_change))
    store.execute(check_sql.repeats_table_sql(contract))
    store.execute(check_sql.broken_table_sql(sources))
    [(n_received, n_rejected)] = store.fetch(check_sql.counts_sql())
    accepted = check_sql.accepted_sql(contract, is_change=is_change)
    content = content_hash(store, accepted)
    receipt = _receipt(delivery, contract, sources, content, previous, n_received, n_rejected)
    if n_rejected:
        write_rejects(store, home, receipt.id, contract, check_sql.rejects_sql(contract, parts))
    return receipt, accepted


def _load(
    store: Store, home: Home, delivery: Delivery, contract: Contract, contracts: Mapping[str, Contract]
) -> tuple[list[Source], list[tuple[str, int, int]]]:
    """Fill `raw` from every file, and return the sources and, per file, its name, first row and last header line."""
    store.execute(check_sql.raw_table_sql(contract))
    sources: list[Source] = []
    parts: list[tuple[str, int, int]] = []
    for number, file in enumerate(delivery.files):
        source = open_source(store, file.path(home), file.name, contract, contracts, home.store / "tmp", number)
        [(first,)] = store.fetch("select count(*) from raw")
        sources.append(_read(store, contract, source, number, file.name))
        parts.append((file.name, int(first), source.header.row))
    return sources, parts


def _read(store: Store, contract: Contract, source: Source, number: int, where: str) -> Source:
    """Append the rows of a source to `raw`, or those of another way to read it, and return the one that was read."""
    try:
        with store.transaction():
            store.execute(check_sql.load_sql(contract, source, number))
            if source.n_rows >= 0 and not _all_came(store, source, number):
                raise _NotAllCame
            return source
    except (DatabaseError, _NotAllCame) as error:
        # Damage beyond the first bytes shows only while reading on: a columnar file cut off.
        if source.otherwise is None:
            raise UnusableInput(unreadable(where, source.format.upper(), str(error))) from error
    return _read(store, contract, source.otherwise(), number, where)


class _NotAllCame(Exception):
    """Rows and broken lines are not as many as the lines counted; what was loaded is undone."""


def _all_came(store: Store, source: Source, number: int) -> bool:
    [(n_rows,)] = store.fetch("select count(*) from raw where _part = ?", [number])
    [(n_broken,)] = store.fetch(f"select count(distinct line) from {source.broken_lines}")
    return int(n_rows) + int(n_broken) == source.n_rows


def _styles(store: Store, contract: Contract, sources: list[Source]) -> dict[str, Style]:
    columns = [column for column in contract.columns if column.type.is_decimal]
    if not columns or all(source.exact_numbers for source in sources):
        return {}
    [evidence] = store.fetch(check_sql.evidence_sql(contract))
    return {c.name: number_style(counts, c.type.n_places) for c, counts in zip(columns, evidence, strict=True)}


def _receipt(
    delivery: Delivery,
    contract: Contract,
    sources: list[Source],
    content: str,
    previous: Receipt | None,
    n_received: int,
    n_rejected: int,
) -> Receipt:
    inputs = {"receipt:receive": delivery.receipt.id}
    state = content
    if delivery.kind == "change":
        inputs |= {"receipt:previous": previous.id} if previous else {}
        state = sha256(((previous.details["state"] if previous else "") + content).encode())
    return Receipt(
        step="check",
        subject=delivery.register,
        as_of=delivery.as_of,
        code=__version__,
        content=content,
        inputs=inputs,
        definition=contract.sha256,
        law=contract.law,
        rows_in=n_received,
        rows_out=n_received - n_rejected,
        rows_rejected=n_rejected,
        # A register is marked as long as any row in it may be invented.
        invented=delivery.invented or (delivery.kind == "change" and previous is not None and previous.invented),
        details={
            "register": delivery.register,
            "kind": delivery.kind,
            "sequence": str(delivery.sequence),
            "format": ", ".join(sorted({source.format for source in sources})),
            "encoding": ", ".join(sorted({source.encoding for source in sources})),
            "ignored_columns": "; ".join(sorted({name for source in sources for name in source.header.unknown}))[:500],
            "state": state,
        },
    )


def find_pending(home: Home) -> list[Delivery]:
    """Return the deliveries that no check has accepted yet, in the order received."""
    with open_store(home.store, read_only=True) as store:
        checked = {register: int(r.details["sequence"]) for register, r in receipts_in(store).items()}
    return [each for each in read_deliveries(home) if each.sequence > checked.get(each.register, 0)]


def _require_usable(delivery: Delivery, contract: Contract | None, latest: Mapping[str, Receipt]) -> Contract:
    where = f"{delivery.register} #{delivery.sequence}"
    if contract is None:
        raise UnusableInput(_no_contract(where, delivery.register))
    if contract.mode not in ("both", delivery.kind):
        raise UnusableInput(_wrong_kind(where, delivery.kind, contract.mode))
    last = latest.get(delivery.register)
    if last is not None and int(last.details["sequence"]) > delivery.sequence:
        raise UnusableInput(_too_late(where, delivery.sequence, last.details["sequence"]))
    return contract


def _no_contract(where: str, register: str) -> Fault:
    return Fault(
        Label("sổ không còn định nghĩa", "the register is no longer defined", "ทะเบียนไม่มีนิยามแล้ว"),
        where,
        register,
        Label("tệp hợp đồng dữ liệu của sổ", "the register's contract file", "ไฟล์สัญญาข้อมูลของทะเบียน"),
        Label("Khôi phục tệp YAML của sổ.", "Bring the register's YAML file back.", "คืนไฟล์ YAML ของทะเบียน"),
    )


def _wrong_kind(where: str, kind: str, mode: str) -> Fault:
    return Fault(
        Label("sổ không nhận kiểu gửi này", "the register takes no such delivery", "ทะเบียนไม่รับการส่งแบบนี้"),
        where,
        kind,
        Label.same(mode),
        Label("Gửi lại đúng kiểu.", "Send it again as the other kind.", "ส่งใหม่ให้ตรงแบบ"),
    )


def _too_late(where: str, sequence: int, last: str) -> Fault:
    return Fault(
        Label("sổ đã nhận lần gửi sau", "the register already holds a later delivery", "ทะเบียนรับการส่งครั้งหลังแล้ว"),
        where,
        f"#{sequence}",
        Label(f"sau #{last}", f"after #{last}", f"หลัง #{last}"),
        Label("Gửi lại như một lần gửi mới.", "Send it again as a new delivery.", "ส่งใหม่เป็นครั้งใหม่"),
    )
