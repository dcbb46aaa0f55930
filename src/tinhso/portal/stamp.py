"""A short name of everything published pages depend on: the releases served, and the portal's own files."""

from functools import cache
from pathlib import Path

from tinhso.base.canonical import sha256
from tinhso.portal.homes import served_homes


def edition_stamp() -> str:
    """Return a name that changes when a release is published or the portal's code, words or templates change."""
    times = (str(folder.stat().st_mtime_ns) for folder in _release_folders() if folder.is_dir())
    return f"{_code()}-{sha256('-'.join(times).encode())[:12]}"


@cache
def _release_folders() -> tuple[Path, ...]:
    return tuple(home.releases for home in served_homes().values())


@cache
def _code() -> str:
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in {".py", ".html", ".yaml", ".css", ".js"})
    return sha256(b"".join(path.read_bytes() for path in files))[:12]
