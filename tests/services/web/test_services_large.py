"""Two gigabytes sent to a real server: refused early, and never held in memory."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

HEAD = (
    b"POST /vi/dong-nai/services/verify/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 2147483648\r\n\r\n"
)
MEBIBYTE = 1 << 20


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """A granian server over an empty home: its process and port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if name != "TINHSO_DATABASE_URL"}
    settings = {"TINHSO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings"}
    subprocess.run([sys.executable, "-W", "ignore", "-m", "django", "migrate", "-v0"], env=kept | settings, check=True)
    command = [sys.executable, "-W", "ignore", "-m", "granian", "--interface", "wsgi", "--port", str(port),
               "--log-level", "critical", "tinhso.portal.wsgi:application"]  # fmt: skip
    process = subprocess.Popen(command, env=kept | settings, start_new_session=True)
    try:
        yield process.pid, port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def connected(port: int) -> socket.socket:
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=30)
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server did not start")


def held_mb(session: int) -> int:
    """The memory of every process of a session."""
    said = subprocess.run(["ps", "-o", "rss=", "--sid", str(session)], capture_output=True, text=True, check=True)
    return sum(int(line) for line in said.stdout.split()) // 1024


@pytest.mark.slow
def test_a_body_of_two_gigabytes_is_answered_early(server: tuple[int, int]) -> None:
    session, port = server
    line = connected(port)
    line.sendall(b"GET /vi/dong-nai/services/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    while line.recv(MEBIBYTE):
        pass
    line.close()
    before, n_sent = held_mb(session), 0
    line = connected(port)
    line.sendall(HEAD)
    try:
        while n_sent < 2048:
            line.sendall(b"x" * MEBIBYTE)
            n_sent += 1
    except OSError:
        pass
    assert line.recv(100).startswith(b"HTTP/1.1 413")
    line.close()
    assert n_sent < 200 and held_mb(session) < before + 50
