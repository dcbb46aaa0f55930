"""Public services under load: sending, the desk with many dossiers, tracking; through HTTP on a real server.

Run as `uv run python -m bench.services [--quick]`; PostgreSQL by TINHSO_DATABASE_URL, else SQLite with WAL and
synchronous FULL. The load comes from threads of this process over kept-alive connections, on the same machine as the
server, so client and server share the cores. Peer: what Open Zaak publishes for a list at one million cases (310 ms
median at 16 users, ten CPUs), not run here.
"""

import argparse
import http.client
import json
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

HERE = "/vi/dong-nai/services/"
FORM = "application/x-www-form-urlencoded"
PEER_LIST_SECONDS = 0.310
STEPS = {
    "applicant": {
        "applies_as": "person", "full_name": "Nguyễn Thị Ánh", "personal_id": "075190000123", "commune": "26068",
        "phone": "0912345678",
    },
    "copies": [{"event": "birth", "owner_name": "Lê Bình", "owner_birth_on": "1/1/1990", "n_copies": "2"}],
    "delivery": {"receive_by": "electronic"},
}  # fmt: skip


def main() -> None:
    """Run the three loads and print a table and one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    n_dossiers, n_drafts, users, seconds = (20_000, 1_500, 16, 6.0) if quick else (1_000_000, 8_000, 50, 20.0)
    with tempfile.TemporaryDirectory() as home:
        communes, cookies = _prepare(Path(home), n_dossiers, n_drafts)
        with serving(Path(home)) as port:
            results = _loads(port, users, seconds, communes, cookies)
    _tell(results, n_dossiers)


@contextmanager
def serving(home: Path, workers: int = 2) -> Iterator[int]:
    """A granian server over a prepared home; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--log-level", "critical", "tinhso.portal.wsgi:application",
    ]  # fmt: skip
    environment = {**os.environ, "TINHSO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server did not start")


def _prepare(home: Path, n_dossiers: int, n_drafts: int) -> tuple[list[str], str]:
    os.environ |= {"TINHSO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings"}
    (home / "keys").mkdir(exist_ok=True)
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from tinhso.people.models import Seat
    from tinhso.rooms.services.web.models import Draft

    call_command("migrate", verbosity=0, interactive=False)
    user = User.objects.create_user("officer")
    Seat.objects.create(user=user, role="officer", province="dong-nai", area="26068")
    _fill(n_dossiers)
    tokens = [uuid.uuid4().hex for _ in range(n_drafts)]
    Draft.objects.bulk_create(
        [Draft(token=t, province="dong-nai", procedure_id="civil_status_copy", texts=STEPS) for t in tokens], 500
    )
    client = Client()
    client.force_login(user)
    return tokens, f"sessionid={client.cookies['sessionid'].value}"


def _fill(n_dossiers: int) -> None:
    from django.db import connection

    from tinhso.rooms.services.web.catalogued import communes
    from tinhso.rooms.services.web.models import Dossier

    areas = list(communes("dong-nai", datetime(2026, 6, 1, tzinfo=UTC).date()))
    start = datetime(2024, 1, 1, tzinfo=UTC)
    rows = []
    for number in range(n_dossiers):
        at = start + timedelta(minutes=number)
        is_open = number % 20 == 0
        area = areas[number % len(areas)]
        rows.append(
            Dossier(
                province="dong-nai", code=f"H19.{area[:2]}.{area[2:]}-{at:%y%m%d}-{number % 100_000:05d}",
                submit_key=f"k{number}", procedure_id="civil_status_copy", procedure_code="2.000635",
                edition_from="2025-07-01", channel="ONLINE", area=area, original_agency="H19", applicant_kind="person",
                applicant_name="Nguyễn Văn A", applicant_number="075190000123", phone="0912345678", answers={},
                status=4 if is_open else 10, submitted_at=at, received_at=at, due_at=at,
                desk_at=at if is_open else None,
            )
        )  # fmt: skip
        if len(rows) == 2_000:
            Dossier.objects.bulk_create(rows)
            rows = []
    Dossier.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _loads(port: int, users: int, seconds: float, tokens: list[str], session: str) -> dict[str, dict[str, float]]:
    from tinhso.rooms.services.web.models import Dossier

    code = Dossier.objects.order_by("pk").values_list("code", flat=True)[0]
    drafts = iter(tokens)
    lock = threading.Lock()

    def send(caller: "Caller") -> bool:
        with lock:
            token = next(drafts, None)
        if token is None:
            raise StopIteration
        return caller.post(f"{HERE}draft/{token}/check/", {"declare": "1"}) == 302

    def desk(caller: "Caller") -> bool:
        return caller.get(f"{HERE}desk/") == 200

    def track(caller: "Caller") -> bool:
        return caller.post(f"{HERE}track/", {"code": code, "factor": "5678"}) == 200

    for _ in range(12):  # every worker reads the catalogue before the clock starts
        Caller(port, "").get(f"{HERE}civil_status_copy/")
    return {
        "send": load(port, send, users, seconds, ""),
        "desk": load(port, desk, users, seconds, session),
        "track": load(port, track, users, seconds, ""),
    }


class Caller:
    """One person's browser: a kept-alive connection, its cookies, and the forgery token of its pages."""

    def __init__(self, port: int, cookies: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies = cookies
        page = self._ask("GET", f"{HERE}track/", None)
        self._token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page[1])[1]
        self._cookies = "; ".join(filter(None, [cookies, page[2].split(";")[0]]))

    def get(self, path: str) -> int:
        """Ask for a page; gives the status."""
        return self._ask("GET", path, None)[0]

    def post(self, path: str, values: dict[str, str]) -> int:
        """Send a form; gives the status."""
        return self._ask("POST", path, urlencode({**values, "csrfmiddlewaretoken": self._token}))[0]

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Cookie": self._cookies} if self._cookies else {}
        if body is not None:
            headers["Content-Type"] = FORM
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "")


def load(port: int, act: Callable[[Caller], bool], users: int, seconds: float, cookies: str) -> dict[str, float]:
    """Let `users` act again and again; gives the rate, latencies in seconds and failures."""
    times: list[float] = []
    failures: list[int] = []
    end_at = time.perf_counter() + seconds

    def person() -> None:
        caller = Caller(port, cookies)
        while time.perf_counter() < end_at:
            began = time.perf_counter()
            try:
                good = act(caller)
            except StopIteration:
                return
            except (OSError, http.client.HTTPException):
                good, caller = False, Caller(port, cookies)
            times.append(time.perf_counter() - began)
            if not good:
                failures.append(1)

    began = time.perf_counter()
    threads = [threading.Thread(target=person) for _ in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=100)
    return {
        "rate": len(times) / (time.perf_counter() - began), "p50": cuts[49], "p95": cuts[94], "p99": cuts[98],
        "failures": float(len(failures)), "n": float(len(times)),
    }  # fmt: skip


def _tell(results: dict[str, dict[str, float]], n_dossiers: int) -> None:
    database = "postgresql" if "postgres" in os.environ.get("TINHSO_DATABASE_URL", "") else "sqlite"
    print(f"{n_dossiers:,} dossiers, {database}")
    print(f"{'load':8}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for name, r in results.items():
        cells = "".join(f"{r[p] * 1e3:9.1f}" for p in ("p50", "p95", "p99"))
        print(f"{name:8}{r['rate']:9.1f}{cells}{r['failures']:8.0f}")
    median = results["desk"]["p50"]
    line = {
        "name": "services", "size": n_dossiers, "database": database, "seconds": median,
        "peer": "Open Zaak list at 1 M cases, published, not run here", "peer_seconds": PEER_LIST_SECONDS,
        "ratio": PEER_LIST_SECONDS / median, "accuracy": 1.0 - sum(r["failures"] for r in results.values())
        / sum(r["n"] for r in results.values()),
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, "loads": results,
    }  # fmt: skip
    print(json.dumps(line))


if __name__ == "__main__":
    main()
