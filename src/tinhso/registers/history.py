"""History: the receipts of a home, registers as they stand, and as they stood at any past receipt.

Reads what `check` kept in the lake and `receive` beside the bytes; changes nothing.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.base.receipt import Receipt, read_receipt
from tinhso.engine import Store, open_store
from tinhso.registers.delivery import read_deliveries

RECEIPTS = 'lake."registers".receipt'


@dataclass(frozen=True, slots=True)
class State:
    """A register after one delivery: the day that told of, the receipt of its check, and the lake's version then."""

    told_on: date
    receipt: str
    version: int


def receipts(home: Home) -> list[Receipt]:
    """Return the receipts of every delivery received and of every delivery checked, each in order."""
    with open_store(home.store, read_only=True) as store:
        checked = _checked(store)
    return [each.receipt for each in read_deliveries(home)] + checked


def current(home: Home) -> dict[str, Receipt]:
    """Return for each register that holds rows the receipt of the last delivery checked."""
    with open_store(home.store, read_only=True) as store:
        return receipts_in(store)


def receipts_in(store: Store) -> dict[str, Receipt]:
    """Return for each register of an open store the receipt of the last delivery checked."""
    return {receipt.subject: receipt for receipt in _checked(store)}


def receipt_of(store: Store, sequence: int) -> Receipt | None:
    """Return the receipt of checking a delivery, None when it was not checked."""
    return next((each for each in _checked(store) if each.details["sequence"] == str(sequence)), None)


def checked_of(store: Store, register: str) -> list[Receipt]:
    """Return the receipts of one register's checked deliveries, in order; none when nothing was checked."""
    if not _has_receipts(store):
        return []
    rows = store.fetch(f"select receipt from {RECEIPTS} where register = ? order by sequence", [register])
    return [read_receipt(json.loads(text)) for (text,) in rows]


def as_it_stood(store: Store, register: str, receipt_id: str) -> str:
    """Return SQL for a FROM clause: a register as it stood after a receipt; raises UnusableInput for an unknown one."""
    found = store.fetch(
        "select snapshot_id from ducklake_snapshots('lake') where commit_message = ? order by 1", [receipt_id]
    )
    if not found:
        raise UnusableInput(_unknown(register, receipt_id))
    room, _, name = register.partition(".")
    return f'lake."{room}"."{name}" at (version => {int(found[0][0])})'


def states_in(store: Store) -> dict[str, list[State]]:
    """Return for each register of an open store its states in the order they came, the last one current."""
    versions = dict(
        store.fetch(
            "select commit_message, snapshot_id from ducklake_snapshots('lake') where commit_message is not null"
        )
        if store.has_lake
        else []
    )
    found: dict[str, list[State]] = defaultdict(list)
    for receipt in _checked(store):
        if receipt.id in versions:
            state = State(date.fromisoformat(receipt.as_of), receipt.id, int(versions[receipt.id]))
            found[receipt.subject].append(state)
    return dict(found)


def show_as_it_stood(store: Store, register: str, state: State) -> None:
    """Let `room.register` name the register as it stood in a state, until `Store.show_registers` is called again."""
    room, _, name = register.partition(".")
    lake = f'lake."{room}"."{name}" at (version => {state.version})'
    store.execute(f'create or replace view memory."{room}"."{name}" as from {lake}')


def _checked(store: Store) -> list[Receipt]:
    if not _has_receipts(store):
        return []
    rows = store.fetch(f"select receipt from {RECEIPTS} order by sequence")
    return [read_receipt(json.loads(text)) for (text,) in rows]


def _has_receipts(store: Store) -> bool:
    tables = "select 1 from duckdb_tables() where schema_name = 'registers' and table_name = 'receipt'"
    return bool(store.fetch(tables))


def _unknown(register: str, receipt_id: str) -> Fault:
    return Fault(
        Label("không có biên nhận này", "no such receipt", "ไม่มีใบรับนี้"),
        register,
        receipt_id,
        Label("mã một biên nhận của bước check", "the id of a receipt of checking", "รหัสใบรับของขั้น check"),
        Label("Xem các biên nhận của sổ.", "Look at the register's receipts.", "ดูใบรับของทะเบียน"),
    )
