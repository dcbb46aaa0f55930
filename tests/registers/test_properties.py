"""What holds for any delivery: nothing is lost, order does not matter, a bad row touches no good one."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import AREA, AS_OF, HEADER, home_in
from tinhso.engine import open_store
from tinhso.registers.check import check
from tinhso.registers.receive import receive
from tinhso.registers.rejects import read_problems

NOISE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), max_size=6)
GOOD = st.builds(
    lambda n, name: [f"075{n:09d}", name, "05/03/1980", "nam", AREA, "1000", "1.5", "0.5", "có", "1", "2026-01-01"],
    st.integers(0, 30),
    st.sampled_from(["Nguyễn A", "Trần B"]),
)
BAD = st.builds(
    lambda cells, place, noise: [noise if i == place else cell for i, cell in enumerate(cells)],
    GOOD,
    st.integers(0, 10),
    NOISE,
)
RAGGED = st.lists(NOISE, min_size=1, max_size=14)
ROWS = st.lists(st.one_of(GOOD, GOOD, BAD, RAGGED), max_size=25)


def write(folder: Path, name: str, rows: list[list[str]]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return path


def checked(folder, rows, home=None):
    home = home or home_in(folder / "home")
    path = write(folder, f"{len(list(folder.iterdir()))}.csv", rows)
    return home, check(home, receive(home, [path], register="test.person", sender="x", as_of=AS_OF))


def accepted_rows(home):
    with open_store(home.store, read_only=True) as store:
        return store.fetch("from test.person order by all")


@settings(max_examples=7, deadline=None)
@given(ROWS)
def test_accepted_and_rejected_are_all_that_was_received(rows):
    with tempfile.TemporaryDirectory() as folder:
        home, receipt = checked(Path(folder), rows)
        problems = {problem.row for problem in read_problems(home, receipt.id)}
    assert receipt.rows_in == receipt.rows_out + receipt.rows_rejected
    n_blank = sum(not any(cell.strip(" \t\r\n\xa0\u200b\ufeff") for cell in row) for row in rows)
    assert len(rows) - n_blank <= receipt.rows_in <= len(rows)
    assert len(problems) <= receipt.rows_rejected
    assert bool(problems) == bool(receipt.rows_rejected)


@settings(max_examples=7, deadline=None)
@given(st.lists(st.one_of(GOOD, BAD), max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_content_nor_counts(rows, shuffler):
    mixed = list(rows)
    shuffler.shuffle(mixed)
    with tempfile.TemporaryDirectory() as folder:
        home, one = checked(Path(folder), rows)
        _, other = checked(Path(folder), mixed, home)
    assert (one.content, one.rows_out, one.rows_rejected) == (other.content, other.rows_out, other.rows_rejected)


@settings(max_examples=7, deadline=None)
@given(st.lists(GOOD, max_size=10, unique_by=lambda row: row[0]), st.lists(RAGGED.filter(any), max_size=5))
def test_a_bad_row_changes_no_good_one(rows, ragged):
    bad = [[f"x{''.join(cells)}"] + [""] * 10 for cells in ragged]
    with tempfile.TemporaryDirectory() as folder:
        home, clean = checked(Path(folder), rows)
        before = accepted_rows(home)
        _, noisy = checked(Path(folder), [*bad, *rows, *bad], home)
        after = accepted_rows(home)
    assert clean.rows_out == len(rows)
    assert clean.content == noisy.content
    assert before == after


@pytest.mark.slow
def test_ten_million_rows_of_garbage(tmp_path):
    path = tmp_path / "garbage.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for n in range(100):
            file.write("".join(f"rác {i},{n},?,,\x01,,x\n" for i in range(100_000)))
    home = home_in(tmp_path / "home")
    receipt = check(home, receive(home, [path], register="test.person", sender="x", as_of=AS_OF))
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (10_000_000, 0, 10_000_000)
