"""The steps of a dossier: its history as the rules read it, and further remarks, one chained row each.

Takes a dossier, who acts and when, and appends inside the caller's transaction. A step of the dictionary `states`
moves the dossier; a `Remark` (claimed, drafted, rated …) is kept in the same chain and moves nothing.
"""

from datetime import UTC, datetime
from enum import StrEnum

from tinhso.base.canonical import sha256_of
from tinhso.rooms.services.states import Action, Event, History, Role, Status
from tinhso.rooms.services.web.models import Dossier, DossierEvent


class Remark(StrEnum):
    """What is written into a dossier's history without moving it."""

    CLAIM = "claim"
    RELEASE = "release"
    TRANSFER = "transfer"
    DRAFT_RESULT = "draft_result"
    ISSUE = "issue_paper"
    CONSENT = "consent"
    PAY_PART = "pay_part"
    REFUND = "refund"
    RATE = "rate"
    COMPLAIN = "complain"
    ANSWER = "answer_complaint"


MOVES = [str(action) for action in Action]
_MOVES = f"""
    select id, dossier_id, number, action, role, actor, at, status, note from services_dossierevent
    where dossier_id = %s and action in ({", ".join(["%s"] * len(MOVES))}) order by number
"""  # noqa: S608 - places for values


def history_of(dossier: Dossier) -> History:
    """The dossier's moves as the rules read them, remarks left out."""
    rows = dossier.events.filter(action__in=MOVES).order_by("number")
    found = rows.values_list("action", "role", "actor", "at", "status", "note")
    return tuple(Event(Action(a), Role(r), actor, at, Status(s), note) for a, r, actor, at, s, note in found)


def moves_of(dossier: Dossier) -> list[DossierEvent]:
    """The moves as the applicant may read them, remarks left out."""
    return list(DossierEvent.objects.raw(_MOVES, [dossier.pk, *MOVES]))


def write_move(dossier: Dossier, event: Event, first: bool = False) -> int:
    """Append a move; gives its number. `first` spares the look for the one before."""
    return _append(dossier, str(event.action), event.role, event.actor, event.at, int(event.status), event.note, first)


def write_remark(dossier: Dossier, remark: Remark, role: str, actor: str, at: datetime, note: str = "") -> int:
    """Append a remark; gives its number. A machine clock set back does not disorder the history."""
    return _append(dossier, str(remark), role, actor, at, dossier.status, note, False)


def step_digest(
    code: str, number: int, action: str, role: str, actor: str, at: datetime, status: int, note: str, before: str
) -> str:
    """The digest of a step over its words and the digest before it; a changed past shows in every later one."""
    return sha256_of([code, number, action, role, actor, at.astimezone(UTC).isoformat(), status, note, before])


def check_steps(dossier: Dossier) -> list[int]:
    """The numbers of steps that do not follow from the one before; empty when the history is as it was written."""
    broken, before = [], ""
    for number, e in enumerate(dossier.events.order_by("number"), start=1):
        digest = step_digest(dossier.code, number, e.action, e.role, e.actor, e.at, e.status, e.note, before)
        if e.number != number or e.digest != digest:
            broken.append(e.number)
        before = e.digest
    return broken


def _append(
    dossier: Dossier, action: str, role: str, actor: str, at: datetime, status: int, note: str, first: bool
) -> int:
    last = None if first else dossier.events.order_by("-number").values_list("number", "digest", "at").first()
    number, before = (last[0] + 1, last[1]) if last else (1, "")
    at = max(at, last[2]) if last else at
    DossierEvent.objects.create(
        dossier=dossier,
        number=number,
        action=action,
        role=role,
        actor=actor,
        at=at,
        status=status,
        note=note,
        digest=step_digest(dossier.code, number, action, str(role), actor, at, status, note, before),
    )
    return number
