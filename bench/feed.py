"""One house follows another's register over HTTP: rows a second from empty, and seconds a delivery of changes.

Run `uv run python -m bench.feed [--quick] [--size N]`. Peer: what agencies do without a feed, the whole register
written as CSV, sent and received again at each change. Both end with rows typed, checked and kept. Accuracy: 1 when
both followers hold the same content hash as the source.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from tinhso.base.area import communes_of
from tinhso.base.home import Home, make_home
from tinhso.engine import content_hash, open_store
from tinhso.path.connect import pull_due
from tinhso.path.feed_seal import public_key, sealed
from tinhso.registers.check import check_all
from tinhso.registers.contract import read_contracts
from tinhso.registers.delivery import DeliveryKind
from tinhso.registers.feed import read_feed
from tinhso.registers.feed_page import read_page
from tinhso.registers.feed_shape import find_shape
from tinhso.registers.receive import receive

REGISTER = "network.facility"
AS_OF, AT = date(2026, 11, 22), datetime(2026, 11, 22, 3, tzinfo=UTC)


def main() -> None:
    """Print what each step took and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="20 thousand rows, under 50 s")
    parser.add_argument("--size", type=int, default=100_000)
    given = parser.parse_args()
    size = 20_000 if given.quick else given.size
    with tempfile.TemporaryDirectory(prefix="tinhso-feed-") as name:
        folder = Path(name)
        source, follower, peer = (make_home(folder / each, "75") for each in ("source", "follower", "peer"))
        deliver(source, folder / "all.csv", 0, size, "full")
        with serving(source) as url:
            follow(follower, url, public_key(source))
            from_empty = timed("followed from empty", size, lambda: pull(follower))
            export(source, folder / "export.csv")
            deliver_file(peer, folder / "export.csv", "full")
            deliver(source, folder / "changes.csv", 1, size // 100, "change")
            seconds = timed("followed a change of one row in a hundred", size // 100, lambda: pull(follower))
        peer_seconds = timed("the whole sent again as CSV", size, lambda: send_again(source, peer, folder))
        same = len({hash_of(home) for home in (source, follower, peer)}) == 1
    print(
        json.dumps(
            {
                "name": "feed",
                "size": size,
                "seconds": round(seconds[0], 2),
                "peer": "whole register sent again",
                "peer_seconds": round(peer_seconds[0], 2),
                "ratio": round(peer_seconds[0] / seconds[0], 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "accuracy": int(same),
                "rows_a_second_from_empty": round(size / from_empty[0]),
                "rows_a_cpu_second_from_empty": round(size / from_empty[1]),
                "cpu_ratio": round(peer_seconds[1] / seconds[1], 2),
            }
        )
    )


def timed(what: str, n_rows: int, work: Callable[[], None]) -> tuple[float, float]:
    """Do some work, print what it took, and return the seconds by the clock and of processor."""
    started = time.perf_counter(), time.process_time()
    work()
    clock, processor = time.perf_counter() - started[0], time.process_time() - started[1]
    print(f"{what}: {clock:.2f} s ({processor:.2f} s of processor), {n_rows / clock:,.0f} rows a second", flush=True)
    return clock, processor


def deliver(home: Home, path: Path, turn: int, n_rows: int, kind: DeliveryKind) -> None:
    """Receive and check invented facilities: at turn 1 the first of them under another name."""
    communes = communes_of("75", AS_OF)
    with path.open("w", encoding="utf-8") as file:
        file.write("facility_id,name,kind,area,lat,lon\n")
        for n in range(n_rows):
            area = communes[n % len(communes)]
            file.write(f"F{n:07d},Trường {n + turn},school,{area.code},{area.lat:.6f},{area.lon:.6f}\n")
    deliver_file(home, path, kind)


def deliver_file(home: Home, path: Path, kind: DeliveryKind) -> None:
    """Receive and check one file."""
    receive(home, [path], register=REGISTER, sender="so-khcn", as_of=AS_OF, kind=kind)
    check_all(home)


def export(home: Home, path: Path) -> None:
    """Write the whole register as CSV."""
    with open_store(home.store, read_only=True) as store:
        store.execute(f"copy (select * from {REGISTER}) to '{path}' (header)")


def send_again(source: Home, peer: Home, folder: Path) -> None:
    """Write, receive and check the whole register."""
    export(source, folder / "again.csv")
    deliver_file(peer, folder / "again.csv", "full")


def follow(home: Home, url: str, key: str) -> None:
    """Write the connection of a home that follows."""
    place = home.folder / "connections"
    place.mkdir()
    head = f"label: {{vi: Nguồn, en: Source, th: แหล่ง}}\nregister: {REGISTER}\nkind: feed\n"
    text = f"{head}url: {url}/{REGISTER}\nkey: {key}\n"
    place.joinpath("source.yaml").write_text(text, "utf-8")


def pull(home: Home) -> None:
    """Pull and check."""
    assert pull_due(home, AT, AS_OF, lambda _: None, names=["source"]) == 0
    check_all(home)


def hash_of(home: Home) -> str:
    """Return the content hash of the register."""
    with open_store(home.store, read_only=True) as store:
        return content_hash(store, f"select * from {REGISTER}")


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """Give the feed on loopback, as the portal does."""
    shape = find_shape(read_contracts()[REGISTER], None)
    assert shape is not None

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
            feed = read_feed(home, shape)
            assert feed is not None
            body = sealed(home, shape, read_page(feed, query.get("after", ""), int(query["limit"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    main()
