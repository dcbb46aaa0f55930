"""A submission is tried and counts nowhere; accepted it becomes a delivery, once, mended rows included."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import AS_OF, home_in, row, write_csv
from tinhso.base.errors import UnusableInput
from tinhso.engine import open_store
from tinhso.path.rebuild import _changed_bytes
from tinhso.registers.check import check, check_all, find_pending
from tinhso.registers.delivery import read_deliveries
from tinhso.registers.history import current
from tinhso.registers.receive import receive
from tinhso.registers.rejects import read_problems, rejects_path
from tinhso.registers.submission import (
    accept,
    find_accepted,
    find_submission,
    forget_trial,
    read_submissions,
    submit,
    try_submission,
)

AT = datetime(2026, 10, 1, 3, tzinfo=UTC)


def sent(home, path, **more):
    given = {"register": "test.person", "as_of": AS_OF, "kind": "full", "by": "lan", "at": AT, **more}
    return submit(home, [path], **given)


def people(home):
    with open_store(home.store, read_only=True) as store:
        return [name for (name,) in store.fetch("select person_id from test.person order by 1")]


def test_a_submission_is_explained_and_no_register_knows_of_it(home, tmp_path):
    submission = sent(home, write_csv(tmp_path, row(1), row(2, born_on="31/02/1990")))
    tried = try_submission(home, submission)
    assert (tried.rows_in, tried.rows_out, tried.rows_rejected) == (2, 1, 1)
    assert [problem.found for problem in read_problems(home, tried.id)] == ["31/02/1990"]
    assert (read_deliveries(home), find_pending(home), current(home)) == ([], [], {})
    assert (check_all(home), find_accepted(home, submission)) == ([], None)
    assert find_submission(home, submission.sequence) == submission
    assert find_submission(home, 99) is None


def test_trying_is_done_once_and_again_when_the_store_was_lost(home, tmp_path):
    submission = sent(home, write_csv(tmp_path, row(1), row(2, sex="?")))
    tried = try_submission(home, submission)
    assert try_submission(home, submission) == tried
    (home.store / "trials" / f"{submission.receipt.id}.json").unlink()
    assert try_submission(home, submission) == tried


def test_accepted_it_is_a_delivery_that_names_who_accepted(home, tmp_path):
    first = sent(home, write_csv(tmp_path, row(1), row(2, born_on="31/02/1990")))
    tried = try_submission(home, first)
    delivery = accept(home, first, by="minh")
    assert accept(home, first, by="minh") == delivery == find_accepted(home, first)
    receipt = check(home, delivery)
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (2, 1, 1)
    told = delivery.receipt.details
    assert (told["submitted_by"], told["accepted_by"], told["submission"]) == ("lan", "minh", first.receipt.id)
    assert receipt.inputs["receipt:receive"] == delivery.receipt.id
    forget_trial(home, first)
    forget_trial(home, first)
    assert not rejects_path(home, tried.id).exists()
    assert rejects_path(home, receipt.id).exists()
    assert people(home) == ["075000000001"]


def test_mended_rows_follow_the_first_and_the_state_is_one_chain(home, tmp_path):
    first = sent(home, write_csv(tmp_path, row(1), row(2, born_on="31/02/1990")))
    mended = sent(home, write_csv(tmp_path, row(2), name="mended.csv"), kind="change", mends=first.receipt.id)
    for submission in (first, mended):
        check(home, accept(home, submission, by="minh"))
    assert people(home) == ["075000000001", "075000000002"]
    assert accept(home, mended, by="minh").receipt.details["mends"] == first.receipt.id
    assert [each.sequence for each in read_deliveries(home)] == [1, 2]
    assert _changed_bytes(home.received) == []


def test_a_delivery_of_the_inbox_meanwhile_does_not_bar_an_acceptance(home, tmp_path):
    submission = sent(home, write_csv(tmp_path, row(1)))
    check(
        home,
        receive(home, [write_csv(tmp_path, row(7), name="b.csv")], register="test.person", sender="x", as_of=AS_OF),
    )
    check(home, accept(home, submission, by="minh"))
    assert people(home) == ["075000000001"]


def test_a_form_sent_twice_is_one_submission_until_it_is_decided(home, tmp_path):
    path = write_csv(tmp_path, row(1))
    first = sent(home, path)
    assert sent(home, path, at=AT.replace(hour=4)) == first
    again = sent(home, path, at=AT.replace(hour=5), decided={first.receipt.id})
    assert again != first
    assert sent(home, path, kind="change") not in (first, again)
    assert [each.sequence for each in read_submissions(home)] == [1, 2, 3]


def test_an_unusable_submission_says_why_each_time(home, tmp_path):
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"PK\x03\x04")
    submission = sent(home, path)
    said = []
    for _ in range(2):
        with pytest.raises(UnusableInput) as error:
            try_submission(home, submission)
        said.append(error.value.text("vi"))
    assert said[0] == said[1]
    forget_trial(home, submission)
    with pytest.raises(UnusableInput):
        sent(home, path, register="test.persn")


@settings(max_examples=6)
@given(lines=st.lists(st.sampled_from(["good", "bad day", "no row"]), min_size=1, max_size=6))
def test_what_is_tried_is_what_accepting_gives(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("tried")
    home = home_in(folder / "home")
    made = {"good": row, "bad day": lambda n: row(n, born_on="31/02/1990"), "no row": lambda n: f"một,{n}"}
    submission = sent(home, write_csv(folder, *(made[kind](n) for n, kind in enumerate(lines, 1))))
    tried = try_submission(home, submission)
    receipt = check(home, accept(home, submission, by="minh"))
    counts = (tried.rows_in, tried.rows_out, tried.rows_rejected, tried.content)
    assert counts == (receipt.rows_in, receipt.rows_out, receipt.rows_rejected, receipt.content)
    assert tried.rows_out + tried.rows_rejected == tried.rows_in == len(lines)
