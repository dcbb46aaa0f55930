"""What a sender is told when a file as a whole cannot be read."""

from tinhso.base.errors import Fault
from tinhso.base.label import Label

_SEND_AGAIN = Label(
    "Mở tệp bằng phần mềm đã tạo ra nó, lưu lại rồi gửi lại.",
    "Open the file in the program that made it, save it and send it again.",
    "เปิดไฟล์ด้วยโปรแกรมที่สร้าง บันทึกใหม่แล้วส่งอีกครั้ง",
)


def unreadable(where: str, format_: str, found: str) -> Fault:
    """Return the fault of a file that is damaged or ends too early."""
    return Fault(
        Label("tệp hỏng hoặc bị cắt", "the file is damaged or cut off", "ไฟล์เสียหายหรือถูกตัด"),
        where,
        " ".join(found.split())[:200] or "-",
        Label(f"tệp {format_} nguyên vẹn", f"a whole {format_} file", f"ไฟล์ {format_} ที่สมบูรณ์"),
        _SEND_AGAIN,
    )


def no_table(where: str, found: str) -> Fault:
    """Return the fault of a file that holds no table: empty, a picture, a scanned document."""
    return Fault(
        Label("tệp không phải bảng dữ liệu", "the file is no table", "ไฟล์ไม่ใช่ตารางข้อมูล"),
        where,
        found,
        Label.same("CSV, XLSX, Parquet, JSON lines, GeoJSON (.gz)"),
        Label(
            "Xuất dữ liệu ra một trong các định dạng này rồi gửi lại.",
            "Export the rows to one of these formats and send them again.",
            "ส่งออกข้อมูลเป็นรูปแบบใดรูปแบบหนึ่งแล้วส่งอีกครั้ง",
        ),
    )
