"""Django over a throw-away home with migrated tables; each test's writes are undone."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime

import django
import pytest
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
os.environ.setdefault("TINHSO_SECRET_KEY", "of-the-tests-only")
if not settings.configured:
    # Each worker has its own home: the variable may be inherited from the process that started it.
    os.environ["TINHSO_HOME"] = tempfile.mkdtemp(prefix="tinhso-services-")
django.setup()

from django.core.management import call_command  # noqa: E402 - after Django is set up
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402


@pytest.fixture(scope="session")
def tables() -> None:
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture
def _undone(tables: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Monday 1 June 2026, nine in the morning: the pages' clock stands still.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 2, tzinfo=UTC))
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client(_undone: None) -> Client:
    return Client()
