"""Every status by every action by every role, and random lives of a dossier."""

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tinhso.base.errors import NotAllowed
from tinhso.rooms.services.deadlines import Pause
from tinhso.rooms.services.states import (
    CLOCK,
    ROLES,
    STATUS_LABELS,
    TRANSITIONS,
    Action,
    ClockState,
    Event,
    History,
    Role,
    Status,
    advance,
    diagram,
    finished_at,
    open_actions,
    pauses_of,
    received_at,
    status_of,
)

NINE = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MANUAL = Path(__file__).parents[2] / "docs" / "explanation" / "dossiers.md"


def in_status(status: Status | None) -> History:
    return () if status is None else (Event(Action.SUBMIT, Role.APPLICANT, "an", NINE, status),)


@pytest.mark.parametrize(("status", "action", "role"), list(product([None, *Status], Action, Role)))
def test_every_status_action_and_role(status: Status | None, action: Action, role: Role) -> None:
    history = in_status(status)
    expected = TRANSITIONS[status].get(action) if role in ROLES[action] else None
    assert (action in open_actions(history, role)) == (expected is not None)
    if expected is None:
        with pytest.raises(NotAllowed):
            advance(history, action, role, "binh", NINE)
    else:
        assert status_of(advance(history, action, role, "binh", NINE)) is expected


def test_the_dictionaries_are_complete() -> None:
    assert set(TRANSITIONS) == {None, *Status}
    assert set(CLOCK) == set(STATUS_LABELS) == set(Status)
    assert set(ROLES) == set(Action)
    assert {a for actions in TRANSITIONS.values() for a in actions} == set(Action)


def test_every_status_is_reached_and_every_paused_one_can_be_left() -> None:
    reached = {to for actions in TRANSITIONS.values() for to in actions.values()}
    assert reached == set(Status)
    assert all(TRANSITIONS[s] for s in Status if CLOCK[s] is not ClockState.ENDED)


def test_who_prepared_a_result_may_not_approve_it() -> None:
    history = advance(in_status(Status.ACCEPTED), Action.START, Role.SPECIALIST, "binh", NINE)
    with pytest.raises(NotAllowed, match="may not approve"):
        advance(history, Action.FINISH, Role.LEADER, "binh", NINE)
    assert status_of(advance(history, Action.FINISH, Role.LEADER, "chi", NINE)) is Status.FINISHED


def test_a_clock_set_back_does_not_disorder_the_history() -> None:
    history = advance(in_status(Status.REGISTERED), Action.ACCEPT, Role.RECEPTION, "b", NINE - timedelta(days=1))
    assert history[-1].at == NINE


def test_pauses_and_instants_are_read_from_the_history() -> None:
    hours = [NINE + timedelta(hours=i) for i in range(7)]
    history = in_status(Status.REGISTERED)
    history = advance(history, Action.ACCEPT, Role.RECEPTION, "b", hours[1])
    history = advance(history, Action.REQUEST_SUPPLEMENT, Role.SPECIALIST, "c", hours[2])
    assert pauses_of(history) == [Pause(hours[2])]
    history = advance(history, Action.STOP, Role.LEADER, "d", hours[3])
    history = advance(history, Action.RESUME, Role.LEADER, "d", hours[4])
    history = advance(history, Action.FINISH, Role.LEADER, "d", hours[5])
    assert pauses_of(history) == [Pause(hours[2], hours[3]), Pause(hours[3], hours[4])]
    assert received_at(history) == hours[1]
    assert finished_at(history) == hours[5]
    assert received_at(()) is None and finished_at(()) is None and pauses_of(()) == []


def test_a_refused_step_says_what_is_open() -> None:
    with pytest.raises(NotAllowed, match="return") as caught:
        advance(in_status(Status.FINISHED), Action.PAY, Role.CASHIER, "b", NINE)
    assert "Tải lại trang" in caught.value.text("vi")
    assert "โหลดหน้าใหม่" in caught.value.text("th")


def test_the_diagram_of_the_manual_is_the_dictionary() -> None:
    assert diagram() in MANUAL.read_text(encoding="utf-8")


class LifeOfADossier(RuleBasedStateMachine):
    """Whatever people try, in whatever order, the history stays lawful."""

    def __init__(self) -> None:
        super().__init__()
        self.history: History = ()
        self.at = NINE

    @initialize()
    def submit(self) -> None:
        self.history = advance((), Action.SUBMIT, Role.APPLICANT, "an", self.at)

    @rule(
        action=st.sampled_from(Action),
        role=st.sampled_from(Role),
        actor=st.sampled_from(["an", "binh", "chi"]),
        minutes=st.integers(-60, 3000),
    )
    def act(self, action: Action, role: Role, actor: str, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        before = self.history
        try:
            self.history = advance(before, action, role, actor, self.at)
        except NotAllowed:
            assert self.history == before
        else:
            assert self.history[:-1] == before

    @rule(data=st.data())
    def act_lawfully(self, data: st.DataObject) -> None:
        able = [(a, r) for r in Role for a in open_actions(self.history, r)]
        if able:
            action, role = data.draw(st.sampled_from(able))
            self.act(action, role, "dung", 30)

    @invariant()
    def times_never_go_back(self) -> None:
        assert all(a.at <= b.at for a, b in zip(self.history, self.history[1:], strict=False))

    @invariant()
    def settled_only_after_reception(self) -> None:
        if finished_at(self.history):
            assert received_at(self.history)

    @invariant()
    def nothing_follows_an_end(self) -> None:
        ends = {Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.RETURNED}
        assert not any(e.status in ends for e in self.history[:-1])

    @invariant()
    def one_open_pause_at_most_and_only_while_paused(self) -> None:
        is_open = [p.until_at is None for p in pauses_of(self.history)]
        status = status_of(self.history)
        assert sum(is_open) == (status is not None and CLOCK[status] is ClockState.PAUSED)

    @invariant()
    def four_eyes(self) -> None:
        drafted = {e.actor for e in self.history if e.role is Role.SPECIALIST}
        assert not drafted & {e.actor for e in self.history if e.action is Action.FINISH}


TestLifeOfADossier = LifeOfADossier.TestCase
