"""Path profiles in the ITU exchange CSV format, and the loss of each of their measurement rows.

Takes files as radio-monitoring groups exchange them (header lines `key:,value`, a profile block, a measurements
block); gives paths, links and losses in dB in file order. Coast distances follow the exchange practice: 500 km, or 0
where the terminal itself is at sea. Every fault of a file is told at once with its line; nothing is predicted from
half a file. Leaves prediction to `tinhso.rooms.network.p1812`.
"""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TextIO, TypedDict

import numpy as np

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.rooms.network.p1812 import Path, Radio, check_path, check_radio, path_loss_db
from tinhso.rooms.network.p1812.climate import SEA
from tinhso.rooms.network.p1812.path import NO_COAST_KM

_HEADERS = {
    "tx_lat": "tx lat",
    "tx_lon": "tx lon",
    "rx_lat": "rx lat",
    "rx_lon": "rx lon",
    "lapse_rate": "average annual values dn",
    "refractivity": "average annual sea-level surface refractivity",
}
_FREQUENCY, _TX_HEIGHT, _RX_HEIGHT, _POLARIZATION, _TIME = 0, 1, 3, 4, 14
_MEDIAN_LOCATION = 50.0

_NOT_A_PROFILE = Label(
    "tệp không phải mặt cắt đường truyền theo định dạng trao đổi của ITU",
    "the file is not a path profile in the ITU exchange format",
    "ไฟล์ไม่ใช่โปรไฟล์เส้นทางตามรูปแบบแลกเปลี่ยนของ ITU",
)
_SEND_WHOLE = Label(
    "Hãy gửi lại tệp đầy đủ, có phần đầu, mặt cắt và các phép đo.",
    "Send the whole file: header, profile block and measurements block.",
    "โปรดส่งไฟล์ฉบับเต็ม ทั้งส่วนหัว โปรไฟล์ และการวัด",
)
_NOT_A_NUMBER = Label("ô không phải là số", "a cell is not a number", "ช่องไม่ใช่ตัวเลข")
_A_NUMBER = Label("một số, dấu chấm thập phân", "a number with a decimal point", "ตัวเลข ใช้จุดทศนิยม")
_MEND_CELL = Label("Hãy sửa ô này rồi chạy lại.", "Mend the cell and run again.", "แก้ช่องนี้แล้วรันใหม่")
_UNREADABLE = Label("không đọc được tệp", "the file cannot be read", "อ่านไฟล์ไม่ได้")
_A_FILE = Label("một tệp CSV đọc được", "a readable CSV file", "ไฟล์ CSV ที่อ่านได้")
_CHECK_PATH = Label(
    "Hãy kiểm tra đường dẫn và quyền đọc.",
    "Check the path and the right to read it.",
    "ตรวจสอบเส้นทางไฟล์และสิทธิ์การอ่าน",
)


class LossRow(TypedDict):
    """One measurement row: the file's name, the row's number from 0, the basic transmission loss in dB."""

    profile: str
    row: int
    loss_db: float


@dataclass(frozen=True, slots=True, eq=False)
class ProfileFile:
    """A profile file read: its path and one `Radio` a measurement row, with the line each row stands on."""

    name: str
    path: Path
    radios: tuple[Radio, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file: its number from 1 and its cells."""

    number: int
    cells: tuple[str, ...]


class _Reader:
    """Reads numbers out of lines and collects every fault on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def number(self, line: _Line, column: int) -> float:
        """Return the number in a cell; a fault and NaN when there is none."""
        text = line.cells[column].strip() if column < len(line.cells) else ""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            where = f"{self.name}:{line.number}, {column + 1}"
            self.faults.append(Fault(_NOT_A_NUMBER, where, text or "—", _A_NUMBER, _MEND_CELL))
        return value

    def missing(self, found: str, expected: str) -> None:
        """Note that a part of the file is not there."""
        self.faults.append(Fault(_NOT_A_PROFILE, self.name, found, Label.same(expected), _SEND_WHOLE))

    def stop_at_faults(self) -> None:
        """Raise all faults noted so far, if any."""
        if self.faults:
            raise UnusableInput(*self.faults)


def _file_lines(file: FilePath) -> list[_Line]:
    """The lines of a file split at commas; `UnusableInput` when it cannot be read."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        fault = Fault(_UNREADABLE, str(file), error.strerror or str(error), _A_FILE, _CHECK_PATH)
        raise UnusableInput(fault) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return [_Line(number, tuple(line.split(","))) for number, line in enumerate(text.splitlines(), 1)]


def _block(lines: Sequence[_Line], reader: _Reader, name: str) -> list[_Line]:
    """The lines between `{Begin of name}` and `{End of name}` that hold anything."""
    marks = [line.cells[0].strip().lower() for line in lines]
    begin, end = f"{{begin of {name}}}", f"{{end of {name}}}"
    if begin not in marks or end not in marks:
        reader.missing(f"{begin in marks}, {end in marks}", f"{begin} … {end}")
        return []
    inside = lines[marks.index(begin) + 1 : marks.index(end)]
    return [line for line in inside if any(cell.strip() for cell in line.cells)]


def _header_numbers(lines: Sequence[_Line], reader: _Reader) -> dict[str, float]:
    """The places and climate values of the header."""
    values = {}
    for name, start in _HEADERS.items():
        found = next((line for line in lines if line.cells[0].strip().lower().startswith(start)), None)
        if found is None:
            reader.missing("—", f"{start}:")
            continue
        values[name] = reader.number(found, 1)
    return values


def _profile_columns(block: Sequence[_Line], reader: _Reader) -> list[list[float]]:
    """Distance, height, ground cover height and zone columns of the profile block."""
    if not block or not block[0].cells[0].strip().lower().startswith("number of points"):
        reader.missing(block[0].cells[0] if block else "—", "Number of Points:,n")
        return [[], [], [], []]
    announced, points = reader.number(block[0], 1), block[1:]
    if announced != len(points):
        reader.missing(f"{len(points)} points", f"{announced:g} points")
    return [[reader.number(line, column) for line in points] for column in (0, 1, 3, 4)]


def _radio(line: _Line, reader: _Reader, climate: dict[str, float]) -> Radio:
    """The link of one measurement row."""
    f, tx, rx, polarization, p = (
        reader.number(line, column) for column in (_FREQUENCY, _TX_HEIGHT, _RX_HEIGHT, _POLARIZATION, _TIME)
    )
    if polarization not in (1.0, 2.0):
        where = f"{reader.name}:{line.number}, {_POLARIZATION + 1}"
        expected = Label.same("1 (horizontal), 2 (vertical)")
        reader.faults.append(Fault(_NOT_A_PROFILE, where, f"{polarization:g}", expected, _MEND_CELL))
    return Radio(
        frequency_ghz=f / 1000.0,
        time_percent=p,
        location_percent=_MEDIAN_LOCATION,
        tx_height_m=tx,
        rx_height_m=rx,
        vertical=polarization == 2.0,
        lapse_rate=climate["lapse_rate"],
        refractivity=climate["refractivity"],
    )


def read_profile(file: FilePath) -> ProfileFile:
    """Return a profile file read and checked; `UnusableInput` with every fault of the file."""
    lines, reader = _file_lines(file), _Reader(file.name)
    header = _header_numbers(lines, reader)
    columns = _profile_columns(_block(lines, reader, "profile"), reader)
    rows = _block(lines, reader, "measurements")
    reader.stop_at_faults()
    radios = tuple(_radio(line, reader, header) for line in rows)
    reader.stop_at_faults()
    distance, height, clutter, zones = (np.array(column) for column in columns)
    at_sea = zones[[0, -1]] == SEA if zones.size else (False, False)
    path = Path(
        distance, height, clutter, zones.astype(np.int64),
        header["tx_lat"], header["tx_lon"], header["rx_lat"], header["rx_lon"],
        0.0 if at_sea[0] else NO_COAST_KM, 0.0 if at_sea[1] else NO_COAST_KM,
    )  # fmt: skip
    read = ProfileFile(file.stem, path, radios, tuple(line.number for line in rows))
    faults = check_path(path, file.name)
    for radio, line in zip(radios, read.lines, strict=True):
        faults += check_radio(radio, f"{file.name}:{line}")
    if faults:
        raise UnusableInput(*faults)
    return read


def _file_losses(file: FilePath) -> Iterator[LossRow]:
    """The losses of one file, row by row."""
    read = read_profile(file)
    for row, (radio, line) in enumerate(zip(read.radios, read.lines, strict=True)):
        loss = path_loss_db(read.path, radio, f"{file.name}:{line}")
        yield LossRow(profile=read.name, row=row, loss_db=loss)


def loss_rows(files: Sequence[FilePath]) -> list[LossRow]:
    """Return the basic transmission loss of every measurement row, in file order.

    `UnusableInput` with the faults of all files when one of them cannot be used.
    """
    rows: list[LossRow] = []
    faults: list[Fault] = []
    for file in files:
        try:
            rows.extend(_file_losses(file))
        except UnusableInput as error:
            faults.extend(error.faults)
    if faults:
        raise UnusableInput(*faults)
    return rows


def write_losses(paths: Sequence[FilePath], *, as_json: bool, out: TextIO) -> int:
    """Write the losses of profile files to `out`, as a table or as JSON; return the exit code.

    0 when all rows were predicted; 2 when a file cannot be used, its faults on standard error and nothing on `out`.
    """
    try:
        rows = loss_rows(paths)
    except UnusableInput as error:
        sys.stderr.write(error.text("vi") + "\n" + error.text("en") + "\n")
        return 2
    if as_json:
        out.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    width = max([len(row["profile"]) for row in rows], default=0)
    for row in rows:
        out.write(f"{row['profile']:{width}}  {row['row']:>4}  {row['loss_db']:14.8f} dB\n")
    return 0
