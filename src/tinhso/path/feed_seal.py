"""The seal of a feed's page: its last line, signed with the home's key, and the check of one that came.

Takes a page, gives its bytes with the seal; takes such bytes and the key one knows, gives what they say, or a clear
fault: signed by another, altered, or not the page that follows what one holds.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tinhso.base.canonical import canonical_json, sha256
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.measure.signing import signing_key
from tinhso.registers.feed import first_chain, next_chain
from tinhso.registers.feed_page import Page
from tinhso.registers.feed_shape import FeedShape

_DOMAIN = b"tinhso-feed/1\n"


def public_key(home: Home) -> str:
    """Return the public key with which the home's pages are checked, in hex."""
    return signing_key(home).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sealed(home: Home, shape: FeedShape, page: Page) -> bytes:
    """Return a page's bytes: its lines, then one line with what they are and the signature over it."""
    said = {
        "register": shape.register, "province": home.province, "audience": shape.audience, "agency": shape.agency,
        "feed": page.feed, "sequence": page.sequence, "kind": page.kind, "as_of": page.as_of,
        "invented": page.invented, "after": page.after, "until": page.until, "before": page.before,
        "chain": page.chain, "n_rows": page.n_rows, "is_last": page.is_last, "sha256": sha256(page.lines),
        "public_key": public_key(home),
    }  # fmt: skip
    signature = signing_key(home).sign(_DOMAIN + canonical_json(said)).hex()
    return page.lines + b'{"page":' + canonical_json({**said, "signature": signature}) + b"}\n"


@dataclass(frozen=True, slots=True)
class Held:
    """What a follower holds of a feed: its id, the cursor and the chain hash it came to; empty at first."""

    feed: str = ""
    cursor: str = ""
    chain: str = ""


def opened(content: bytes, key: str, register: str, held: Held, where: str) -> Page:
    """Return the page that bytes are.

    Raises UnusableInput unless it was signed by the key and follows what is held.
    """
    lines, said = _parted(content, where)
    signature = said.pop("signature", "")
    if said.get("public_key") != key:
        raise UnusableInput(_wrong_key(where, str(said.get("public_key")), key))
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(str(signature)), _DOMAIN + canonical_json(said)
        )
    except (InvalidSignature, ValueError, TypeError):
        raise UnusableInput(_altered(where, "signature")) from None
    if sha256(lines) != said["sha256"]:
        raise UnusableInput(_altered(where, "sha256"))
    page = _page(said, lines)
    _require_next(page, str(said["register"]), register, held, where)
    return page


def _parted(content: bytes, where: str) -> tuple[bytes, dict[str, object]]:
    """Return the lines of a page and what its seal says."""
    start = content.rstrip(b"\n").rfind(b"\n") + 1
    try:
        raw = json.loads(content[start:])
        said = raw["page"]
    except (ValueError, KeyError, TypeError):
        raise UnusableInput(_altered(where, "-")) from None
    if not isinstance(said, dict) or not content.endswith(b"\n"):
        raise UnusableInput(_altered(where, "-"))
    return content[:start], said


def _page(said: Mapping[str, object], lines: bytes) -> Page:
    def text(name: str) -> str:
        return str(said[name])

    return Page(
        text("feed"), int(text("sequence")), text("kind"), text("as_of"), said["invented"] is True, text("after"),
        text("until"), text("before"), text("chain"), int(text("n_rows")), said["is_last"] is True, lines,
    )  # fmt: skip


def _require_next(page: Page, found: str, register: str, held: Held, where: str) -> None:
    if found != register:
        raise UnusableInput(_not_next(where, found, register))
    if held.feed and page.feed != held.feed:
        raise UnusableInput(_begun_anew(where, page.feed[:16], held.feed[:16]))
    chain = held.chain or first_chain(page.feed)
    if (page.after, page.before) != (held.cursor, chain):
        raise UnusableInput(
            _not_next(where, f"{page.after or '-'} {page.before[:16]}", f"{held.cursor or '-'} {chain[:16]}")
        )
    for line in page.lines.splitlines(keepends=True):
        chain = next_chain(chain, line)
    if chain != page.chain:
        raise UnusableInput(_altered(where, "chain"))


def _wrong_key(where: str, found: str, expected: str) -> Fault:
    return Fault(
        Label("trang do khóa khác ký", "the page is signed with another key", "หน้านี้ลงนามด้วยกุญแจอื่น"),
        where,
        found[:64],
        Label.same(expected),
        Label(
            "Hỏi tỉnh kia bằng đường khác xem khóa có đổi không; đừng nhận khóa từ chính trang.",
            "Ask the other province, by another way, whether its key changed; never take the key from the page itself.",
            "ถามอีกจังหวัดทางช่องทางอื่นว่ากุญแจเปลี่ยนหรือไม่ อย่ารับกุญแจจากหน้านี้เอง",
        ),
    )


def _altered(where: str, found: str) -> Fault:
    return Fault(
        Label(
            "trang bị sửa hoặc bị cắt trên đường",
            "the page was altered or cut off on its way",
            "หน้านี้ถูกแก้หรือถูกตัดระหว่างทาง",
        ),
        where,
        found,
        Label("chữ ký khớp từng byte", "a signature that fits every byte", "ลายเซ็นที่ตรงทุกไบต์"),
        Label(
            "Hệ thống sẽ hỏi lại; nếu lặp lại, kiểm tra máy chủ trung gian giữa hai tỉnh.",
            "It is asked again by itself; if it comes back, look at what stands between the two houses.",
            "ระบบจะถามใหม่เอง หากเกิดซ้ำให้ตรวจเครื่องกลางระหว่างสองจังหวัด",
        ),
    )


def _not_next(where: str, found: str, expected: str) -> Fault:
    return Fault(
        Label("trang không nối tiếp dữ liệu đang giữ", "the page does not follow what is held", "หน้านี้ไม่ต่อจากข้อมูลที่ถืออยู่"),
        where,
        found,
        Label.same(expected),
        Label(
            "Một trang bị bỏ qua hoặc gửi lại; hỏi lại, và nếu vẫn thế thì `tinhso pull TÊN --from-start`.",
            "A page was skipped or sent again; ask again, and if it stays so, `tinhso pull NAME --from-start`.",
            "มีหน้าถูกข้ามหรือส่งซ้ำ ถามใหม่ หากยังเป็นอยู่ใช้ `tinhso pull ชื่อ --from-start`",
        ),
    )


def _begun_anew(where: str, found: str, expected: str) -> Fault:
    return Fault(
        Label("nguồn đã bắt đầu lại từ đầu", "the feed has begun anew", "ฟีดเริ่มใหม่ตั้งแต่ต้น"),
        where,
        found,
        Label.same(expected),
        Label(
            "Cột hoặc thỏa thuận đã đổi: xem lại, rồi `tinhso pull TÊN --from-start`.",
            "Its columns or the agreement changed: look at them, then `tinhso pull NAME --from-start`.",
            "คอลัมน์หรือข้อตกลงเปลี่ยน ตรวจดูแล้วใช้ `tinhso pull ชื่อ --from-start`",
        ),
    )
