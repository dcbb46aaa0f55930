"""Backup and restore: a folder of one home, or of several, as one checksummed archive, and back to the same hashes.

Every home is held still by its write lock while its files are read; SQLite databases are copied by SQLite itself, so a
portal may go on serving. The last member, `backup.json`, lists every file with its hash. Keys go along only when asked;
caches and half-written files never do. A PostgreSQL database is dumped by its own tools.
"""

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path

from tinhso.base.canonical import canonical_json, sha256_file
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import open_home
from tinhso.base.label import Label
from tinhso.path.daily import alone

FORMAT = "tinhso-backup/1"
_LIST = "backup.json"
_DATABASES = ("tinhso.sqlite3", "lake.sqlite")
_BESIDE = tuple(name + end for name in _DATABASES for end in ("-wal", "-shm", "-journal"))


def back_up(folder: Path, target: Path, *, with_keys: bool = False) -> int:
    """Write the archive of a home, or of a folder of homes, readable by its owner only; return how many files it holds.

    Raises UnusableInput when there is no home. The archive is whole or not there.
    """
    homes = [
        path.parent for path in (folder / "province.yaml", *sorted(folder.glob("*/province.yaml"))) if path.exists()
    ]
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with ExitStack() as held:
        for home in homes or [folder]:
            held.enter_context(alone(open_home(home)))
            held.enter_context(open_home(home).writing())
        scratch = Path(held.enter_context(tempfile.TemporaryDirectory()))
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        held.callback(part.unlink, missing_ok=True)
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
            listed = {
                name: _add(archive, path, name, scratch)
                for name, path in _files(folder, homes, with_keys)
                if path not in (target, part)
            }
            _add_list(archive, {"format": FORMAT, "with_keys": with_keys, "files": listed})
        part.replace(target)
    return len(listed)


def _files(folder: Path, homes: list[Path], with_keys: bool) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        home = next((home for home in homes if path.is_relative_to(home)), folder)
        if path.is_file() and not _left_out(path.relative_to(home).parts, with_keys):
            yield path.relative_to(folder).as_posix(), path


def _left_out(parts: tuple[str, ...], with_keys: bool) -> bool:
    return (
        any(part.startswith(".") for part in parts)
        or parts[0] == "cache"
        or parts[:2] == ("store", "tmp")
        or (parts[0] == "keys" and not with_keys)
        or parts[-1].endswith(_BESIDE)
    )


def _add(archive: tarfile.TarFile, path: Path, name: str, scratch: Path) -> dict[str, object]:
    if path.name in _DATABASES:
        path = _sqlite_copy(path, scratch / "copy.sqlite3")
    archive.add(path, name)
    return {"sha256": sha256_file(path), "bytes": path.stat().st_size}


def _sqlite_copy(path: Path, copy: Path) -> Path:
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _add_list(archive: tarfile.TarFile, listed: dict[str, object]) -> None:
    content = canonical_json(listed) + b"\n"
    entry = tarfile.TarInfo(_LIST)
    entry.size = len(content)
    archive.addfile(entry, BytesIO(content))


def restore(archive: Path, folder: Path) -> int:
    """Bring an archive back into a new folder and return how many files it held; every hash is checked first.

    Raises UnusableInput when the folder is there already, or the archive is no backup, cut off or altered.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UnusableInput(_occupied(folder))
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        _unpack(archive, part)
        n_files = _require_whole(archive, part)
        (part / _LIST).unlink()
        _make_places(part)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return n_files


def _unpack(archive: Path, part: Path) -> None:
    part.mkdir(parents=True)
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(part, filter="data")
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise UnusableInput(_no_backup(archive, str(error))) from error


def _require_whole(archive: Path, part: Path) -> int:
    if not (part / _LIST).is_file():
        raise UnusableInput(_no_backup(archive, f"{_LIST}: -"))
    listed = json.loads((part / _LIST).read_bytes())["files"]
    found = {path.relative_to(part).as_posix(): path for path in part.rglob("*") if path.is_file()}
    del found[_LIST]
    names = sorted(listed.keys() | found.keys())
    wrong = [n for n in names if n not in found or n not in listed or sha256_file(found[n]) != listed[n]["sha256"]]
    if wrong:
        raise UnusableInput(*(_no_backup(archive, name) for name in wrong[:20]))
    return len(listed)


def _make_places(part: Path) -> None:
    for home in [path.parent for path in part.rglob("province.yaml")]:
        for place in ("inbox", "received", "store", "releases", "keys", "rooms"):
            (home / place).mkdir(exist_ok=True)
        (home / "keys").chmod(0o700)
        for key in (home / "keys").iterdir():
            key.chmod(0o600)


def _occupied(folder: Path) -> Fault:
    return Fault(
        Label("thư mục đã có dữ liệu", "the folder is in use", "โฟลเดอร์ถูกใช้อยู่"),
        str(folder),
        str(len(list(folder.iterdir())) if folder.is_dir() else 1),
        Label("một thư mục mới hoặc trống", "a new or empty folder", "โฟลเดอร์ใหม่หรือว่าง"),
        Label("Chọn thư mục khác bằng --home.", "Name another folder with --home.", "ระบุโฟลเดอร์อื่นด้วย --home"),
    )


def _no_backup(archive: Path, found: str) -> Fault:
    return Fault(
        Label("không phải bản sao lưu nguyên vẹn", "not a whole backup", "ไม่ใช่ข้อมูลสำรองที่สมบูรณ์"),
        str(archive),
        found,
        Label("tệp do `tinhso backup` ghi", "a file written by `tinhso backup`", "ไฟล์ที่ `tinhso backup` เขียน"),
        Label("Dùng bản sao lưu khác.", "Take another backup.", "ใช้ข้อมูลสำรองชุดอื่น"),
    )
