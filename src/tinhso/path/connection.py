"""Connections: from where a home pulls the changes of a register by itself, written as YAML in its `connections/`.

Takes `connections/<name>.yaml`, gives `Connection` values; every fault of a file is said at once. A secret (an address
with a password, a token) never stands in a definition: it is named as `{env: NAME}` or `{file: path}`.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.base.errors import DefinitionError, Fault, UnusableInput, definition_fault, nearest
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.registers.delivery import DeliveryKind

_COMMON = {"label", "register", "kind", "sender", "every", "deliver", "invented"}
_EVERY = re.compile(r"(\d{1,4}) (minute|hour|day)s?")
_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_KEY = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
CURSOR_PLACE = "%(cursor)s"


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is kept: a variable of the environment, or a file (relative to the home)."""

    env: str = ""
    file: str = ""

    def read(self, home: Home, where: str) -> str:
        """Return the secret; raises UnusableInput, naming its place and never its text, when there is none."""
        found = os.environ.get(self.env, "").strip() if self.env else _content(home.folder / self.file)
        if not found:
            raise UnusableInput(_no_secret(where, self.env or self.file))
        return found


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder into which a sender puts files; `settled_s` seconds without a change make a file whole."""

    path: str
    pattern: str = "*"
    settled_s: int = 60


@dataclass(frozen=True, slots=True)
class PostgresSource:
    """A query over a PostgreSQL database; `cursor` and `deleted` name columns of its answer, empty for none."""

    address: Secret
    query: str
    cursor: str = ""
    first: str = ""
    deleted: str = ""


@dataclass(frozen=True, slots=True)
class HttpSource:
    """An address that answers JSON. `rows` and `next` are dotted places in the answer, `cursor` a member of a row."""

    url: str
    rows: str = ""
    next: str = ""
    cursor: str = ""
    first: str = ""
    cursor_parameter: str = "after"
    deleted: str = ""
    token: Secret | None = None


@dataclass(frozen=True, slots=True)
class FeedSource:
    """The change feed of another home: its address, and its public key as told by people, not by the feed."""

    url: str
    key: str
    token: Secret | None = None


type Source = FolderSource | PostgresSource | HttpSource | FeedSource


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection: what it fills, how often it is asked, in whose name, and where it looks."""

    name: str
    label: Label
    register: str
    sender: str
    every: timedelta
    deliver: DeliveryKind
    invented: bool
    source: Source

    @property
    def kind(self) -> str:
        """Return the kind as definitions write it."""
        return next(kind for kind, (made, _) in _KINDS.items() if made is type(self.source))


def read_connections(home: Home) -> dict[str, Connection | DefinitionError]:
    """Return every connection of a home by name, or what is wrong with its definition: one bad file stops no other."""
    found: dict[str, Connection | DefinitionError] = {}
    for path in sorted((home.folder / "connections").glob("*.yaml")):
        try:
            found[path.stem] = read_connection(path)
        except DefinitionError as error:
            found[path.stem] = error
    return found


def read_connection(path: Path) -> Connection:
    """Return the connection of a file; raises DefinitionError with every fault of it."""
    where = f"connections/{path.name}"
    reading = _Reading(where, read_yaml(path.read_text("utf-8", "replace"), where), [])
    if not NAME.fullmatch(path.stem):
        reading.fault("name of the file", path.stem, "small letters, digits and -", "Rename the file.")
    kind = reading.choice("kind", tuple(_KINDS))
    deliver = reading.choice("deliver", ("change", "full"), "change")
    source = _KINDS[kind][1](reading, deliver) if kind in _KINDS else None
    connection = (
        Connection(
            name=path.stem,
            label=reading.label(),
            register=reading.text("register", required=True),
            sender=reading.text("sender"),
            every=reading.every(),
            deliver="full" if deliver == "full" else "change",
            invented=reading.raw.get("invented") is True,
            source=source,
        )
        if source
        else None
    )
    reading.require_no_more(_COMMON)
    if reading.faults or connection is None:
        raise DefinitionError(*reading.faults)
    return connection


class _Reading:
    """The keys of one file as they are asked for, and where its faults are gathered."""

    def __init__(self, where: str, raw: Mapping[str, object], faults: list[Fault]) -> None:
        self.where, self.raw, self.faults = where, raw, faults
        self._asked: set[str] = set()

    def fault(self, what: str, found: object, expected: str, advice: str) -> None:
        self.faults.append(definition_fault(self.where, what, found, expected, advice))

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        self._asked.add(key)
        found = str(self.raw.get(key, default)).strip()
        if required and not found:
            self.fault(f"{key}: missing", "-", "a text", f"Write `{key}: …`.")
        return found

    def column(self, key: str, *, required: bool = False) -> str:
        found = self.text(key, required=required)
        if found and not _COLUMN.fullmatch(found):
            self.fault(f"{key}: no name of a column", found, "letters, digits and _", "Name a column of the answer.")
        return found

    def choice(self, key: str, choices: tuple[str, ...], default: str = "") -> str:
        found = self.text(key, default)
        if found not in choices:
            self.fault(f"{key}: not a choice", found or "-", ", ".join(choices), "Choose one.")
        return found

    def number(self, key: str, default: int) -> int:
        found = self.text(key, str(default))
        if not found.isdecimal():
            self.fault(f"{key}: no whole number", found, "0 or more", "Write digits.")
            return default
        return int(found)

    def every(self) -> timedelta:
        found = self.text("every", "1 hour")
        match = _EVERY.fullmatch(found)
        if not match or not int(match[1]):
            self.fault("every: not understood", found, "15 minutes, 1 hour or 1 day", "Write how often it is asked.")
            return timedelta(hours=1)
        return timedelta(**{f"{match[2]}s": int(match[1])})

    def label(self) -> Label:
        try:
            return Label.read(self.raw.get("label"))
        except ValueError:
            self.fault("label: incomplete", self.raw.get("label"), "vi, en and th texts", "Write all three languages.")
            return Label.same(self.where)

    def secret(self, key: str) -> Secret:
        self._asked.add(key)
        raw = self.raw.get(key)
        if isinstance(raw, Mapping) and len(raw) == 1 and set(raw) <= {"env", "file"}:
            return Secret(**{str(name): str(value) for name, value in raw.items()})
        # What stands there may be the secret itself: it is not repeated.
        self.fault(f"{key}: no reference", "…", "{env: NAME} or {file: path}", "Keep the secret out of the definition.")
        return Secret()

    def token(self) -> Secret | None:
        return self.secret("token") if "token" in self.raw else None

    def url(self) -> str:
        found = self.text("url", required=True)
        if found and not re.match(r"https?://[^/@\s]+(/\S*)?$", found):
            self.fault("url: not an address", "…", "http(s)://host/path, no password", "Give a password as a token.")
        return found

    def require_no_more(self, known: set[str]) -> None:
        for key in self.raw.keys() - known - self._asked:
            self.fault("unknown key", key, "a known key", nearest(str(key), sorted(known | self._asked)))


def _folder(reading: _Reading, _deliver: str) -> FolderSource:
    path, pattern = reading.text("path", required=True), reading.text("pattern", "*")
    return FolderSource(path, pattern, reading.number("settled_s", 60))


def _postgres(reading: _Reading, deliver: str) -> PostgresSource:
    changes = deliver == "change"
    source = PostgresSource(
        reading.secret("address"), reading.text("query", required=True), reading.column("cursor", required=changes),
        reading.text("first", required=changes), reading.column("deleted"),
    )  # fmt: skip
    if (CURSOR_PLACE in source.query) != changes:
        expected = f"{CURSOR_PLACE} in a query for changes, and in no other"
        reading.fault("query: the cursor's place", source.query[:80], expected, "Compare the cursor's column with it.")
    return source


def _http(reading: _Reading, deliver: str) -> HttpSource:
    source = HttpSource(
        reading.url(), reading.text("rows"), reading.text("next"), reading.text("cursor"), reading.text("first"),
        reading.text("cursor_parameter", "after"), reading.text("deleted"), reading.token(),
    )  # fmt: skip
    if deliver == "change" and not (source.next or source.cursor):
        reading.fault("no cursor", "-", "`next` or `cursor`", "Say where the answer tells how far it came.")
    return source


def _feed(reading: _Reading, _deliver: str) -> FeedSource:
    key = reading.text("key", required=True)
    if not _KEY.fullmatch(key):
        reading.fault("key: not a public key", key, "64 hex digits (Ed25519)", "Ask the other province for its key.")
    return FeedSource(reading.url(), key, reading.token())


_KINDS: Mapping[str, tuple[type, Callable[[_Reading, str], Source]]] = {
    "folder": (FolderSource, _folder),
    "postgres": (PostgresSource, _postgres),
    "http": (HttpSource, _http),
    "feed": (FeedSource, _feed),
}


def _content(path: Path) -> str:
    return path.read_text("utf-8", "replace").strip() if path.is_file() else ""


def _no_secret(where: str, place: str) -> Fault:
    return Fault(
        Label("chưa có bí mật để kết nối", "the secret of a connection is not set", "ยังไม่มีรหัสลับของการเชื่อมต่อ"),
        where,
        f"{place}: -",
        Label("biến môi trường hoặc tệp có nội dung", "a variable or a file that holds it", "ตัวแปรหรือไฟล์ที่มีค่า"),
        Label("Đặt biến hoặc tệp ấy trên máy chủ.", "Set it on the server.", "ตั้งค่าบนเซิร์ฟเวอร์"),
    )
