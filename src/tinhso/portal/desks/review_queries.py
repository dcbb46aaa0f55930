"""Reads of the review desk: linkages and how far they are, the pairs that wait, the next one, one pair's history.

Takes a seat and a person; a pair of another commune, a linkage of another agency are as if they were not there. Counts
are read for the list of a linkage alone; finding the next pair is a look at the head of an index.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404

from tinhso.people.models import Seat
from tinhso.people.roles import Role
from tinhso.portal.desks.review_models import WITHDRAWN, Linkage, Pair, PairOpening, PairVerdict
from tinhso.portal.desks.review_rules import DECIDED, WAITING, Stage, may_judge

N_LISTED = 50
N_RIVALS = 5
# A pair somebody else opened a moment ago is given to nobody else as the next one, unless nothing else waits.
_BEING_READ = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Progress:
    """A linkage within a seat: how many pairs wait for whom, how many ended decided, how many without an answer."""

    linkage: Linkage
    n_first: int
    n_second: int
    n_steward: int
    n_decided: int
    n_open: int

    @property
    def n_waiting(self) -> int:
        """Return how many pairs wait for anybody."""
        return self.n_first + self.n_second + self.n_steward

    @property
    def done_share(self) -> float:
        """Return the share 0-1 of pairs that ended; 1 where there are none."""
        done = self.n_decided + self.n_open
        return done / (done + self.n_waiting) if done + self.n_waiting else 1.0


def linkages_of(seat: Seat) -> list[Linkage]:
    """Return the linkages whose rows a seat's agency mends, by name; all of them for a seat without an agency."""
    found = Linkage.objects.filter(province=seat.province).order_by("name")
    return [each for each in found if seat.works_for(each.agency)]


def get_linkage(seat: Seat, name: str) -> Linkage:
    """Return a linkage within a seat; raises Http404 for any other."""
    found = next((each for each in linkages_of(seat) if each.name == name), None)
    if found is None:
        raise Http404(name)
    return found


def progress_of(linkage: Linkage, seat: Seat) -> Progress:
    """Return how far a linkage is, within a seat; one grouped read of an index."""
    rows = _within(linkage, seat).order_by().values("stage", "is_gone").annotate(n=Count("pk"))
    waiting = {row["stage"]: row["n"] for row in rows if not row["is_gone"]}
    ended = {stage: sum(row["n"] for row in rows if row["stage"] == stage) for stage in (*DECIDED, Stage.OPEN)}
    n_decided = sum(ended[stage] for stage in DECIDED)
    first, second, steward = (waiting.get(stage, 0) for stage in WAITING)
    return Progress(linkage, first, second, steward, n_decided, ended[Stage.OPEN])


def waiting_for(linkage: Linkage, seat: Seat) -> list[Pair]:
    """Return the first pairs that wait for a person of a seat, the most uncertain first."""
    heads = [list(_in_order(_not_said_by(seat, _waiting(linkage, seat, stage)))[:N_LISTED]) for stage in _stages(seat)]
    found = sorted((pair for head in heads for pair in head), key=lambda pair: (pair.distance, pair.tie))
    return found[:N_LISTED]


def find_next(linkage: Linkage, seat: Seat, at: datetime) -> Pair | None:
    """Return the most uncertain pair that waits for a person of a seat, None when nothing does.

    People who work side by side are not given one pair, unless four eyes are asked for or nothing else is left.
    """
    others = PairOpening.objects.filter(pair=OuterRef("pk"), at__gt=at - _BEING_READ).exclude(person_id=seat.user_id)
    firsts = []
    for stage in _stages(seat):
        rows = _not_said_by(seat, _waiting(linkage, seat, stage))
        free = rows if linkage.four_eyes else rows.filter(~Exists(others))
        first = _in_order(free).first() or (None if linkage.four_eyes else _in_order(rows).first())
        firsts += [first] if first else []
    return min(firsts, key=lambda pair: (pair.distance, pair.tie), default=None)


def get_pair(seat: Seat, number: int) -> Pair:
    """Return a pair within a seat; raises Http404 for any other."""
    pair = Pair.objects.filter(pk=number, linkage__province=seat.province).select_related("linkage").first()
    if pair is None or not (seat.sees(pair.area) and seat.works_for(pair.linkage.agency)):
        raise Http404(str(number))
    return pair


def rivals_of(pair: Pair) -> list[Pair]:
    """Return the other pairs of the same left row that are uncertain now: they share the chance between them."""
    found = Pair.objects.filter(linkage=pair.linkage, left_id=pair.left_id, is_gone=False).exclude(pk=pair.pk)
    return [] if pair.is_gone else list(found.select_related("linkage").order_by("distance", "tie")[:N_RIVALS])


def get_verdict(seat: Seat, number: int) -> PairVerdict:
    """Return a judgement that the person of a seat may withdraw: one's own, and for stewards any that they may see."""
    found = PairVerdict.objects.filter(pk=number).first()
    if found is None or not (found.person_id == seat.user_id or seat.role == Role.STEWARD):
        raise Http404(str(number))
    seen = history_of(get_pair(seat, found.pair_id), seat)
    verdict = next((each for each in seen if each.pk == number), None)
    if verdict is None:
        raise Http404(str(number))
    return verdict


def waits_for(pair: Pair, seat: Seat, standing: list[PairVerdict]) -> bool:
    """Return whether a pair waits for the person of a seat."""
    given = [each.given for each in standing]
    is_steward = seat.role == Role.STEWARD
    may = may_judge(seat.user_id, given, Stage(pair.stage), is_steward=is_steward)
    return may and not pair.is_gone and seat.role in (Role.OFFICER, Role.STEWARD)


def history_of(pair: Pair, seat: Seat) -> list[PairVerdict]:
    """Return what was said of a pair as the person of a seat may see it, oldest first.

    While a first or second judgement is awaited one sees one's own alone; where people differ, stewards see both.
    """
    rows = pair.verdicts.select_related("person", "withdrawn_by").order_by("turn")
    if pair.stage in (Stage.FIRST, Stage.SECOND) or (pair.stage == Stage.STEWARD and seat.role == Role.OFFICER):
        rows = rows.filter(person_id=seat.user_id)
    return list(rows)


def _stages(seat: Seat) -> tuple[Stage, ...]:
    return (Stage.STEWARD, Stage.SECOND, Stage.FIRST) if seat.role == Role.STEWARD else (Stage.SECOND, Stage.FIRST)


def _within(linkage: Linkage, seat: Seat) -> QuerySet[Pair]:
    rows = Pair.objects.filter(linkage=linkage)
    return rows.filter(area=seat.area) if seat.area else rows


def _waiting(linkage: Linkage, seat: Seat, stage: Stage) -> QuerySet[Pair]:
    return _within(linkage, seat).filter(is_gone=False, stage=stage)


def _not_said_by(seat: Seat, rows: QuerySet[Pair]) -> QuerySet[Pair]:
    mine = PairVerdict.objects.filter(pair=OuterRef("pk"), person_id=seat.user_id, withdrawn_by=None)
    return rows.filter(~Exists(mine.exclude(judgement=WITHDRAWN)))


def _in_order(rows: QuerySet[Pair]) -> QuerySet[Pair]:
    return rows.select_related("linkage").order_by("distance", "tie")
