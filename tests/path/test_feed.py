"""The change feed: followed from empty it is the register, from any cursor the rest; nothing forged gets through."""

import json
from pathlib import Path

import pytest
from a_connection import (
    AS_OF,
    AT,
    REGISTER,
    Answer,
    a_home,
    answering,
    connect,
    impatient,
    n_deliveries,
    pull,
    register_hash,
    rows,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.errors import UnusableInput
from tinhso.base.home import Home
from tinhso.path import connect as connecting
from tinhso.path.connect import pull_due, read_standing
from tinhso.path.feed_seal import Held, opened, public_key, sealed
from tinhso.registers import feed as feeding
from tinhso.registers.check import check_all
from tinhso.registers.contract import read_contracts
from tinhso.registers.delivery import read_deliveries
from tinhso.registers.feed import first_chain, next_chain, read_feed
from tinhso.registers.feed_page import read_page
from tinhso.registers.feed_shape import find_shape
from tinhso.registers.history import current
from tinhso.registers.receive import receive

COLUMNS = "well_id,part,name,depth_m,dug_on,seen_at,works,cost_vnd,fill"
CELLS = st.tuples(
    st.sampled_from(["", 'Giếng "sâu"', "Đất, nước", "a\\b", "ๆ ไทย", "1.234"]),
    st.sampled_from(["", "0", "1.234", "12345.678"]),
    st.sampled_from(["", "1999-12-31"]),
    st.sampled_from(["", "2026-05-01 08:30:00.125"]),
    st.sampled_from(["", "true", "false"]),
    st.sampled_from(["", "1500000"]),
    st.sampled_from(["", "0.125"]),
)
ROWS = st.dictionaries(st.tuples(st.sampled_from("ABCDE"), st.integers(1, 2)), CELLS, min_size=1, max_size=6)
DELIVERY = st.tuples(
    st.sampled_from(["full", "change"]), ROWS, st.sets(st.tuples(st.sampled_from("ABCDE"), st.just(1)))
)


def deliver(home: Home, kind: str, cells, gone=(), *, checked: bool = True) -> None:
    """Receive and check one delivery of rows, and of keys to delete where it is one of changes."""
    lines = [f"_action,{COLUMNS}"] if kind == "change" else [COLUMNS]
    head = "," if kind == "change" else ""
    lines += [head + ",".join([w, str(p), *(quoted(cell) for cell in row)]) for (w, p), row in cells.items()]
    if kind == "change":
        lines += [f"delete,{w},{p}" + "," * 7 for w, p in sorted(set(gone) - set(cells))]
    path = home.folder / "delivery.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    receive(home, [path], register=REGISTER, sender="so-nnmt", as_of=AS_OF, kind=kind)
    if checked:
        check_all(home)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def feed_of(home: Home):
    shape = find_shape(read_contracts(home.folder)[REGISTER], None)
    assert shape is not None
    return shape, read_feed(home, shape)


def serving(home: Home):
    """What the portal does at `/feed/`, without the portal."""

    def answer(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
        shape, feed = feed_of(home)
        body = sealed(home, shape, read_page(feed, query.get("after", ""), int(query["limit"])))
        etag = f'"{hash(body)}"'
        return (304, {}, b"") if headers.get("if-none-match") == etag else (200, {"ETag": etag}, body)

    return answer


def following(home: Home, url: str, key: str) -> None:
    connect(home, "neighbour", f"kind: feed\nurl: {url}/feed/dong-nai/{REGISTER}\nkey: {key}\n")


@pytest.fixture
def source(tmp_path: Path) -> Home:
    return a_home(tmp_path / "dong-nai", "75")


@pytest.fixture
def follower(tmp_path: Path) -> Home:
    return a_home(tmp_path / "hung-yen", "33")


def some(n: int, text: str = "x") -> dict[tuple[str, int], tuple[str, ...]]:
    return {(f"W{i:04d}", 1): (text, "1.5", "", "", "", "", "") for i in range(n)}


@given(history=st.lists(DELIVERY, min_size=1, max_size=4), limit=st.integers(1, 4))
@settings(suppress_health_check=list(HealthCheck), max_examples=8)
def test_followed_from_empty_it_is_the_register_and_from_any_cursor_the_rest(tmp_path_factory, history, limit) -> None:
    home = a_home(tmp_path_factory.mktemp("feed") / "home")
    for kind, cells, gone in history:
        deliver(home, kind, cells, gone)
    shape, feed = feed_of(home)
    lines = list(all_lines(feed, "", limit))
    state: dict[str, dict[str, str]] = {}
    for line in lines:
        change = json.loads(line)
        key = json.dumps(change["key"])
        state.pop(key, None)
        if change["op"] == "put":
            state[key] = change["row"]
    names = shape.names
    text = ", ".join(f"{name}::varchar" for name in names)
    assert sorted(state.values(), key=str) == sorted(
        (dict(zip(names, r, strict=True)) for r in rows(home, text)), key=str
    )
    for place, line in enumerate(lines):
        assert list(all_lines(feed, json.loads(line)["cursor"], limit)) == lines[place + 1 :]
    chain = first_chain(feed.id)
    for line in lines:
        chain = next_chain(chain, line)
    assert chain == feed.chain
    remade(home)
    assert feed_of(home)[1] == feed


def all_lines(feed, cursor: str, limit: int):
    while (page := read_page(feed, cursor, limit)).n_rows:
        assert page.n_rows <= limit
        yield from page.lines.splitlines(keepends=True)
        cursor = page.until


def remade(home: Home) -> None:
    """Throw the feed's files away."""
    import shutil

    shutil.rmtree(home.store / "feeds")
    feeding._read_kept.cache_clear()


@given(history=st.lists(DELIVERY, min_size=2, max_size=4), stops=st.lists(st.integers(0, 2), max_size=2))
@settings(suppress_health_check=list(HealthCheck), max_examples=5)
def test_a_home_follows_another_through_its_deliveries(tmp_path_factory, history, stops) -> None:
    folder = tmp_path_factory.mktemp("houses")
    source, follower = a_home(folder / "dong-nai", "75"), a_home(folder / "hung-yen", "33")
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        for place, (kind, cells, gone) in enumerate(history):
            deliver(source, kind, cells, gone)
            if place in stops:
                stopped(follower)
            pull(follower, "neighbour")
            assert register_hash(follower) == register_hash(source)
    made = [d for d in read_deliveries(follower)]
    assert len({d.receipt.details["cursor"] for d in made}) == len(made)
    assert all(r.rows_in == r.rows_out + r.rows_rejected and not r.rows_rejected for r in current(follower).values())


def stopped(home: Home) -> None:
    """Pull and be stopped after what came was kept and before it was noted anywhere else."""

    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connecting, "_write_standing", die)
        with pytest.raises(Killed):
            pull_due(home, AT, AS_OF, lambda _: None, names=["neighbour"], fetch=impatient)


def test_many_pages_make_one_delivery_and_nothing_new_is_not_sent(source: Home, follower: Home, monkeypatch) -> None:
    monkeypatch.setattr("tinhso.path.connect_feed.N_LINES", 700)
    deliver(source, "full", some(2_500))
    deliver(source, "change", some(3, "y"), [("W0009", 1)])
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        assert pull(follower, "neighbour")[0]["deliveries"] == 2
        assert [len(d.files) for d in read_deliveries(follower)] == [4, 1]
        assert [d.kind for d in read_deliveries(follower)] == ["full", "change"]
        assert register_hash(follower) == register_hash(source)
        assert read_standing(follower, "neighbour").etag
        assert pull(follower, "neighbour")[0]["result"] == "nothing"
        assert pull(follower, "neighbour", from_start=True)[0]["deliveries"] == 2
    assert register_hash(follower) == register_hash(source)


def tampered(home: Home, change):
    """The feed with its answers changed on the way: `change(body, query)`."""
    honest = serving(home)

    def answer(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
        status, said, body = honest(path, query, {})
        return status, said, change(body, query)

    return answer


def flipped(body: bytes, _query: dict[str, str]) -> bytes:
    return body.replace(b'"name":"x"', b'"name":"z"', 1)


def cut(body: bytes, _query: dict[str, str]) -> bytes:
    return body[: len(body) // 2]


def test_what_is_forged_is_found_and_nothing_of_it_kept(source: Home, follower: Home) -> None:
    deliver(source, "full", some(5))
    other = a_home(source.folder.parent / "other")
    for change, why in (
        (flipped, "the page was altered or cut off on its way"),
        (cut, "the page was altered or cut off on its way"),
    ):
        with answering(tampered(source, change)) as url:
            following(follower, url, public_key(source))
            assert pull(follower, "neighbour")[0]["why"] == [why]
    with answering(serving(source)) as url:
        following(follower, url, public_key(other))
        assert pull(follower, "neighbour")[0]["why"] == ["the page is signed with another key"]
    assert n_deliveries(follower) == 0


def test_a_skipped_or_repeated_page_is_found(source: Home, follower: Home) -> None:
    deliver(source, "full", some(5))
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        pull(follower, "neighbour")
        deliver(source, "change", some(1, "b"))
        deliver(source, "change", some(1, "c"))
        shape, feed = feed_of(source)
        _, second, third = feed.groups
        pages = {
            "skipped": sealed(source, shape, read_page(feed, f"{second.sequence:06d}.000000001", 10)),
            "repeated": sealed(source, shape, read_page(feed, "", 10)),
        }
    for body in pages.values():
        with answering(lambda *_, body=body: (200, {}, body)) as url:
            following(follower, url, public_key(source))
            assert pull(follower, "neighbour")[0]["why"] == ["the page does not follow what is held"]
    assert n_deliveries(follower) == 1
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        assert pull(follower, "neighbour")[0]["deliveries"] == 2
    assert third.chain == read_deliveries(follower)[-1].receipt.details["chain"]


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_flipped_bit_is_found(one_page, place, bit) -> None:
    key, body = one_page
    changed = bytearray(body)
    changed[place % len(body)] ^= 1 << bit
    with pytest.raises(UnusableInput):
        opened(bytes(changed), key, REGISTER, Held(), "feed")
    assert opened(body, key, REGISTER, Held(), "feed").n_rows == 3


@pytest.fixture(scope="module")
def one_page(tmp_path_factory) -> tuple[str, bytes]:
    home = a_home(tmp_path_factory.mktemp("page") / "home")
    deliver(home, "full", some(3))
    shape, feed = feed_of(home)
    return public_key(home), sealed(home, shape, read_page(feed, "", 10))


def test_hidden_columns_neither_go_out_nor_make_a_line(source: Home) -> None:
    path = source.folder / "a.csv"
    for owner in ("An", "Bình"):
        path.write_text(f"well_id,part,owner\nA,1,{owner}\n", "utf-8")
        receive(source, [path], register=REGISTER, sender="x", as_of=AS_OF)
        check_all(source)
    shape, feed = feed_of(source)
    assert "owner" not in shape.names
    assert sum(group.n_rows for group in feed.groups) == 1


def test_a_register_that_takes_whole_deliveries_alone_is_followed_whole(tmp_path: Path) -> None:
    source, follower = (a_home(tmp_path / name, mode="full") for name in ("a", "b"))
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        for n, text in ((4, "x"), (2, "y"), (2, "y"), (3, "z")):
            deliver(source, "full", some(n, text))
            pull(follower, "neighbour")
            assert register_hash(follower) == register_hash(source)
    assert {d.kind for d in read_deliveries(follower)} == {"full"}


def test_changed_columns_begin_a_feed_anew_and_the_follower_says_so(source: Home, follower: Home) -> None:
    deliver(source, "full", some(2))
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        pull(follower, "neighbour")
        for home in (source, follower):
            contract = home.folder / "rooms/test/registers/well.yaml"
            contract.write_text(contract.read_text("utf-8").replace("decimal(8,3)", "decimal(9,4)"), "utf-8")
        assert feed_of(source)[1] is None
        deliver(source, "full", some(3))
        assert pull(follower, "neighbour")[0]["result"] == "failed"
        assert pull(follower, "neighbour", from_start=True)[0]["result"] == "received"
    assert register_hash(follower) == register_hash(source)


def test_a_hidden_column_that_changed_loses_no_deletion(source: Home, follower: Home) -> None:
    deliver(source, "full", some(4))
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        pull(follower, "neighbour")
        contract = source.folder / "rooms/test/registers/well.yaml"
        text = contract.read_text("utf-8")
        contract.write_text(
            text.replace("type: text, sensitivity: personal", "type: code, sensitivity: personal")
            + """\
  keeper: {label: {vi: Người giữ, en: Keeper, th: ผู้ดูแล}, type: text, sensitivity: personal}
""",
            "utf-8",
        )
        deliver(source, "full", some(2))
        assert pull(follower, "neighbour")[0]["deliveries"] == 1
    assert rows(follower) == rows(source)


def test_a_delivery_the_register_cannot_take_is_not_passed(source: Home, follower: Home) -> None:
    contract = follower.folder / "rooms/test/registers/well.yaml"
    good = contract.read_text("utf-8")
    deliver(source, "full", some(2))
    with answering(serving(source)) as url:
        following(follower, url, public_key(source))
        pull(follower, "neighbour")
        contract.write_text(good.replace("mode: both", "mode: full"), "utf-8")
        for text in ("y", "z"):
            deliver(source, "change", some(1, text))
        for _ in range(2):
            lines: list[dict[str, object]] = []
            assert pull_due(follower, AT, AS_OF, lines.append, names=["neighbour"], fetch=impatient) == 1
            assert lines[0]["why"] == ["the register takes no such delivery"]
            assert n_deliveries(follower) == 2
        contract.write_text(good, "utf-8")
        pull(follower, "neighbour")
    assert register_hash(follower) == register_hash(source)
