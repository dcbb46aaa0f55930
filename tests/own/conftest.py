"""The portal over copies of two small homes with registers of people and land; each test's writes are undone."""

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "portal"))
from portal_site import made_homes

# isort: split
from a_person import fill_registers
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from a_postgres import Postgres
from tinhso.base.home import Home, open_home
from tinhso.portal.database import database_settings

# Monday 23 November 2026, nine in the morning: the pages' clock stands still.
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    for place in made_homes().glob("*/province.yaml"):
        shutil.copytree(place.parent, folder / place.parent.name)
    fill_registers(folder)
    call_command("migrate", verbosity=0, interactive=False)
    return folder


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """The pages' clock: its one value is what time it is."""
    told = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: told[0])
    yield told


@pytest.fixture
def scene(filled: Path, clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """The home of Đồng Nai as delivered once; nothing in it may be changed."""
    monkeypatch.setattr(settings, "TINHSO_HOME", filled)
    with transaction.atomic():
        yield open_home(filled / "dong-nai")
        transaction.set_rollback(True)


@pytest.fixture
def own_scene(scene: Home, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of the scene's homes that a test may deliver to."""
    folder = tmp_path / "homes"
    shutil.copytree(filled, folder)
    monkeypatch.setattr(settings, "TINHSO_HOME", folder)
    return open_home(folder / "dong-nai")


@pytest.fixture
def on_postgres(filled: Path, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point Django at an empty database of a real server for one test, and back at its own afterwards."""
    monkeypatch.setattr(settings, "TINHSO_HOME", filled)
    name = f"own_{tmp_path.name.replace('-', '_')}"[:60].lower()
    postgres.run("createdb", "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "tinhso", name)
    before = connections.settings["default"]
    found = database_settings(postgres.url(name), tmp_path)
    _point(connections.configure_settings({"default": found})["default"])
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        _point(before)


def _point(database: dict[str, object]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = database
