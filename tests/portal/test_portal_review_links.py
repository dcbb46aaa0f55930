"""From a linkage to people and back: uncertain pairs are gathered, decided, delivered, and the links obey."""

import shutil
from datetime import UTC, date, datetime

import pytest
from a_release import a_home
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tinhso.base.home import Home
from tinhso.engine import content_hash, open_store
from tinhso.path.deliver import receive_inbox
from tinhso.path.linking import link_home
from tinhso.people.roles import Role
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.rooms.land import sample as land
from tinhso.rooms.population import sample as population

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = date(2026, 11, 22)
BASE = "/en/dong-nai/desks/review/"


@pytest.fixture(scope="session")
def linked(tmp_path_factory) -> Home:
    """A home of few people and their land, linked."""
    home = a_home(tmp_path_factory.mktemp("linked") / "dong-nai")
    for room in (population, land):
        for delivery in room.deliveries(Scene(home.province, 800, 3, DAY)):
            delivery.write(home.inbox / "invented" / delivery.kind)
    take_in(home)
    return home


def take_in(home):
    """Do what the daily run does with an inbox, up to the links."""
    receive_inbox(home, DAY)
    check_all(home)
    link_home(home)


@pytest.fixture
def home(homes, linked, tmp_path, monkeypatch):
    call_command("migrate", verbosity=0, interactive=False)
    monkeypatch.setattr(settings, "TINHSO_HOME", tmp_path)
    shutil.copytree(linked.folder, tmp_path / "dong-nai")
    with transaction.atomic():
        yield Home(tmp_path / "dong-nai", linked.province)
        transaction.set_rollback(True)


def gathered(home):
    from tinhso.portal.desks.review_gathering import gather

    return {str(line["link"]): line["pairs"] for line in gather(home, "dong-nai", AT)}


def settled(home):
    from tinhso.portal.desks.carrying_out import settle

    return list(settle(home, "dong-nai"))


def waiting():
    from tinhso.portal.desks.review_models import Pair

    return list(Pair.objects.filter(linkage__name="land.holder", is_gone=False).order_by("distance", "tie"))


def seated(name, role=Role.STEWARD):
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    user = User.objects.create_user(name)
    Seat.objects.create(user=user, province="dong-nai", role=role)
    client = Client()
    client.force_login(user)
    return client


def judge(person, pair, judgement):
    pair.refresh_from_db()
    person.post(f"{BASE}pairs/{pair.pk}/judge/", {"judgement": judgement, "seen": pair.seen, "reason": "seen on paper"})


def links(home):
    with open_store(home.store, read_only=True) as store:
        return content_hash(store, "select * from land.holder")


def link_of(home, pair):
    with open_store(home.store, read_only=True) as store:
        sql = "select accepted, decided_by from land.holder where left_id = ? and right_id = ?"
        return store.fetch(sql, [pair.left_id, pair.right_id])


def test_every_uncertain_pair_is_gathered_once_with_the_reasons_for_its_weight(home):
    with open_store(home.store, read_only=True) as store:
        sql = "select count(*) from land.holder where probability between 0.02 and 0.98 and decided_by = 'model'"
        [(n_unsure,)] = store.fetch(sql)
    assert gathered(home)["land.holder"] == n_unsure == len(waiting()) > 0
    assert gathered(home) == {}
    for pair in waiting():
        steps = pair.steps
        total = steps["prior"] + steps["relatives"] + sum(field["bits"] for field in steps["fields"])
        assert total == pytest.approx(pair.weight_bits, abs=0.01)
        assert pair.linkage.four_eyes
        assert next(field["label"]["en"] for field in pair.linkage.fields) == "Holder's id"


def test_a_steward_takes_pairs_in_and_reads_one(home):
    steward = seated("s")
    page = steward.post(f"{BASE}gather/", follow=True).content.decode()
    assert "Which resident holds a certificate" in page
    shown = steward.get(f"{BASE}land.holder/next/", follow=True).content.decode()
    assert "Why the model thinks so" in shown
    assert waiting()[0].left_id in shown


def test_what_people_decide_reaches_the_links_and_taking_it_back_restores_them(home):
    gathered(home)
    assert settled(home) == []
    before, pair = links(home), waiting()[0]
    said = "apart" if pair.accepted else "together"
    one, two = seated("one"), seated("two", Role.OFFICER)
    judge(one, pair, said)
    assert settled(home) == []
    judge(two, pair, said)
    assert settled(home) == [{"step": "deliver", "register": "population.link_decision", "rows": 1}]
    take_in(home)
    assert settled(home) == []
    assert link_of(home, pair) == [(said == "together", "person")]
    assert links(home) != before
    gathered(home)
    pair.refresh_from_db()
    assert (pair.is_gone, pair.steps) == (True, {})
    one.post(f"{BASE}judgements/{pair.verdicts.get(person__username='one').pk}/withdraw/")
    assert settled(home)[0]["rows"] == 0
    take_in(home)
    assert links(home) == before
    gathered(home)
    pair.refresh_from_db()
    assert (pair.is_gone, pair.stage) == (False, "second")
