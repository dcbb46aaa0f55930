"""Files in which many lines are no rows: nothing is lost, whichever way they are read."""

import gzip

import pytest

from conftest import AS_OF, HEADER, home_in, row
from tinhso.engine import open_store
from tinhso.registers import lines as by_line_reading
from tinhso.registers.check import check
from tinhso.registers.receive import receive
from tinhso.registers.rejects import read_problems

QUOTED = row(7, full_name="@").replace("@", '"Nguyễn ""Bảy"", Văn"')


def received(home, path):
    return check(home, receive(home, [path], register="test.person", sender="x", as_of=AS_OF))


def read_by_line_from(monkeypatch, share):
    monkeypatch.setattr(by_line_reading, "_MANY", share)
    monkeypatch.setattr(by_line_reading, "_MANY_QUOTED", share)
    monkeypatch.setattr(by_line_reading, "_LARGE", 0)


def garbage(n_lines, every):
    return [row(n) if n % every == 0 else f"rác {n},?,,\x01,x" for n in range(1, n_lines + 1)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_half_of_the_lines_are_no_rows(home, tmp_path, monkeypatch, end):
    monkeypatch.setattr(by_line_reading, "_LARGE", 0)
    lines = [*garbage(2000, 2), QUOTED, 'một,"hở', "", *garbage(3, 1)[2:]]
    path = tmp_path / "g.csv"
    path.write_bytes(end.join([HEADER, *lines, ""]).encode())
    receipt = received(home, path)
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (2003, 1002, 1001)
    with open_store(home.store, read_only=True) as store:
        name = store.fetch("select full_name from test.person where person_id = '075000000007'")
    assert name == [('Nguyễn "Bảy", Văn',)]
    rows = [problem.row for problem in read_problems(home, receipt.id)]
    assert (rows[:3], rows[-1]) == ([2, 4, 6], 2003)


def test_both_ways_read_the_same(home, tmp_path, monkeypatch):
    lines = [row(n, **({"sex": "?"} if n % 9 == 0 else {})) for n in range(1, 300)]
    lines[50] = row(51, full_name='"Lê ""Năm"" Mốt"')
    lines[200] = "thiếu,ô"
    text = "\n".join(["UBND", "", HEADER, *lines]) + "\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(text.encode()))
    read_by_line_from(monkeypatch, 1.0)
    quick = received(home, tmp_path / "a.csv")
    read_by_line_from(monkeypatch, -1.0)
    by_line = received(home, tmp_path / "b.csv.gz")
    assert quick.rows_rejected == 34
    assert (quick.content, quick.rows_in, quick.rows_out) == (by_line.content, by_line.rows_in, by_line.rows_out)
    one, other = ([(p.row, p.column) for p in read_problems(home, r.id)] for r in (quick, by_line))
    assert one == other


def test_lines_ended_by_carriage_returns_alone(home, tmp_path):
    path = tmp_path / "mac.csv"
    path.write_bytes("\r".join([HEADER, *(row(n) for n in range(1, 30)), "một,hai", ""]).encode())
    receipt = received(home, path)
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (30, 29, 1)


@pytest.mark.parametrize("name", ["Nguyễn", '"Nguyễn"'])
def test_line_ends_of_two_kinds(home, tmp_path, name):
    lines = [HEADER, *(row(n, full_name=name) for n in range(1, 400))]
    path = tmp_path / "mixed.csv"
    path.write_bytes("".join(line + ("\r\n" if n % 3 else "\n") for n, line in enumerate(lines)).encode())
    assert received(home, path).rows_out == 399


def test_cells_with_line_ends_are_rows(home, tmp_path):
    lines = [row(n, full_name=f'"Nguyễn\nVăn {n}"') for n in range(1, 50)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEADER, *lines]), "utf-8")
    receipt = received(home, path)
    assert (receipt.rows_in, receipt.rows_out) == (49, 49)


@pytest.mark.slow
@pytest.mark.parametrize("n_lines", [400_000])
def test_the_quick_reader_is_watched(tmp_path, monkeypatch, n_lines):
    """The engine's reader loses rows of this file on several cores; what is counted beforehand shows it."""
    read_by_line_from(monkeypatch, 1.0)
    path = tmp_path / "a.csv"
    good = row(1).encode() + b"\n"
    with path.open("wb") as file:
        file.write(HEADER.encode() + b"\n")
        for _ in range(n_lines // 20):
            file.write(good + b"x,y\n" * 9 + good + b"x,y\n" * 9)
    receipt = received(home_in(tmp_path / "home"), path)
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (n_lines, 1, n_lines - 1)
