"""Receive: keep the bytes of a delivery under their SHA-256 and record who sent what, for which register, as of when.

Takes files or folders of parts, gives a `Delivery` with its receipt. It only keeps: what the bytes say, and whether
they can be read at all, is left to `check`. Receiving the same again changes nothing.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tinhso import __version__
from tinhso.base.canonical import sha256_of
from tinhso.base.errors import Fault, UnusableInput, nearest
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.base.receipt import Receipt
from tinhso.registers.contract import read_contracts
from tinhso.registers.delivery import Delivery, DeliveryKind, KeptFile, kept_path, read_deliveries, write_delivery

__all__ = ["Delivery", "DeliveryKind", "KeptFile", "read_deliveries", "receive"]
_CHUNK = 1 << 20


def receive(
    home: Home,
    paths: Iterable[Path],
    *,
    register: str,
    sender: str,
    as_of: date,
    kind: DeliveryKind = "full",
    invented: bool = False,
    origin: Mapping[str, str] | None = None,
) -> Delivery:
    """Return the delivery made of files and folders of parts, kept in the home; it takes the home's write lock.

    `origin` says of a delivery that was pulled from where, and up to which `cursor`: kept with it or not at all.
    Raises UnusableInput for an unknown register, a path that is not there, or nothing to receive.
    """
    require_register(home, register)
    named = named_files(list(paths))
    with home.writing():
        files = keep_files(home, named)
        receipt = receipt_of_files(files, register, sender, as_of, kind, invented, **(origin or {}))
        deliveries = read_deliveries(home)
        known = _find_known(deliveries, receipt)
        if known is not None:
            return known
        delivery = Delivery(deliveries[-1].sequence + 1 if deliveries else 1, files, receipt)
        write_delivery(home, delivery)
        return delivery


def receipt_of_files(
    files: Sequence[KeptFile], register: str, sender: str, as_of: date, kind: DeliveryKind, invented: bool, **more: str
) -> Receipt:
    """Return the receipt of keeping files; `more` are further small facts a reader wants, as who accepted them."""
    return Receipt(
        step="receive",
        subject=register,
        as_of=as_of.isoformat(),
        code=__version__,
        content=sha256_of({file.name: file.sha256 for file in files}),
        inputs={f"bytes:{file.name}": file.sha256 for file in files},
        invented=invented,
        details={"register": register, "sender": sender, "kind": kind, **more},
    )


def _find_known(deliveries: Sequence[Delivery], receipt: Receipt) -> Delivery | None:
    """Return the delivery that this one repeats: of the same receipt, or the register's latest of the same bytes.

    The first makes a run that was cut off and begun again receive nothing twice, the second a file sent again next day.
    """
    of_register = [each for each in deliveries if each.register == receipt.subject]
    same = next((each for each in of_register if each.receipt.id == receipt.id), None)
    if same is not None or not of_register:
        return same
    latest = of_register[-1]
    cursors = latest.receipt.details.get("cursor"), receipt.details.get("cursor")
    alike = (latest.receipt.content, latest.kind) == (receipt.content, receipt.details["kind"])
    # The same rows pulled again further on are a delivery of their own: with it the cursor moves.
    return latest if alike and cursors[0] == cursors[1] else None


def keep_files(home: Home, named: Sequence[tuple[str, Path]]) -> tuple[KeptFile, ...]:
    """Keep the bytes of files under their hashes; hold the home's write lock."""
    return tuple(_keep(home, name, path) for name, path in named)


def _keep(home: Home, name: str, path: Path) -> KeptFile:
    part = home.received / f".{os.getpid()}.part"
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, part.open("wb") as kept:
        while piece := source.read(_CHUNK):
            digest.update(piece)
            kept.write(piece)
            size += len(piece)
        kept.flush()
        os.fsync(kept.fileno())
    place = kept_path(home, digest.hexdigest())
    place.parent.mkdir(exist_ok=True)
    part.replace(place)
    return KeptFile(name, digest.hexdigest(), size)


def named_files(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Return every file of paths and folders with its name among them, in order; raises UnusableInput for none."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UnusableInput(*(_not_there(path) for path in missing))
    named: dict[str, Path] = {}
    for path in paths:
        for name, file in _files_of(path):
            unique = name if name not in named else f"{path.name}-{len(named)}/{name}"
            named[unique] = file
    if not named:
        raise UnusableInput(_nothing(paths))
    return sorted(named.items())


def _files_of(path: Path) -> list[tuple[str, Path]]:
    if path.is_file():
        return [(path.name, path)]
    found = (file for file in path.rglob("*") if file.is_file() and not file.name.startswith((".", "~$")))
    return [(file.relative_to(path).as_posix(), file) for file in found]


def require_register(home: Home, register: str) -> None:
    """Raise UnusableInput for a register that is not defined, naming the nearest one."""
    known = read_contracts(home.folder)
    if register not in known:
        raise UnusableInput(
            Fault(
                Label("không có sổ này", "no such register", "ไม่มีทะเบียนนี้"),
                "--register",
                register,
                Label("một sổ đã định nghĩa", "a defined register", "ทะเบียนที่กำหนดไว้"),
                Label.same(nearest(register, list(known))),
            )
        )


def _not_there(path: Path) -> Fault:
    return Fault(
        Label("không thấy tệp", "no such file", "ไม่พบไฟล์"),
        str(path),
        "-",
        Label("một tệp hoặc thư mục", "a file or folder", "ไฟล์หรือโฟลเดอร์"),
        Label("Kiểm tra lại đường dẫn.", "Check the path.", "ตรวจเส้นทางอีกครั้ง"),
    )


def _nothing(paths: Sequence[Path]) -> Fault:
    return Fault(
        Label("không có gì để nhận", "nothing to receive", "ไม่มีอะไรให้รับ"),
        ", ".join(str(path) for path in paths) or "-",
        "0",
        Label("ít nhất một tệp", "at least one file", "อย่างน้อยหนึ่งไฟล์"),
        Label("Chọn tệp hoặc thư mục có tệp.", "Name a file, or a folder that holds files.", "ระบุไฟล์หรือโฟลเดอร์ที่มีไฟล์"),
    )
