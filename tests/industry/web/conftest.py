"""Django over a database of its own: SQLite in a file, or one of a PostgreSQL server."""

import os
import tempfile

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
os.environ.setdefault("TINHSO_SECRET_KEY", "of-the-tests-only")
os.environ.setdefault("TINHSO_HOME", tempfile.mkdtemp(prefix="tinhso-park-"))
django.setup()

from a_database import pointed_at  # noqa: E402 - Django must be set up first


@pytest.fixture
def sqlite(tmp_path):
    """Use a fresh SQLite file."""
    with pointed_at("", tmp_path):
        yield


@pytest.fixture
def on_postgres(postgres, tmp_path):
    """Use an empty database of a PostgreSQL server."""
    with pointed_at(postgres.new_database(), tmp_path):
        yield
