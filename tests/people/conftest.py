"""The portal over two small homes with migrated tables; each test's writes are undone."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from a_database import pointed_at
from a_postgres import Postgres

sys.path.append(str(Path(__file__).parents[1] / "portal"))
from portal_site import made_homes

# isort: split
from django.core.management import call_command
from django.db import transaction


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
    """Use an empty database of a real server for one test."""
    with pointed_at(postgres.new_database(), tmp_path):
        yield


@pytest.fixture
def settings_changed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, object], None]:
    """Change a setting for one test."""
    from django.conf import settings

    return lambda name, value: monkeypatch.setattr(settings, name, value)
