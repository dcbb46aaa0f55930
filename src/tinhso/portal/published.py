"""Published pages as files: rendered once per release and language, then served from disk and memory without Django.

A published page is a pure function of release, path and language, so a view marks its answer with `Tinhso-Published`,
and this layer keeps it (plain, gzip, brotli) under `cache/pages/<editions>/` with an ETag. A new release or a new code
version gives a new folder; nothing is ever invalidated in place.
"""

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli

from tinhso.base.canonical import sha256
from tinhso.base.home import write_atomically

MARK = "Tinhso-Published"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/geo+json", "image/svg+xml")
_MEMORY_BYTES = 128 << 20
_MAX_KEPT = 4 << 20

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: its headers without length and encoding, and its bytes by encoding (`""` is plain)."""

    headers: Headers
    etag: str
    bodies: dict[str, bytes]


class PublishedPages:
    """A WSGI application in front of another that keeps what the other marks as published."""

    def __init__(self, inner: Application, folder: Path, stamp: Callable[[], str]) -> None:
        """Keep pages under `folder`; `stamp` tells the editions now published, and changes with them."""
        self._inner = inner
        self._folder = folder
        self._stamp = stamp
        self._memory: dict[tuple[str, str], Page] = {}
        self._bytes = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory or disk when the page was published before, else ask and keep."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return self._inner(environ, start_response)
        stamp, path = self._stamp(), environ.get("PATH_INFO", "/")
        page = self._memory.get((stamp, path)) or self._read(stamp, path)
        if page is not None:
            return _answer(page, environ, start_response)
        return self._ask(stamp, path, environ, start_response)

    def _ask(self, stamp: str, path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        status, headers, body = _collect(self._inner, {**environ, "REQUEST_METHOD": "GET"})
        kept = [(name, value) for name, value in headers if name.lower() != MARK.lower()]
        if not status.startswith("200") or len(kept) == len(headers) or len(body) > _MAX_KEPT:
            start_response(status, kept)
            return [body] if environ["REQUEST_METHOD"] == "GET" else []
        page = _page(kept, body)
        self._write(stamp, path, page)
        self._remember(stamp, path, page)
        return _answer(page, environ, start_response)

    def _remember(self, stamp: str, path: str, page: Page) -> None:
        self._bytes += sum(map(len, page.bodies.values()))
        if self._bytes > _MEMORY_BYTES or any(key[0] != stamp for key in self._memory):
            self._memory, self._bytes = {}, 0
        self._memory[(stamp, path)] = page

    def _place(self, stamp: str, path: str) -> Path:
        return self._folder / stamp / (quote(path, safe="/").strip("/") or "index") / "page"

    def _read(self, stamp: str, path: str) -> Page | None:
        if ".." in path or "\0" in path:
            return None
        place = self._place(stamp, path)
        try:
            lines = place.with_suffix(".headers").read_text("utf-8").splitlines()
            bodies = {"": place.read_bytes()}
        except OSError:
            return None
        for encoding, suffix in _ENCODINGS:
            if (packed := place.with_name(f"page{suffix}")).exists():
                bodies[encoding] = packed.read_bytes()
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
        page = Page(headers, dict(headers)["ETag"], bodies)
        self._remember(stamp, path, page)
        return page

    def _write(self, stamp: str, path: str, page: Page) -> None:
        place = self._place(stamp, path)
        if ".." in path or "\0" in path:
            return
        for encoding, suffix in (("", ""), *_ENCODINGS):
            if encoding in page.bodies:
                write_atomically(place.with_name(f"page{suffix}"), page.bodies[encoding])
        lines = "\n".join(f"{name}: {value}" for name, value in page.headers)
        write_atomically(place.with_suffix(".headers"), lines.encode())


def _page(headers: Headers, body: bytes) -> Page:
    etag = f'"{sha256(body)[:32]}"'
    dropped = {"content-length", "etag", "set-cookie", "vary", "cache-control"}
    kept = [(name, value) for name, value in headers if name.lower() not in dropped]
    kept += [("ETag", etag), ("Vary", "Accept-Encoding"), ("Cache-Control", "public, max-age=60")]
    bodies = {"": body}
    if dict(kept).get("Content-Type", "").startswith(_COMPRESSIBLE) and len(body) > 256:
        bodies |= {"br": brotli.compress(body, quality=6), "gzip": gzip.compress(body, 6, mtime=0)}
    return Page(kept, etag, bodies)


def _answer(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [(n, v) for n, v in page.headers if n != "Content-Type"])
        return []
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    encoding = next((name for name, _ in _ENCODINGS if name in page.bodies and name in accepted), "")
    body = page.bodies[encoding]
    headers = [*page.headers, ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Content-Encoding", encoding)] if encoding else headers)
    return [body] if environ["REQUEST_METHOD"] == "GET" else []


def _collect(inner: Application, environ: Environ) -> tuple[str, Headers, bytes]:
    heard: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, _error: object = None) -> Callable[[bytes], None]:
        heard.append((status, headers))
        return lambda _: None

    answer = inner(environ, start)
    try:
        body = b"".join(answer)
    finally:
        if callable(close := getattr(answer, "close", None)):
            close()
    return *heard[-1], body
