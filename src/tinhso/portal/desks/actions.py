"""Writes at the desks: deliver a register, propose a release, sign it; each with its row of the audit trail.

Takes plain values, the acting person and the instant. Files are kept and checked by the path; a proposal is signed and
published with the second approval of it.
"""

import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.measure.proposal import publish_proposal
from tinhso.path.publish import measure_home, propose_home
from tinhso.people.audit import record
from tinhso.portal.desks.four_eyes import is_public
from tinhso.portal.desks.models import Verdict
from tinhso.registers.check import check
from tinhso.registers.contract import read_contracts
from tinhso.registers.receive import Delivery, DeliveryKind, receive

_ALREADY = Label("Bạn đã ký bản này.", "You have given your verdict already.", "คุณลงนามฉบับนี้แล้ว")
_ONCE = Label("mỗi người một lần", "once a person", "คนละหนึ่งครั้ง")
_WAIT = Label("Chờ người thứ hai.", "Wait for the second person.", "รอบุคคลที่สอง")


def deliver(
    home: Home,
    province: str,
    *,
    actor: AbstractBaseUser,
    at: datetime,
    reason: str,
    register: str,
    kind: DeliveryKind,
    name: str,
    chunks: Iterable[bytes],
) -> Delivery:
    """Keep an uploaded file, check it, and return its delivery; raises UnusableInput when it cannot be read at all."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso-upload-"))
    try:
        path = folder / Path(name).name
        with path.open("wb") as file:
            file.writelines(chunks)
        sender = read_contracts(home.folder)[register].sender
        delivery = receive(home, [path], register=register, sender=sender, as_of=at.date(), kind=kind)
    finally:
        shutil.rmtree(folder)
    subject = f"{delivery.sequence:06d} {register}"
    with transaction.atomic():
        record(at=at, actor=actor.get_username(), province=province, action="deliver", subject=subject, reason=reason)
    check(home, delivery)
    return delivery


def propose(home: Home, province: str, *, actor: AbstractBaseUser, at: datetime, reason: str) -> Path | None:
    """Measure the registers as they stand and propose a release; None when nothing differs from what is public."""
    measure_home(home, at.date())
    proposal = propose_home(home)
    subject = mark_of(proposal) if proposal else "-"
    with transaction.atomic():
        record(at=at, actor=actor.get_username(), province=province, action="propose", subject=subject, reason=reason)
    return proposal


def mark_of(proposal: Path) -> str:
    """Return what a verdict is given on: the first of the manifest's hash, which another proposal cannot share."""
    return proposal.parent.name


def sign(
    home: Home, province: str, *, actor: AbstractBaseUser, at: datetime, reason: str, proposal: Path, approved: bool
) -> bool:
    """Keep one person's verdict on a proposal and return whether it was published by it.

    Raises NotAllowed for a second verdict of the same person.
    """
    mark = mark_of(proposal)
    with transaction.atomic():
        given = Verdict.objects.filter(province=province, proposal=mark)
        if given.filter(person=actor.pk).exists():
            raise NotAllowed(Fault(_ALREADY, mark, actor.get_username(), _ONCE, _WAIT))
        Verdict.objects.create(
            province=province, proposal=mark, person_id=actor.pk, approved=approved, reason=reason, at=at
        )
        action = "approve" if approved else "refuse"
        record(at=at, actor=actor.get_username(), province=province, action=action, subject=mark, reason=reason)
        verdicts = [(str(verdict.person_id), verdict.approved) for verdict in given.all()]
    if not is_public([p for p, yes in verdicts if yes], [p for p, yes in verdicts if not yes]):
        return False
    publish_proposal(home, proposal)
    return True
