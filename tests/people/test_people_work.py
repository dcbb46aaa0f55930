"""Long work: at once by default, queued for a worker where one runs, its faults told either way."""

import pytest
from a_seat import seated_client
from django.core.management import call_command
from django.test import override_settings

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.people.roles import Role

HERE = "/en/dong-nai/desks/"
BY_WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def asked(monkeypatch, fault=None):
    calls = []

    def propose(_home, province, *, actor, at, reason):
        calls.append((province, actor.get_username(), reason))
        if fault:
            raise fault
        return None

    monkeypatch.setattr("tinhso.portal.desks.actions.propose", propose)
    return calls


def a_fault():
    here = Label("không đo được", "it cannot be measured", "วัดไม่ได้")
    return UnusableInput(Fault(here, "x", "y", here, here))


def test_a_proposal_is_made_at_once_without_a_worker(undone, monkeypatch):
    calls = asked(monkeypatch)
    steward = seated_client("s", Role.STEWARD)
    page = steward.post(f"{HERE}propose/", {"reason": "month"}, follow=True)
    assert calls == [("dong-nai", "s", "month")]
    assert "being measured" not in page.content.decode()


@pytest.mark.parametrize("fault", [None, a_fault()])
def test_a_proposal_waits_for_the_worker(homes, monkeypatch, fault):
    # A worker closes its connections, so this is not undone in a transaction: its person is new each time.
    calls = asked(monkeypatch, fault)
    name = f"steward of {'a fault' if fault else 'none'}"
    steward = seated_client(name, Role.STEWARD)
    with override_settings(TASKS=BY_WORKER):
        page = steward.post(f"{HERE}propose/", {"reason": "month"}, follow=True).content.decode()
        assert calls == []
        assert "being measured" in page and 'http-equiv="refresh"' in page
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        assert calls == [("dong-nai", name, "month")]
        page = steward.get(f"{HERE}signoff/").content.decode()
    assert "being measured" not in page
    assert ("it cannot be measured" in page) is (fault is not None)


def test_an_unforeseen_fault_is_told_and_not_a_server_error(undone, monkeypatch):
    asked(monkeypatch, ZeroDivisionError())
    steward = seated_client("s", Role.STEWARD)
    page = steward.post(f"{HERE}propose/", {"reason": "month"}, follow=True)
    assert page.status_code == 200
    assert "was cut off" in page.content.decode()
