"""What a steward is told when a connection brings nothing: the source cannot be reached, refuses, or has changed.

Takes the connection's name and what was met, gives four-part faults; no secret is ever repeated in one.
"""

from tinhso.base.errors import Fault
from tinhso.base.label import Label

_LATER = Label(
    "Hệ thống sẽ tự hỏi lại lần sau; nếu kéo dài, gọi nơi gửi.",
    "It is asked again by itself; call the sender if this lasts.",
    "ระบบจะถามใหม่เอง หากนานไปให้ติดต่อผู้ส่ง",
)


def unreachable(where: str, found: str) -> Fault:
    """Return the fault of a source that did not answer."""
    return Fault(
        Label("không kết nối được với nguồn", "the source cannot be reached", "เชื่อมต่อแหล่งข้อมูลไม่ได้"),
        where,
        _short(found),
        Label("nguồn trả lời", "an answer of the source", "แหล่งข้อมูลตอบ"),
        _LATER,
    )


def refused(where: str, status: int) -> Fault:
    """Return the fault of a source that answered with an error."""
    return Fault(
        Label("nguồn từ chối trả lời", "the source refused to answer", "แหล่งข้อมูลปฏิเสธ"),
        where,
        f"HTTP {status}",
        Label.same("HTTP 200, 304"),
        _LATER
        if status >= 429
        else Label(
            "Kiểm tra địa chỉ và mã truy cập cùng nơi gửi.",
            "Check address and token with the sender.",
            "ตรวจที่อยู่และรหัสกับผู้ส่ง",
        ),
    )


def come_back(where: str, seconds: int) -> Fault:
    """Return the fault of a source that asks to be left alone for longer than a pull waits."""
    return Fault(
        Label("nguồn đang quá tải", "the source is busy", "แหล่งข้อมูลไม่ว่าง"),
        where,
        f"Retry-After: {seconds} s",
        Label("trả lời ngay", "an answer at once", "ตอบทันที"),
        _LATER,
    )


def changed_columns(where: str, found: list[str], missing: list[str]) -> Fault:
    """Return the fault of a source that no longer brings columns it must bring, or brought before."""
    return Fault(
        Label("nguồn đã đổi cột", "the source's columns have changed", "แหล่งข้อมูลเปลี่ยนคอลัมน์"),
        where,
        _short(", ".join(found) or "-"),
        Label.same(", ".join(missing)),
        Label(
            "Hỏi nơi gửi, rồi sửa truy vấn hoặc tên cột của kết nối; con trỏ chưa dời, không dòng nào mất.",
            "Ask the sender, then mend the connection's query or names; the cursor has not moved, no row is lost.",
            "ถามผู้ส่ง แล้วแก้คำสั่งหรือชื่อคอลัมน์ ตัวชี้ยังไม่เลื่อน ไม่มีแถวใดหาย",
        ),
    )


def failed_query(where: str, found: str) -> Fault:
    """Return the fault of a query that the source's database refuses."""
    return Fault(
        Label("nguồn không chạy được truy vấn", "the source cannot run the query", "แหล่งข้อมูลรันคำสั่งไม่ได้"),
        where,
        _short(found),
        Label("truy vấn chạy được trên nguồn", "a query the source can run", "คำสั่งที่แหล่งข้อมูลรันได้"),
        Label(
            "Nguồn có thể đã đổi bảng hoặc quyền; hỏi nơi gửi, rồi sửa truy vấn của kết nối.",
            "Its tables or rights may have changed; ask the sender, then mend the connection's query.",
            "ตารางหรือสิทธิ์อาจเปลี่ยน ถามผู้ส่งแล้วแก้คำสั่ง",
        ),
    )


def not_understood(where: str, found: str, expected: str) -> Fault:
    """Return the fault of an answer that has another form than the definition says."""
    return Fault(
        Label("không hiểu câu trả lời của nguồn", "the source's answer is not understood", "ไม่เข้าใจคำตอบของแหล่งข้อมูล"),
        where,
        _short(found),
        Label.same(expected),
        Label(
            "So định nghĩa kết nối với tài liệu của nguồn.",
            "Compare the connection's definition with the source's documentation.",
            "เทียบนิยามการเชื่อมต่อกับเอกสารของแหล่งข้อมูล",
        ),
    )


def no_folder(where: str, found: str) -> Fault:
    """Return the fault of a folder that is not there."""
    return Fault(
        Label("không thấy thư mục của nguồn", "the source's folder is not there", "ไม่พบโฟลเดอร์ของแหล่งข้อมูล"),
        where,
        _short(found),
        Label("một thư mục đọc được", "a folder that can be read", "โฟลเดอร์ที่อ่านได้"),
        Label("Gắn lại thư mục hoặc sửa đường dẫn.", "Mount it again or mend the path.", "ต่อโฟลเดอร์ใหม่หรือแก้เส้นทาง"),
    )


def no_server_reader(where: str) -> Fault:
    """Return the fault of an installation without the PostgreSQL client."""
    return Fault(
        Label("chưa cài phần đọc PostgreSQL", "the PostgreSQL client is not installed", "ยังไม่ได้ติดตั้งตัวอ่าน PostgreSQL"),
        where,
        "psycopg: -",
        Label.same("tinhso[postgres]"),
        Label("Cài `tinhso[postgres]`.", "Install `tinhso[postgres]`.", "ติดตั้ง `tinhso[postgres]`"),
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:300]
