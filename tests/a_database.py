"""Django pointed at another database for one test: a SQLite file, or a server's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from tinhso.portal.database import database_settings


@contextmanager
def pointed_at(url: str, folder: Path) -> Iterator[None]:
    """Use a migrated database (an empty address: a file in the folder), then the one before again."""
    before = connections.settings["default"]
    _point(connections.configure_settings({"default": database_settings(url, folder)})["default"])
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        _point(before)


def _point(settings: Any) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = settings
