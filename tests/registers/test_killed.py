"""A process killed at any moment and run again leaves what it would have left unkilled."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import home_in, row, write_csv
from tinhso.base.home import open_home
from tinhso.engine import content_hash, open_store
from tinhso.registers.check import check_all
from tinhso.registers.delivery import read_deliveries
from tinhso.registers.history import receipts

# Each place is a function of the path; the process kills itself when it is called for the n-th time.
WORK = """
import os, signal, sys
from datetime import date
from pathlib import Path
from tinhso.base import home as base_home
from tinhso.base.home import open_home
from tinhso.engine.store import Store
from tinhso.registers import check, kept_rejects, receive

place, folder = sys.argv[1], Path(sys.argv[2])
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def dying_execute(word):
    original = Store.execute
    def execute(self, sql, parameters=None):
        if word in sql:
            die()
        original(self, sql, parameters)
    Store.execute = execute
match place.split(":"):
    case ["none"]:
        pass
    case ["keep"]:
        receive._keep.__globals__["kept_path"] = die
    case ["record"]:
        receive.write_delivery = die
    case ["before"]:
        check._load = die
    case ["sql", word]:
        dying_execute(word)
    case ["rejected"]:
        check.apply_delivery = die
home = open_home(folder)
as_of = date(2026, 10, 1)
for name, kind in (("full.csv", "full"), ("change.csv", "change")):
    receive.receive(home, [folder / name], register="test.person", sender="x", as_of=as_of, kind=kind)
check.check_all(home)
"""
PLACES = ["record", "rejected", "sql:call lake.set_commit_message"]
MORE_PLACES = [
    "keep", 'sql:insert into lake."test"',
    "before", "sql:create temp table typed", "sql:copy (", "sql:create schema if not exists", "sql:delete from lake",
    'sql:insert into lake."registers"',
]  # fmt: skip


def run(place: str, folder: Path) -> int:
    return subprocess.run([sys.executable, "-c", WORK, place, str(folder)], check=False).returncode


def prepared(folder: Path) -> Path:
    home_in(folder)
    write_csv(folder, *(row(n) for n in range(1, 40)), "một,hai", row(40, sex="?"), name="full.csv")
    write_csv(folder, row(2, full_name="Trần Thị Hai"), row(99), row(98, area="0"), name="change.csv")
    return folder


def left(folder: Path) -> tuple[object, ...]:
    home = open_home(folder)
    with open_store(home.store, read_only=True) as store:
        content = content_hash(store, "select * from test.person")
    rejects = sorted(path.name for path in (home.store / "rejects").glob("*.parquet"))
    return content, [receipt.id for receipt in receipts(home)], rejects, len(read_deliveries(home))


@pytest.fixture(scope="module")
def unkilled(tmp_path_factory):
    folder = prepared(tmp_path_factory.mktemp("unkilled"))
    assert run("none", folder) == 0
    return left(folder)


@pytest.mark.parametrize("place", [*PLACES, *(pytest.param(each, marks=pytest.mark.slow) for each in MORE_PLACES)])
def test_killed_and_run_again(tmp_path, unkilled, place):
    folder = prepared(tmp_path / "home")
    assert run(place, folder) == -signal.SIGKILL
    assert run("none", folder) == 0
    assert left(folder) == unkilled
    assert check_all(open_home(folder)) == []


@pytest.mark.slow
@pytest.mark.parametrize("milliseconds", range(400, 2400, 200))
def test_killed_at_any_moment(tmp_path, unkilled, milliseconds):
    folder = prepared(tmp_path / "home")
    process = subprocess.Popen([sys.executable, "-c", WORK, "none", str(folder)])
    try:
        process.wait(milliseconds / 1000)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert run("none", folder) == 0
    assert left(folder) == unkilled
