"""The access matrix: every address of the portal is written in one table and asked as every kind of person."""

import re
from pathlib import Path

import pytest
from a_seat import seated_client
from django.test import Client
from django.urls import reverse

from tinhso.base.definition import read_yaml
from tinhso.people.endpoints import endpoints
from tinhso.people.roles import Role

TABLE = read_yaml(Path(__file__).with_name("matrix.yaml").read_text("utf-8"), "matrix.yaml")
PARTS, ENDPOINTS = TABLE["parts"], TABLE["endpoints"]
# Their views are not ours: what they ask for is proven by asking, below.
FOREIGN = ("ninja.", "functools", "allauth.")
HERE, ELSEWHERE = "dong-nai", "hung-yen"
KINDS = ["anonymous", "no seat", *Role, *(f"{role} elsewhere" for role in Role)]


def test_the_table_names_every_address_and_no_other():
    assert set(ENDPOINTS) == {each.route for each in endpoints()}


def test_every_view_declares_what_the_table_says():
    for each in endpoints():
        words = ENDPOINTS[each.route].removeprefix("POST ")
        if each.access is not None:
            declared = each.access.words
            assert sorted(words.split()) == (declared if isinstance(declared, list) else [declared]), each.route
        else:
            assert each.module.startswith(FOREIGN), f"{each.route}: declare it with @public, @signed_in or @seated"


def test_nobody_is_seated_in_a_province_that_does_not_exist(undone):
    person = seated_client("a", Role.STEWARD)
    for route, words in ENDPOINTS.items():
        if "<slug:slug>" in route and words.removeprefix("POST ") not in ("public", "signed_in", "midway", "owner"):
            assert person.get(address(route).replace(HERE, "atlantis")).status_code in (404, 405), route


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind} at {len(ENDPOINTS)} addresses" for kind in KINDS])
def test_every_address_answers_as_the_table_says(undone, monkeypatch, kind):
    monkeypatch.setattr("tinhso.portal.desks.actions.propose", lambda *_, **__: None)
    wrong = []
    for route, words in ENDPOINTS.items():
        post = words.startswith("POST ")
        person = client_of(kind)
        answer = person.post(address(route)) if post else person.get(address(route))
        found = verdict(answer)
        if found not in expected(kind, words.removeprefix("POST ")):
            wrong.append((route, found, answer.status_code))
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert wrong == []


def client_of(kind: str, _made: dict[str, int] = {"n": 0}) -> Client:  # noqa: B006 - names are used once
    _made["n"] += 1
    name = f"person {_made['n']}"
    if kind == "anonymous":
        return Client(raise_request_exception=False)
    role, _, elsewhere = kind.partition(" ")
    if kind == "no seat":
        return seated_client(name)
    return seated_client(name, role, ELSEWHERE if elsewhere else HERE)


def address(route: str) -> str:
    plain = re.sub(r"\^?\(\?P(<\w+>)[^)]*\)", r"\1", route)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(PARTS[match[1]]), plain)


def verdict(answer) -> str:
    if answer.status_code >= 500:
        return "fault"
    if answer.status_code == 302 and answer["Location"].startswith(reverse("sign_in")):
        return "sign in"
    return "refused" if answer.status_code == 403 else "open"


def expected(kind: str, words: str) -> set[str]:
    if words == "midway":
        return {"open", "sign in"}
    if words == "public":
        return {"open"}
    if kind == "anonymous":
        return {"sign in"}
    if words == "owner":
        return {"open", "refused"}
    return {"open" if words == "signed_in" or kind in words.split() else "refused"}
