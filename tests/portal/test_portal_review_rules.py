"""The rules of the review desk: when one person is enough, when two are not, and what may go unexplained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_site import made_homes  # noqa: F401 - sets Django up

from tinhso.portal.desks.review_drawn import marked
from tinhso.portal.desks.review_rules import WAITING, Given, Judgement, Stage, may_judge, needs_reason, stage_of

T, A, U = Judgement.TOGETHER, Judgement.APART, Judgement.UNSURE
SAID = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(Judgement)), unique_by=lambda each: each[0], max_size=4)


def stands(*said, four_eyes, final=None):
    given = [Given(person, judgement) for person, judgement in enumerate(said)]
    return stage_of([*given, *([Given(99, final, True)] if final else [])], four_eyes=four_eyes)


@pytest.mark.parametrize(
    ("said", "four_eyes", "stage"),
    [
        ((), True, Stage.FIRST),
        ((), False, Stage.FIRST),
        ((T,), False, Stage.TOGETHER),
        ((A,), False, Stage.APART),
        ((U,), False, Stage.STEWARD),
        ((T,), True, Stage.SECOND),
        ((U,), True, Stage.SECOND),
        ((T, T), True, Stage.TOGETHER),
        ((A, A), True, Stage.APART),
        ((T, A), True, Stage.STEWARD),
        ((T, U), True, Stage.STEWARD),
        ((U, U), True, Stage.STEWARD),
    ],
)
def test_where_a_pair_stands(said, four_eyes, stage):
    assert stands(*said, four_eyes=four_eyes) == stage


@pytest.mark.parametrize(("final", "stage"), [(T, Stage.TOGETHER), (A, Stage.APART), (U, Stage.OPEN)])
def test_a_steward_settles(final, stage):
    assert stands(T, A, four_eyes=True, final=final) == stage


@given(SAID)
def test_nobody_alone_decides_where_rights_are_concerned(said):
    given = [Given(person, judgement) for person, judgement in said]
    stage = stage_of(given, four_eyes=True)
    if stage not in WAITING:
        assert len({each.person for each in given if each.judgement == stage}) >= 2


@given(SAID, st.booleans(), st.booleans())
def test_nobody_speaks_twice(said, four_eyes, is_steward):
    given = [Given(person, judgement) for person, judgement in said]
    stage = stage_of(given, four_eyes=four_eyes)
    assert not any(may_judge(each.person, given, stage, is_steward=is_steward) for each in given)
    assert may_judge(9, given, stage, is_steward=True) == (stage in WAITING)
    assert may_judge(9, given, stage, is_steward=False) == (stage in (Stage.FIRST, Stage.SECOND))


@pytest.mark.parametrize(
    ("judgement", "stage", "probability", "asked"),
    [
        (T, Stage.FIRST, 0.5, False),
        (T, Stage.FIRST, 0.05, True),
        (A, Stage.SECOND, 0.95, True),
        (U, Stage.FIRST, 0.95, False),
        (T, Stage.STEWARD, 0.5, True),
        (U, Stage.STEWARD, 0.5, False),
    ],
)
def test_who_overrules_says_why(judgement, stage, probability, asked):
    assert needs_reason(judgement, stage, probability) is asked


@given(st.text(max_size=30), st.text(max_size=30), st.booleans())
def test_marking_changes_no_letter(left, right, by_place):
    from unicodedata import normalize

    for pieces, text in zip(marked(left, right, by_place=by_place), (left, right), strict=True):
        assert "".join(piece.text for piece in pieces) == normalize("NFC", text)


def test_a_tone_that_differs_is_a_letter_that_differs():
    left, right = marked("Hòa", "Hoà")
    assert [piece.text for piece in left if not piece.is_same] != []
    assert [piece.text for piece in right if piece.is_same] != []
    one, other = marked("05/02/1980", "02/05/1980", by_place=True)
    assert [piece.text for piece in one if not piece.is_same] == ["5", "2"]
    assert [piece.text for piece in other if not piece.is_same] == ["2", "5"]
    assert all(piece.is_same for pieces in marked("", "Lan") for piece in pieces)
