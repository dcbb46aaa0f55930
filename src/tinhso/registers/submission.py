"""A submission: files sent at a desk, kept and tried against their contract, that wait for somebody to accept them.

It has the form of a delivery and lies apart, in `received/submissions/`, so no register and no figure knows of it.
Accepted, its bytes become a delivery like any other, whose receipt names who accepted; refused, the bytes stay kept.
Who may accept, and what was decided, is left to the desks.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from pathlib import Path

from tinhso.base.canonical import canonical_json
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home, write_atomically
from tinhso.base.label import Label
from tinhso.base.receipt import Receipt, read_receipt
from tinhso.registers.check import try_delivery
from tinhso.registers.contract import read_contracts
from tinhso.registers.delivery import (
    Delivery,
    DeliveryKind,
    read_deliveries,
    read_record,
    read_records,
    record_path,
    write_delivery,
    write_record,
)
from tinhso.registers.kept_rejects import rejects_path
from tinhso.registers.receive import keep_files, named_files, receipt_of_files, require_register


def submit(
    home: Home,
    paths: Iterable[Path],
    *,
    register: str,
    as_of: date,
    kind: DeliveryKind,
    by: str,
    at: datetime,
    mends: str = "",
    invented: bool = False,
    decided: Collection[str] = (),
) -> Delivery:
    """Return the submission of files that somebody (`by`) sent for a register; it takes the home's write lock.

    `mends` is the receipt id of the submission whose rejected rows these are; `decided` the ids of those that no longer
    wait. The bytes of one that still waits, sent again, give that one. Raises UnusableInput as `receive` does.
    """
    require_register(home, register)
    named = named_files(list(paths))
    sender = read_contracts(home.folder)[register].sender
    more = {"submitted_by": by, "submitted_at": at.isoformat()} | ({"mends": mends} if mends else {})
    with home.writing():
        files = keep_files(home, named)
        receipt = receipt_of_files(files, register, sender, as_of, kind, invented, **more)
        before = read_submissions(home)
        same = _find_waiting(before, receipt, decided)
        if same is not None:
            return same
        submission = Delivery(before[-1].sequence + 1 if before else 1, files, receipt)
        write_record(_folder(home), submission)
    return submission


def _find_waiting(before: list[Delivery], receipt: Receipt, decided: Collection[str]) -> Delivery | None:
    """Return the submission that is sent a second time: as the button of a form pressed twice."""
    alike = [
        each
        for each in before
        if (each.register, each.kind, each.receipt.content)
        == (receipt.subject, receipt.details["kind"], receipt.content)
    ]
    return next((each for each in reversed(alike) if each.receipt.id not in decided), None)


def read_submissions(home: Home) -> list[Delivery]:
    """Return every submission in the order sent."""
    return read_records(_folder(home))


def find_submission(home: Home, number: int) -> Delivery | None:
    """Return a submission by its number, or None."""
    path = record_path(_folder(home), number)
    return read_record(path) if path.is_file() else None


def has_trial(home: Home, submission: Delivery) -> bool:
    """Return whether a submission was tried, so that `try_submission` only reads what is kept."""
    return _trial_path(home, submission).exists()


def try_submission(home: Home, submission: Delivery) -> Receipt:
    """Return what checking a submission gives, found once and kept; raises UnusableInput when it cannot be used."""
    path = _trial_path(home, submission)
    if not path.exists():
        write_atomically(path, canonical_json(_trial(home, submission)) + b"\n")
    kept = json.loads(path.read_text("utf-8"))
    if "faults" in kept:
        raise UnusableInput(*(_read_fault(fault) for fault in kept["faults"]))
    return read_receipt(kept)


def _trial(home: Home, submission: Delivery) -> dict[str, object]:
    try:
        return try_delivery(home, submission).as_dict()
    except UnusableInput as error:
        return {"faults": [fault.as_dict() for fault in error.faults]}


def _read_fault(raw: dict[str, str]) -> Fault:
    words = {name: Label.read(raw[name]) for name in ("what", "expected", "advice")}
    return Fault(words["what"], raw["where"], raw["found"], words["expected"], words["advice"])


def accept(home: Home, submission: Delivery, *, by: str) -> Delivery:
    """Return the delivery that an accepted submission becomes, the home's newest; the one there is when done before.

    Checking it, which puts its rows into the register, is the next step. Takes the home's write lock.
    """
    with home.writing():
        deliveries = read_deliveries(home)
        known = next((each for each in reversed(deliveries) if _came_from(each, submission)), None)
        if known is not None:
            return known
        sent = submission.receipt
        more = {name: text for name, text in sent.details.items() if name in ("submitted_by", "mends")}
        receipt = receipt_of_files(
            submission.files, submission.register, submission.sender, date.fromisoformat(sent.as_of), submission.kind,
            sent.invented, submission=sent.id, accepted_by=by, **more,
        )  # fmt: skip
        delivery = Delivery(deliveries[-1].sequence + 1 if deliveries else 1, submission.files, receipt)
        write_delivery(home, delivery)
    return delivery


def find_accepted(home: Home, submission: Delivery) -> Delivery | None:
    """Return the delivery that a submission became, or None while it is not one."""
    return next((each for each in reversed(read_deliveries(home)) if _came_from(each, submission)), None)


def forget_trial(home: Home, submission: Delivery) -> None:
    """Remove what was kept of trying a submission: after its delivery was checked, the delivery's receipt says it."""
    path = _trial_path(home, submission)
    if path.exists():
        kept = json.loads(path.read_text("utf-8"))
        if "faults" not in kept:
            rejects_path(home, read_receipt(kept).id).unlink(missing_ok=True)
        path.unlink()


def _came_from(delivery: Delivery, submission: Delivery) -> bool:
    return delivery.receipt.details.get("submission") == submission.receipt.id


def _folder(home: Home) -> Path:
    return home.received / "submissions"


def _trial_path(home: Home, submission: Delivery) -> Path:
    return home.store / "trials" / f"{submission.receipt.id}.json"
