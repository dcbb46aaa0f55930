"""A driver that asks at a fixed rate, whatever the server does: latency counts from when a request was due.

wrk asks again when it was answered, so a server that stalls is asked less and looks better than it is; here a stall is
paid for by every request that was due meanwhile. Plain sockets kept open, so that the driver itself costs little.
"""

import socket
import statistics
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answered:
    """What a run gave: requests a second reached, p50, p95 and p99 in ms, and answers that were not 200."""

    rate: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    errors: int


def ask_at_rate(
    port: int, paths: list[str], *, rate: float, seconds: float, connections: int = 16, headers: str = ""
) -> Answered:
    """Ask for paths in turn at a rate a second, spread evenly over connections, and return how it was answered."""
    latencies: list[list[float]] = [[] for _ in range(connections)]
    errors = [0] * connections
    started = time.perf_counter() + 0.2

    def reader(number: int) -> None:
        line = _connected(port)
        for n in range(number, int(rate * seconds), connections):
            due = started + n / rate
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            try:
                errors[number] += _ask(line, paths[n % len(paths)], headers) != 200
            except OSError:
                errors[number] += 1
                line.close()
                line = _connected(port)
            latencies[number].append((time.perf_counter() - due) * 1000)
        line.close()

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    all_ = [latency for each in latencies for latency in each]
    cuts = statistics.quantiles(all_, n=100)
    return Answered(len(all_) / took, cuts[49], cuts[94], cuts[98], sum(errors))


def _connected(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _ask(line: socket.socket, path: str, headers: str) -> int:
    """Return the status of one answer, its body read to the end; raises OSError when the server hangs up."""
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    got = b""
    while b"\r\n\r\n" not in got:
        got += _received(line)
    head, _, body = got.partition(b"\r\n\r\n")
    lowered = head.lower()
    length = int(lowered.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
    left = length - len(body)
    while left > 0:
        left -= len(_received(line))
    return int(head.split(b" ", 2)[1])


def _received(line: socket.socket) -> bytes:
    piece = line.recv(65536)
    if not piece:
        raise ConnectionError("the server hung up")
    return piece
