"""Static files as they are served: hashed and packed once, and again only when one of their sources has changed.

Takes Django's finders, writes `STATIC_ROOT`. Packing costs many seconds, and a portal is started more often than its
style sheet changes.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from tinhso.base.canonical import sha256_of
from tinhso.base.home import write_atomically

_IGNORED = ["CVS", ".*", "*~"]


def collect_static() -> bool:
    """Collect static files when their sources are not those of the last time, and return whether it was needed."""
    root = Path(settings.STATIC_ROOT)
    mark, now = root.with_name(f"{root.name}.sources"), _sources()
    if root.is_dir() and mark.is_file() and mark.read_text("ascii") == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    write_atomically(mark, now.encode("ascii"))
    return True


def _sources() -> str:
    """Return a digest over the places, sizes and times of all sources."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list(_IGNORED):
            path = Path(storage.path(name))
            told = path.stat()
            found.append([name, str(path), told.st_size, told.st_mtime_ns])
    return sha256_of(sorted(found))
