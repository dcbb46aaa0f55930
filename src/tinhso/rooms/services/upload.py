"""What may be attached: the type told by content, the size, and archives and pictures that would burst.

Takes a file's name, its size and a seekable stream; gives plain messages, none when the file may be kept. Nothing is
unpacked: the directory of an archive and the header of a picture are enough to refuse. Where files lie, and who may
read them, belongs to `web`.
"""

import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from tinhso.base.label import Label

MEBIBYTE = 1 << 20
LARGEST_BYTES = 20 * MEBIBYTE
LARGEST_UNPACKED_BYTES = 200 * MEBIBYTE
MOST_ENTRIES = 2_000
HIGHEST_RATIO = 200
MOST_PIXELS = 100_000_000
HEAD_BYTES = 4096
NAMES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that may be attached: what its content starts with, and the endings its name may have."""

    name: str
    starts: tuple[bytes, ...]
    endings: tuple[str, ...]


FILE_TYPES: Mapping[str, FileType] = {
    "application/pdf": FileType("PDF", (b"%PDF-",), (".pdf",)),
    "image/jpeg": FileType("JPEG", (b"\xff\xd8\xff",), (".jpg", ".jpeg")),
    "image/png": FileType("PNG", (b"\x89PNG\r\n\x1a\n",), (".png",)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileType(
        "DOCX", (b"PK\x03\x04",), (".docx",)
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": FileType("XLSX", (b"PK\x03\x04",), (".xlsx",)),
}
_OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
_ACTIVE_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")

EMPTY = Label("Tệp rỗng.", "The file is empty.", "ไฟล์ว่างเปล่า")
TOO_LARGE = Label(
    "Tệp lớn hơn {n} MB. Hãy quét với độ phân giải thấp hơn hoặc chia nhỏ.",
    "The file is larger than {n} MB. Scan it coarser or split it.",
    "ไฟล์ใหญ่กว่า {n} MB โปรดสแกนให้ละเอียดน้อยลงหรือแบ่งไฟล์",
)
WRONG_TYPE = Label(
    "Chỉ nhận {types}. Nội dung tệp này không phải loại mà tên của nó nói.",
    "Only {types} are taken. The content of this file is not what its name says.",
    "รับเฉพาะ {types} เนื้อหาไฟล์นี้ไม่ตรงกับนามสกุล",
)
BURSTING = Label(
    "Tệp nén này bung ra quá lớn hoặc có cấu trúc lạ.",
    "This file unpacks to far too much, or is built strangely.",
    "ไฟล์นี้ขยายแล้วใหญ่เกินไปหรือมีโครงสร้างผิดปกติ",
)
ACTIVE = Label(
    "PDF này chứa mã chạy hoặc tệp nhúng. Hãy in lại thành PDF thường.",
    "This PDF carries code or embedded files. Print it to a plain PDF.",
    "PDF นี้มีโค้ดหรือไฟล์แนบ โปรดพิมพ์เป็น PDF ธรรมดา",
)


def find_media_type(name: str, head: bytes) -> str:
    """The media type that both the name's ending and the content's start agree on; empty when they do not."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return next(
        (media for media, kind in FILE_TYPES.items() if ending in kind.endings and head.startswith(kind.starts)), ""
    )


def check_upload(name: str, size_bytes: int, stream: IO[bytes]) -> list[Label]:
    """Why a file may not be attached; the stream is left at its start."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if size_bytes == 0 or not head:
        return [EMPTY]
    if size_bytes > LARGEST_BYTES:
        return [TOO_LARGE.format(n=LARGEST_BYTES // MEBIBYTE)]
    media_type = find_media_type(name, head)
    if not media_type:
        return [WRONG_TYPE.format(types=", ".join(kind.name for kind in FILE_TYPES.values()))]
    stream.seek(0)
    messages = _check_content(name.lower(), media_type, stream)
    stream.seek(0)
    return messages


def shown_name(name: str) -> str:
    """The file's name as people see it again: no folder, no control or reading-order signs, at most 60 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ")
    stem, dot, ending = plain.rpartition(".")
    short = f"{stem[: NAMES_SHOWN - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 6 else plain[:NAMES_SHOWN]
    return short or "file"


def _check_content(name: str, media_type: str, stream: IO[bytes]) -> list[Label]:
    if media_type == "application/pdf":
        content = stream.read()
        return [ACTIVE] if any(sign in content for sign in _ACTIVE_PDF) else []
    if media_type == "image/png":
        return [BURSTING] if _png_pixels(stream.read(HEAD_BYTES)) > MOST_PIXELS else []
    if media_type == "image/jpeg":
        return [BURSTING] if _jpeg_pixels(stream.read()) > MOST_PIXELS else []
    return _check_archive(_OFFICE_PARTS[name[name.rfind(".") :]], stream)


def _check_archive(needed_part: str, stream: IO[bytes]) -> list[Label]:
    try:
        entries = zipfile.ZipFile(stream).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError):
        return [BURSTING]
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    escapes = any(n.startswith("/") or ".." in n.split("/") or n.lower().endswith(".zip") for n in names)
    too_much = unpacked > LARGEST_UNPACKED_BYTES or unpacked > HIGHEST_RATIO * max(packed, 1)
    if escapes or too_much or len(entries) > MOST_ENTRIES or needed_part not in names:
        return [BURSTING]
    return []


def _png_pixels(head: bytes) -> int:
    if len(head) < 24 or head[12:16] != b"IHDR":
        return MOST_PIXELS + 1
    width, height = struct.unpack(">II", head[16:24])
    return int(width * height)


def _jpeg_pixels(content: bytes) -> int:
    """Width times height of the first frame; more than is allowed when no frame can be found."""
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return int(width * height)
        place += 2 + length
    return MOST_PIXELS + 1
