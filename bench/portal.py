"""Published pages under load, beside the same pages asked of Django each time; desks over a long trail; a slow phone.

    uv run python -m bench.portal [--quick]      (seconds: for a thousand requests)

The peer is the same Django application under the same server, without the layer that keeps pages as files: what the
page costs when it is rendered for each reader. wrk asks as fast as it is answered, `bench.fixed_rate` a thousand times
a second whatever happens. Both share the machine's cores with the server. Desks are asked sixteen times a second, on
SQLite and on a PostgreSQL started for this and thrown away (or the one that `TINHSO_DATABASE_URL` names). A slow phone
is 1.6 Mbit/s and 150 ms there and back.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import brotli
from bench.fixed_rate import Answered, ask_at_rate
from bench.postgres_server import postgres_server

from tinhso.__main__ import main as tinhso
from tinhso.base.home import PROVINCES, make_home
from tinhso.path.deliver import receive_inbox
from tinhso.path.publish import measure_home, publish_home
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.rooms.services import sample as services

AS_OF = date(2026, 11, 22)
PAGES = (
    "/vi/dong-nai/",
    "/en/dong-nai/targets/dn-online-services-2030/",
    "/vi/dong-nai/communes/",
    "/th/dong-nai/law/",
)


@dataclass(frozen=True, slots=True)
class Desks:
    """Desks on one database: the seconds that filling the trail took, and how each page was answered."""

    fill_seconds: float
    pages: dict[str, Answered]


_PEER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "tinhso.portal.settings"
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""


def main() -> None:
    """Measure both servers and print the table and the JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    if not shutil.which("wrk"):
        sys.exit("bench.portal needs wrk: apt-get install wrk")
    # Stopped by a time limit, it takes its servers along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    seconds, n_rows, n_asked = (1, 20_000, 4) if quick else (8, 1_000_000, 96)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        bring_up(home, n_people=300 if quick else 20_000, whole=not quick)
        ours = measured(home, "tinhso.portal.wsgi:application", seconds)
        Path(place, "peer_app.py").write_text(_PEER)
        peer = measured(home, "peer_app:application", seconds, python_path=place)
        with databases(home) as urls:
            desks = {kind: asked_desks(home, url, n_rows, n_asked) for kind, url in urls.items()}
    report(ours, peer, seconds, n_rows, desks)


def bring_up(folder: Path, *, n_people: int, whole: bool) -> None:
    """Make a home with a release: as `tinhso up` does, or of the registers of public services alone, which is quick."""
    if whole:
        tinhso(["up", "--people", str(n_people), "--no-serve", "--province", "dong-nai", "--home", str(folder)])
        return
    home = make_home(folder, PROVINCES["dong-nai"])
    for delivery in services.deliveries(Scene(home.province, n_people, 1, AS_OF)):
        delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, AS_OF)
    check_all(home, lambda *_: None)
    measure_home(home, AS_OF)
    publish_home(home)


@contextmanager
def databases(home: Path) -> Iterator[dict[str, str]]:
    """Give the addresses of the databases that desks are measured on, while inside; SQLite alone without a server."""
    lite, given = {"sqlite": f"sqlite:///{home}/desks.sqlite3"}, os.environ.get("TINHSO_DATABASE_URL", "")
    if "postgres" in given or not list(Path("/usr/lib/postgresql").glob("*/bin")):
        yield lite | ({"postgresql": given} if given else {})
        return
    with postgres_server() as (url, _):
        yield {**lite, "postgresql": url}


def asked_desks(home: Path, url: str, n_rows: int, n_asked: int) -> Desks:
    """Return how each page of the desks was answered over a trail of so many rows, asked one after another."""
    environment = {**os.environ, "TINHSO_DATABASE_URL": url}
    fill = [sys.executable, "-m", "bench.portal_desks", str(home), str(n_rows)]
    filled = subprocess.run(fill, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    told = json.loads(filled.splitlines()[-1])
    port, found = free_port(), {}
    with serving(home, "tinhso.portal.wsgi:application", port, {"TINHSO_DATABASE_URL": url}):
        wait_for(f"http://127.0.0.1:{port}{PAGES[0]}")
        for name, (path, session) in told["pages"].items():
            asked = {"headers": f"Cookie: sessionid={session}\r\n", "connections": 1}
            # Each worker reads the release and the proposal once.
            ask_at_rate(port, [path], rate=16, seconds=n_asked / 48 + 0.2, **{**asked, "connections": 6})
            found[name] = ask_at_rate(port, [path], rate=16, seconds=n_asked / 16, **asked)
    return Desks(told["filled"], found)


def first_page(port: int) -> tuple[int, float]:
    """Return the bytes of the first page with its style and typefaces, packed, and the seconds on a slow phone."""
    base = f"http://127.0.0.1:{port}"
    page, size = taken(f"{base}{PAGES[0]}")
    sheet = re.search(rb'href="(/static/[^"]+css)"', page)[1].decode()
    style, sheet_size = taken(base + sheet)
    size += sheet_size
    for font in set(re.findall(rb'url\("?([^")]+woff2)', style)):
        size += taken(f"{base}/static/portal/{font.decode().removeprefix('/static/portal/')}")[1]
    # One trip to connect, one each for page, style and typefaces.
    return size, round(size * 8 / 1.6e6 + 4 * 0.150, 2)


def taken(url: str) -> tuple[bytes, int]:
    """Return what an address gives, unpacked, and its size as it was sent."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        body = answer.read()
        return brotli.decompress(body) if answer.headers["Content-Encoding"] == "br" else body, len(body)


@contextmanager
def serving(home: Path, target: str, port: int, more: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server of two workers over a home while inside."""
    code = (
        "from pathlib import Path; from tinhso.portal.serve import prepare; "
        f"prepare(Path({str(home)!r})); "
        "from granian.server import Server; from granian.constants import Interfaces; "
        f"Server({target!r}, port={port}, interface=Interfaces.WSGI, workers=2, blocking_threads=4,"
        " log_level='warning').serve()"
    )
    server = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, **more}, start_new_session=True)
    try:
        yield server
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def measured(home: Path, target: str, seconds: int, python_path: str = "") -> dict[str, float]:
    """Start a server, ask for every page once, then load it; return rate, latencies in ms and peak memory in MB."""
    port, more = free_port(), {"PYTHONPATH": python_path, "TINHSO_DATABASE_URL": ""}
    with serving(home, target, port, more) as server:
        wait_for(f"http://127.0.0.1:{port}{PAGES[0]}")
        runs = [loaded(f"http://127.0.0.1:{port}{page}", seconds) for page in PAGES]
        # The peer answers a tenth of that rate: asked so for a second it is queued for ten.
        fixed = ask_at_rate(
            port, list(PAGES), rate=1000, seconds=1 if python_path else 2 * seconds, headers="Accept-Encoding: br\r\n"
        )
        # The peer serves no static files.
        n_bytes, phone_seconds = (0, 0.0) if python_path else first_page(port)
        memory = peak_mb(server.pid)
    found = {name: median(run[name] for run in runs) for name in ("rate", "p50", "p95", "p99")}
    return {
        **found,
        "worst_p95": max(run["p95"] for run in runs),
        "errors": sum(r["errors"] for r in runs) + fixed.errors,
        "fixed_rate": fixed.rate,
        "fixed_p95": fixed.p95_ms,
        "first_page_bytes": n_bytes,
        "slow_phone_seconds": phone_seconds,
        "mb": memory,
    }


def loaded(url: str, seconds: int) -> dict[str, float]:
    """Return what wrk says of one page asked for by 32 readers at full speed."""
    wait_for(url)
    script = Path(tempfile.gettempdir()) / "tinhso-p95.lua"
    script.write_text('done = function(s, l, r) io.write(string.format("p95 %f\\n", l:percentile(95) / 1000)) end')
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br", "-s", str(script), url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        "p50": _ms(re.search(r"50%\s+([\d.]+)(us|ms|s)", text)),
        "p95": float(re.search(r"p95 ([\d.]+)", text)[1]),
        "p99": _ms(re.search(r"99%\s+([\d.]+)(us|ms|s)", text)),
        "errors": float(bad[1]) if bad else 0.0,
    }


def _ms(found: re.Match[str]) -> float:
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(url: str) -> None:
    """Return when the address answers; exit after a minute."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                answer.read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    sys.exit(f"no answer from {url}")


def peak_mb(pid: int) -> float:
    """Return the peak memory of a process and its children, in MB, as the kernel has it now."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for each in (str(pid), *children):
        status = Path(f"/proc/{each}/status").read_text()
        total += int(re.search(r"VmHWM:\s+(\d+)", status)[1])
    return total / 1024


def report(ours: dict[str, float], peer: dict[str, float], seconds: int, n_rows: int, desks: dict[str, Desks]) -> None:
    """Print a table to read and one JSON object."""
    print(f"{'':24}{'requests/s':>12}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'peak MB':>9}")
    for name, run in (("tinhso, pages as files", ours), ("Django each time", peer)):
        print(f"{name:24}{run['rate']:12.0f}{run['p50']:9.2f}{run['p95']:9.2f}{run['p99']:9.2f}{run['mb']:9.0f}")
    print(f"asked 1,000 times a second: {ours['fixed_rate']:.0f} answered a second, p95 {ours['fixed_p95']:.2f} ms")
    print(f"first page {ours['first_page_bytes']} bytes, {ours['slow_phone_seconds']} s on a slow phone")
    for kind, each in desks.items():
        print(f"desks on {kind}, {n_rows} rows of the trail (filled in {each.fill_seconds} s):")
        for name, asked in each.pages.items():
            print(f"  {name:24}p50 {asked.p50_ms:7.1f} ms   p95 {asked.p95_ms:7.1f} ms   errors {asked.errors}")
    print(f"median of {len(PAGES)} pages, 32 readers at full speed for {seconds} s each, wrk on the same cores")
    line = {
        "name": "portal",
        "size": len(PAGES),
        "seconds": round(1000 / ours["rate"], 4),
        "peer": "the same Django application rendering each request",
        "peer_seconds": round(1000 / peer["rate"], 4),
        "ratio": round(ours["rate"] / peer["rate"], 1),
        "peak_mb": round(ours["mb"]),
        "accuracy": "errors " + str(int(ours["errors"])),
        "requests_per_second": round(ours["rate"]),
        "p95_ms": round(ours["p95"], 2),
        "worst_p95_ms": round(ours["worst_p95"], 2),
        "fixed_rate_per_second": round(ours["fixed_rate"]),
        "fixed_rate_p95_ms": round(ours["fixed_p95"], 2),
        "first_page_bytes": ours["first_page_bytes"],
        "slow_phone_seconds": ours["slow_phone_seconds"],
        "audit_rows": n_rows,
        "desks_p95_ms": {kind: {n: round(a.p95_ms, 1) for n, a in each.pages.items()} for kind, each in desks.items()},
        "desks_errors": sum(asked.errors for each in desks.values() for asked in each.pages.values()),
        "fill_seconds": {kind: each.fill_seconds for kind, each in desks.items()},
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
