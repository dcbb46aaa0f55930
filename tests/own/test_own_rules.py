"""The rules beneath the pages: how a dispute moves, what a claim agrees with, and by when it is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import NotAllowed
from tinhso.base.label import Label
from tinhso.portal.own.claims import Claim, Kind, Unreadable, agrees, read_claimed, same_value
from tinhso.portal.own.states import OPEN, SIDES, TRANSITIONS, Act, Side, State, advance, open_acts
from tinhso.portal.own.terms import answer_due, settle_due
from tinhso.registers.column_type import column_type
from tinhso.registers.contract import Column
from tinhso.rooms.services.calendar import read_working_calendar
from tinhso.rooms.services.field_types import Limits

DAY = Limits(date(2026, 11, 23), frozenset({"26068"}))
EVERY = [(state, act, side) for state in State for act in Act for side in Side]


def column(kind: str) -> Column:
    return Column("one", Label.same("one"), column_type(kind), False, ())


@pytest.mark.parametrize(("state", "act", "side"), EVERY)
def test_what_is_open_succeeds_and_nothing_else(state, act, side):
    if act in open_acts(state, side):
        assert advance(state, act, side, "why") == TRANSITIONS[state, act]
    else:
        with pytest.raises(NotAllowed):
            advance(state, act, side, "why")


def test_every_open_state_ends_and_no_settled_one_moves():
    for state in State:
        ends = {after for (before, _), after in TRANSITIONS.items() if before == state}
        assert (state in OPEN) == bool(ends)
    assert set(SIDES) == set(Act)


@pytest.mark.parametrize("act", [Act.MEND, Act.REFUSE])
def test_settling_needs_a_reason(act):
    with pytest.raises(NotAllowed):
        advance(State.TAKEN, act, Side.STEWARD, " \n")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("date", "5/6/2026", "2026-06-05"),
        ("date", "2026-06-05", "2026-06-05"),
        ("integer", "1 250", "1250"),
        ("area", "26068", "26068"),
        ("text", "  Nguyễn   Thị  Ánh ", "Nguyễn Thị Ánh"),
        ("share", "0,5", "0,5"),
        ("text", "", ""),
    ],
)
def test_what_is_typed_is_kept_as_registers_keep_it(kind, typed, kept):
    assert read_claimed(column(kind), typed, DAY) == kept


NO_VALUES = [("date", "32/1/2026"), ("integer", "năm"), ("share", "nửa"), ("area", "1")]


@pytest.mark.parametrize(("kind", "typed"), NO_VALUES)
def test_what_no_register_could_keep_is_refused(kind, typed):
    with pytest.raises(Unreadable):
        read_claimed(column(kind), typed, DAY)


@given(st.text(max_size=400))
def test_reading_what_was_typed_never_fails_otherwise(typed):
    for kind in ("text", "date", "integer", "share", "personal_id", "area", "decimal(9,2)", "money_vnd"):
        try:
            read_claimed(column(kind), typed, DAY)
        except Unreadable:
            continue


@given(st.text(max_size=40), st.sampled_from(["text", "code", "share", "date"]))
def test_every_value_is_the_same_as_itself(text, kind):
    assert same_value(column(kind), text, text)
    assert same_value(column(kind), text, text + "  ") or kind == "share"


def test_tone_marks_part_names_and_letters_of_another_size_do_not():
    assert not same_value(column("text"), "Ánh", "Anh")
    assert same_value(column("text"), "nguyễn  ánh", "Nguyễn Ánh")
    assert same_value(column("share"), "0.50", "0,5") and not same_value(column("share"), "0.5", "")


def test_a_register_agrees_when_it_says_what_was_said():
    one = {"one": column("text")}
    claim = Claim(Kind.FIELD, "one", "Ánh", "Anh")
    assert agrees(claim, one, {"one": "ANH"}, 1) and not agrees(claim, one, {"one": "Ánh"}, 1)
    assert not agrees(claim, one, None, 0)  # the row is gone: a person says whether that settles it
    assert not agrees(Claim(Kind.FIELD, "one", "Ánh"), one, {"one": ""}, 1)  # nothing claimed, nothing agrees
    assert agrees(Claim(Kind.ROW), {}, None, 0) and not agrees(Claim(Kind.ROW), one, {"one": ""}, 1)
    assert agrees(Claim(Kind.MISSING), {}, None, 1) and not agrees(Claim(Kind.MISSING), {}, None, 0)
    assert agrees(Claim(Kind.SHARED), {}, None, 1) and not agrees(Claim(Kind.SHARED), {}, None, 2)


@given(st.integers(0, 330 * 24))
def test_an_answer_is_due_before_settling_and_both_on_working_days(hours):
    at = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(hours=hours)
    answer, settle = answer_due(at), settle_due(at)
    assert at + timedelta(days=1) < answer <= settle
    calendar = read_working_calendar("public_service_centre")
    assert settle >= at + timedelta(days=9)
    assert calendar.is_working(settle.date()) and calendar.is_working(answer.date())
