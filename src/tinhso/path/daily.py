"""The daily run: pull, receive what lies in the inbox, check, link, measure, and propose a release to be approved.

Takes a home, a day and a place for log lines, gives what was done. Each step is kept before the next begins and repeats
to the same result, so a run killed at any moment is simply run again; a delivery that cannot be used is logged and
stops no other. Log lines name registers, hashes and counts: never a file's name or a cell, which may tell of a person.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tinhso.base.errors import UnusableInput
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.path.connect import pull_due
from tinhso.path.deliver import find_waiting, receive_waiting
from tinhso.path.linking import link_home
from tinhso.path.publish import measure_home, propose_home
from tinhso.registers.check import check, find_pending

Log = Callable[[dict[str, object]], None]


@dataclass(frozen=True, slots=True)
class Day:
    """What a daily run did: deliveries received, checked and refused, and the proposal's folder if there is one.

    `n_failed` counts the connections that brought nothing because something went wrong.
    """

    n_received: int
    n_checked: int
    n_refused: int
    proposal: Path | None
    n_failed: int = 0


def run_day(home: Home, as_of: date, log: Log, *, at: datetime | None = None) -> Day:
    """Return what a run did; a second run at the same time waits for the first and then finds nothing to do.

    `at` is the instant by which connections are due; without one none is asked.
    """
    with alone(home):
        n_failed = pull_due(home, at, as_of, log) if at is not None else 0
        n_received, n_kept_out = _receive(home, as_of, log)
        n_checked, n_unusable = _check(home, log)
        for receipt in link_home(home):
            log({"step": "link", "linkage": receipt.subject, "receipt": receipt.id, **_counts(receipt)})
        measurement = measure_home(home, as_of)
        log({"step": "measure", "observations": len(measurement.observations), "receipts": len(measurement.receipts)})
        proposal = propose_home(home)
        log({"step": "propose", "proposal": proposal and f"{proposal.parent.name}/{proposal.name}"})
        day = Day(n_received, n_checked, n_kept_out + n_unusable, proposal, n_failed)
    log({"step": "done", "received": n_received, "checked": n_checked, "refused": day.n_refused})
    return day


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Keep other daily runs and backups of the home out while inside; single steps and desks may still write."""
    with (home.folder / ".run.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _receive(home: Home, as_of: date, log: Log) -> tuple[int, int]:
    n_received = n_refused = 0
    for waiting in find_waiting(home):
        line: dict[str, object] = {"step": "receive", "register": waiting.register, "kind": waiting.kind}
        try:
            delivery = receive_waiting(home, waiting, as_of)
        except UnusableInput as error:
            n_refused += 1
            log({**line, "result": "refused", "why": _reasons(error)})
            continue
        n_received += 1
        log({**line, "result": "received", "sequence": delivery.sequence, "receipt": delivery.receipt.id})
    return n_received, n_refused


def _check(home: Home, log: Log) -> tuple[int, int]:
    n_checked = n_refused = 0
    for delivery in find_pending(home):
        line: dict[str, object] = {"step": "check", "register": delivery.register, "sequence": delivery.sequence}
        try:
            receipt = check(home, delivery)
        except UnusableInput as error:
            n_refused += 1
            log({**line, "result": "refused", "why": _reasons(error)})
            continue
        n_checked += 1
        log({**line, "result": "checked", "receipt": receipt.id, **_counts(receipt)})
    return n_checked, n_refused


def _counts(receipt: Receipt) -> dict[str, int]:
    return {"rows": receipt.rows_in, "accepted": receipt.rows_out, "rejected": receipt.rows_rejected}


def _reasons(error: UnusableInput) -> list[str]:
    return sorted({fault.what.en for fault in error.faults})
