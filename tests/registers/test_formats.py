"""The same three people in every format and encoding offices send: always the same rows, the same hash."""

import gzip
import json
import unicodedata
from datetime import date, datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import AREA, AS_OF, HEADER, home_in, row, write_csv
from tinhso.base.errors import UnusableInput
from tinhso.registers.check import check
from tinhso.registers.encoding import encoding_of
from tinhso.registers.receive import receive
from tinhso.registers.rejects import read_problems

NAMES = ["Nguyễn Thị Hường", "Trần Đức Ổn", "Đặng Quỳnh Nhữ"]
LINES = [row(n, full_name=name, married="không", sex="nữ") for n, name in enumerate(NAMES, 1)]


def received(home, path, kind="full"):
    paths = path if isinstance(path, list) else [path]
    return check(home, receive(home, paths, register="test.person", sender="x", as_of=AS_OF, kind=kind))


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("expected")
    receipt = received(home_in(folder / "home"), write_csv(folder, *LINES))
    assert receipt.rows_out == 3
    return receipt.content


def vni(text):
    """Write VNI by its own rule: the letter, then one byte for its marks."""
    marks = {"́": "ù", "̀": "ø", "̉": "û", "̃": "õ", "̣": "ï", "̂": "â", "̂́": "á", "̂̀": "à", "̂̉": "å", "̂̃": "ã", "̣̂": "ä"}
    marks |= {"̆": "ê", "̆́": "é", "̆̀": "è", "̆̉": "ú", "̆̃": "ü", "̣̆": "ë", "": ""}
    alone = {"đ": "ñ", "Đ": "Ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}

    def one(c):
        parts = unicodedata.normalize("NFD", c)
        horned = {"o": "ô", "u": "ö"}.get(parts[0], "") if "\u031b" in parts else parts[0]
        tones = parts[1:].replace("\u031b", "")
        # Canonical order puts the dot below before the hat; the table here has the hat first.
        written = marks.get(tones) or marks[tones[::-1]]
        return alone.get(c) or horned + (written.upper() if c.isupper() else written)

    return "".join(c if c.isascii() else one(c) for c in text).encode("latin-1")


def tcvn3(text):
    table = dict(
        zip(
            "ễịườầĐứổặỳữọàêáốớãậềỷệíăạếôểđơộỗảâủìỹ",
            bytes.fromhex(
                "d4dead eac7 a7f8e6c6faf7e4b5aab8e8edb7cbd2fbd6dda8b9d5abd3aeace9e7b6a9f1d7fc".replace(" ", "")
            ),
            strict=True,
        )
    )
    return bytes(table.get(c, ord(c) if c.isascii() else 0x3F) for c in text.replace("Ổ", "ổ"))


def cp1258(text):
    """Write the letters of the code page and the tone after them."""
    out = []
    for c in text:
        parts = unicodedata.normalize("NFD", c)
        tones = "".join(p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones)) if tones else c
        out.append(base + tones)
    return "".join(out).encode("cp1258")


TEXT = "\n".join([HEADER, *LINES]) + "\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (cp1258(TEXT), "windows-1258"),
        (vni(TEXT), "vni"),
        (TEXT.replace(",", ";").encode(), "utf-8"),
        (TEXT.replace(",", "\t").encode(), "utf-8"),
        (("UBND TỈNH\n\nDANH SÁCH NGƯỜI DÂN\n" + TEXT).encode(), "utf-8"),
        (gzip.compress(TEXT.encode()), "utf-8"),
        (TEXT.rstrip("\n").encode(), "utf-8"),
    ],
    ids=["bom", "crlf", "utf16", "utf16le", "utf16be", "cp1258", "vni", "semicolon", "tab", "titles", "gzip", "no-end"],
)
def test_text_files(home, tmp_path, expected, content, encoding):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    receipt = received(home, path)
    assert list(read_problems(home, receipt.id)) == []
    assert (receipt.content, receipt.details["encoding"]) == (expected, encoding)


def test_tcvn3_reads_capitals_with_tone_as_small(home, tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(tcvn3(TEXT))
    receipt = received(home, path)
    assert receipt.details["encoding"] == "tcvn3"
    assert receipt.rows_out == 3
    lower = [line.replace("Ổ", "ổ") for line in LINES]
    assert receipt.content == received(home, write_csv(tmp_path, *lower, name="lower.csv")).content


def test_composed_and_decomposed_text_are_one(home, tmp_path, expected):
    path = tmp_path / "nfd.csv"
    path.write_text(unicodedata.normalize("NFD", TEXT), "utf-8")
    assert received(home, path).content == expected


def typed_rows():
    for n, name in enumerate(NAMES, 1):
        yield {
            "CCCD": f"075{n:09d}", "Họ và tên": name, "Ngày sinh": date(1980, 3, 5), "Giới tính": "nữ", "Mã xã": AREA,
            "Thu nhập": 1500000, "Chiều cao": 1.65, "Tỷ lệ": 0.5, "Đã kết hôn": False, "Số con": 2,
            "Thời điểm": datetime.fromisoformat("2026-05-01 08:30"),
        }  # fmt: skip


def test_parquet(home, tmp_path, expected):
    pq.write_table(pa.Table.from_pylist(list(typed_rows())), tmp_path / "p.parquet")
    assert received(home, tmp_path / "p.parquet").content == expected


def test_json_lines(home, tmp_path, expected):
    lines = [json.dumps(each | {"nothing": None}, default=str, ensure_ascii=False) for each in typed_rows()]
    path = tmp_path / "people.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    receipt = received(home, path)
    assert receipt.content == expected
    path.write_text("\n".join([lines[0], "{broken", "[1]", lines[1]]) + "\n", "utf-8")
    receipt = received(home, path)
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (4, 2, 2)
    assert [problem.row for problem in read_problems(home, receipt.id)] == [2, 3]


def workbook(path, rows, merges=(), title=True):
    book = openpyxl.Workbook()
    book.active.title = "Hướng dẫn"
    book.active.append(["Đọc kỹ trước khi điền"])
    sheet = book.create_sheet("Dữ liệu")
    if title:
        sheet.append(["UBND TỈNH ĐỒNG NAI"])
        sheet.append([])
    for each in rows:
        sheet.append(each)
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def test_workbook_with_titles(home, tmp_path, expected):
    people = list(typed_rows())
    rows = [list(people[0]), *(list(each.values()) for each in people)]
    assert received(home, workbook(tmp_path / "a.xlsx", rows, ["A1:K1"])).content == expected


def test_workbook_with_groups_in_the_header_and_merged_values(home, tmp_path, expected):
    people = list(typed_rows())
    names = list(people[0])
    groups = [
        "Cá nhân",
        None,
        None,
        None,
        "Mã xã",
        "Thu nhập",
        "Chiều cao",
        "Tỷ lệ",
        "Đã kết hôn",
        "Số con",
        "Thời điểm",
    ]
    own = [*names[:4], *[None] * 7]
    rows = [groups, own, *(list(each.values()) for each in people)]
    rows[3][4] = rows[4][4] = None
    merges = ["A3:D3", *(f"{letter}3:{letter}4" for letter in "EFGHIJK"), "E5:E7"]
    receipt = received(home, workbook(tmp_path / "a.xlsx", rows, merges))
    assert list(read_problems(home, receipt.id)) == []
    assert receipt.content == expected


def test_workbook_rows_are_numbered_as_the_sheet_does(home, tmp_path):
    people = list(typed_rows())
    rows = [list(people[0]), *(list(each.values()) for each in people)]
    rows[2][1] = None
    receipt = received(home, workbook(tmp_path / "a.xlsx", [*rows, [], ["Người lập biểu"]]))
    assert (receipt.rows_in, receipt.rows_out) == (4, 2)
    problems = {(problem.row, problem.column) for problem in read_problems(home, receipt.id)}
    assert (5, "full_name") in problems
    assert (8, "full_name") in problems


def test_numbers_of_a_workbook_are_exact(home, tmp_path):
    person = next(typed_rows()) | {"Chiều cao": 1.234, "CCCD": 75000000001, "Mã xã": int(AREA)}
    receipt = received(home, workbook(tmp_path / "a.xlsx", [list(person), list(person.values())]))
    assert list(read_problems(home, receipt.id)) == []


def test_a_folder_of_parts_is_one_delivery(home, tmp_path, expected):
    folder = tmp_path / "parts"
    (folder / "xa-1").mkdir(parents=True)
    write_csv(folder / "xa-1", LINES[0], LINES[1])
    people = list(typed_rows())
    pq.write_table(pa.Table.from_pylist(people[2:]), folder / "b.parquet")
    receipt = received(home, folder)
    assert receipt.content == expected
    assert receipt.details["format"] == "csv, parquet"


def test_a_bad_row_of_a_part_is_found_there(home, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    write_csv(folder, row(1), row(2), name="a.csv")
    write_csv(folder, row(3), "x,y", row(4, sex="?"), row(1, full_name="Khác"), name="b.csv")
    receipt = received(home, folder)
    problems = [(problem.part, problem.row) for problem in read_problems(home, receipt.id)]
    assert problems == [("a.csv", 2), ("b.csv", 3), ("b.csv", 4), ("b.csv", 5)]
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (6, 2, 4)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no table"),
        (b"%PDF-1.7 ...", "no table"),
        (bytes(range(256)) * 8, "no table"),
        (b"PK\x03\x04 truncated", "damaged or cut off"),
        (gzip.compress(TEXT.encode())[:-20], "damaged or cut off"),
        (b"PAR1 truncated", "damaged or cut off"),
        (b"so_thua,to_ban_do\n1,2\n", "not a file of this register"),
        (b'{"so_thua": 1}\n', "not a file of this register"),
        (b"\x8f\x1f garbage \xff\n" * 50, "not a file of this register"),
    ],
)
def test_a_file_unusable_as_a_whole_has_four_parts(home, tmp_path, content, what):
    path = tmp_path / "bad.bin"
    path.write_bytes(content)
    with pytest.raises(UnusableInput, match=what) as raised:
        received(home, path)
    [fault] = raised.value.faults
    assert fault.where == "bad.bin"
    assert fault.found and fault.expected.vi and fault.advice.th


def test_a_truncated_workbook_and_parquet(home, tmp_path):
    people = list(typed_rows())
    path = workbook(tmp_path / "a.xlsx", [list(people[0]), *(list(each.values()) for each in people)])
    pq.write_table(pa.Table.from_pylist(people), tmp_path / "p.parquet")
    for whole in (path, tmp_path / "p.parquet"):
        cut = tmp_path / f"cut-{whole.name}"
        cut.write_bytes(whole.read_bytes()[:-200])
        with pytest.raises(UnusableInput, match="damaged or cut off"):
            received(home, cut)


def test_a_long_compressed_file_cut_off_late(home, tmp_path):
    lines = [row(n) for n in range(1, 60_000)]
    content = gzip.compress("\n".join([HEADER, *lines]).encode(), 1)
    path = tmp_path / "long.csv.gz"
    path.write_bytes(content[: len(content) * 9 // 10])
    with pytest.raises(UnusableInput, match="damaged or cut off"):
        received(home, path)


@pytest.mark.parametrize("text", ["Nguyễn Thị Hường, xã Đại Phước", "QUẢN LÝ HỘ TỊCH", "công dân ở phường"])
def test_encodings_are_told_apart_by_few_words(text):
    assert encoding_of(cp1258(text)) == "windows-1258"
    assert encoding_of(text.encode()) == "utf-8"


def test_one_broken_row_does_not_change_the_encoding(home, tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(TEXT.encode() + "\n".join(row(n) for n in range(10, 40)).encode() + b"\n" + b"075,\xc3(,x\n")
    receipt = received(home, path)
    assert receipt.details["encoding"] == "utf-8"
    assert (receipt.rows_out, receipt.rows_rejected) == (33, 1)
