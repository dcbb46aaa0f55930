"""What the server acknowledged is kept, and nothing is there twice, when it is killed in the middle."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from a_postgres import Postgres

HERE = "/vi/dong-nai/services/"
N_CLIENTS = 8
FILL = """
import json, sys, django
django.setup()
from django.core.management import call_command
from tinhso.rooms.services.web.models import Dossier, Draft
if sys.argv[1] == "fill":
    call_command("migrate", verbosity=0, interactive=False)
    texts = json.loads(sys.argv[2])
    Draft.objects.bulk_create(
        Draft(token=f"t{n}", province="dong-nai", procedure_id="civil_status_copy", texts=texts)
        for n in range(int(sys.argv[3]))
    )
else:
    rows = Dossier.objects.values_list("submit_key", "code")
    print(json.dumps([list(rows), [d.events.count() for d in Dossier.objects.all()], Draft.objects.count()]))
"""
TEXTS = {
    "applicant": {"applies_as": "person", "full_name": "Nguyễn Thị Ánh", "personal_id": "075190000123",
                  "commune": "26068", "phone": "0912345678"},
    "copies": [{"event": "birth", "owner_name": "Lê Bình", "owner_birth_on": "1/1/1990", "n_copies": "2"}],
    "delivery": {"receive_by": "electronic"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A home with drafts to send, and where its database is."""

    home: Path
    database: str
    n_drafts: int
    kept: set[str] = field(default_factory=set)  # the drafts whose sending was acknowledged

    @property
    def environment(self) -> dict[str, str]:
        given = {k: v for k, v in os.environ.items() if k != "TINHSO_DATABASE_URL"}
        own = {"TINHSO_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings"}
        return {**given, **own, **({"TINHSO_DATABASE_URL": self.database} if self.database else {})}

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-c", FILL, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, check=True, text=True).stdout


@contextmanager
def serving(site: Site) -> Iterator[tuple[int, int]]:
    """The server in a process group of its own, killed with -9 at the end whatever it is doing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2",
               "--blocking-threads", "4", "--log-level", "critical", "tinhso.portal.wsgi:application"]  # fmt: skip
    server = subprocess.Popen(command, env=site.environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait(port)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            threading.Event().wait(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


def send(port: int, tokens: list[str], kept: set[str]) -> None:
    """Send drafts until the server is gone."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as caller:
        try:
            headers, body = declaration(caller)
            for token in tokens:
                caller.request("POST", f"{HERE}draft/{token}/check/", body, headers)
                answer = caller.getresponse()
                answer.read()
                if answer.status == 302:
                    kept.add(token)
        except (OSError, http.client.HTTPException):
            return


def declaration(caller: http.client.HTTPConnection) -> tuple[dict[str, str], str]:
    """The headers and body by which a browser sends the last page of a form."""
    caller.request("GET", f"{HERE}track/")
    answer = caller.getresponse()
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    assert found
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    return headers, urlencode({"declare": "1", "csrfmiddlewaretoken": found[1]})


def send_and_kill(site: Site, at_least: int) -> None:
    """Let several clients send what was not acknowledged yet; kill the server after so many more answers."""
    waiting = [f"t{n}" for n in range(site.n_drafts) if f"t{n}" not in site.kept]
    enough = len(site.kept) + at_least
    with serving(site) as (port, _):
        threads = [
            threading.Thread(target=send, args=(port, waiting[n::N_CLIENTS], site.kept)) for n in range(N_CLIENTS)
        ]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 120
        while len(site.kept) < enough and time.monotonic() < deadline:
            threads[0].join(0.02)
    for thread in threads:
        thread.join()
    assert len(site.kept) >= enough


def check_kept(site: Site) -> int:
    """Acknowledged is kept, a draft is a dossier or still one, none is there twice; gives the number of dossiers."""
    rows, n_events, n_drafts = json.loads(site.run("count"))
    keys = [key for key, _ in rows]
    assert site.kept <= set(keys)
    assert len(set(keys)) == len(keys)
    assert len({code for _, code in rows}) == len(rows)
    assert set(n_events) == {1}
    assert len(rows) + n_drafts == site.n_drafts
    return len(rows)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return ""
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.new_database()


def a_site(home: Path, database: str, n_drafts: int) -> Site:
    (home / "keys").mkdir()
    site = Site(home, database, n_drafts)
    site.run("fill", json.dumps(TEXTS), str(n_drafts))
    return site


def test_nothing_acknowledged_is_lost_and_nothing_is_double(tmp_path: Path, database: str) -> None:
    site = a_site(tmp_path, database, 400)
    send_and_kill(site, at_least=25)
    n_kept = check_kept(site)
    # Whoever got no answer sends again after the restart, and so do some who did: one dossier each.
    with serving(site) as (port, _):
        again: set[str] = set()
        send(port, [f"t{n}" for n in range(30)], again)
    assert again == {f"t{n}" for n in range(30)}
    site.kept.update(again)
    assert check_kept(site) >= n_kept


@pytest.mark.slow
def test_killed_again_and_again(tmp_path: Path, database: str) -> None:
    site = a_site(tmp_path, database, 6_000)
    for _ in range(4):
        send_and_kill(site, at_least=250)
        check_kept(site)
    assert len(site.kept) >= 1_000
