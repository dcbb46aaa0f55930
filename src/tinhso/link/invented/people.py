"""Households and the people in them, and ten years of what happens to them.

Takes a size, a seed and a day, gives arrays: who is born to whom, who lives where, who died, moved or married when.
Time is counted in days since 1970; nobody here is real. Writing them down with faults is left to `registers`.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tinhso.link.invented.names import Names, draw_families, draw_own_names
from tinhso.link.invented.places import Homes, draw_homes

Ints = NDArray[np.int64]
YEARS = 10
DAYS = 365.25
# Places of birth registration of natives, by today's province (codes of before the mergers).
NATIVE_CODES = {"75": (75, 70), "33": (33, 34)}
_INCOMER_CODES = (1, 17, 27, 34, 36, 38, 40, 42, 49, 51, 52, 79, 80, 86, 87, 96)


@dataclass(frozen=True, slots=True)
class People:
    """One entry per person: household, place in it, parents (-1 unknown), sex, days of birth, death (-1 alive), ids."""

    household: Ints
    role: Ints  # 0 head, 1 spouse, 2 child, 3 parent of the head
    mother: Ints
    father: Ints
    female: NDArray[np.bool_]
    born: Ints
    died: Ints
    names: Names
    personal_id: Ints
    old_id: Ints
    phone: Ints


@dataclass(frozen=True, slots=True)
class Province:
    """The truth: people, homes (more than households), where each household lives now and before its last move."""

    code: str
    as_of: date
    people: People
    homes: Homes
    home_now: Ints
    home_before: Ints
    moved: Ints  # day of the last move of each household, -1 when it never moved in ten years


def invent(n_people: int, seed: int, province_code: str = "75", as_of: date = date(2025, 12, 31)) -> Province:
    """Return a province of about `n_people` (living and dead of the last ten years), the same for the same seed."""
    rng = np.random.default_rng([seed, n_people])
    today = as_of.toordinal() - date(1970, 1, 1).toordinal()
    n_households = max(n_people * 10 // 36, 1)
    household, role, head_born = _members(rng, n_people, n_households, today)
    n, n_households = len(household), int(household[-1]) + 1
    female = np.where(role == 0, rng.random(n) < 0.3, rng.random(n) < 0.5)
    head_female = female[np.searchsorted(household, np.arange(n_households))]
    female = np.where(role == 1, ~head_female[household], female)
    born = _birth_days(rng, household, role, head_born, today)
    region = "north" if province_code == "33" else "south"
    names = _names(rng, household, role, female, born, region)
    mother, father = _parents(household, role, female)
    people = People(
        household, role, mother, father, female, born, _deaths(rng, born, today), names,
        _personal_ids(rng, female, born, province_code), _old_ids(rng, n),
        _phones(rng, n),
    )  # fmt: skip
    homes = draw_homes(rng, n_households * 11 // 10 + 1, province_code)
    return Province(province_code, as_of, people, homes, *_moves(rng, n_households, len(homes.house), today))


def _members(rng: np.random.Generator, n_people: int, n_households: int, today: int) -> tuple[Ints, Ints, Ints]:
    """Return household and role per person, and the head's day of birth per household; exactly `n_people` rows."""
    head_age = rng.gamma(9.0, 5.2, n_households).clip(19, 92)
    spouse = rng.random(n_households) < np.where(head_age < 70, 0.82, 0.5)
    children = rng.poisson(np.interp(head_age, [19, 28, 40, 55, 70, 92], [0.3, 1.3, 2.2, 1.6, 0.8, 0.3]))
    elders = rng.binomial(2, np.where((head_age > 28) & (head_age < 60), 0.16, 0.0))
    sizes = np.stack([np.ones(n_households, np.int64), spouse, children, elders])
    spare = n_people - int(sizes.sum())
    if spare > 0:
        sizes[2] += np.bincount(rng.integers(0, n_households, spare), minlength=n_households)
    household = np.repeat(np.arange(n_households), sizes.sum(axis=0))
    role = np.repeat(np.tile(np.arange(4), n_households), sizes.T.ravel())
    head_born = today - (head_age * DAYS).astype(np.int64) - rng.integers(0, 365, n_households)
    return household[:n_people], role[:n_people], head_born


def _birth_days(rng: np.random.Generator, household: Ints, role: Ints, head_born: Ints, today: int) -> Ints:
    n, head = len(household), head_born[household]
    jitter = rng.normal(0, 1, n)
    age = (today - head) / DAYS
    child = head + (rng.uniform(19, np.minimum(40, np.maximum(age, 20)), n) * DAYS).astype(np.int64)
    born = np.select(
        [role == 0, role == 1, role == 2],
        [head, head + (jitter * 3.5 * DAYS).astype(np.int64), child],
        head - (rng.uniform(19, 38, n) * DAYS).astype(np.int64),
    )
    twins = (role[1:] == 2) & (role[:-1] == 2) & (household[1:] == household[:-1]) & (rng.random(n - 1) < 0.012)
    born[1:][twins] = born[:-1][twins]
    return born.clip(today - 104 * 365, today - 1)


def _names(
    rng: np.random.Generator, household: Ints, role: Ints, female: NDArray[np.bool_], born: Ints, region: str
) -> Names:
    """Return names: children bear the father's family name, a man's parents his; siblings often share a middle name."""
    n_households = int(household.max(initial=0)) + 1
    fathers = draw_families(rng, n_households, region)
    own = draw_families(rng, len(household), region)
    first = np.searchsorted(household, np.arange(n_households))
    head_is_man = ~female[first][household]
    bears = (role == 2) | ((role == 0) & head_is_man) | ((role == 1) & ~head_is_man) | ((role == 3) & ~female)
    year = 1970 + born // 365.25
    middle, second, given = draw_own_names(rng, female, year.astype(np.int64))
    same = (role[1:] == 2) & (role[:-1] == 2) & (household[1:] == household[:-1]) & (female[1:] == female[:-1])
    same &= rng.random(len(same)) < 0.4
    middle[1:][same] = middle[:-1][same]
    return Names(np.where(bears, fathers[household], own), middle, second, given)


def _parents(household: Ints, role: Ints, female: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    n_households = int(household.max(initial=0)) + 1
    parents = {}
    for sex, chosen in (("mother", female), ("father", ~female)):
        of_household = np.full(n_households, -1, np.int64)
        adults = np.flatnonzero(chosen & (role <= 1))
        of_household[household[adults]] = adults
        parents[sex] = np.where(role == 2, of_household[household], -1)
    return parents["mother"], parents["father"]


def _deaths(rng: np.random.Generator, born: Ints, today: int) -> Ints:
    """Return the day of death within ten years, -1 for the living; the chance doubles every eight years of age."""
    age = (today - born) / DAYS
    chance = np.minimum(0.0015 * 2 ** ((age - 35) / 8) * YEARS / 4, 0.7)
    died = today - rng.integers(1, int(YEARS * DAYS), len(born))
    return np.where((rng.random(len(born)) < chance) & (died > born), died, -1)


def _personal_ids(rng: np.random.Generator, female: NDArray[np.bool_], born: Ints, province_code: str) -> Ints:
    """Return 12-digit personal ids, each once: birth-registration code, century and sex, year of birth, six digits."""
    n = len(born)
    native = np.array(NATIVE_CODES.get(province_code, (int(province_code),)))
    code = np.where(rng.random(n) < 0.75, rng.choice(native, n), rng.choice(_INCOMER_CODES, n))
    year = (1970 + born // DAYS).astype(np.int64)
    century = (year // 100 - 19) * 2 + female
    front = (code * 10 + century) * 100 + year % 100
    order = np.argsort(front, kind="stable")
    rank = np.empty(n, np.int64)
    rank[order] = np.arange(n) - np.searchsorted(front[order], front[order])
    # A walk with a step prime to a million visits every six-digit number once before it repeats.
    return front * 1_000_000 + (front * 7919 + rank * 611_953) % 1_000_000


def _old_ids(rng: np.random.Generator, n: int) -> Ints:
    """Return distinct 9-digit numbers of the identity cards before 2016."""
    return 270_000_000 + (int(rng.integers(0, 10**7)) + np.arange(n) * 6_700_417) % 29_999_999


def _phones(rng: np.random.Generator, n: int) -> Ints:
    """Return mobile numbers without the leading 0; families may share one."""
    prefixes = np.array(
        [32, 33, 34, 35, 36, 37, 38, 39, 70, 76, 77, 78, 79, 81, 82, 83, 84, 85, 86, 88, 89, 90, 91, 93, 94, 96, 97, 98]
    )
    return rng.choice(prefixes, n) * 10_000_000 + rng.integers(0, 10_000_000, n)


def _moves(rng: np.random.Generator, n_households: int, n_homes: int, today: int) -> tuple[Ints, Ints, Ints]:
    """Return the home now, the home before and the day of the last move; a quarter moved within ten years."""
    now = np.sort(rng.permutation(n_homes)[:n_households])
    moved = rng.random(n_households) < 0.22
    before = now.copy()
    before[moved] = rng.integers(0, n_homes, int(moved.sum()))
    day = today - rng.integers(1, int(YEARS * DAYS), n_households)
    return now, before, np.where(moved, day, -1)
