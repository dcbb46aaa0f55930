"""Django over a database of its own: SQLite in a file, or a PostgreSQL cluster made for the run."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.portal.settings")
os.environ.setdefault("TINHSO_SECRET_KEY", "of-the-tests-only")
os.environ.setdefault("TINHSO_HOME", tempfile.mkdtemp(prefix="tinhso-park-"))
django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connections  # noqa: E402

from tinhso.portal.database import database_settings  # noqa: E402


@contextmanager
def _database(url, folder):
    """Point Django at a migrated database for one test, and back at its own afterwards."""
    before = connections.settings["default"]
    _point(connections.configure_settings({"default": database_settings(url, folder)})["default"])
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        _point(before)


def _point(settings):
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = settings


@pytest.fixture
def sqlite(tmp_path):
    """Use a fresh SQLite file."""
    with _database("", tmp_path):
        yield


@pytest.fixture(scope="session")
def postgres_url():
    """Start a PostgreSQL cluster on a free port under an unprivileged user, and stop it in the end."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no PostgreSQL server is installed")
    pytest.importorskip("psycopg")
    binaries = programs[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="tinhso-pg-", dir="/tmp"))
    as_user = []
    if os.geteuid() == 0:
        if shutil.which("runuser") is None or subprocess.run(["id", "postgres"], capture_output=True).returncode:
            pytest.skip("a PostgreSQL server needs a user other than root")
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command):
        subprocess.run([*as_user, *command], check=True, capture_output=True, cwd="/tmp")

    run(str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "tinhso", "-A", "trust", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=40"
    log = str(folder / "log")
    run(str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w", "-l", log, "-o", options, "start")
    yield f"postgresql://tinhso@127.0.0.1:{port}/postgres"
    run(str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_url, tmp_path):
    """Use the PostgreSQL cluster, its tables emptied."""
    with _database(postgres_url, tmp_path):
        call_command("flush", interactive=False, verbosity=0)
        yield
