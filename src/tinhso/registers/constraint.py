"""Constraints: one object both checks a value in SQL and explains itself in Vietnamese, English and Thai.

Takes what a contract says of a column, gives `Constraint` values whose `broken_sql` is true for a bad row.
In that SQL, `{x}` is the cell's text as cleaned (null when empty), `{v}` the value read from it, `{candidates}` and
`{fault}` what the table it is looked up in says of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tinhso.base.label import Label


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule on one column, or on a whole row when `column` is empty."""

    rule: str
    column: str
    broken_sql: str
    expected: Label
    advice: Label

    @property
    def id(self) -> str:
        """Return `column.rule`, by which rejects name the constraint."""
        return f"{self.column}.{self.rule}"

    def as_dict(self) -> dict[str, object]:
        """Return the constraint's words, kept with rejects so that they stay readable after the contract changes."""
        return {"expected": self.expected.as_dict(), "advice": self.advice.as_dict()}


_MEND = Label("Sửa ô này rồi gửi lại dòng.", "Mend the cell and send the row again.", "แก้ช่องนี้แล้วส่งแถวอีกครั้ง")


def required(column: str) -> Constraint:
    """Return the constraint that a cell is filled in."""
    return Constraint(
        "required",
        column,
        "{x} is null",
        Label("phải có giá trị", "a value is required", "ต้องมีค่า"),
        Label("Điền ô này rồi gửi lại dòng.", "Fill in the cell and send the row again.", "กรอกช่องนี้แล้วส่งแถวอีกครั้ง"),
    )


def readable(column: str, expected: Label, advice: Label, also_sql: str = "") -> Constraint:
    """Return the constraint that the text can be read as the column's type; `also_sql` is a further fault of type."""
    broken = f"({{x}} is not null and ({{v}} is null{also_sql and f' or {also_sql}'}))"
    return Constraint("type", column, broken, expected, advice)


def undivided(column: str) -> Constraint:
    """Return the constraint that an abolished unit's code leads to one unit of today; `{note}` is filled in per row."""
    return Constraint(
        "divided",
        column,
        "{candidates} is not null",
        Label(
            "mã hiện hành; mã cũ đã chia thành {note}",
            "a code in force; the old one was divided into {note}",
            "รหัสที่ใช้อยู่ รหัสเดิมถูกแบ่งเป็น {note}",
        ),
        Label("Chọn đơn vị đúng theo địa chỉ.", "Choose the right unit by the address.", "เลือกหน่วยที่ถูกต้องตามที่อยู่"),
    )


def area(column: str, expected: Label, advice: Label) -> Constraint:
    """Return the constraint that a code names a unit of the delivery's day, or an old one that became one of today."""
    return Constraint("type", column, "{x} is not null and {v} is null and {candidates} is null", expected, advice)


def outline(column: str, expected: Label, advice: Label) -> tuple[Constraint, ...]:
    """Return the constraints on a polygon: readable, not crossing itself, in the country, apart from the others."""
    unreadable = Constraint("type", column, "{fault} = 'unreadable'", expected, advice)
    return (unreadable, *(Constraint(rule, column, f"{{fault}} = '{rule}'", *words) for rule, words in _OUTLINES))


_OUTLINES = (
    (
        "crossing",
        (
            Label(
                "đường bao không tự cắt; ở đây: {note}",
                "a ring that does not cross itself; here: {note}",
                "เส้นขอบไม่ตัดตัวเอง ที่นี่: {note}",
            ),
            Label(
                "Sửa hình bằng công cụ kiểm tra hình học rồi gửi lại.",
                "Mend the shape with the geometry checker and send it again.",
                "แก้รูปด้วยเครื่องมือตรวจเรขาคณิตแล้วส่งอีกครั้ง",
            ),
        ),
    ),
    (
        "abroad",
        (
            Label(
                "nằm trong nước: kinh độ 102–118, vĩ độ 6,5–23,6; ở đây: {note}",
                "within the country: longitude 102–118, latitude 6.5–23.6; here: {note}",
                "อยู่ในประเทศ ลองจิจูด 102–118 ละติจูด 6.5–23.6 ที่นี่: {note}",
            ),
            Label(
                "Đổi hệ tọa độ VN-2000 sang WGS 84; kinh độ trước, vĩ độ sau.",
                "Convert VN-2000 to WGS 84; longitude first, then latitude.",
                "แปลงพิกัด VN-2000 เป็น WGS 84 ลองจิจูดก่อน",
            ),
        ),
    ),
    (
        "overlapping",
        (
            Label(
                "không chồng lên đơn vị khác; ở đây: {note}",
                "no overlap with another unit; here: {note}",
                "ไม่ซ้อนทับหน่วยอื่น ที่นี่: {note}",
            ),
            Label(
                "Chỉnh đường ranh chung của hai đơn vị rồi gửi lại cả hai.",
                "Mend the border the two share and send both again.",
                "แก้เส้นเขตร่วมของสองหน่วยแล้วส่งทั้งสองอีกครั้ง",
            ),
        ),
    ),
)


def one_of(column: str, values: Sequence[str]) -> Constraint:
    """Return the constraint that a value is one of a list."""
    listed = ", ".join(values)
    inside = ", ".join(quoted(value) for value in values)
    return Constraint(
        "in",
        column,
        f"{{v}}::varchar not in ({inside})",
        Label(f"một trong: {listed}", f"one of: {listed}", f"หนึ่งใน: {listed}"),
        Label("Chọn một giá trị trong danh sách.", "Choose a value of the list.", "เลือกค่าหนึ่งจากรายการ"),
    )


def at_least(column: str, low: str, literal: str) -> Constraint:
    """Return the constraint that a value is not below `low` (shown) = `literal` (SQL)."""
    return Constraint(
        "min", column, f"{{v}} < {literal}", Label(f"từ {low} trở lên", f"{low} or more", f"ตั้งแต่ {low} ขึ้นไป"), _MEND
    )


def at_most(column: str, high: str, literal: str) -> Constraint:
    """Return the constraint that a value is not above `high` (shown) = `literal` (SQL)."""
    return Constraint(
        "max", column, f"{{v}} > {literal}", Label(f"không quá {high}", f"{high} or less", f"ไม่เกิน {high}"), _MEND
    )


def pattern(column: str, expression: str) -> Constraint:
    """Return the constraint that a text has a form, given as a regular expression over the whole of it."""
    return Constraint(
        "pattern",
        column,
        f"not regexp_full_match({{v}}, {quoted(expression)})",
        Label(f"đúng dạng {expression}", f"the form {expression}", f"ตามรูปแบบ {expression}"),
        _MEND,
    )


def max_length(column: str, n_characters: int) -> Constraint:
    """Return the constraint that a text is not too long."""
    return Constraint(
        "max_length",
        column,
        f"length({{v}}) > {n_characters}",
        Label(f"tối đa {n_characters} ký tự", f"at most {n_characters} characters", f"ไม่เกิน {n_characters} ตัวอักษร"),
        Label("Rút gọn nội dung ô.", "Shorten the cell.", "ย่อข้อความในช่อง"),
    )


def row_check(number: int, sql: str, says: Label) -> Constraint:
    """Return the constraint that a condition over a row's values holds; unknown (an absent value) passes."""
    return Constraint(f"check{number}", "", f"not coalesce(({sql}), true)", says, _MEND)


def _row(rule: str, expected: Label, advice: Label) -> Constraint:
    return Constraint(rule, "", "", expected, advice)


_SEND_ONE = Label(
    "Giữ lại một dòng đúng rồi gửi lại.", "Keep the one right row and send it again.", "เก็บแถวที่ถูกต้องไว้แถวเดียวแล้วส่งอีกครั้ง"
)
_EXPORT_AGAIN = Label(
    "Xuất lại tệp từ phần mềm gốc, hoặc sửa dòng trong bảng tính.",
    "Export the file again from its program, or mend the row in a spreadsheet.",
    "ส่งออกไฟล์ใหม่จากโปรแกรมต้นทาง หรือแก้แถวในตารางคำนวณ",
)

ROW_FAULTS = {
    fault.rule: fault
    for fault in (
        _row(
            "repeated",
            Label("mỗi dòng chỉ gửi một lần", "each row is sent once", "ส่งแต่ละแถวเพียงครั้งเดียว"),
            Label(
                "Dòng giống hệt đã được nhận; không cần gửi lại.",
                "An identical row was accepted; nothing to send.",
                "รับแถวที่เหมือนกันแล้ว ไม่ต้องส่งซ้ำ",
            ),
        ),
        _row(
            "duplicate_key",
            Label(
                "mỗi khóa chỉ có một dòng trong một lần gửi",
                "one row for each key in a delivery",
                "หนึ่งแถวต่อหนึ่งคีย์ในการส่งหนึ่งครั้ง",
            ),
            _SEND_ONE,
        ),
        _row(
            "cells",
            Label("số ô bằng số cột của tiêu đề", "as many cells as the header has", "จำนวนช่องเท่ากับหัวตาราง"),
            _EXPORT_AGAIN,
        ),
        _row(
            "quotes",
            Label("dấu nháy mở phải được đóng", "an opened quote is closed", "เครื่องหมายคำพูดที่เปิดต้องปิด"),
            _EXPORT_AGAIN,
        ),
        _row(
            "encoding",
            Label("chữ đúng bảng mã của tệp", "text in the file's encoding", "ข้อความตรงตามการเข้ารหัสของไฟล์"),
            _EXPORT_AGAIN,
        ),
        _row(
            "line",
            Label("một dòng đọc được", "a line that can be read", "บรรทัดที่อ่านได้"),
            _EXPORT_AGAIN,
        ),
        _row(
            "action",
            Label(
                "thao tác: upsert hoặc delete (trống: upsert)",
                "an action: upsert or delete (empty: upsert)",
                "การกระทำ: upsert หรือ delete (ว่าง: upsert)",
            ),
            _MEND,
        ),
    )
}


def quoted(text: str) -> str:
    """Return a text as an SQL literal, safe inside a template with `{x}` and `{v}` places."""
    return "'" + text.replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"
