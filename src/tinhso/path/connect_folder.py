"""Pull from a folder: each file that was not pulled before, by name and hash, as one delivery in order of names.

Takes a connection and what it pulled before, gives parcels. A file that is still being written is left alone: one whose
name says so, one that changed a moment ago, one that changes while it is read.
"""

import shutil
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from tinhso.base.canonical import sha256_file
from tinhso.base.errors import UnusableInput
from tinhso.path.connect_faults import no_folder
from tinhso.path.connect_packing import Parcel
from tinhso.path.connection import FolderSource
from tinhso.registers.delivery import DeliveryKind

_BEING_WRITTEN = (".part", ".tmp", ".partial", ".filepart", ".crdownload", ".swp", "~")
Pulled = Collection[tuple[str, str]]


def pull_folder(
    source: FolderSource, folder: Path, place: Path, where: str, kind: DeliveryKind, at: datetime, pulled: Pulled
) -> Iterator[Parcel]:
    """Give a parcel a new file, copied to `place`; `pulled` holds the names and hashes of those before.

    Raises UnusableInput when the folder is not there.
    """
    if not folder.is_dir():
        raise UnusableInput(no_folder(where, source.path))
    try:
        for path in sorted(folder.glob(source.pattern)):
            digest = "" if _is_being_written(path, at, source.settled_s) else sha256_file(path)
            if digest and (path.name, digest) not in pulled:
                copy = place / path.name
                shutil.copyfile(path, copy)
                # A file that changed meanwhile waits for the next pull; an empty one is only begun.
                if copy.stat().st_size and sha256_file(copy) == digest:
                    yield Parcel((copy,), kind, f"{path.name} {digest}")
                copy.unlink()
    except OSError as error:
        raise UnusableInput(no_folder(where, f"{error.filename}: {error.strerror}")) from error


def _is_being_written(path: Path, at: datetime, settled_s: int) -> bool:
    if not path.is_file() or path.name.startswith((".", "~$")) or path.name.endswith(_BEING_WRITTEN):
        return True
    return at.timestamp() - path.stat().st_mtime < settled_s
