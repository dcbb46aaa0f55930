"""Attachments: disguised, too large, bursting, and merely fine."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.services.upload import (
    ACTIVE,
    BURSTING,
    EMPTY,
    FILE_TYPES,
    LARGEST_BYTES,
    MOST_ENTRIES,
    check_upload,
    find_media_type,
    shown_name,
)


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"


def jpeg(width: int, height: int) -> bytes:
    app = b"\xff\xe0\x00\x10" + b"JFIF\x00" + b"\x00" * 9
    return b"\xff\xd8" + app + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" * 10


def archive(**parts: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


WORD = {"word/document.xml": b"<w/>"}


def check(name: str, content: bytes, size: int | None = None) -> list[str]:
    return [m.en for m in check_upload(name, len(content) if size is None else size, BytesIO(content))]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("giay.pdf", b"%PDF-1.7 plain"),
        ("GIAY.PDF", b"%PDF-1.7 plain"),
        ("anh.jpg", jpeg(3000, 4000)),
        ("anh.jpeg", jpeg(30, 40)),
        ("anh.png", png(3000, 4000)),
        ("don.docx", archive(**WORD)),
        ("bang.xlsx", archive(**{"xl/workbook.xml": b"<x/>"})),
    ],
)
def test_what_may_be_attached(name: str, content: bytes) -> None:
    assert check(name, content) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("giay.pdf", b"MZ\x90\x00 a program"),
        ("giay.exe", b"%PDF-1.7"),
        ("giay.pdf.exe", b"%PDF-1.7"),
        ("giay", b"%PDF-1.7"),
        ("trang.html", b"<script>"),
        ("anh.svg", b"<svg>"),
        ("anh.png", jpeg(10, 10)),
    ],
)
def test_a_name_that_lies_is_refused(name: str, content: bytes) -> None:
    assert "Only PDF" in check(name, content)[0]


def test_empty_and_too_large() -> None:
    assert check("a.pdf", b"") == [EMPTY.en]
    assert "20 MB" in check("a.pdf", b"%PDF-1.7", LARGEST_BYTES + 1)[0]
    assert "20 MB" in check("a.pdf", b"%PDF-1.7", 2 << 30)[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom.docx", archive(**WORD, bomb=b"\x00" * 30_000_000)),
        ("nhieu.docx", archive(**WORD, **{f"p{i}": b"" for i in range(MOST_ENTRIES)})),
        ("long.docx", archive(**WORD, **{"inner.zip": b"x"})),
        ("thoat.docx", archive(**WORD, **{"../../etc/passwd": b"x"})),
        ("khac.docx", archive(other=b"x")),
        ("hong.docx", b"PK\x03\x04 broken"),
        ("anh.png", png(60_000, 60_000)),
        ("anh.png", b"\x89PNG\r\n\x1a\n"),
        ("anh.jpg", jpeg(60_000, 60_000)),
        ("anh.jpg", b"\xff\xd8\xff\xe0"),
    ],
)
def test_what_would_burst_is_refused(name: str, content: bytes) -> None:
    assert check(name, content) == [BURSTING.en]


def test_a_pdf_that_acts_is_refused() -> None:
    assert check("a.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >>") == [ACTIVE.en]


def test_the_stream_is_left_at_its_start() -> None:
    stream = BytesIO(b"%PDF-1.7")
    check_upload("a.pdf", 8, stream)
    assert stream.tell() == 0


@given(st.sampled_from([k.endings[0] for k in FILE_TYPES.values()]), st.binary(max_size=300))
def test_no_content_breaks_the_check(ending: str, tail: bytes) -> None:
    kind = next(k for k in FILE_TYPES.values() if ending in k.endings)
    assert isinstance(check("tep" + ending, kind.starts[0] + tail), list)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\giấy tờ.pdf", "giấy tờ.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("<script>.pdf", "script.pdf"),
        ("", "file"),
        ("x" * 99 + ".pdf", "x" * 56 + ".pdf"),
    ],
)
def test_names_are_shown_plainly(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    assert find_media_type(name, b"") == ""
