"""What the server acknowledged is kept when it is killed in the middle."""

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
from pathlib import Path
from urllib.parse import urlencode

import pytest

HERE = "/vi/dong-nai/services/"
FILL = """
import json, sys, django
django.setup()
from django.core.management import call_command
from tinhso.rooms.services.web.models import Dossier, Draft
if sys.argv[1] == "fill":
    call_command("migrate", verbosity=0, interactive=False)
    texts = json.loads(sys.argv[2])
    Draft.objects.bulk_create(
        Draft(token=f"t{n}", province="dong-nai", procedure_id="civil_status_copy", texts=texts) for n in range(3000)
    )
else:
    rows = Dossier.objects.values_list("submit_key", "code")
    print(json.dumps([list(rows), [d.events.count() for d in Dossier.objects.all()]]))
"""
TEXTS = {
    "applicant": {"applies_as": "person", "full_name": "Nguyễn Thị Ánh", "personal_id": "075190000123",
                  "commune": "26068", "phone": "0912345678"},
    "copies": [{"event": "birth", "owner_name": "Lê Bình", "owner_birth_on": "1/1/1990", "n_copies": "2"}],
    "delivery": {"receive_by": "electronic"},
}  # fmt: skip


def environment(home: Path) -> dict[str, str]:
    given = {k: v for k, v in os.environ.items() if k not in {"TINHSO_DATABASE_URL"}}
    return {**given, "TINHSO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings"}


def run(home: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", FILL, *arguments]
    return subprocess.run(command, env=environment(home), capture_output=True, check=True, text=True).stdout


def start(home: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2",
               "--log-level", "critical", "tinhso.portal.wsgi:application"]  # fmt: skip
    return subprocess.Popen(command, env=environment(home), start_new_session=True)


def send(port: int, numbers: range, kept: list[str]) -> None:
    """Send drafts until the server is gone; `kept` are those it acknowledged."""
    try:
        caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        caller.request("GET", f"{HERE}track/")
        answer = caller.getresponse()
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
        assert found
        headers = {"Cookie": answer.headers["Set-Cookie"].split(";")[0],
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        body = urlencode({"declare": "1", "csrfmiddlewaretoken": found[1]})
        for number in numbers:
            caller.request("POST", f"{HERE}draft/t{number}/check/", body, headers)
            answer = caller.getresponse()
            answer.read()
            if answer.status == 302:
                kept.append(f"t{number}")
    except (OSError, http.client.HTTPException):
        return


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:

    (tmp_path / "keys").mkdir()
    run(tmp_path, "fill", json.dumps(TEXTS))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = start(tmp_path, port)
    kept: list[str] = []
    try:
        wait(port)
        threads = [threading.Thread(target=send, args=(port, range(n, 3000, 8), kept)) for n in range(8)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 60
        while len(kept) < 60 and time.monotonic() < deadline:
            threads[0].join(0.05)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    for thread in threads:
        thread.join()
    rows, n_events = json.loads(run(tmp_path, "count"))
    assert len(kept) >= 60
    assert set(kept) <= {key for key, _ in rows}
    assert len({code for _, code in rows}) == len(rows)
    assert set(n_events) == {1}


def wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            threading.Event().wait(0.1)
        else:
            return
    raise TimeoutError("the server did not start")
