"""A PostgreSQL server of Debian's for one benchmark: durable as in use (fsync, synchronous_commit), thrown away."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres_server() -> Iterator[tuple[str, int]]:
    """Give the address for TINHSO_DATABASE_URL and the server's process id; IndexError where none is installed."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    folder = Path(tempfile.mkdtemp(prefix="tinhso-bench-pg-"))
    # The server refuses to run as root.
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names) if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / program), *arguments], cwd=folder, user=user, extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=120,
        )  # fmt: skip

    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c shared_buffers=512MB"
    try:
        run("initdb", "-D", "cluster", "-U", "tinhso", "-A", "trust", "-E", "UTF8")
        run("pg_ctl", "-w", "-D", "cluster", "-l", "server.log", "-o", options, "start")
        pid = int((folder / "cluster" / "postmaster.pid").read_text().split()[0])
        yield f"postgresql://tinhso@127.0.0.1:{port}/postgres", pid
    finally:
        run("pg_ctl", "-w", "-D", "cluster", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
