"""Pulling from an HTTP API on loopback: pages, ETag, Retry-After, deletions, and every way in which it can go wrong."""

import gzip
import json
from pathlib import Path

import pytest
from a_connection import Answer, a_home, answering, connect, n_deliveries, pull, rows

from tinhso.base.home import Home
from tinhso.path.connect import read_standing

PAGED = "kind: http\nurl: URL/changes\nrows: data.items\nnext: data.next\ndeleted: gone\ntoken: {env: WELLS_TOKEN}\n"
JSON = {"Content-Type": "application/json"}


class Api:
    """An API over a list of changes: two a page, numbered from 1; remembers what it was asked."""

    def __init__(self, changes: list[dict[str, object]]) -> None:
        self.changes = changes
        self.asked: list[tuple[str, int]] = []
        self.answers_before: list[Answer] = []

    def __call__(self, path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
        if self.answers_before:
            return self.answers_before.pop(0)
        assert headers["authorization"] == "Bearer a-token"
        after = int(query.get("after", "0"))
        items = self.changes[after : after + 2]
        etag = f'"{after}-{len(items)}"'
        status = 304 if headers.get("if-none-match") == etag else 200
        self.asked.append((query.get("after", ""), status))
        body = json.dumps({"data": {"items": items, "next": after + len(items)}}).encode()
        packed = {"Content-Encoding": "gzip"} if "gzip" in headers.get("accept-encoding", "") else {}
        body = b"" if status == 304 else gzip.compress(body) if packed else body
        return status, JSON | packed | {"ETag": etag}, body


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("WELLS_TOKEN", "a-token")
    return a_home(tmp_path / "home")


def well(name: str, text: str, **more: object) -> dict[str, object]:
    return {"well_id": name, "part": 1, "name": text, "depth_m": 1.250, **more}


def test_pages_are_followed_and_an_unchanged_answer_is_not_sent(home: Home) -> None:
    api = Api([well("A", "1"), well("B", "1"), well("C", "1"), well("A", "2"), well("B", "1", gone=True)])
    with answering(api) as url:
        connect(home, "wells", PAGED.replace("URL", url))
        assert pull(home, "wells")[0]["deliveries"] == 2
        assert rows(home, "well_id, name, depth_m::varchar") == [("A", "2", "1.250"), ("C", "1", "1.250")]
        assert api.asked == [("", 200), ("2", 200), ("4", 200), ("5", 200)]
        assert pull(home, "wells")[0]["result"] == "nothing"
        assert api.asked[-1] == ("5", 304)
        api.changes.append(well("D", "1"))
        pull(home, "wells")
        assert rows(home, "well_id") == [("A",), ("C",), ("D",)]


def test_a_busy_server_is_asked_again_and_a_very_busy_one_later(home: Home) -> None:
    api = Api([well("A", "1")])
    with answering(api) as url:
        connect(home, "wells", PAGED.replace("URL", url))
        api.answers_before = [(503, {"Retry-After": "1"}, b""), (429, {}, b"")]
        assert pull(home, "wells")[0]["result"] == "received"
        api.answers_before = [(503, {"Retry-After": "3600"}, b"")]
        assert pull(home, "wells")[0]["why"] == ["the source is busy"]
        assert pull(home, "wells")[0]["result"] == "nothing"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((401, {}, b"a-token is wrong"), "the source refused to answer"),
        ((302, {"Location": "http://127.0.0.1:9/"}, b""), "the source refused to answer"),
        ((200, JSON, b"<html>"), "the source's answer is not understood"),
        ((200, JSON, b'{"data": {"items": {}}}'), "the source's answer is not understood"),
        ((200, JSON, b'{"data": {"items": [{"id": 1, "title": 2}]}}'), "the source's columns have changed"),
        ((200, JSON | {"Content-Encoding": "gzip"}, b"\x1f\x8b no"), "the source cannot be reached"),
    ],
)
def test_an_answer_that_cannot_be_used_moves_no_cursor(home: Home, answer: Answer, why: str) -> None:
    api = Api([well("A", "1")])
    with answering(api) as url:
        connect(home, "wells", PAGED.replace("URL", url))
        api.answers_before = [answer] * 4
        assert pull(home, "wells")[0]["why"] == [why]
        assert "a-token" not in str(read_standing(home, "wells"))
        assert n_deliveries(home) == 0
        api.answers_before = []
        pull(home, "wells")
        assert rows(home, "well_id") == [("A",)]


def test_a_server_that_breaks_off_between_pages_loses_nothing(home: Home) -> None:
    api = Api([well("A", "1"), well("A", "2"), well("A", "3"), well("B", "1")])
    with answering(api) as url:
        connect(home, "wells", PAGED.replace("URL", url))
        broken = Api(api.changes)

        def breaking(path: str, query: dict[str, str], headers: dict[str, str]) -> Answer:
            return (404, {}, b"") if query.get("after") == "2" else broken(path, query, headers)

        with answering(breaking) as other:
            connect(home, "wells", PAGED.replace("URL", other))
            assert pull(home, "wells")[0]["result"] == "failed"
        connect(home, "wells", PAGED.replace("URL", url))
        pull(home, "wells")
    assert rows(home, "well_id, name") == [("A", "3"), ("B", "1")]


def test_lines_of_json_with_a_cursor_in_each_row(home: Home) -> None:
    lines = [json.dumps({"well_id": name, "part": 1, "changed": n}) for n, name in enumerate("ABC", 1)] + ["7"]

    def api(_path: str, query: dict[str, str], _headers: dict[str, str]) -> Answer:
        body = "\n".join(lines if query["since"] == "0" else []).encode()
        return 200, {"Content-Type": "application/x-ndjson"}, body

    with answering(api) as url:
        connect(home, "wells", f"kind: http\nurl: {url}/\ncursor: changed\ncursor_parameter: since\nfirst: '0'\n")
        assert pull(home, "wells")[0]["deliveries"] == 1
        assert rows(home, "well_id") == [("A",), ("B",), ("C",)]


def test_a_server_that_is_gone_is_said(home: Home) -> None:
    connect(home, "wells", PAGED.replace("URL", "http://127.0.0.1:9"))
    assert pull(home, "wells")[0]["why"] == ["the source cannot be reached"]
    assert "127.0.0.1:9: no connection" in str(read_standing(home, "wells").faults)


def test_a_token_that_no_header_can_carry_is_not_repeated(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLS_TOKEN", "se\ncret")
    connect(home, "wells", PAGED.replace("URL", "http://127.0.0.1:9"))
    assert pull(home, "wells")[0]["why"] == ["the source's answer is not understood"]
    assert "cret" not in str(read_standing(home, "wells"))
