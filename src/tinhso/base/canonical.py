"""Canonical text of values and the SHA-256 over it, so that another machine and engine arrive at the same hash.

Takes plain JSON values (no floats: they print differently between engines), gives bytes and hex digests.
Hashing whole tables is left to `tinhso.engine`.
"""

import hashlib
import json
from pathlib import Path

_CHUNK = 1 << 20


def canonical_json(value: object) -> bytes:
    """Return the one JSON form of a value: UTF-8, sorted keys, no spaces; raises TypeError on a float."""
    _require_no_float(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return sha256(canonical_json(value))


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _require_no_float(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float has no canonical text; write {value!r} as decimal text")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key must be text, got {key!r}")
            _require_no_float(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _require_no_float(inner)
