"""People and desks once on a real PostgreSQL server: account, seat, report, trail, refusal."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client, override_settings

from tinhso.people.actions import Given, give_seat
from tinhso.people.audit import check_trail
from tinhso.people.models import AuditRow, Seat
from tinhso.people.roles import Role
from tinhso.portal.desks.models import TaskReport

PASSWORD = "a sentence that is remembered"


@pytest.fixture
def quick(on_postgres):
    cache.clear()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def test_people_work_on_postgresql(quick):
    from django.utils import timezone

    clients = {name: Client() for name in ("boss", "an")}
    for name, client in clients.items():
        sent = {"username": name, "password1": PASSWORD}
        assert client.post("/en/accounts/sign-up/", sent).status_code == 302
    give_seat("boss", Given("dong-nai", Role.ADMINISTRATOR), actor=None, at=timezone.now(), reason="first")
    sent = {"name": "an", "role": "steward", "reason": "post"}
    assert clients["boss"].post("/en/dong-nai/desks/seats/give/", sent).status_code == 302
    assert Seat.objects.get(user=User.objects.get(username="an")).role == Role.STEWARD
    page = clients["an"].get("/en/dong-nai/desks/tasks/").content.decode()
    place = re.search(r"/desks/tasks/[\w-]+/", page)[0]
    sent = {"percent": "30", "text": "begun"}
    assert clients["an"].post(f"/en/dong-nai{place}report/", sent).status_code == 302
    assert clients["an"].post(f"/en/dong-nai{place}report/", {**sent, "text": "a\0b"}).status_code == 400
    assert TaskReport.objects.get().done_percent == 30
    assert clients["an"].get("/en/dong-nai/desks/signoff/").status_code == 200
    assert clients["an"].get("/en/dong-nai/desks/audit/").status_code == 403
    page = clients["boss"].post("/en/dong-nai/desks/audit/check/", follow=True).content.decode()
    assert "The trail is whole." in page
    rows = list(AuditRow.objects.order_by("id"))
    assert [row.action for row in rows] == ["seat", "seat", "report", "check"]
    assert check_trail(rows) == []
    wrong = {"login": "an", "password": "wrong"}
    assert [Client().post("/en/accounts/sign-in/", wrong).status_code for _ in range(5)][-1] == 429
