"""Given: put public files that lie in a folder into the inbox of a home, as real deliveries.

Takes a folder, gives what was put there; bytes that the home received before are passed over, so that doing it again
changes nothing. Which files a room knows the room says itself, and stands in `GIVEN`.
"""

from collections.abc import Callable
from pathlib import Path

from tinhso.base.canonical import sha256
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home, write_atomically
from tinhso.base.label import Label
from tinhso.registers.delivery import read_deliveries
from tinhso.registers.given import GivenFile
from tinhso.rooms.economy import given as economy
from tinhso.rooms.land import given as land

GIVEN: dict[str, Callable[[Path], list[GivenFile]]] = {"economy": economy.given, "land": land.given}


def take_given(home: Home, folder: Path) -> list[Path]:
    """Put what the folder holds into the inbox and return where; raises UnusableInput when it holds nothing known."""
    found = [file for known in GIVEN.values() for file in known(folder)]
    if not found:
        raise UnusableInput(_nothing(folder))
    received = {file.sha256 for delivery in read_deliveries(home) for file in delivery.files}
    fresh = [file for file in found if sha256(file.content) not in received]
    paths = [home.inbox / file.kind / file.register / file.name for file in fresh]
    for path, file in zip(paths, fresh, strict=True):
        write_atomically(path, file.content)
    return paths


def _nothing(folder: Path) -> Fault:
    return Fault(
        Label("thư mục không có tệp nào nhận ra được", "no file here is known", "ไม่มีไฟล์ที่รู้จัก"),
        str(folder),
        str(len(list(folder.rglob("*"))) if folder.is_dir() else 0),
        Label.same("pwt*.csv, *nsdp*.json, hs5_sitc4.csv, *communes*.geojson"),
        Label("Chỉ đến thư mục chứa các tệp đó.", "Name the folder that holds them.", "ระบุโฟลเดอร์ที่มีไฟล์เหล่านั้น"),
    )
