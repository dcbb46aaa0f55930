"""Reads: a dossier an officer may see, the leaders' board, tracking; who may see what is part of every query.

The lists of a desk, which are asked for all day, are read in `desk`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from tinhso.people.models import Seat
from tinhso.rooms.services.codes import matches_second_factor, read_code
from tinhso.rooms.services.states import CLOCK, ClockState, Status
from tinhso.rooms.services.web.functions import functions_of
from tinhso.rooms.services.web.models import Dossier

# Without the answers, which are most of a dossier and are not shown to who tracks it.
_TRACKED = """
    select id, code, province, procedure_id, submit_key, phone, applicant_number, status, received_at, due_at
    from services_dossier where province = %s and code = %s
"""
RUNNING = [s for s in Status if CLOCK[s] is ClockState.RUNNING]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """The load of a commune or of a kind of agency: open dossiers, those of them overdue, those paused."""

    of: str
    n_open: int
    n_overdue: int
    n_paused: int


def seen_by(seat: Seat) -> QuerySet[Dossier]:
    """The dossiers an officer may see: of the commune, or of the whole province when the officer has no commune."""
    mine = Dossier.objects.filter(province=seat.province)
    return mine.filter(area=seat.area) if seat.area else mine


def find_seen_by(seat: Seat, code: str) -> Dossier | None:
    """A dossier by code, or None when it does not exist or is another commune's: the two look alike."""
    known = read_code(code)
    return seen_by(seat).filter(code=code).first() if known else None


def board(seat: Seat, as_of: datetime) -> list[BoardRow]:
    """The load of each commune the seat may see, the most overdue first."""
    return _by_overdue(BoardRow(*row) for row in _loads(seat, as_of, "area"))


def board_by_procedure(seat: Seat, as_of: datetime, agencies: Mapping[str, str]) -> list[BoardRow]:
    """The load of each kind of agency, the most overdue first; `agencies` names that of each procedure."""
    found: dict[str, BoardRow] = {}
    for procedure_id, n_open, n_overdue, n_paused in _loads(seat, as_of, "procedure_id"):
        agency = agencies[procedure_id]
        so_far = found.get(agency, BoardRow(agency, 0, 0, 0))
        found[agency] = BoardRow(
            agency, so_far.n_open + n_open, so_far.n_overdue + n_overdue, so_far.n_paused + n_paused
        )
    return _by_overdue(found.values())


def colleagues_of(seat: Seat, dossier: Dossier) -> list[Seat]:
    """Who else may have a dossier on the desk: seats with a function whose scope holds it."""
    seats = Seat.objects.filter(province=seat.province).exclude(user=seat.user_id).select_related("user")
    return [other for other in seats.order_by("user__username") if other.sees(dossier.area) and functions_of(other)]


def _loads(seat: Seat, as_of: datetime, by: str) -> Iterable[tuple[str, int, int, int]]:
    paused = [s for s in Status if CLOCK[s] is ClockState.PAUSED]
    return (
        seen_by(seat)
        .filter(desk_at__isnull=False)
        .values_list(by)
        .annotate(
            n=Count("id"),
            overdue=Count("id", filter=Q(status__in=RUNNING, due_at__lt=as_of)),
            standing=Count("id", filter=Q(status__in=paused)),
        )
    )


def _by_overdue(rows: Iterable[BoardRow]) -> list[BoardRow]:
    return sorted(rows, key=lambda r: (-r.n_overdue, -r.n_open, r.of))


def find_tracked(province: str, typed_code: str, typed_factor: str) -> Dossier | None:
    """A dossier for its applicant without an account: by code and the last four digits of phone or ID."""
    code = read_code(typed_code)
    found = Dossier.objects.raw(_TRACKED, [province, str(code)]) if code else ()
    dossier = next(iter(found), None)
    if dossier and matches_second_factor(typed_factor, dossier.phone, dossier.applicant_number):
        return dossier
    return None
