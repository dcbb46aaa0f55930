"""Public services under load: sending, the desk with a million dossiers, tracking, and 10 to 400 users; by wrk.

    uv run python -m bench.services [--quick] [--database sqlite|postgresql]      (both without --database)

The server is tinhso's own with two workers; wrk, server and database share the machine's cores. SQLite writes with WAL
and synchronous FULL, PostgreSQL with fsync and synchronous_commit. At the end the server is killed with -9 while it is
sent to; what wrk saw acknowledged is compared with what the database kept. Peer: what Open Zaak publishes for a list at
one million cases (310 ms median at 16 users, ten CPUs), not run here. wrk is a Debian package.

`desk` and `track` ask again at once; `desk, read` and `track, read` think for 0 to 2 seconds between two pages. The
processor time is that of server and database together, which a busy machine changes less than the clock.
"""

import argparse
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from bench.postgres_server import postgres_server
from bench.services_filled import COMMUNE, fill_dossiers, fill_drafts, signed_in

HERE = "/vi/dong-nai/services/"
PEER_LIST_SECONDS = 0.310
READ_MS = 1000  # between two pages of one person, on average; the loads without it ask again at once
RAMP = (10, 30, 50, 100, 200, 400)
Load = dict[str, float]


def main() -> None:
    """Run each database in a process of its own, print the tables and one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="20 thousand dossiers and short loads")
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    given = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("bench.services needs wrk: apt-get install wrk")
    if given.database:
        found = {given.database: measured(given.database, quick=given.quick)}
        tell(given.database, found[given.database])
    else:
        found = {name: _child(name, quick=given.quick) for name in ("sqlite", "postgresql")}
    print(json.dumps(summary(found)))


def _child(database: str, *, quick: bool) -> dict[str, Any]:
    """One database in a process of its own, whose table is shown as it comes."""
    command = [sys.executable, "-m", "bench.services", "--database", database, *(["--quick"] if quick else [])]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.rstrip()
    table, _, last = out.rpartition("\n")
    print(table, flush=True)
    return dict(json.loads(last)["databases"][database])


def measured(database: str, *, quick: bool) -> dict[str, Any]:
    """Fill a database, serve it, load it; return the loads and what was acknowledged and kept."""
    n_dossiers, n_drafts, users, seconds = (20_000, 12_000, 16, 3) if quick else (1_000_000, 60_000, 50, 15)
    with tempfile.TemporaryDirectory() as place, _server_of(database) as (url, database_pid):
        home = Path(place)
        (home / "keys").mkdir()
        if url:
            os.environ["TINHSO_DATABASE_URL"] = url
        from tinhso.portal.serve import prepare

        prepare(home)
        before = time.perf_counter()
        fill_dossiers(n_dossiers)
        fill_drafts(n_drafts)
        filled_seconds = time.perf_counter() - before
        session, code = signed_in()
        with serving(home) as (port, pid):
            pids = [pid, *([database_pid] if database_pid else [])]
            found = _loads(port, pids, users, seconds, n_drafts, session, code)
            found["peak_mb"] = sum(_peak_mb(each) for each in _descendants(pid))
        found["kept"] = _kept()
        found["killed"] = _killed(home, found.pop("first"), n_drafts, max(2, seconds // 4))
        return {"n_dossiers": n_dossiers, "filled_seconds": filled_seconds, **found}


def _server_of(database: str) -> Any:
    return postgres_server() if database == "postgresql" else nullcontext(("", 0))


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, int]]:
    """tinhso's server over a prepared home; gives its port and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    code = f"from pathlib import Path; from tinhso.portal.serve import serve; serve(Path({str(home)!r}), {port})"
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}{HERE}track/")
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _killed(home: Path, first: int, n_drafts: int, seconds: int) -> dict[str, int]:
    """Send while the server is killed with -9 midway: what was acknowledged, and what the database kept of it."""
    before = _kept()
    with serving(home) as (port, pid):
        sending = _sending(*_forgery_token(port))
        warm = load(port, 16, seconds, sending, (first, n_drafts))
        killer = threading.Timer(seconds / 2, os.killpg, (pid, signal.SIGKILL))
        killer.start()
        sent = load(port, 16, seconds, sending, (int(warm["reached"]) + 2, n_drafts))
        killer.join()
    return {"acknowledged": int(warm["good"] + sent["good"]), "kept": _kept() - before}


def _sending(cookie: str, token: str) -> dict[str, Any]:
    body = f"declare=1&csrfmiddlewaretoken={token}"
    return {"method": "POST", "path": f"{HERE}draft/b%d/check/", "body": body, "cookie": cookie, "expect": 302}


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=120) as answer:
                answer.read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {url}")


def _loads(
    port: int, pids: list[int], users: int, seconds: int, n_drafts: int, session: str, code: str
) -> dict[str, Any]:
    cookie, token = _forgery_token(port)
    sending = _sending(cookie, token)
    tracking = {"method": "POST", "path": f"{HERE}track/", "cookie": cookie, "expect": 200,
                "body": f"code={code}&factor=5678&csrfmiddlewaretoken={token}"}  # fmt: skip
    desk = {"method": "GET", "path": f"{HERE}desk/", "body": "", "cookie": f"sessionid={session}", "expect": 200}
    for _ in range(2):  # every worker reads the catalogue before the clock starts
        load(port, 16, 2, desk)
        load(port, 16, 2, tracking)

    def weighed(told: Mapping[str, Any], numbers: tuple[int, int] = (0, 0)) -> Load:
        before = _cpu_seconds(pids)
        found = load(port, users, seconds, told, numbers)
        return {**found, "cpu_ms": 1e3 * (_cpu_seconds(pids) - before) / max(1.0, found["good"])}

    warm = load(port, users, 2, sending, (1, n_drafts))
    send = weighed(sending, (int(warm["reached"]) + 2, n_drafts))
    found = {
        "send": send,
        "desk": weighed(desk),
        "desk, read": weighed(desk | {"pause": READ_MS}),
        "track": weighed(tracking),
        "track, read": weighed(tracking | {"pause": READ_MS}),
    }
    ramp, first = [], int(send["reached"]) + 2
    for n_users in RAMP:
        step = load(port, n_users, max(2, seconds // 4), sending, (first, n_drafts))
        ramp.append({"users": n_users, **step})
        first = int(step["reached"]) + 2
    return {
        "loads": found,
        "ramp": ramp,
        "acknowledged": warm["good"] + send["good"] + sum(step["good"] for step in ramp),
        "first": first,
    }


def load(port: int, users: int, seconds: int, told: Mapping[str, Any], numbers: tuple[int, int] = (0, 0)) -> Load:
    """Let wrk send one kind of request; gives answers, failures, the rate a second and latencies in milliseconds."""
    n_threads = 2
    environment = {f"LOAD_{name.upper()}": str(value) for name, value in told.items()}
    environment |= {"LOAD_FIRST": str(numbers[0]), "LOAD_LAST": str(numbers[1]), "LOAD_THREADS": str(n_threads)}
    script = str(Path(__file__).with_name("services.lua"))
    command = ["wrk", f"-t{n_threads}", f"-c{users}", f"-d{seconds}s", "--timeout", "60s", "-s", script,
               f"http://127.0.0.1:{port}"]  # fmt: skip
    out = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True)
    found: Load = json.loads(out.stdout.rsplit("RESULT ", 1)[1])
    return {**found, "rate": found["good"] / found["seconds"]}


def _forgery_token(port: int) -> tuple[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{HERE}track/", timeout=120) as answer:
        cookies = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    if found is None:
        raise LookupError("the page has no forgery token")
    return "; ".join(cookies), found[1]


def _kept() -> int:
    from tinhso.rooms.services.web.models import Dossier

    return Dossier.objects.filter(submit_key__startswith="b", area__isnull=False).count()


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _descendants(int(child)))]


def _cpu_seconds(pids: list[int]) -> float:
    """CPU used so far by the processes and their children, ended ones included."""
    ticks = 0
    for pid in (each for one in pids for each in _descendants(one)):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += sum(int(fields[place]) for place in (11, 12, 13, 14))
    return ticks / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def tell(database: str, one: Mapping[str, Any]) -> None:
    """Print a database's table."""
    print(f"\n{database}: {one['n_dossiers']:,} dossiers, filled in {one['filled_seconds']:.0f} s; commune {COMMUNE}")
    print(f"{'load':14}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'failed':>8}{'CPU ms':>8}")
    rows = [*one["loads"].items(), *((f"send, {r['users']}", r) for r in one["ramp"])]
    for name, r in rows:
        cells = "".join(f"{r[p]:9.1f}" for p in ("p50", "p95", "p99"))
        cpu = f"{r['cpu_ms']:8.2f}" if "cpu_ms" in r else ""
        print(f"{name:14}{r['rate']:9.1f}{cells}{r['failures']:8.0f}{cpu}")
    print(f"acknowledged {one['acknowledged']:.0f}, kept {one['kept']}")
    killed = one["killed"]
    print(f"killed with -9: acknowledged {killed['acknowledged']}, kept {killed['kept']}")


def summary(found: Mapping[str, Any]) -> dict[str, object]:
    """The one JSON line; its seconds are the officer's list, on PostgreSQL where both were measured."""
    loads = [r for one in found.values() for r in (*one["loads"].values(), *one["ramp"])]
    lost = sum(max(0, each["acknowledged"] - each["kept"]) for o in found.values() for each in (o, o["killed"]))
    failures = sum(r["failures"] for r in loads) + lost
    last = [*found.values()][-1]
    median = last["loads"]["desk"]["p50"] / 1e3
    return {
        "name": "services", "size": last["n_dossiers"], "seconds": median,
        "peer": "Open Zaak list at 1 M cases, published, not run here", "peer_seconds": PEER_LIST_SECONDS,
        "ratio": PEER_LIST_SECONDS / median, "accuracy": 1.0 - failures / sum(r["good"] for r in loads),
        "peak_mb": max(one["peak_mb"] for one in found.values()),
        "peak_mb_client": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, "databases": found,
    }  # fmt: skip


if __name__ == "__main__":
    main()
