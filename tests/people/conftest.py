"""The portal over two small homes with migrated tables; each test's writes are undone."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from a_postgres import Postgres

sys.path.append(str(Path(__file__).parents[1] / "portal"))
from portal_site import made_homes

# isort: split
from django.core.management import call_command
from django.db import connections, transaction

from tinhso.portal.database import database_settings


@pytest.fixture(scope="session")
def homes() -> Path:
    found = made_homes()
    call_command("migrate", verbosity=0, interactive=False)
    return found


@pytest.fixture
def undone(homes: Path) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def on_postgres(homes: Path, postgres: Postgres, tmp_path: Path) -> Iterator[None]:
    """Point Django at an empty database of a real server for one test, and back at its own afterwards."""
    name = f"people_{tmp_path.name.replace('-', '_')}"[:60].lower()
    postgres.run("createdb", "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "tinhso", name)
    before = connections.settings["default"]
    found = database_settings(postgres.url(name), tmp_path)
    _point(connections.configure_settings({"default": found})["default"])
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        _point(before)


def _point(settings: Any) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = settings


@pytest.fixture
def settings_changed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, object], None]:
    """Change a setting for one test."""
    from django.conf import settings

    return lambda name, value: monkeypatch.setattr(settings, name, value)
