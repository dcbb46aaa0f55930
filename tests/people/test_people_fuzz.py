"""Rubbish sent to every address that takes a form, as a person who may send it: never a fault of the server."""

import re
from pathlib import Path

import pytest
from a_seat import seated_client
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.definition import read_yaml
from tinhso.people.roles import Role

TABLE = read_yaml(Path(__file__).with_name("matrix.yaml").read_text("utf-8"), "matrix.yaml")
# Names of fields that forms of the portal have, so that rubbish gets past the first question.
NAMES = (
    "register", "kind", "reason", "verdict", "mark", "mends", "name", "role", "agency", "area", "percent", "text",
    "version", "action", "note", "new_due", "login", "password", "username", "password1", "code", "credential", "next",
    "q", "status", "do", "channel", "declare", "seen", "factor", "amount_vnd", "line", "rating", "after", "file",
)  # fmt: skip
RUBBISH = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "0", "-1", "9" * 30, "1e9", "null", "{}", "[]", "true", "../..", "\x00", "ًٔ", "<script>", "٣", "%PDF"]
    ),
    st.sampled_from([*Role, "approve", "refuse", "accept", "again", "claim", "full", "change"]),
)
FORMS = st.dictionaries(st.sampled_from(NAMES), RUBBISH, max_size=6)
SOME = settings(max_examples=4, suppress_health_check=list(HealthCheck))


def routes():
    """Every address once, the most telling role that may open it."""
    for route, words in TABLE["endpoints"].items():
        allowed = words.removeprefix("POST ").split()
        if "<language>" not in route or (words == "public" and not re.search("accounts|services|park|search", route)):
            continue  # pages that take no form; the read API is asked by schemathesis
        yield route, next((role for role in Role if role in allowed), "")


def address(route):
    plain = re.sub(r"\^?\(\?P(<\w+>)[^)]*\)", r"\1", route)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(TABLE["parts"][match[1]]), plain)


@pytest.fixture
def people(undone, monkeypatch):
    cache.clear()
    monkeypatch.setattr("tinhso.portal.desks.actions.propose", lambda *_, **__: None)
    return {role: seated_client(f"fuzz {role}", role) for role in ("", *Role)}


@pytest.mark.parametrize(("route", "role"), list(routes()), ids=lambda value: str(value) or "no seat")
@SOME
@given(sent=FORMS, with_file=st.booleans())
def test_no_form_makes_the_server_fail(people, route, role, sent, with_file):
    file = (
        {"file": SimpleUploadedFile(sent.get("name") or "a.csv", sent.get("text", "x").encode())} if with_file else {}
    )
    place = address(route)
    for answer in (people[role].post(place, {**sent, **file}), people[role].get(place, sent)):
        assert answer.status_code < 500, (route, role, sent)
        if answer.streaming:
            b"".join(answer.streaming_content)
