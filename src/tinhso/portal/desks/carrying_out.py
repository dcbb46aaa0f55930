"""What follows in the home from decisions made at the desks: rows enter registers, signed proposals become public.

Takes what the database says was decided, changes the home until it agrees. Every step gives the same when repeated, so
what a stop or a fault left undone is done by the button on the page or by the next daily run, once.
"""

from collections.abc import Iterator
from pathlib import Path

from django.db.models import F

from tinhso.base.errors import TinhsoError, UnusableInput
from tinhso.base.home import Home
from tinhso.measure.proposal import find_proposal, publish_proposal
from tinhso.portal.desks.four_eyes import is_public
from tinhso.portal.desks.models import State, Submission, Verdict
from tinhso.portal.desks.review_delivering import REGISTER, write_decisions
from tinhso.registers.check import check
from tinhso.registers.submission import accept, find_submission, forget_trial


def carry_out(home: Home, row: Submission) -> None:
    """Put the rows of an accepted submission into their register; raises UnusableInput when they cannot be."""
    submission = find_submission(home, row.number)
    if submission is None or row.decided_by is None:
        raise LookupError(f"submission {row.number} of {home.folder} is not there")
    delivery = accept(home, submission, by=row.decided_by.get_username())
    check(home, delivery)
    Submission.objects.filter(pk=row.pk).update(sequence=delivery.sequence)
    row.sequence = delivery.sequence
    forget_trial(home, submission)


def mark_of(proposal: Path) -> str:
    """Return what a verdict is given on: the first of the manifest's hash, which another proposal cannot share."""
    return proposal.parent.name


def is_signed(province: str, mark: str) -> bool:
    """Return whether a proposal has what it needs to become public."""
    verdicts = list(Verdict.objects.filter(province=province, proposal=mark).values_list("person_id", "approved"))
    return is_public([str(p) for p, yes in verdicts if yes], [str(p) for p, yes in verdicts if not yes])


def publish_signed(home: Home, province: str) -> bool:
    """Publish the proposal that waits when it is signed, and return whether it is public now."""
    proposal = find_proposal(home)
    if proposal is None or not is_signed(province, mark_of(proposal)):
        return False
    try:
        publish_proposal(home, proposal)
    except UnusableInput:
        if proposal.exists():
            raise
        # Somebody else was quicker: the one that waited is public and lies there no more.
    return True


def settle(home: Home, province: str) -> Iterator[dict[str, object]]:
    """Carry out what was decided and is not done yet; give one line for the log a thing done or failed."""
    unfinished = Submission.objects.filter(province=province, state=State.ACCEPTED, sequence=None)
    for row in unfinished.select_related("decided_by").order_by(F("decided_at")):
        line: dict[str, object] = {"step": "accept", "register": row.register, "submission": row.number}
        try:
            carry_out(home, row)
        except TinhsoError as error:
            yield {**line, "result": "refused", "why": sorted({fault.what.en for fault in error.faults})}
            continue
        yield {**line, "result": "accepted", "sequence": row.sequence}
    proposal = find_proposal(home)
    if proposal is not None and publish_signed(home, province):
        yield {"step": "publish", "release": proposal.name}
    n_decided = write_decisions(home, province)
    if n_decided is not None:
        yield {"step": "deliver", "register": REGISTER, "rows": n_decided}
