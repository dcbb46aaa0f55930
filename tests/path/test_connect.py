"""Connections: definitions, folders, what is due, and a stop between any two steps."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from a_connection import AS_OF, AT, a_home, connect, impatient, n_deliveries, pull, register_hash, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.__main__ import main
from tinhso.base.errors import DefinitionError, UnusableInput
from tinhso.base.home import Home
from tinhso.path import connect as connecting
from tinhso.path.connect import pull_due, read_standing
from tinhso.path.connect_packing import Mark, Row, packed
from tinhso.path.connection import read_connections
from tinhso.registers.check import check_all
from tinhso.registers.delivery import read_deliveries

FOLDER = "kind: folder\npath: exchange\ndeliver: full\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = a_home(tmp_path / "home")
    (made.folder / "exchange").mkdir()
    return made


def put(home: Home, name: str, text: str, *, seconds_old: int = 3600) -> Path:
    path = home.folder / "exchange" / name
    path.write_text(text, "utf-8")
    then = AT.timestamp() - seconds_old
    os.utime(path, (then, then))
    return path


def test_new_files_are_pulled_once_in_order(home: Home) -> None:
    connect(home, "wells", FOLDER)
    put(home, "2.csv", "well_id,part,name\nA,1,hai\n")
    put(home, "1.csv", "well_id,part,name\nA,1,một\nB,1,một\n")
    assert pull(home)[0]["deliveries"] == 2
    assert rows(home) == [("A", 1, "hai")]
    assert pull(home, "wells")[0]["result"] == "nothing"
    put(home, "2.csv", "well_id,part,name\nA,1,ba\n")
    assert pull(home, "wells")[0]["deliveries"] == 1
    assert rows(home) == [("A", 1, "ba")]
    assert n_deliveries(home) == 3
    assert {d.sender for d in read_deliveries(home)} == {"so-nnmt"}


def test_files_still_being_written_are_left_alone(home: Home) -> None:
    connect(home, "wells", FOLDER)
    for name in (".a.csv", "~$a.csv", "a.csv.part", "a.csv.tmp"):
        put(home, name, "well_id,part\nX,1\n")
    put(home, "young.csv", "well_id,part\nY,1\n", seconds_old=5)
    put(home, "empty.csv", "")
    assert pull(home)[0]["result"] == "nothing"
    pull(home, "wells", at=AT + timedelta(minutes=2))
    assert rows(home, "well_id") == [("Y",)]


def test_a_failing_connection_stops_no_other(home: Home) -> None:
    connect(home, "a-gone", FOLDER.replace("exchange", "nowhere"))
    connect(home, "b-broken", "kind: carrier-pigeon\n")
    connect(home, "c-good", FOLDER)
    put(home, "1.csv", "well_id,part\nA,1\n")
    lines = pull(home)
    assert [(line["connection"], line["result"]) for line in lines] == [
        ("a-gone", "failed"), ("b-broken", "failed"), ("c-good", "received"),
    ]  # fmt: skip
    assert rows(home, "well_id") == [("A",)]
    standing = read_standing(home, "a-gone")
    assert standing.failing_since == AT.isoformat() and standing.answered_at == ""
    assert {"what", "where", "found", "expected", "advice"} == set(standing.faults[0])
    assert read_standing(home, "c-good").answered_at == AT.isoformat()


def test_a_file_that_cannot_be_read_stops_its_own_connection_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(home, "wells", FOLDER)
    connect(home, "zoo", FOLDER.replace("exchange", "exchange/zoo"))
    put(home, "1.csv", "well_id,part\nA,1\n")
    (home.folder / "exchange/zoo").mkdir()

    def unreadable(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("tinhso.path.connect_folder.sha256_file", unreadable)
    assert [line["result"] for line in pull(home)] == ["failed", "nothing"]


def test_a_connection_is_asked_when_due(home: Home) -> None:
    connect(home, "wells", FOLDER + "every: 2 hours\n")
    assert len(pull(home)) == 1
    assert pull(home, at=AT + timedelta(minutes=119)) == []
    assert len(pull(home, at=AT + timedelta(minutes=120))) == 1
    with pytest.raises(UnusableInput, match="Did you mean"):
        pull(home, "well")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind: folder\n", "path: missing"),
        ("kind: folder\npath: x\nevery: often\n", "every: not understood"),
        ("kind: folder\npath: x\npasword: y\n", "unknown key"),
        ("kind: postgres\naddress: postgresql://u:p@h/d\nquery: select 1\ncursor: c\nfirst: 0\n", "no reference"),
        ("kind: postgres\naddress: {env: X}\nquery: select 1\ncursor: c\nfirst: 0\n", "the cursor's place"),
        ("kind: postgres\naddress: {env: X}\nquery: select 1 where 1 > %(cursor)s\ncursor: 'c; drop'\nfirst: 0\n",
         "no name of a column"),
        ("kind: http\nurl: https://h/a\n", "no cursor"),
        ("kind: http\nurl: https://user:secret@h/a\nnext: next\n", "url: not an address"),
        ("kind: feed\nurl: https://h/a\nkey: abc\n", "not a public key"),
        ("- a\n", "no mapping"),
    ],
)  # fmt: skip
def test_a_definition_at_fault_says_why_and_repeats_no_secret(home: Home, text: str, words: str) -> None:
    if text.startswith("-"):
        (home.folder / "connections").mkdir()
        (home.folder / "connections/wells.yaml").write_text(text)
    else:
        connect(home, "wells", text)
    error = read_connections(home)["wells"]
    assert isinstance(error, DefinitionError)
    assert words in error.text("en")
    assert "secret@" not in error.text("en") and ":p@" not in error.text("en")


def test_the_verb_pulls_and_says_what_came(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    connect(home, "wells", FOLDER)
    put(home, "1.csv", "well_id,part\nA,1\n")
    assert main(["pull", "--home", str(home.folder), "--as-of", "2026-11-22"]) == 0
    assert '"result": "received"' in capsys.readouterr().out
    connect(home, "gone", FOLDER.replace("exchange", "nowhere"))
    assert main(["pull", "--home", str(home.folder), "gone"]) == 1
    assert main(["pull", "--home", str(home.folder), "nobody"]) == 2


# A source as its sender sees it: versions of rows, in the order of a cursor that several may share.
VERSIONS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("ABC"), st.booleans()).map(lambda t: (t[0], f'["{t[1]}"]', t[2])),
    max_size=14,
).map(sorted)


def events_after(versions: list[tuple[int, str, bool]], cursor: str) -> list[Row | Mark]:
    """What a source gives past a cursor: every version, and a mark where a value of the cursor is complete."""
    found: list[Row | Mark] = []
    left = [each for each in versions if each[0] > int(cursor or -1)]
    for place, (at, key, gone) in enumerate(left):
        action = "delete" if gone else "upsert"
        line = f'{{"_action": "{action}", "well_id": {key[1:-1]}, "part": 1, "name": "{at} {place}"}}'
        found.append(Row(key, line.encode()))
        if place + 1 == len(left) or left[place + 1][0] > at:
            found.append(Mark(str(at)))
    return found


def held(rows_kept: list[bytes]) -> dict[bytes, bytes]:
    """What a register holds after lines put one after the other."""
    state: dict[bytes, bytes] = {}
    for line in rows_kept:
        key = line.split(b'"well_id": ')[1].split(b",")[0]
        state.pop(key, None)
        if b"upsert" in line:
            state[key] = line.split(b'"name": ')[1].split(b" ")[0]
    return state


@given(versions=VERSIONS, n_rows=st.integers(1, 4), stops=st.lists(st.integers(0, 3), max_size=6))
@settings(suppress_health_check=list(HealthCheck), max_examples=60)
def test_packing_stopped_anywhere_loses_nothing(tmp_path_factory, versions, n_rows, stops) -> None:
    place = tmp_path_factory.mktemp("packed")
    kept: list[bytes] = []
    cursor = ""
    # Each run is stopped after some deliveries, as by a kill; the last runs to its end.
    for stop in [*stops, 10_000]:
        parcels = packed(events_after(versions, cursor), place, "change", cursor, lambda: "", n_rows=n_rows)
        for n_kept, parcel in enumerate(parcels):
            if n_kept == stop:
                break
            lines = parcel.paths[0].read_bytes().splitlines()
            keys = [line.split(b'"well_id": ')[1].split(b",")[0] for line in lines]
            assert len(keys) == len(set(keys)) <= n_rows
            kept += lines
            cursor = parcel.cursor
    wanted = [e.line for e in events_after(versions, "") if isinstance(e, Row)]
    assert held(kept) == held(wanted)
    assert list(packed(events_after(versions, cursor), place, "change", cursor, lambda: "")) == []


STEPS = ["receive.keep_files", "receive.write_delivery", "connect._write_standing", "connect._keep", "before_check"]


class Killed(BaseException):
    """Stands for a kill: nothing in the path catches it."""


@given(plan=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2)), min_size=1, max_size=3))
@settings(suppress_health_check=list(HealthCheck), max_examples=5)
def test_a_stop_between_any_two_steps_loses_and_doubles_nothing(tmp_path_factory, plan) -> None:
    head = "_action,well_id,part,name\n"
    files = [(f"{n}.csv", f"{head},{'ABC'[n % 3]},1,{n}\ndelete,{'BCA'[n % 3]},1,\n") for n in (1, 2)]
    smooth, bumpy = (a_home(tmp_path_factory.mktemp("home") / name) for name in ("smooth", "bumpy"))
    for each in (smooth, bumpy):
        connect(each, "wells", "kind: folder\npath: exchange\n")
        (each.folder / "exchange").mkdir()
        for name, text in files:
            put(each, name, text)
    pull(smooth)
    for step, nth in plan:
        stopped(bumpy, step, nth)
    pull(bumpy, "wells")
    assert register_hash(bumpy) == register_hash(smooth)
    assert [d.receipt.id for d in read_deliveries(bumpy)] == [d.receipt.id for d in read_deliveries(smooth)]


def stopped(home: Home, step: str, nth: int) -> None:
    """Pull and be killed when a step is begun for the n-th time."""
    from tinhso.registers import receive

    module, _, name = step.partition(".")
    n_left = [nth]

    def dying(*given, **named):
        if n_left[0] == 0:
            raise Killed
        n_left[0] -= 1
        return original(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        if name:
            place = {"receive": receive, "connect": connecting}[module]
            original = getattr(place, name)
            patch.setattr(place, name, dying)
        try:
            pull_due(home, AT, AS_OF, lambda _: None, names=["wells"], fetch=impatient)
            if name:
                check_all(home)
        except Killed:
            pass
