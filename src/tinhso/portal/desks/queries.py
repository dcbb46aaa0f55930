"""Reads of the desks: what was sent and what became of it, and what a proposal moves; nothing here is written.

Takes a home and a seat, gives rows ready to show. What lies outside a seat's agency is as if it were not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404

from tinhso.base.errors import TinhsoError, UnusableInput
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.measure.proposal import find_proposal
from tinhso.measure.release import read_release
from tinhso.people.models import AuditRow, Seat
from tinhso.portal.board import Row
from tinhso.portal.comparing import Figure, Moved, changes_between, figures_between
from tinhso.portal.desks.carrying_out import is_signed, mark_of
from tinhso.portal.desks.models import Submission, Verdict
from tinhso.portal.edition import Edition
from tinhso.portal.reports.reasons import reasons
from tinhso.portal.words import language
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.delivery import Delivery, read_deliveries
from tinhso.registers.history import receipts
from tinhso.registers.problem import Problem
from tinhso.registers.rejects import read_problems
from tinhso.registers.submission import find_submission, has_trial, try_submission

N_SHOWN = 100
N_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking gave: the receipt, or the fault of files that cannot be used; neither while it was not checked."""

    receipt: Receipt | None
    fault: TinhsoError | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as a signer reads it; `others` is empty until the reader has given a verdict or somebody refused."""

    edition: Edition
    mark: str
    moved: list[tuple[Moved, list[str]]]
    figures: list[Figure]
    n_figures: int
    came_in: list[Row]
    asked: AuditRow | None
    mine: Verdict | None
    others: list[Verdict]
    refused: bool
    signed: bool


def contracts_of(home: Home, seat: Seat) -> dict[str, Contract]:
    """Return the registers that a seat's agency sends, by label; all of them for a seat without an agency."""
    found = sorted(read_contracts(home.folder).items(), key=lambda each: each[1].label.text(language()))
    return {id_: contract for id_, contract in found if seat.works_for(contract.sender)}


def submissions_of(seat: Seat) -> QuerySet[Submission]:
    """Return the submissions within a seat, newest first."""
    found = Submission.objects.filter(province=seat.province).select_related("person", "decided_by", "mends")
    return (found.filter(agency=seat.agency) if seat.agency else found).order_by("-number")


def get_submission(seat: Seat, number: int) -> Submission:
    """Return a submission within a seat; raises Http404 for any other."""
    row = submissions_of(seat).filter(number=number).first()
    if row is None:
        raise Http404(str(number))
    return row


def deliveries_of(home: Home, seat: Seat) -> list[tuple[Delivery, Receipt | None]]:
    """Return the newest deliveries within a seat, each with the receipt of checking it, None when it was not."""
    checked = _checked(home)
    found = [each for each in reversed(read_deliveries(home)) if seat.works_for(each.sender)]
    return [(each, checked.get(each.receipt.id)) for each in found[:N_SHOWN]]


def get_delivery(home: Home, seat: Seat, sequence: int) -> tuple[Delivery, Receipt | None]:
    """Return a delivery within a seat with the receipt of checking it; raises Http404 for any other."""
    found = next((each for each in read_deliveries(home) if each.sequence == sequence), None)
    if found is None or not seat.works_for(found.sender):
        raise Http404(str(sequence))
    return found, _checked(home).get(found.receipt.id)


def checked_of(home: Home, row: Submission) -> Checked:
    """Return what checking a submission gave: of its delivery when it is one, else of trying it."""
    submission = find_submission(home, row.number)
    if row.sequence is not None:
        delivery = next(each for each in read_deliveries(home) if each.sequence == row.sequence)
        return Checked(_checked(home).get(delivery.receipt.id))
    if submission is None:
        return Checked(None)
    try:
        return Checked(try_submission(home, submission))
    except UnusableInput as error:
        return Checked(None, error)


def is_tried(home: Home, row: Submission) -> bool:
    """Return whether what checking a submission gives is known, so that a page need not wait for it."""
    submission = find_submission(home, row.number)
    return row.sequence is not None or submission is None or has_trial(home, submission)


def first_problems(home: Home, receipt: Receipt) -> tuple[list[Problem], bool]:
    """Return the first problems of a receipt's rejected rows in order of rows, and whether there are more."""
    found = list(islice(read_problems(home, receipt.id), N_PROBLEMS + 1))
    return found[:N_PROBLEMS], len(found) > N_PROBLEMS


def find_shown_proposal(home: Home, seat: Seat, current: Edition) -> Proposal | None:
    """Return the proposal that waits, as the person of a seat may see it; None when there is none."""
    folder = find_proposal(home)
    if folder is None:
        return None
    mark, proposed = mark_of(folder), _proposed(seat.province, folder)
    verdicts = list(Verdict.objects.filter(province=seat.province, proposal=mark).select_related("person"))
    mine = next((each for each in verdicts if each.person_id == seat.user_id), None)
    refused = any(not each.approved for each in verdicts)
    figures = _figures(current, proposed)
    return Proposal(
        proposed,
        mark,
        [(each, reasons(current, proposed, each)) for each in changes_between(current, proposed)],
        figures[:N_SHOWN],
        len(figures),
        list(_came_in(current, proposed)),
        AuditRow.objects.filter(province=seat.province, action="propose", subject=mark).order_by("-id").first(),
        mine,
        [each for each in verdicts if each is not mine] if mine or refused else [],
        refused,
        is_signed(seat.province, mark),
    )


def _came_in(before: Edition, now: Edition) -> Iterator[Row]:
    """Give the receipts of deliveries checked since a release, that the next one rests on."""
    for id_, receipt in now.receipts.items():
        if receipt["step"] == "check" and id_ not in before.receipts:
            yield receipt


@lru_cache(maxsize=4)
def _figures(before: Edition, now: Edition) -> list[Figure]:
    return figures_between(before, now)


@lru_cache(maxsize=4)
def _proposed(slug: str, folder: Path) -> Edition:
    # The folder bears the hash of its content: what was read once stays true.
    return Edition(slug, read_release(folder))


def _checked(home: Home) -> dict[str, Receipt]:
    """Return by id of a delivery's receipt the receipt of checking it."""
    catalogue = [home.store / name for name in ("lake.sqlite", "lake.sqlite-wal")]
    return _checked_at(home, tuple(path.stat().st_mtime_ns for path in catalogue if path.exists()))


@lru_cache(maxsize=8)
def _checked_at(home: Home, written_at: tuple[int, ...]) -> dict[str, Receipt]:
    # Opening the store costs more than the page; it is read again when its catalogue was written.
    return {id_: receipt for receipt in receipts(home) if (id_ := receipt.inputs.get("receipt:receive"))}
