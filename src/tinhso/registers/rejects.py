"""The workbook of rejected rows that goes back to their sender: mend the coloured cells, send it again as a change.

Takes the rejects kept for a receipt, gives an XLSX in the register's own columns, every cell as text so that leading
zeros stay. The reasons stand as notes on the cells and in a column of their own, in the sender's language.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.base.receipt import Receipt
from tinhso.registers.contract import ACTION, Contract, read_contracts
from tinhso.registers.kept_rejects import problem_of, read_problems, rejects_path
from tinhso.registers.problem import Problem

__all__ = ["read_problems", "rejects_path", "text_cell", "write_rejects_xlsx"]
# More than a person mends by hand; the sender exports the file again instead.
N_ROWS_WRITTEN = 100_000
N_ROWS_WITH_NOTES = 2_000
_FAULTY = PatternFill("solid", fgColor="FFE08A")
_BOLD = Font(bold=True)
_TITLE = Label(
    "{register}: {n} dòng bị từ chối. Sửa ô tô màu, giữ tiêu đề, gửi lại như một lần thay đổi. Biên nhận {receipt}",
    "{register}: {n} rows rejected. Mend the coloured cells, keep the header, send as a change. Receipt {receipt}",
    "{register}: ปฏิเสธ {n} แถว แก้ช่องที่มีสี คงหัวตารางไว้ แล้วส่งใหม่เป็นการเปลี่ยนแปลง ใบรับ {receipt}",
)
_REASON = Label("Lý do từ chối", "Reason for rejection", "เหตุผลที่ปฏิเสธ")
_PLACE = Label("Dòng trong tệp đã gửi", "Row of the file sent", "แถวในไฟล์ที่ส่ง")
_LINE = Label("Nội dung dòng đã gửi", "Line as it was sent", "ข้อความบรรทัดที่ส่ง")


@dataclass(frozen=True, slots=True)
class _Reject:
    place: str
    action: str
    cells: list[str | None]
    line: str
    problems: list[Problem]


def write_rejects_xlsx(home: Home, receipt: Receipt, path: Path, language: str = "vi") -> int:
    """Write the rejected rows of a receipt as a workbook and return how many; the first 100,000 when there are more."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("1")
    contract = read_contracts(home.folder).get(receipt.subject)
    names = _columns(home, receipt)
    title = _TITLE.format(
        register=contract.label if contract else receipt.subject, n=receipt.rows_rejected, receipt=receipt.id[:12]
    )
    sheet.append([text_cell(sheet, title.text(language), bold=True)])
    sheet.append([text_cell(sheet, text, bold=True) for text in _headers(contract, receipt, names, language)])
    n_written = 0
    for reject in _rejects(home, receipt, len(names)):
        sheet.append(_row(sheet, reject, names, receipt, language, notes=n_written < N_ROWS_WITH_NOTES))
        n_written += 1
        if n_written == N_ROWS_WRITTEN:
            break
    workbook.save(path)
    return n_written


def _columns(home: Home, receipt: Receipt) -> list[str]:
    path = rejects_path(home, receipt.id)
    return list(json.loads(pq.read_schema(path).metadata[b"columns"])) if path.exists() else []


def _headers(contract: Contract | None, receipt: Receipt, names: list[str], language: str) -> list[str]:
    labels: Mapping[str, Label] = {column.name: column.label for column in contract.columns} if contract else {}
    action = [ACTION] if receipt.details["kind"] == "change" else []
    own = [labels[name].text(language) if name in labels else name for name in names]
    return [*action, *own, _REASON.text(language), _PLACE.text(language), _LINE.text(language)]


def _rejects(home: Home, receipt: Receipt, n_columns: int) -> Iterator[_Reject]:
    path = rejects_path(home, receipt.id)
    if not path.exists():
        return
    with pq.ParquetFile(path) as file:
        rules = json.loads(file.schema_arrow.metadata[b"rules"])
        for batch in file.iter_batches():
            for raw in batch.to_pylist():
                problems = [problem_of(raw["part"], raw["row"], problem, rules) for problem in raw["problems"]]
                whole = len(raw["cells"]) == n_columns
                cells = raw["cells"] if whole else [None] * n_columns
                line = "" if whole else str(raw["cells"][0])
                yield _Reject(f"{raw['part']}: {raw['row']}", raw["action"] or "", cells, line, problems)


def _row(
    sheet: object, reject: _Reject, names: list[str], receipt: Receipt, language: str, *, notes: bool
) -> list[object]:
    faulty = {problem.column: problem for problem in reject.problems}
    cells = [text_cell(sheet, reject.action)] if receipt.details["kind"] == "change" else []
    for name, text in zip(names, reject.cells, strict=True):
        cell = text_cell(sheet, text or "")
        if name in faulty:
            cell.fill = _FAULTY
            if notes:
                cell.comment = Comment(_reason(faulty[name], language), "tinhso")
        cells.append(cell)
    reasons = "; ".join(
        f"{problem.column}: {_reason(problem, language)}" if problem.column else _reason(problem, language)
        for problem in reject.problems
    )
    return [*cells, text_cell(sheet, reasons), text_cell(sheet, reject.place), text_cell(sheet, reject.line)]


def _reason(problem: Problem, language: str) -> str:
    return f"{problem.expected.text(language)}. {problem.advice.text(language)}"


def text_cell(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """Return a cell of a workbook being written that stays text, whatever it holds."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", text))
    # What a sender wrote stays text: a leading "=" must not become a formula in the next reader's hands.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top")
    if bold:
        cell.font = _BOLD
    return cell
