"""The rules of the review desk, as pure functions: where a pair stands given what people said, and who may say more.

Where a wrong link touches somebody's rights two different people judge without seeing each other; when they differ, or
one cannot tell, a steward who was neither of them decides. Elsewhere one person decides, and doubt goes to a steward.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# Beyond these chances the model is overruled, and whoever overrules says why.
_HARDLY, _NEARLY_SURE = 0.1, 0.9


class Judgement(StrEnum):
    """What a person says of a pair: one entity, two, or that the rows do not tell."""

    TOGETHER = "together"
    APART = "apart"
    UNSURE = "unsure"


class Stage(StrEnum):
    """Where a pair stands: for whom it waits (`first`, `second`, `steward`), or how it ended (`open`: undecided)."""

    FIRST = "first"
    SECOND = "second"
    STEWARD = "steward"
    TOGETHER = "together"
    APART = "apart"
    OPEN = "open"


WAITING = (Stage.FIRST, Stage.SECOND, Stage.STEWARD)
DECIDED = (Stage.TOGETHER, Stage.APART)


@dataclass(frozen=True, slots=True)
class Given:
    """A judgement that stands; `is_final` when it was given to end a disagreement or a doubt."""

    person: int
    judgement: Judgement
    is_final: bool = False


def stage_of(given: Sequence[Given], *, four_eyes: bool) -> Stage:
    """Return where a pair stands after judgements in the order given, withdrawn ones left out."""
    final = [each for each in given if each.is_final]
    if final:
        return _ended(final[-1].judgement)
    said = {each.person: each.judgement for each in given}
    if len(said) < (2 if four_eyes else 1):
        return Stage.SECOND if said else Stage.FIRST
    agreed = set(said.values())
    if len(agreed) == 1 and Judgement.UNSURE not in agreed:
        return _ended(agreed.pop())
    return Stage.STEWARD


def _ended(judgement: Judgement) -> Stage:
    return Stage.OPEN if judgement == Judgement.UNSURE else Stage(judgement)


def may_judge(person: int, given: Sequence[Given], stage: Stage, *, is_steward: bool) -> bool:
    """Return whether a person may judge a pair now: once each, and a steward alone where two differ."""
    if stage not in WAITING or any(each.person == person for each in given):
        return False
    return stage != Stage.STEWARD or is_steward


def needs_reason(judgement: Judgement, stage: Stage, probability: float) -> bool:
    """Return whether a judgement must be explained: it overrules people, or a model that was nearly sure (0-1)."""
    against_model = (judgement == Judgement.TOGETHER and probability < _HARDLY) or (
        judgement == Judgement.APART and probability > _NEARLY_SURE
    )
    return against_model or (stage == Stage.STEWARD and judgement != Judgement.UNSURE)
