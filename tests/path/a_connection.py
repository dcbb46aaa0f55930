"""A home with one small register and its connections, and a server that answers as it is told."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from tinhso.base.home import Home, make_home
from tinhso.engine import content_hash, open_store
from tinhso.path.connect import pull_due
from tinhso.path.connect_fetch import Fetch
from tinhso.registers.check import check_all
from tinhso.registers.delivery import read_deliveries

AS_OF = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
REGISTER = "test.well"
CONTRACT = """
label: {vi: Giếng, en: Wells, th: บ่อน้ำ}
grain: {vi: Mỗi dòng một giếng, en: One row a well, th: หนึ่งแถวต่อบ่อ}
key: [well_id, part]
sender: so-nnmt
law: luat-cu-tru-2020
sensitivity: SENSITIVITY
mode: MODE
columns:
  well_id: {label: {vi: Mã giếng, en: Well, th: รหัสบ่อ}, type: code, required: true}
  part: {label: {vi: Phần, en: Part, th: ส่วน}, type: integer, required: true}
  name: {label: {vi: Tên, en: Name, th: ชื่อ}, type: text}
  depth_m: {label: {vi: Độ sâu, en: Depth, th: ความลึก}, type: "decimal(8,3)", min: 0}
  dug_on: {label: {vi: Ngày đào, en: Dug on, th: วันขุด}, type: date}
  seen_at: {label: {vi: Lúc đo, en: Seen at, th: เวลาวัด}, type: instant}
  works: {label: {vi: Còn dùng, en: Works, th: ใช้งาน}, type: boolean}
  cost_vnd: {label: {vi: Chi phí, en: Cost, th: ราคา}, type: money_vnd}
  fill: {label: {vi: Mức đầy, en: Fill, th: ระดับ}, type: share}
  owner: {label: {vi: Chủ, en: Owner, th: เจ้าของ}, type: text, sensitivity: personal}
"""
Answer = tuple[int, dict[str, str], bytes]


def a_home(folder: Path, province: str = "75", *, mode: str = "both", sensitivity: str = "public") -> Home:
    home = make_home(folder, province)
    place = folder / "rooms/test/registers"
    place.mkdir(parents=True, exist_ok=True)
    place.joinpath("well.yaml").write_text(CONTRACT.replace("MODE", mode).replace("SENSITIVITY", sensitivity), "utf-8")
    return home


def connect(home: Home, name: str, text: str) -> None:
    """Write a connection's definition: `text` is what is particular to it."""
    place = home.folder / "connections"
    place.mkdir(exist_ok=True)
    head = f"label: {{vi: Nguồn {name}, en: Source {name}, th: แหล่ง {name}}}\nregister: {REGISTER}\n"
    place.joinpath(f"{name}.yaml").write_text(head + textwrap.dedent(text), "utf-8")


def pull(home: Home, *names: str, at: datetime = AT, from_start: bool = False) -> list[dict[str, object]]:
    """Pull and check, and return the lines of the log; nothing is waited for."""
    lines: list[dict[str, object]] = []
    pull_due(home, at, AS_OF, lines.append, names=names, from_start=from_start, fetch=impatient)
    check_all(home)
    return lines


def impatient(where: str, token: str) -> Fetch:
    return Fetch(where, token, wait=lambda _: None)


def rows(home: Home, columns: str = "well_id, part, name") -> list[tuple[object, ...]]:
    with open_store(home.store, read_only=True) as store:
        return store.fetch(f"select {columns} from {REGISTER} order by all")


def register_hash(home: Home, register: str = REGISTER) -> str:
    with open_store(home.store, read_only=True) as store:
        return content_hash(store, f"select * from {register}")


def n_deliveries(home: Home) -> int:
    return len(read_deliveries(home))


@contextmanager
def answering(answer: Callable[[str, dict[str, str], dict[str, str]], Answer]) -> Iterator[str]:
    """Serve on loopback what `answer(path, query, headers)` says; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(place.query).items()}
            status, headers, body = answer(place.path, query, {k.lower(): v for k, v in self.headers.items()})
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
