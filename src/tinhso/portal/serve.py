"""Start the portal over one home or several: database migrated, fonts and static files built, workers listening.

Takes the folder, the port and the number of workers; returns when the server is stopped.
"""

import os
from datetime import datetime
from pathlib import Path

from tinhso.base.errors import Fault, UnusableInput, nearest
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.measure.release import find_releases, read_release
from tinhso.path.daily import Log


def serve(home_folder: Path, port: int = 8000, workers: int = 2, *, address: str = "127.0.0.1") -> None:
    """Serve the homes under a folder on http://localhost:`port` until interrupted."""
    prepare(home_folder)
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "tinhso.portal.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=512,
        log_level="warning",
    ).serve()


def prepare(home_folder: Path) -> None:
    """Make ready what serving needs: environment, database tables, fonts, static files."""
    os.environ["TINHSO_HOME"] = str(home_folder.resolve())
    os.environ["TINHSO_SERVED"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    from tinhso.portal.fonts import build_fonts
    from tinhso.portal.statics import collect_static

    build_fonts(settings.CACHE_FOLDER / "fonts")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    collect_static()
    call_command("load_parks", verbosity=0)


def settle_desks(home: Home, log: Log) -> bool:
    """Carry out what was decided at a home's desks and is not done yet, a line for the log a thing done.

    Returns whether all of it could be done.
    """
    if not _has_desks(home):
        return True
    from tinhso.portal.desks.carrying_out import settle

    lines = list(settle(home, home.name))
    for line in lines:
        log(line)
    return not any(line.get("result") == "refused" for line in lines)


def gather_pairs(home: Home, at: datetime, log: Log) -> None:
    """Bring a home's review desk up to date with its linkages, a line for the log a linkage that changed."""
    if not _has_desks(home):
        return
    from tinhso.portal.desks.review_gathering import gather

    for line in gather(home, home.name, at):
        log(line)


def _has_desks(home: Home) -> bool:
    """Return whether people decide anything for a home, with Django ready to read what.

    A home without a database of decisions beside it, or in the folder of homes that it lies in, has none.
    """
    places = [home.folder, home.folder.parent]
    folder = next((place for place in places if (place / "tinhso.sqlite3").exists()), None)
    if folder is None and not os.environ.get("TINHSO_DATABASE_URL"):
        return False
    os.environ["TINHSO_HOME"] = str((folder or home.folder).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
    import django

    django.setup()
    return True


def write_report(home: Home, release: str, since: str | None, *, form: str, language: str, site: str) -> bytes:
    """Return the report of a release of a home, compared with `since` or else the release before it.

    Raises UnusableInput when the home has no release of that id.
    """
    os.environ["TINHSO_HOME"] = str(home.folder.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
    import django

    django.setup()
    from tinhso.portal.edition import Edition
    from tinhso.portal.reports.making import make_report

    now = read_release(_folder_of(home, release))
    earlier = since or now.manifest["previous"]
    before = Edition(home.name, read_release(_folder_of(home, earlier))) if earlier else None
    return make_report(Edition(home.name, now), before, form=form, language=language, site=site)


def work(home_folder: Path, *, until_empty: bool = False) -> None:
    """Do the long work that the desks queued, until interrupted or until nothing is left."""
    os.environ["TINHSO_WORKER"] = "1"
    _prepare_tables(home_folder)
    from django.core.management import call_command

    call_command("db_worker", batch=until_empty, startup_delay=False)


def _prepare_tables(home_folder: Path) -> None:
    os.environ["TINHSO_HOME"] = str(home_folder.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def seat_person(home_folder: Path, name: str, province: str, role: str, *, reason: str, at: datetime) -> str:
    """Give the person of an account a seat from the command line, as the first administrator, and return it in words.

    Raises UnusableInput for a name that has no account.
    """
    _prepare_tables(home_folder)
    from tinhso.people.actions import Given, give_seat
    from tinhso.people.roles import Role

    return str(give_seat(name, Given(province, Role(role)), actor=None, at=at, reason=reason))


def _folder_of(home: Home, release: str) -> Path:
    known = {folder.name: folder for folder in find_releases(home)}
    if release not in known:
        raise UnusableInput(
            Fault(
                Label("không có bản công bố này", "no such release", "ไม่มีฉบับเผยแพร่นี้"),
                str(home.releases),
                release,
                Label("một bản đã công bố của tỉnh", "a release of the province", "ฉบับเผยแพร่ของจังหวัด"),
                Label.same(nearest(release, list(known))),
            )
        )
    return known[release]
