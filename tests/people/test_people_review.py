"""The review desk on a real PostgreSQL server: people who judge one pair at the same moment, and sending twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from a_review import a_linkage, some_pairs
from a_seat import seated_client
from django.db import connections

from tinhso.people.audit import check_trail
from tinhso.people.models import AuditRow
from tinhso.people.roles import Role
from tinhso.portal.desks.review_keeping import keep_pairs
from tinhso.portal.desks.review_models import Pair
from tinhso.portal.desks.review_rules import stage_of

BASE = "/en/dong-nai/desks/review/"


def at_once(*posts):
    """Send several forms at the same moment, each from a thread of its own, and return their statuses."""
    together = Barrier(len(posts))

    def send(post):
        client, place, sent = post
        together.wait()
        try:
            return client.post(place, sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(send, posts))


@pytest.mark.parametrize("rights", [False, True])
def test_people_who_judge_at_the_same_moment_are_heard_in_turn(on_postgres, rights):
    linkage = a_linkage(rights=rights)
    keep_pairs(linkage, some_pairs(6))
    clients = [seated_client(f"officer {n}", Role.OFFICER) for n in range(4)]
    words = ("together", "apart", "together", "together")
    for pair in Pair.objects.order_by("distance"):
        place = f"{BASE}pairs/{pair.pk}/judge/"
        sent = [{"judgement": said, "seen": pair.seen, "reason": "x"} for said in words]
        assert at_once(*((client, place, said) for client, said in zip(clients, sent, strict=True))) == [302] * 4
        pair.refresh_from_db()
        standing = pair.standing()
        assert len(standing) == (2 if rights else 1)
        assert len({each.person_id for each in standing}) == len(standing)
        assert pair.stage == stage_of([each.given for each in standing], four_eyes=rights)
        assert [each.turn for each in standing] == list(range(1, len(standing) + 1))
    judged = AuditRow.objects.filter(action="judge").count()
    assert judged == (12 if rights else 6)
    assert check_trail(AuditRow.objects.order_by("id")) == []


def test_one_answer_sent_many_times_at_once_counts_once(on_postgres):
    linkage = a_linkage(rights=False)
    keep_pairs(linkage, some_pairs(1))
    pair, officer = Pair.objects.get(), seated_client("officer", Role.OFFICER)
    sent = {"judgement": "together", "seen": pair.seen}
    assert at_once(*[(officer, f"{BASE}pairs/{pair.pk}/judge/", sent)] * 4) == [302] * 4
    number = pair.verdicts.get().pk
    assert set(at_once(*[(officer, f"{BASE}judgements/{number}/withdraw/", {})] * 4)) <= {302, 404}
    assert [each.judgement for each in pair.verdicts.order_by("turn")] == ["together", "withdrawn"]


def test_gathering_again_renews_pairs_on_postgresql(on_postgres):
    linkage = a_linkage()
    assert keep_pairs(linkage, some_pairs(1500)) == 1500
    assert keep_pairs(linkage, some_pairs(1500, digest="2")) == 1500
    assert Pair.objects.filter(left_digest__contains="2a").count() == 1500
    assert seated_client("officer", Role.OFFICER).get(f"{BASE}land.holder/next/").status_code == 302
