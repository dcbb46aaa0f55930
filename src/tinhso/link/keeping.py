"""Entities of a file kept in a folder: started once, then told of changes and of what people decide, each in a moment.

Takes a definition file, a folder and tables, gives what moved. The first table makes the model; every later one holds
new, changed and (column `_action`: delete) removed rows. What linking all rows at once would give is what stands
(`incremental`), and a decision that is undone leaves no trace but its own record.
"""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.link.definition import read_definition
from tinhso.link.files import read_table, write_table
from tinhso.link.incremental import Entities, Judgement, Moved
from tinhso.link.kept import read_entities, write_entities

ACTION = "_action"
_WORDS_FOR_DELETE = ("delete", "xóa", "xoá")


def keep_file(definition: Path, folder: Path, delivery: Path) -> list[Moved]:
    """Take a table in and return the rows whose entity changed; the first table starts the folder.

    Raises DefinitionError, or UnusableInput for a file that cannot be read or a definition that names no id.
    """
    wanted, table = read_definition(definition), read_table(delivery).table
    if wanted.id_columns is None:
        raise UnusableInput(_fault(definition.name, _NO_ID, "id: -", _AN_ID, _NAME_ID))
    if not (folder / "entities.json").exists():
        entities = Entities.start(wanted, table)
        moved = [Moved(row_id, -1, entities.of(row_id)) for row_id in entities.row_ids]
    else:
        entities = read_entities(wanted, folder)
        stays, gone = _parted(table, wanted.id_columns[0])
        moved = [*entities.remove(gone), *(entities.admit(stays) if stays.num_rows else [])]
    write_entities(entities, folder)
    return moved


def judge_kept(
    definition: Path, folder: Path, judgement: Judgement, pair: Sequence[str], *, by: str, at: str, reason: str
) -> tuple[int, list[Moved]]:
    """Record that two rows are one entity, or are not, and return the decision's number and what moved.

    Raises UnusableInput for rows that are not there.
    """
    entities = _kept(definition, folder)
    unknown = [row_id for row_id in pair if row_id not in entities.row_of]
    if unknown:
        raise UnusableInput(_fault(folder.name, _NO_ROW, ", ".join(unknown), _A_ROW, _LOOK_UP))
    moved = entities.judge(judgement, pair[0], pair[1], by=by, at=at, reason=reason)
    write_entities(entities, folder)
    return entities.decisions[-1].number, moved


def undo_kept(definition: Path, folder: Path, number: int) -> list[Moved]:
    """Let a decision no longer hold and return what moved; raises UnusableInput for an unknown number."""
    entities = _kept(definition, folder)
    if not 0 <= number < len(entities.decisions):
        raise UnusableInput(_fault(folder.name, _NO_DECISION, str(number), _A_NUMBER, _LOOK_UP))
    moved = entities.undo(number)
    write_entities(entities, folder)
    return moved


def write_entities_table(definition: Path, folder: Path, out: Path) -> int:
    """Write the entity of every row that is there to a CSV or Parquet file, and return how many rows there are."""
    entities = _kept(definition, folder)
    rows = [row for row, alive in enumerate(entities.alive) if alive]
    table = pa.table({"id": [entities.row_ids[row] for row in rows], "entity": entities.entity[rows]})
    write_table(table, out)
    return int(table.num_rows)


def _kept(definition: Path, folder: Path) -> Entities:
    try:
        return read_entities(read_definition(definition), folder)
    except FileNotFoundError as error:
        raise UnusableInput(_fault(str(folder), _NOTHING, "-", _A_FOLDER, _START)) from error


def _parted(table: pa.Table, id_column: str) -> tuple[pa.Table, list[str]]:
    """Return the rows to take in, and the ids of those to take out."""
    if ACTION not in table.column_names:
        return table, []
    words = pc.utf8_lower(pc.fill_null(table.column(ACTION).cast(pa.string()), ""))
    is_gone = pc.is_in(words, pa.array(_WORDS_FOR_DELETE))
    gone: list[str] = table.filter(is_gone).column(id_column).cast(pa.string()).to_pylist()
    return table.filter(pc.invert(is_gone)).drop_columns([ACTION]), gone


_NO_ID = Label("định nghĩa không nêu cột mã dòng", "the definition names no id", "นิยามไม่ได้ระบุคอลัมน์รหัส")
_AN_ID = Label("cột cho biết dòng nào là dòng nào", "the column that names a row", "คอลัมน์ที่ระบุแถว")
_NAME_ID = Label("Thêm `id: tên_cột`.", "Add `id: column`.", "เพิ่ม `id: ชื่อคอลัมน์`")
_NO_ROW = Label("không có dòng này", "no such row", "ไม่มีแถวนี้")
_A_ROW = Label("mã của dòng đã nhận", "the id of a row taken in", "รหัสของแถวที่รับไว้")
_NO_DECISION = Label("không có quyết định này", "no such decision", "ไม่มีคำตัดสินนี้")
_A_NUMBER = Label("số mà lệnh quyết định đã in ra", "the number printed when it was decided", "เลขที่พิมพ์เมื่อตัดสิน")
_LOOK_UP = Label("Xem lại mã.", "Look the number up.", "ตรวจสอบรหัส")
_NOTHING = Label("thư mục chưa giữ gì", "nothing is kept in the folder", "โฟลเดอร์ยังไม่มีข้อมูล")
_A_FOLDER = Label(
    "thư mục của `link-files --keep`", "a folder of `link-files --keep`", "โฟลเดอร์ของ `link-files --keep`"
)
_START = Label("Đưa bảng đầu tiên vào trước.", "Give it a first table.", "ให้ตารางแรกก่อน")


def _fault(where: str, what: Label, found: str, expected: Label, advice: Label) -> Fault:
    return Fault(what, where, found, expected, advice)
