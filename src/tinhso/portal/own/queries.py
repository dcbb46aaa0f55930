"""Reads of people's own rows and of disputes: who a person is, what they see, what a steward may see.

What is not the person's own, or lies outside a steward's agency and commune, is as if it were not there.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.crypto import salted_hmac

from tinhso.base.home import Home
from tinhso.people.models import Seat
from tinhso.portal.own.claims import Kind
from tinhso.portal.own.holding import Gap, Held, HeldRow, find_row
from tinhso.portal.own.models import Case, Confirmation, Opening, Subject
from tinhso.portal.own.states import OPEN
from tinhso.rooms.services.web.models import Consent

N_LOOKS = 20
N_CASES = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A row or a gap as a person reads it: under which address part, what they said of it, what is disputed."""

    ref: str
    row: HeldRow | None
    gap: Gap | None
    confirmed: Confirmation | None
    before: Confirmation | None
    cases: tuple[Case, ...]

    @property
    def register(self) -> str:
        """Return the register it belongs to."""
        return (self.row or self.gap).contract.id  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a person's rows, as that person may read it; `way` is self, other, desk or once_only."""

    at: datetime
    actor: str
    agency: str
    way: str
    register: str


def shown_of(subject: Subject, held: Held) -> list[Shown]:
    """Return everything held on a person with what they said of it, in the order found."""
    confirmed = _confirmations(subject)
    cases = list(subject.cases.filter(state__in=OPEN).order_by("pk"))
    return [*_rows(subject, held.rows, confirmed, cases), *_gaps(subject, held.gaps, cases)]


def get_shown(subject: Subject, held: Held, ref: str) -> Shown:
    """Return the row or gap of an address part; raises Http404 for what is not, or no longer, the person's."""
    found = next((each for each in shown_of(subject, held) if each.ref == ref), None)
    if found is None:
        raise Http404(ref)
    return found


def ref_of(subject: Subject, register: str, row: str) -> str:
    """Return how a row is called in addresses and forms: a keyed digest that tells nothing and cannot be guessed."""
    return salted_hmac("tinhso.own", f"{subject.key} {register} {row}", algorithm="sha256").hexdigest()[:20]


def cases_of(subject: Subject) -> QuerySet[Case]:
    """Return a person's disputes, the newest first."""
    return subject.cases.order_by("-pk")


def get_own_case(subject: Subject, code: str) -> Case:
    """Return a person's own dispute; raises Http404 for any other."""
    found = subject.cases.filter(code=code).select_related("subject").first()
    if found is None:
        raise Http404(code)
    return found


def looks_at(subject: Subject, name: str) -> list[Look]:
    """Return who looked at a person's rows, the newest first, of the account that asks (`name`) its last look alone."""
    own = Q(agency="", actor=name)
    rows = [*subject.openings.filter(own).order_by("-pk")[:1], *subject.openings.exclude(own).order_by("-pk")[:N_LOOKS]]
    looks = [Look(o.at, o.actor, o.agency, _way(o, name), o.register) for o in rows]
    agreed = Consent.objects.filter(personal_id=subject.personal_id, agreed=True).order_by("-pk")[:N_LOOKS]
    looks += [Look(c.at, c.actor, "", "once_only", "") for c in agreed]
    return sorted(looks, key=lambda look: look.at, reverse=True)[:N_LOOKS]


def has_other_account(number: str, user_id: int) -> bool:
    """Return whether another account was opened with the same proven number."""
    return bool(SocialAccount.objects.filter(uid=number).exclude(user=user_id).exists())


def open_cases(province: str) -> QuerySet[Case]:
    """Return the disputes of a province that somebody still has to settle, by the day due."""
    return Case.objects.filter(province=province, state__in=OPEN).select_related("subject").order_by("due_at", "pk")


def cases_within(seat: Seat) -> QuerySet[Case]:
    """Return the disputes within a seat's agency and commune, open ones by the day due first."""
    found = Case.objects.filter(province=seat.province).select_related("subject")
    found = found.filter(agency=seat.agency) if seat.agency else found
    return found.filter(area=seat.area) if seat.area else found


def get_case(seat: Seat, code: str) -> Case:
    """Return a dispute within a seat; raises Http404 for any other."""
    found = cases_within(seat).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def find_disputed(home: Home, case: Case) -> HeldRow | None:
    """Return the disputed row as it stands now; None when there is none, or when it is there no more."""
    return find_row(home, case.register, json.loads(case.row))[0] if case.row else None


def _confirmations(subject: Subject) -> Mapping[tuple[str, str], list[Confirmation]]:
    found: dict[tuple[str, str], list[Confirmation]] = {}
    for each in subject.confirmations.order_by("-pk"):
        found.setdefault((each.register, each.row), []).append(each)
    return found


def _rows(
    subject: Subject,
    rows: Iterable[HeldRow],
    confirmed: Mapping[tuple[str, str], list[Confirmation]],
    cases: list[Case],
) -> Iterator[Shown]:
    for row in rows:
        said = confirmed.get((row.contract.id, row.key), [])
        now = next((each for each in said if each.digest == row.digest), None)
        mine = tuple(case for case in cases if (case.register, case.row) == (row.contract.id, row.key))
        before = said[0] if said and now is None else None
        yield Shown(ref_of(subject, row.contract.id, row.key), row, None, now, before, mine)


def _gaps(subject: Subject, gaps: Iterable[Gap], cases: list[Case]) -> Iterator[Shown]:
    whole = (Kind.MISSING, Kind.SHARED)
    for gap in gaps:
        mine = tuple(case for case in cases if case.register == gap.contract.id and case.kind in whole)
        yield Shown(ref_of(subject, gap.contract.id, ""), None, gap, None, None, mine)


def _way(opening: Opening, name: str) -> str:
    if opening.agency:
        return "desk"
    return "self" if opening.actor == name else "other"
