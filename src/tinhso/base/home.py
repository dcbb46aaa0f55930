"""A home: one province's working folder, everything it received, computed, published and decided.

    province.yaml   which province, since when        inbox/     files waiting to be received
    received/       bytes under their SHA-256          store/     registers and observations (can be made again)
    releases/       immutable releases                 keys/      signing key (private to the home)
    rooms/          own definitions                    tinhso.sqlite3  what people decide

Takes a folder, gives its places and the one lock that lets a single process write at a time.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label

PROVINCES = {"dong-nai": "75", "hung-yen": "33"}


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder of one province (`province` is the official two-digit code)."""

    folder: Path
    province: str

    @property
    def name(self) -> str:
        """Return the province's name in programmes and addresses, as dong-nai."""
        return next((name for name, code in PROVINCES.items() if code == self.province), self.province)

    @property
    def inbox(self) -> Path:
        """Return where files wait to be received."""
        return self.folder / "inbox"

    @property
    def received(self) -> Path:
        """Return where received bytes and delivery records are kept."""
        return self.folder / "received"

    @property
    def store(self) -> Path:
        """Return where registers and observations are kept; it can be made again from `received`."""
        return self.folder / "store"

    @property
    def releases(self) -> Path:
        """Return where published releases are kept."""
        return self.folder / "releases"

    @property
    def keys(self) -> Path:
        """Return where the signing key is kept, readable by its owner only."""
        return self.folder / "keys"

    @property
    def database(self) -> Path:
        """Return the embedded database of what people decide."""
        return self.folder / "tinhso.sqlite3"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the home's one write lock; a second writer waits. The lock goes with the process, even a killed one."""
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def make_home(folder: Path, province: str) -> Home:
    """Make a home for a province code, or return the one that is there; raises UnusableInput for another province's."""
    if (folder / "province.yaml").exists():
        home = open_home(folder)
        if home.province != province:
            raise UnusableInput(_other_province(folder, home.province, province))
        return home
    home = Home(folder, province)
    for place in (home.inbox, home.received, home.store, home.releases, home.keys, folder / "rooms"):
        place.mkdir(parents=True, exist_ok=True)
    home.keys.chmod(0o700)
    write_atomically(folder / "province.yaml", f'province: "{province}"\n'.encode())
    return home


def open_home(folder: Path) -> Home:
    """Return the home in a folder; raises UnusableInput when there is none."""
    path = folder / "province.yaml"
    if not path.exists():
        raise UnusableInput(_no_home(folder))
    return Home(folder, str(read_yaml(path.read_text("utf-8"), str(path)).get("province", "")))


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Threads of a server write the same page at once; each has a part of its own.
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _no_home(folder: Path) -> Fault:
    return Fault(
        Label("chưa có thư mục dữ liệu của tỉnh", "no home of a province", "ไม่มีโฟลเดอร์ข้อมูลของจังหวัด"),
        str(folder),
        "province.yaml: -",
        Label("thư mục do `tinhso init` tạo", "a folder made by `tinhso init`", "โฟลเดอร์ที่สร้างด้วย `tinhso init`"),
        Label(
            "Chạy `tinhso init --home DIR` hoặc `tinhso up --home DIR`.",
            "Run `tinhso init --home DIR` or `tinhso up --home DIR`.",
            "เรียก `tinhso init --home DIR` หรือ `tinhso up --home DIR`",
        ),
    )


def _other_province(folder: Path, found: str, expected: str) -> Fault:
    return Fault(
        Label("thư mục thuộc tỉnh khác", "the folder belongs to another province", "โฟลเดอร์เป็นของจังหวัดอื่น"),
        str(folder),
        found,
        Label.same(expected),
        Label("Chọn thư mục khác bằng --home.", "Choose another folder with --home.", "เลือกโฟลเดอร์อื่นด้วย --home"),
    )
