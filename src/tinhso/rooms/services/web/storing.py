"""Bytes of papers, outside the web root: kept once under their SHA-256, read only through an authorised page."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings

_PIECE = 1 << 20


def folder() -> Path:
    """Where papers lie: `attachments/` beside the database, readable by its owner only."""
    place = Path(settings.TINHSO_HOME) / "attachments"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep(stream: IO[bytes]) -> str:
    """Keep the bytes of a stream and give their SHA-256; a file is whole or absent, even after a power cut."""
    digest = hashlib.sha256()
    handle, temporary = tempfile.mkstemp(dir=folder())
    with os.fdopen(handle, "wb") as file:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    place = path_of(digest.hexdigest())
    place.parent.mkdir(mode=0o700, exist_ok=True)
    Path(temporary).replace(place)
    return digest.hexdigest()


def path_of(sha256: str) -> Path:
    """Where the bytes of a digest lie."""
    return folder() / sha256[:2] / sha256
