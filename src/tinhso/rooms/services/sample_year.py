"""The invented dossiers themselves, as arrays: when they come, by which door, how long they take, what becomes of them.

Takes a scene and the kinds, gives a `Year`. Shape: about 0.39 dossiers a person and year; fewer at Tết and on weekends,
each kind with its season; more online every month; a late share by body and commune that doubles in the months after
the merger of July 2025; supplements stop the clock and move the due day.
Source: the provinces' reports of 2025 (729,000 dossiers in five months; 97 % online by November 2025).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tinhso.registers.invention import Scene
from tinhso.rooms.services.calendar import WorkingCalendar, read_working_calendar
from tinhso.rooms.services.sample_kinds import Kind

Numbers = NDArray[Any]
DOSSIERS_PER_PERSON_YEAR = 0.39
FIRST_DAY = np.datetime64("2025-01-01")
BODY = "public_service_centre"
MERGER = (181, 273)  # days since the first: July to September 2025
# First and last month told: online share; and paid, digitised, reused, digital result at the last.
_ONLINE = {"75": (0.62, 0.985), "33": (0.48, 0.90)}
_QUALITY = {"75": (0.99, 0.96, 0.30, 0.93), "33": (0.90, 0.88, 0.18, 0.82)}


@dataclass(frozen=True, slots=True)
class Year:
    """Dossiers by reception; every array has shape (n,). Days count from 1 January 2025, -1 where there is none."""

    n_days: int
    received: Numbers
    due: Numbers
    finished: Numbers
    returned: Numbers
    synchronised: Numbers
    status: Numbers
    kind: Numbers
    commune: Numbers
    channel: Numbers
    enterprise: Numbers
    full_process: Numbers
    n_supplements: Numbers
    n_components: Numbers
    n_digitised: Numbers
    n_reused: Numbers
    result_digital: Numbers
    fee_vnd: Numbers
    paid_online: Numbers
    rating: Numbers


@dataclass(frozen=True, slots=True)
class _Arrivals:
    """What is known of a dossier on the day it comes; `progress` runs from 0 to 1 over the time told."""

    received: Numbers
    kind: Numbers
    commune: Numbers
    tilt: Numbers
    channel: Numbers
    progress: Numbers


def draw_year(scene: Scene, kinds: Sequence[Kind]) -> Year:
    """Return all dossiers received before the day told from, at least 50, in order of reception."""
    chance = scene.chance("dossier")
    n_days = max(1, int((np.datetime64(scene.as_of) - FIRST_DAY).astype(int)))
    n = max(50, round(scene.n_people * DOSSIERS_PER_PERSON_YEAR * n_days / 365))
    working = _working(n_days + 400)
    came = _arrivals(scene, chance, kinds, n, n_days, working)
    due, finished, n_supplements = _settled(chance, kinds, came, working)
    status = _status(chance, finished, n_supplements, n_days)
    done = np.isin(status, (9, 10))
    finished = np.where(done, finished, -1)
    returned = np.where(status == 10, np.minimum(finished + chance.poisson(0.8, n), n_days - 1), -1)
    n_components, n_digitised, n_reused = _papers(scene, chance, kinds, came)
    fee = np.array([kind.fee_vnd for kind in kinds])[came.kind]
    paid, _, _, digital = _QUALITY[scene.province]
    pays = chance.random(n) < np.where(came.channel == 2, 0.7 + (paid - 0.7) * np.minimum(came.progress * 2, 1), 0.5)
    sent_on = came.received + chance.geometric(0.7, n)
    reaches = chance.random(n) < 0.93 + 0.065 * came.progress
    return Year(
        n_days=n_days, received=came.received, due=due, finished=finished, returned=returned,
        synchronised=np.where(reaches & (sent_on < n_days), sent_on, -1), status=status, kind=came.kind,
        commune=came.commune, channel=came.channel, enterprise=chance.random(n) < _enterprise(kinds)[came.kind],
        full_process=came.received >= _full_from(kinds)[came.kind], n_supplements=n_supplements,
        n_components=n_components, n_digitised=n_digitised, n_reused=n_reused,
        result_digital=done & (chance.random(n) < 0.55 + (digital - 0.55) * came.progress),
        fee_vnd=fee, paid_online=pays & (fee > 0), rating=_ratings(chance, returned, finished > due),
    )  # fmt: skip


def _arrivals(
    scene: Scene, chance: np.random.Generator, kinds: Sequence[Kind], n: int, n_days: int, working: Numbers
) -> _Arrivals:
    counts = chance.multinomial(n, [kind.share for kind in kinds])
    days = [
        chance.choice(n_days, count, p=_day_shares(n_days, working, kind))
        for kind, count in zip(kinds, counts, strict=True)
    ]
    received = np.concatenate(days)
    order = np.lexsort((chance.random(n), received))
    received, kind = received[order], np.repeat(np.arange(len(kinds)), counts)[order]
    commune = chance.choice(len(scene.communes()), n, p=scene.commune_shares())
    tilt = chance.normal(0, 0.05, len(scene.communes()))[commune]
    progress = received / n_days
    first, last = _ONLINE[scene.province]
    online = np.clip(first + (last - first) * np.minimum(progress * 1.8, 1) + tilt, 0.05, 0.995)
    draw = chance.random(n)
    channel = np.where(draw < online, 2, np.where(draw < online + (1 - online) * 0.85, 1, 3))
    return _Arrivals(received, kind, commune, tilt, channel, progress)


def _day_shares(n_days: int, working: Numbers, kind: Kind) -> Numbers:
    """Return each day's share of a kind's dossiers: season, weekends and holidays, a little growth."""
    days = FIRST_DAY + np.arange(n_days)
    month = days.astype("datetime64[M]").astype(int) % 12
    weights = np.array(kind.months)[month] * np.where(working[:n_days], 1.0, 0.08) * (1 + 0.2 * np.arange(n_days) / 730)
    return np.asarray(weights / weights.sum())


def _settled(
    chance: np.random.Generator, kinds: Sequence[Kind], came: _Arrivals, working: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the due day, the day of finishing and the supplements asked for."""
    n = len(came.received)
    term = np.array([kind.term_days for kind in kinds])[came.kind]
    n_supplements = np.where(chance.random(n) < np.where(term > 1, 0.07, 0.02), 1 + (chance.random(n) < 0.1), 0)
    pause = np.where(n_supplements > 0, n_supplements * (1 + chance.poisson(3, n)), 0)
    due = _after(working, came.received, term + pause)
    merging = (came.received >= MERGER[0]) & (came.received < MERGER[1])
    chance_late = np.array([kind.late for kind in kinds])[came.kind] * np.where(merging, 2.0, 1.0)
    late = chance.random(n) < np.clip(chance_late * np.exp(6 * came.tilt), 0.002, 0.4)
    early = _after(working, came.received, np.floor((term + 1) * chance.random(n)).astype(int) + pause)
    finished = np.where(late, _after(working, due, 1 + chance.poisson(3, n)), np.minimum(early, due))
    return due, finished, n_supplements


def _status(chance: np.random.Generator, finished: Numbers, n_supplements: Numbers, n_days: int) -> Numbers:
    n = len(finished)
    draw, other = chance.random(n), chance.random(n)
    open_ = np.where(other < 0.1, 2, np.where((other < 0.2) & (n_supplements > 0), 5, 4))
    settled = np.where(other < 0.04, 9, 10)
    status = np.where(finished >= n_days, open_, settled)
    return np.where(draw < 0.012, 3, np.where(draw < 0.017, 7, np.where(draw < 0.019, 8, status)))


def _papers(
    scene: Scene, chance: np.random.Generator, kinds: Sequence[Kind], came: _Arrivals
) -> tuple[Numbers, Numbers, Numbers]:
    _, digitised, reused, _ = _QUALITY[scene.province]
    n_papers = np.array([kind.n_papers for kind in kinds])[came.kind]
    n_components = n_papers + (chance.random(len(n_papers)) < 0.2)
    share = np.where(came.channel == 2, 0.9, 0.45)
    n_digitised = chance.binomial(n_components, share + (digitised - share) * came.progress)
    n_reused = chance.binomial(n_components, 0.02 + (reused / 2 - 0.02) * came.progress)
    return n_components, n_digitised, n_reused


def _ratings(chance: np.random.Generator, returned: Numbers, late: Numbers) -> Numbers:
    """Return 1 to 5 for the seventh of people who rate, 0 for the others."""
    n = len(returned)
    content, cross = (0.01, 0.02, 0.06, 0.28, 0.63), (0.12, 0.18, 0.25, 0.27, 0.18)
    given = np.where(late, chance.choice(5, n, p=cross), chance.choice(5, n, p=content)) + 1
    return np.where((returned >= 0) & (chance.random(n) < 0.14), given, 0)


def _enterprise(kinds: Sequence[Kind]) -> Numbers:
    business = {"household_business": 0.6, "company_one_member": 1.0, "construction_permit": 0.15, "land_mortgage": 0.2}
    return np.array([business.get(kind.id, 0.03) for kind in kinds])


def _full_from(kinds: Sequence[Kind]) -> Numbers:
    return np.array([(np.datetime64(k.full_from or "2200-01-01") - FIRST_DAY).astype(int) for k in kinds])


def _working(n_days: int) -> Numbers:
    """Return whether each day from the first on is worked; beyond the calendar's years, Monday to Friday."""
    days = FIRST_DAY + np.arange(n_days)
    flags = np.asarray((days.astype("datetime64[D]").view("int64") - 4) % 7 < 5)
    return _known(read_working_calendar(BODY), flags)


def _known(calendar: WorkingCalendar, flags: Numbers) -> Numbers:
    skipped = (date.fromisoformat(str(FIRST_DAY)) - calendar.first_on).days
    halves = np.frombuffer(calendar.halves, np.uint8)[skipped : skipped + len(flags)]
    return np.concatenate([halves > 0, flags[len(halves) :]])


def _after(working: Numbers, start: Numbers, n_working: Numbers) -> Numbers:
    """Return the day `n_working` working days after each start; 0 gives the start itself, or the next day worked."""
    worked = np.flatnonzero(working)
    first = np.searchsorted(worked, start, side="left")
    on_rest = worked[np.minimum(first, len(worked) - 1)] != start
    place = first + n_working - np.where(on_rest & (n_working > 0), 1, 0)
    return np.asarray(worked[np.minimum(place, len(worked) - 1)])
