"""The workbook of rows to be mended: the register's own columns, beside what each row contradicts and what is expected.

Takes a rule and its conflicts, gives an XLSX, every cell as text so that leading zeros stay. Once mended it is sent as
a change delivery as it is; the columns on the right are none of the register's and are passed over.
"""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.engine import Store, open_store
from tinhso.measure.rule import Conflict, Rule
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.rejects import text_cell

_TITLE = Label(
    "{register}: {rule} ({n} dòng). Sửa, giữ tiêu đề, gửi lại như một lần thay đổi",
    "{register}: {rule} ({n} rows). Mend, keep the header, send as a change",
    "{register}: {rule} ({n} แถว) แก้ คงหัวตารางไว้ แล้วส่งเป็นการเปลี่ยนแปลง",
)
_OTHER = Label("Mâu thuẫn với", "Contradicts", "ขัดแย้งกับ")
_SINCE = Label("Mâu thuẫn từ ngày", "Conflicts since", "ขัดแย้งตั้งแต่")
_EXPECTED = Label("Phải là", "What must hold", "สิ่งที่ต้องเป็น")


def write_conflicts_xlsx(home: Home, rule: Rule, rows: Sequence[Conflict], path: Path, language: str) -> None:
    """Write the rows of conflicts as a workbook in a language; a row that is gone meanwhile has its key alone."""
    contract = read_contracts(home.folder)[rule.register]
    with open_store(home.store, read_only=True) as store:
        held = _held(store, contract, [row.row_id for row in rows])
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("1")
    title = _TITLE.format(register=contract.label, rule=rule.label, n=len(rows))
    sheet.append([text_cell(sheet, title.text(language), bold=True)])
    labels = [*(column.label for column in contract.columns), _OTHER, _SINCE, _EXPECTED]
    sheet.append([text_cell(sheet, label.text(language), bold=True) for label in labels])
    for row in rows:
        known = held.get(row.row_id, [row.row_id if name in contract.key else "" for name in contract.names])
        more = [row.other_id, row.since.isoformat(), rule.expected.text(language)]
        sheet.append([text_cell(sheet, text) for text in (*known, *more)])
    workbook.save(path)


def _held(store: Store, contract: Contract, keys: Sequence[str]) -> dict[str, list[str]]:
    """Return the rows of a register by their key, each value as text."""
    columns = ", ".join(f"coalesce(cast(\"{name}\" as varchar), '')" for name in contract.names)
    table = f'"{contract.room}"."{contract.register}"'
    rows = store.fetch(
        f'select "{contract.key[0]}", {columns} from {table} where list_contains(?, "{contract.key[0]}")',  # noqa: S608
        [list(keys)],
    )
    return {str(key): [str(value) for value in values] for key, *values in rows}
