"""Which provinces the portal serves and which release of each is current.

Takes the folder of one home or of several, gives editions by slug; a release is read once and kept while it is current.
Making releases is left to the path.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404

from tinhso.base.home import PROVINCES, Home, open_home
from tinhso.measure.release import find_releases, read_release
from tinhso.portal.edition import Edition

_SLUGS = {code: slug for slug, code in PROVINCES.items()}


def find_homes(folder: Path) -> dict[str, Home]:
    """Return homes by slug: the folder itself when it is a home, else each folder in it that is one."""
    places = [folder, *(sorted(folder.iterdir()) if folder.is_dir() else [])]
    found: dict[str, Home] = {}
    for place in places:
        if (place / "province.yaml").is_file():
            home = open_home(place)
            found.setdefault(_SLUGS.get(home.province, home.province), home)
    return found


def served_homes() -> dict[str, Home]:
    """Return the homes this portal serves, by slug."""
    return find_homes(settings.TINHSO_HOME)


def current_editions() -> list[Edition]:
    """Return the newest published release of each home that has one, in order of slug."""
    newest = ((slug, find_releases(home)) for slug, home in sorted(served_homes().items()))
    return [_read_edition(slug, folders[-1]) for slug, folders in newest if folders]


def get_edition(slug: str) -> Edition:
    """Return a province's newest published release; raises Http404 when there is none."""
    home = served_homes().get(slug)
    folders = find_releases(home) if home else []
    if not folders:
        raise Http404(slug)
    return _read_edition(slug, folders[-1])


def get_release_folder(slug: str, release: str) -> Path:
    """Return the folder of one published release; raises Http404 when there is none of that id."""
    home = served_homes().get(slug)
    for folder in find_releases(home) if home else []:
        if folder.name == release:
            return folder
    raise Http404(release)


def get_edition_of(slug: str, release: str) -> Edition:
    """Return one published release of a province, old ones too; raises Http404 when there is none of that id."""
    return _read_edition(slug, get_release_folder(slug, release))


@lru_cache(maxsize=8)
def _read_edition(slug: str, folder: Path) -> Edition:
    return Edition(slug, read_release(folder))
