"""Vietnamese personal names drawn by region, sex and cohort.

Takes arrays of sex and year of birth and a seeded generator, gives word numbers per person; the words themselves
stand in one vocabulary, so that a million names cost no million strings until they are written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_YOUNG_FROM = 2000


@dataclass(frozen=True, slots=True)
class Names:
    """Word numbers per person: family, two middle words (-1 none) and given name, into `words`."""

    family: Ints
    middle: Ints
    second_middle: Ints
    given: Ints

    def full_names(self) -> pa.Array:
        """Return the names as written: family, middle, given, with all marks."""
        words = vocabulary()
        parts = [_taken(words, part) for part in (self.family, self.middle, self.second_middle, self.given)]
        return pc.binary_join_element_wise(*parts, " ", null_handling="skip")


def _taken(words: pa.Array, numbers: Ints) -> pa.Array:
    return words.take(pa.array(numbers, mask=numbers < 0))


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    raw: Mapping[str, Mapping[str, Mapping[str, float]]] = yaml.safe_load(
        (Path(__file__).parent / "names.yaml").read_text("utf-8")
    )
    return raw


@cache
def vocabulary() -> pa.Array:
    """Return every word of the tables once, in a fixed order."""
    words = {word for part in ("family", "middle", "given") for words in _tables()[part].values() for word in words}
    return pa.array(sorted(words))


@cache
def _numbers() -> Mapping[str, int]:
    return {word: position for position, word in enumerate(vocabulary().to_pylist())}


@cache
def distribution(part: str, group: str, tail: str) -> tuple[Ints, NDArray[np.float64]]:
    """Return word numbers and cumulative shares of a table, its tail sharing out what is left by 1/rank."""
    head = {word: share / 100 for word, share in _tables()[part][group].items()}
    rest = [word for word in _tables()[part][tail] if word not in head]
    falling = 1 / np.arange(4, 4 + len(rest))
    shares = np.append(list(head.values()), falling / falling.sum() * max(1 - sum(head.values()), 0.02))
    words = np.array([_numbers()[word] for word in [*head, *rest]], np.int64)
    return words, np.cumsum(shares / shares.sum())


def draw(rng: np.random.Generator, part: str, group: str, tail: str, n: int) -> Ints:
    """Return `n` word numbers drawn from a table."""
    words, cumulative = distribution(part, group, tail)
    return words[np.minimum(np.searchsorted(cumulative, rng.random(n)), len(words) - 1)]


def draw_families(rng: np.random.Generator, n: int, region: str) -> Ints:
    """Return `n` family names of a region (`south` or `north`)."""
    return draw(rng, "family", region, "tail", n)


def draw_own_names(rng: np.random.Generator, female: NDArray[np.bool_], birth_year: Ints) -> tuple[Ints, Ints, Ints]:
    """Return middle, second middle (-1 when none) and given names by sex and cohort."""
    n = len(female)
    middle, second, given = np.full(n, -1, np.int64), np.full(n, -1, np.int64), np.zeros(n, np.int64)
    for sex, of_sex in (("male", ~female), ("female", female)):
        for age, of_age in (("old", birth_year < _YOUNG_FROM), ("young", birth_year >= _YOUNG_FROM)):
            rows = np.flatnonzero(of_sex & of_age)
            group, tail = f"{sex}_{age}", f"{sex}_tail"
            given[rows] = draw(rng, "given", group, tail, len(rows))
            first = draw(rng, "middle", group, tail, len(rows))
            more = draw(rng, "middle", f"{sex}_young", tail, len(rows))
            words = _word_counts(rng, group, len(rows))
            middle[rows] = np.where(words >= 3, first, -1)
            second[rows] = np.where((words >= 4) & (more != first), more, -1)
    return middle, second, given


def _word_counts(rng: np.random.Generator, group: str, n: int) -> Ints:
    shares = _tables()["words"][group]
    counts = np.array([int(count) for count in shares])
    cumulative = np.cumsum(list(shares.values()))
    return counts[np.minimum(np.searchsorted(cumulative / cumulative[-1], rng.random(n)), len(counts) - 1)]
