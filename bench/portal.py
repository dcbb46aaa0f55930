"""Published pages under load: tinhso's portal beside the same pages asked of Django each time, in one run, by wrk.

    uv run python -m bench.portal [--quick]      (seconds: for a thousand requests)

The peer is the same Django application under the same server, without the layer that keeps pages as files: what the
page costs when it is rendered for each reader. wrk is a Debian package; it shares the machine's cores with the server.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from tinhso.__main__ import main as tinhso

PORT = 8970
PAGES = (
    "/vi/dong-nai/",
    "/en/dong-nai/targets/dn-online-services-2030/",
    "/vi/dong-nai/communes/",
    "/th/dong-nai/law/",
)
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
    seconds = 2 if quick else 15
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        tinhso(["up", "--people", "500" if quick else "20000", "--no-serve", "--home", str(home)])
        ours = measured(home, "tinhso.portal.wsgi:application", PORT, seconds)
        Path(place, "peer_app.py").write_text(_PEER)
        peer = measured(home, "peer_app:application", PORT + 1, seconds, python_path=place)
    report(ours, peer, seconds)


def measured(home: Path, target: str, port: int, seconds: int, python_path: str = "") -> dict[str, float]:
    """Start a server, ask for every page once, then load it; return rate, latencies in ms and peak memory in MB."""
    code = (
        "from pathlib import Path; from tinhso.portal.serve import prepare; "
        f"prepare(Path({str(home)!r})); "
        "from granian.server import Server; from granian.constants import Interfaces; "
        f"Server({target!r}, port={port}, interface=Interfaces.WSGI, workers=2, blocking_threads=4,"
        " log_level='warning').serve()"
    )
    environment = {**os.environ, "PYTHONPATH": python_path}
    server = subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}{PAGES[0]}")
        runs = [loaded(f"http://127.0.0.1:{port}{page}", seconds) for page in PAGES]
        memory = peak_mb(server.pid)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    found = {name: median(run[name] for run in runs) for name in ("rate", "p50", "p95", "p99")}
    return {
        **found,
        "worst_p95": max(run["p95"] for run in runs),
        "errors": sum(r["errors"] for r in runs),
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


def wait_for(url: str) -> None:
    """Return when the address answers; exit after a minute."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                answer.read()
            return
        except (urllib.error.URLError, ConnectionError):
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


def report(ours: dict[str, float], peer: dict[str, float], seconds: int) -> None:
    """Print a table to read and one JSON object."""
    print(f"{'':24}{'requests/s':>12}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'peak MB':>9}")
    for name, run in (("tinhso, pages as files", ours), ("Django each time", peer)):
        print(f"{name:24}{run['rate']:12.0f}{run['p50']:9.2f}{run['p95']:9.2f}{run['p99']:9.2f}{run['mb']:9.0f}")
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
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
