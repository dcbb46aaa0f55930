"""One GET over HTTP for a connection: timeouts, a few retries, `Retry-After`, `If-None-Match`, and bounds on all of it.

Takes an address and what was got before, gives the answer's bytes, uncompressed. A redirect is not followed: the token
would go along to somebody else.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from tinhso.base.errors import UnusableInput
from tinhso.path.connect_faults import come_back, not_understood, refused, unreachable

N_TRIES = 4
MAX_WAIT_S = 20.0
MAX_BYTES = 64 << 20
_TIMEOUT = urllib3.Timeout(connect=10, read=60)
_BUSY = (429, 502, 503, 504)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the bytes, the ETag (empty: none), and whether the server says that nothing changed."""

    body: bytes
    etag: str
    media_type: str
    is_unchanged: bool


class Fetch:
    """A way to ask one server; `wait` is told how many seconds to let pass before the next try."""

    def __init__(self, where: str, token: str = "", wait: Callable[[float], None] = time.sleep) -> None:
        self.where, self._wait = where, wait
        self._headers = {"Accept-Encoding": "gzip", "User-Agent": "tinhso"}
        if not token.isascii() or not token.isprintable():
            # A header with a line end would be refused with its text in the error.
            raise UnusableInput(not_understood(where, "token: …", "printable ASCII"))
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._pool = urllib3.PoolManager(num_pools=1, timeout=_TIMEOUT, retries=False)

    def get(self, url: str, parameters: Mapping[str, str], etag: str = "") -> Answer:
        """Return the answer; raises UnusableInput when none can be had now."""
        headers = self._headers | ({"If-None-Match": etag} if etag else {})
        for n_tried in range(1, N_TRIES + 1):
            try:
                answer = self._pool.request(
                    "GET", url, fields=dict(parameters), headers=headers, redirect=False, preload_content=False
                )
                if answer.status not in _BUSY or n_tried == N_TRIES:
                    return self._read(answer)
                pause = self._pause(answer, n_tried)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                if n_tried == N_TRIES:
                    raise UnusableInput(unreachable(self.where, _said(url, error))) from error
                pause = 0.5 * 2**n_tried
            self._wait(pause)
        raise AssertionError("the last try returns or raises")

    def _pause(self, answer: urllib3.BaseHTTPResponse, n_tried: int) -> float:
        answer.drain_conn()
        said = answer.headers.get("Retry-After", "")
        if not said.isdecimal():
            return 0.5 * float(2**n_tried)
        if int(said) > MAX_WAIT_S:
            raise UnusableInput(come_back(self.where, int(said)))
        return float(said)

    def _read(self, answer: urllib3.BaseHTTPResponse) -> Answer:
        etag, media_type = answer.headers.get("ETag", ""), answer.headers.get("Content-Type", "")
        if answer.status == 304:
            answer.drain_conn()
            return Answer(b"", etag, media_type, is_unchanged=True)
        if answer.status != 200:
            answer.drain_conn()
            raise UnusableInput(refused(self.where, answer.status))
        body = bytearray()
        for piece in answer.stream(_CHUNK, decode_content=True):
            body += piece
            if len(body) > MAX_BYTES:
                answer.close()
                raise UnusableInput(not_understood(self.where, f"> {MAX_BYTES} bytes", f"≤ {MAX_BYTES >> 20} MiB"))
        return Answer(bytes(body), etag, media_type, is_unchanged=False)


def _said(url: str, error: Exception) -> str:
    """Return in a few words what kept an answer from coming, with the server's name."""
    kinds = {
        # To the library a kind of timeout, although nobody was waited for: it stands first.
        urllib3.exceptions.NewConnectionError: "no connection",
        urllib3.exceptions.TimeoutError: "timeout",
        urllib3.exceptions.DecodeError: "answer broken off",
        urllib3.exceptions.ProtocolError: "answer broken off",
        urllib3.exceptions.SSLError: "certificate not trusted",
    }
    words = next((words for kind, words in kinds.items() if isinstance(error, kind)), "no connection")
    return f"{urlsplit(url).netloc}: {words}"
