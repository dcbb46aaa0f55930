"""A real PostgreSQL server that tests of any floor may ask for: started for them alone, and thrown away."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

_USERS = ("postgres", "nobody")
_NUMBERS = count()


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server on loopback: its folder, port, and the operating system's user it runs as (None: our own)."""

    binaries: Path
    folder: Path
    port: int
    user: str | None

    def url(self, database: str = "postgres") -> str:
        """Return the address for `TINHSO_DATABASE_URL`."""
        return f"postgresql://tinhso@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{next(_NUMBERS)}"
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tinhso", name)
        return self.url(name)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self.run("pg_ctl", "-w", "-D", "cluster", "-l", "server.log", "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-D", "cluster", "-m", "fast", "stop")

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's own programs in its folder, as its user."""
        subprocess.run(
            [str(self.binaries / program), *arguments],
            cwd=self.folder,
            user=self.user,
            extra_groups=[] if self.user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=120,
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """An empty server that trusts the user `tinhso`; skips with the reason where there is none to start."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries or importlib.util.find_spec("psycopg") is None:
        pytest.skip("needs Debian's postgresql and the extra `postgres`")
    folder = Path(tempfile.mkdtemp(prefix="tinhso-pg-"))
    server = Postgres(binaries[-1], folder, _free_port(), _other_user())
    if server.user:
        shutil.chown(folder, server.user)
    try:
        server.run("initdb", "-D", "cluster", "-U", "tinhso", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> str | None:
    # The server refuses to run as root.
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _USERS if name in known), None)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
