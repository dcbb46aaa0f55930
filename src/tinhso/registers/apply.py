"""Apply: put the accepted rows of a delivery into their register, with the receipt, in one transaction.

Takes accepted rows as a SELECT, changes `lake.<room>.<register>`: a full delivery replaces every row, a change delivery
replaces or deletes the rows of its keys. The snapshot bears the receipt's id, by which history finds it.
"""

import json

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.base.receipt import Receipt
from tinhso.engine import Store
from tinhso.registers.contract import Contract
from tinhso.registers.delivery import Delivery
from tinhso.registers.history import RECEIPTS


def apply_delivery(
    store: Store, contract: Contract, delivery: Delivery, receipt: Receipt, previous: Receipt | None, accepted_sql: str
) -> None:
    """Apply accepted rows and keep the receipt, both or neither; raises UnusableInput when the columns changed."""
    store.execute(f"create temp view accepted as {accepted_sql}")
    table = table_name(contract)
    with store.transaction():
        _require_table(store, contract, delivery)
        same = previous is not None and previous.details["state"] == receipt.details["state"]
        if delivery.kind == "change":
            _change(store, contract, table)
        elif not same:
            store.execute(f"delete from {table}")
            store.execute(f"insert into {table} from accepted")
        _keep(store, delivery, receipt)
    store.show_registers()


def table_name(contract: Contract) -> str:
    """Return the register's table in the lake."""
    return f'lake."{contract.room}"."{contract.register}"'


def _change(store: Store, contract: Contract, table: str) -> None:
    same_key = " and ".join(f't."{name}" = accepted."{name}"' for name in contract.key)
    names = ", ".join(f'"{name}"' for name in contract.names)
    store.execute(f"delete from {table} as t using accepted where {same_key}")
    store.execute(f"insert into {table} select {names} from accepted where _action = 'upsert'")


def _keep(store: Store, delivery: Delivery, receipt: Receipt) -> None:
    store.execute(
        f"insert into {RECEIPTS} values (?, ?, ?, ?)",
        [delivery.sequence, receipt.id, delivery.register, json.dumps(receipt.as_dict(), ensure_ascii=False)],
    )
    store.execute("call lake.set_commit_message('check', ?)", [receipt.id])


def _require_table(store: Store, contract: Contract, delivery: Delivery) -> None:
    """Make the register's table when it is new, and again when a full delivery follows a changed contract."""
    store.execute('create schema if not exists lake."registers"')
    store.execute(
        f"create table if not exists {RECEIPTS} (sequence bigint, id varchar, register varchar, receipt varchar)"
    )
    store.execute(f'create schema if not exists lake."{contract.room}"')
    table = table_name(contract)
    columns = [(column.name, column.type.sql) for column in contract.columns]
    definition = ", ".join(f'"{name}" {type_}' for name, type_ in columns)
    store.execute(f"create table if not exists {table} ({definition})")
    found = [(name, type_.lower()) for name, type_ in store.columns(f"from {table}")]
    if found == columns:
        return
    if delivery.kind == "change":
        raise UnusableInput(_changed_form(contract, found))
    store.execute(f"drop table {table}")
    store.execute(f"create table {table} ({definition})")


def _changed_form(contract: Contract, found: list[tuple[str, str]]) -> Fault:
    return Fault(
        Label("sổ đã đổi cột", "the register's columns have changed", "คอลัมน์ของทะเบียนเปลี่ยนแล้ว"),
        contract.id,
        ", ".join(name for name, _ in found),
        Label.same(", ".join(contract.names)),
        Label("Gửi lại toàn bộ sổ.", "Send a full delivery.", "ส่งข้อมูลทั้งทะเบียน"),
    )
