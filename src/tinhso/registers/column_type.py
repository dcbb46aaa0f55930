"""Types of columns: how a cell's text is read into a value, in SQL, and what a sender is told when it cannot be.

Takes a type as contracts write it (`decimal(9,6)`), gives the storage type and the SQL that reads `{x}`; a reading that
fails gives null. Numbers come with Vietnamese or English separators: `Style` says which, decided per delivery and
column from its own unambiguous values (`number_evidence_sql`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from tinhso.base.label import Label

_COUNTED = re.compile(r"decimal\((\d+), ?(\d+)\)")
_GROUPS = r"[-+]?[1-9]\d{0,2}(?:[., ]\d{3})+"


class Style(StrEnum):
    """Which sign parts the decimals of a column: `1,234.5` (POINT) or `1.234,5` (COMMA)."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column's type: its name in contracts, its SQL type, and for decimals the places kept."""

    name: str
    sql: str
    expected: Label
    advice: Label
    n_places: int = -1

    @property
    def is_decimal(self) -> bool:
        """Return whether the reading depends on a number style."""
        return self.n_places >= 0

    @property
    def is_area(self) -> bool:
        """Return whether values are codes of administrative units."""
        return self.name == "area"

    @property
    def is_outline(self) -> bool:
        """Return whether values are polygons."""
        return self.name == "polygon"

    @property
    def is_looked_up(self) -> bool:
        """Return whether texts are read by a table made beforehand, and not by SQL."""
        return self.is_area or self.is_outline

    def read_sql(self, x: str, style: Style = Style.POINT) -> str:
        """Return SQL that reads a cleaned text; null where it cannot be read."""
        if self.is_decimal:
            return _share_sql(x, style) if self.name == "share" else _decimal_sql(x, self.sql, style)
        return {
            "integer": _integer_sql,
            "money_vnd": _money_sql,
            "date": _date_sql,
            "instant": _instant_sql,
            "boolean": _boolean_sql,
            "personal_id": _personal_id_sql,
        }.get(self.name, str)(x)


def column_type(text: str) -> ColumnType | None:
    """Return the type a contract writes, or None when there is no such type."""
    counted = _COUNTED.fullmatch(text)
    if counted:
        width, places = int(counted[1]), int(counted[2])
        return ColumnType("decimal", f"decimal({width},{places})", *_WORDS["decimal"], n_places=places)
    if text not in _SQL:
        return None
    return ColumnType(text, _SQL[text], *_WORDS[text], n_places=6 if text == "share" else -1)


def type_names() -> list[str]:
    """Return the types contracts may write."""
    return [*_SQL, "decimal(p,s)"]


def number_evidence_sql(x: str) -> str:
    """Return SQL for a struct counting texts that can only be read one way, and texts that can be read either way."""
    point, comma = _only(Style.POINT), _only(Style.COMMA)
    return (
        f"{{point: count(*) filter (regexp_full_match({x}, '{point}')),"
        f" comma: count(*) filter (regexp_full_match({x}, '{comma}')),"
        f" either_point: count(*) filter (regexp_full_match({x}, '[-+]?[1-9]\\d{{0,2}}\\.\\d{{3}}%?')),"
        f" either_comma: count(*) filter (regexp_full_match({x}, '[-+]?[1-9]\\d{{0,2}},\\d{{3}}%?'))}}"
    )


def _only(style: Style) -> str:
    """Return the expression of texts that can be read in one style alone."""
    thousands, mark = (",", r"\.") if style is Style.POINT else (r"\.", ",")
    grouped = rf"\d{{1,3}}(?:{thousands}\d{{3}})+{mark}\d+|\d{{1,3}}(?:{thousands}\d{{3}}){{2,}}"
    parted = rf"\d*{mark}(?:\d{{1,2}}|\d{{4,}})|\d{{4,}}{mark}\d+|0+{mark}\d+"
    return f"[-+]?(?:{grouped}|{parted})%?"


def number_style(evidence: dict[str, int], n_places: int) -> Style:
    """Return the style a column is written in: what most unambiguous values say.

    Where all are ambiguous (`1.234`), the separator is read as decimal when the column keeps three places or more,
    else as thousands.
    """
    if evidence["point"] != evidence["comma"]:
        return Style.POINT if evidence["point"] > evidence["comma"] else Style.COMMA
    if evidence["either_point"] and not evidence["either_comma"]:
        return Style.POINT if n_places >= 3 else Style.COMMA
    if evidence["either_comma"] and not evidence["either_point"]:
        return Style.COMMA if n_places >= 3 else Style.POINT
    return Style.COMMA if evidence["either_comma"] else Style.POINT


def _decimal_sql(x: str, sql: str, style: Style) -> str:
    other = Style.COMMA if style is Style.POINT else Style.POINT
    clear = f"regexp_full_match({x}, '{_only(other)}') and "
    return f"coalesce({_styled_sql(x, sql, style)}, {_styled_sql(x, sql, other, clear)})"


def _styled_sql(x: str, sql: str, style: Style, also: str = "") -> str:
    thousands, mark = (",", ".") if style is Style.POINT else (".", ",")
    plain = rf"[-+]?(?:\d+|[1-9]\d{{0,2}}(?:[{thousands} ]\d{{3}})+)(?:[{mark}]\d*)?|[-+]?[{mark}]\d+"
    digits = f"translate({x}, '{mark}{thousands} ', '.')"
    return f"case when {also}regexp_full_match({x}, '{plain}') then try_cast({digits} as {sql}) end"


def _share_sql(x: str, style: Style) -> str:
    of_hundred = _decimal_sql(f"rtrim({x}, '% ')", "decimal(12,6)", style)
    return (
        f"case when {x} like '%\\%' escape '\\' then try_cast(({of_hundred}) / 100 as decimal(9,6))"
        f" else {_decimal_sql(x, 'decimal(9,6)', style)} end"
    )


def _integer_sql(x: str) -> str:
    return (
        f"case when regexp_full_match({x}, '[-+]?\\d+') then try_cast({x} as bigint)"
        f" when regexp_full_match({x}, '{_GROUPS}') then try_cast(translate({x}, '., ', '') as bigint) end"
    )


def _money_sql(x: str) -> str:
    bare = f"regexp_replace({x}, '(?i) *(đồng|vnđ|vnd|đ|₫)$', '')"
    return f"coalesce({_integer_sql(x)}, {_integer_sql(bare)})"


def _date_sql(x: str) -> str:
    iso = f"regexp_full_match({x}, '\\d{{4}}-\\d{{2}}-\\d{{2}}([ T]00:00(:00(\\.0+)?)?)?')"
    other = f"regexp_full_match({x}, '\\d{{1,2}}[-.]\\d{{1,2}}[-.]\\d{{4}}')"
    return (
        f"case when regexp_full_match({x}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}') then try_strptime({x}, '%d/%m/%Y')::date"
        f" when {iso} then try_cast({x}[1:10] as date)"
        f" when {other} then try_strptime(translate({x}, '-.', '//'), '%d/%m/%Y')::date end"
    )


def _instant_sql(x: str) -> str:
    zoned = "\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)? ?(Z|[-+]\\d{2}(:?\\d{2})?)"
    plain = "\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?)?"
    forms = "['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%H:%M:%S %d/%m/%Y', '%H:%M %d/%m/%Y', '%d/%m/%Y']"
    return (
        f"case when regexp_full_match({x}, '{plain}') then try_cast({x} as timestamp)"
        f" when regexp_full_match({x}, '{zoned}') then try_cast({x} as timestamptz)::timestamp"
        f" else try_strptime(translate({x}, '-.', '//'), {forms}) end"
    )


_TRUE = ("true", "có", "1", "yes", "y", "x", "đúng", "ใช่", "đ")
_FALSE = ("false", "không", "0", "no", "n", "sai", "ไม่ใช่", "s")


def _boolean_sql(x: str) -> str:
    yes, no = (", ".join(f"'{word}'" for word in words) for words in (_TRUE, _FALSE))
    return f"case when lower({x}) in ({yes}) then true when lower({x}) in ({no}) then false end"


def _personal_id_sql(x: str) -> str:
    # A spreadsheet that took the number for a number dropped the leading zeros of the place.
    return f"case when regexp_full_match({x}, '\\d{{10,11}}') then lpad({x}, 12, '0') else {x} end"


_SQL = {
    "text": "varchar",
    "code": "varchar",
    "area": "varchar",
    "personal_id": "varchar",
    "integer": "bigint",
    "money_vnd": "bigint",
    "share": "decimal(9,6)",
    "date": "date",
    "instant": "timestamp",
    "boolean": "boolean",
    "polygon": "varchar",
}
_FORMAT_AS_TEXT = Label(
    "Định dạng cột là văn bản để giữ số 0 ở đầu.",
    "Format the column as text so that leading zeros stay.",
    "จัดรูปแบบคอลัมน์เป็นข้อความเพื่อรักษาเลขศูนย์นำหน้า",
)
_WORDS: dict[str, tuple[Label, Label]] = {
    "text": (Label("văn bản", "text", "ข้อความ"), Label("Nhập văn bản.", "Enter text.", "ใส่ข้อความ")),
    "code": (Label("mã", "a code", "รหัส"), _FORMAT_AS_TEXT),
    "area": (
        Label("mã đơn vị hành chính đang có hiệu lực", "the code of a unit in force", "รหัสหน่วยปกครองที่ใช้อยู่"),
        Label(
            "Tra mã trong danh mục đơn vị hành chính (Quyết định 19/2025/QĐ-TTg).",
            "Look the code up in the list of units (Decision 19/2025/QĐ-TTg).",
            "ค้นรหัสในบัญชีหน่วยปกครอง (มติ 19/2025/QĐ-TTg)",
        ),
    ),
    "personal_id": (
        Label(
            "số định danh 12 chữ số, ba số đầu là mã nơi đăng ký khai sinh",
            "a personal number of 12 digits that starts with a place of birth registration",
            "เลขประจำตัว 12 หลัก ขึ้นต้นด้วยรหัสที่จดทะเบียนเกิด",
        ),
        _FORMAT_AS_TEXT,
    ),
    "integer": (
        Label("số nguyên", "a whole number", "จำนวนเต็ม"),
        Label("Viết như 1234 hoặc 1.234.", "Write 1234 or 1.234.", "เขียนเช่น 1234 หรือ 1.234"),
    ),
    "money_vnd": (
        Label("số tiền nguyên đồng", "an amount in whole đồng", "จำนวนเงินเต็มด่ง"),
        Label(
            "Viết như 1500000 hoặc 1.500.000, không có phần lẻ.",
            "Write 1500000 or 1.500.000, without a fraction.",
            "เขียนเช่น 1500000 หรือ 1.500.000 โดยไม่มีเศษ",
        ),
    ),
    "decimal": (
        Label("một số", "a number", "ตัวเลข"),
        Label(
            "Viết như 1234,5 hoặc 1.234,5, thống nhất trong cả cột.",
            "Write 1234.5 or 1.234,5, one way in the whole column.",
            "เขียนเช่น 1234.5 หรือ 1.234,5 ให้เหมือนกันทั้งคอลัมน์",
        ),
    ),
    "share": (
        Label("tỷ lệ từ 0 đến 1, hoặc phần trăm", "a share from 0 to 1, or a percentage", "สัดส่วน 0 ถึง 1 หรือร้อยละ"),
        Label("Viết như 0,855 hoặc 85,5 %.", "Write 0.855 or 85.5 %.", "เขียนเช่น 0.855 หรือ 85.5 %"),
    ),
    "date": (
        Label("ngày có thật, dạng dd/mm/yyyy", "a real day, as dd/mm/yyyy or yyyy-mm-dd", "วันที่จริง รูปแบบ dd/mm/yyyy"),
        Label("Viết như 31/01/2026.", "Write 31/01/2026 or 2026-01-31.", "เขียนเช่น 31/01/2026"),
    ),
    "instant": (
        Label(
            "thời điểm, dạng dd/mm/yyyy HH:MM",
            "an instant, as dd/mm/yyyy HH:MM or ISO 8601",
            "วันเวลา รูปแบบ dd/mm/yyyy HH:MM",
        ),
        Label("Viết như 31/01/2026 14:30.", "Write 31/01/2026 14:30.", "เขียนเช่น 31/01/2026 14:30"),
    ),
    "polygon": (
        Label(
            "một đa giác (WKT hoặc GeoJSON), kinh độ trước vĩ độ, WGS 84",
            "a polygon (WKT or GeoJSON), longitude before latitude, WGS 84",
            "รูปหลายเหลี่ยม (WKT หรือ GeoJSON) ลองจิจูดก่อนละติจูด WGS 84",
        ),
        Label(
            "Xuất lại ranh giới từ phần mềm bản đồ ra GeoJSON.",
            "Export the outline again from the map program as GeoJSON.",
            "ส่งออกเส้นเขตใหม่จากโปรแกรมแผนที่เป็น GeoJSON",
        ),
    ),
    "boolean": (
        Label("có hoặc không", "yes or no", "ใช่หรือไม่ใช่"),
        Label("Viết có, không, 1 hoặc 0.", "Write yes, no, 1 or 0.", "เขียน ใช่ ไม่ใช่ 1 หรือ 0"),
    ),
}
