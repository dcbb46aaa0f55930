"""The review desk: the most uncertain first, four eyes, undoing, evidence, seats; nothing lost by sending twice."""

import re
from itertools import pairwise

import pytest
from a_review import AREAS, a_linkage, some_pairs
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.people.audit import check_trail
from tinhso.people.roles import Role

BASE = "/en/dong-nai/desks/review/"


@pytest.fixture(scope="session")
def tables(homes):
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture
def desk(tables):
    """The tables of the desk, empty; what a test writes is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def keep(linkage, pairs):
    from tinhso.portal.desks.review_keeping import keep_pairs

    return keep_pairs(linkage, pairs)


def pairs_of(linkage):
    from tinhso.portal.desks.review_models import Pair

    return list(Pair.objects.filter(linkage=linkage).order_by("distance", "tie"))


def seated(name, role, **more):
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    user = User.objects.create_user(name)
    Seat.objects.create(user=user, province="dong-nai", role=role, **more)
    client = Client()
    client.force_login(user)
    return client


def seen_on(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def judge(person, pair, judgement, reason="", seen=None):
    if seen is None:
        seen = seen_on(person.get(f"{BASE}pairs/{pair.pk}/").content.decode())
    posted = {"judgement": judgement, "seen": seen, "reason": reason}
    return person.post(f"{BASE}pairs/{pair.pk}/judge/", posted)


def stage(pair):
    pair.refresh_from_db()
    return str(pair.stage)


def trail():
    from tinhso.people.models import AuditRow

    rows = list(AuditRow.objects.order_by("id"))
    assert check_trail(rows) == []
    return [(row.actor, row.action, row.subject) for row in rows]


def test_the_most_uncertain_pair_comes_first_and_the_next_at_once(desk):
    linkage = a_linkage(rights=False)
    assert keep(linkage, some_pairs(6)) == 6
    officer, pairs = seated("o", Role.OFFICER), pairs_of(linkage)
    distances = [abs(pair.probability - 0.5) for pair in pairs]
    assert distances == sorted(distances)
    first = officer.get(f"{BASE}land.holder/next/")
    assert first["Location"].endswith(f"/pairs/{pairs[0].pk}/#pair")
    for pair, following in pairwise(pairs):
        assert judge(officer, pair, "together")["Location"].endswith(f"/pairs/{following.pk}/#pair")
    assert judge(officer, pairs[-1], "apart", "x")["Location"].endswith("/review/land.holder/")
    page = officer.get(f"{BASE}land.holder/").content.decode()
    assert "<b>0</b>pairs wait" in page
    assert "<b>6</b>decided" in page


def test_a_pair_is_shown_side_by_side_with_differences_and_reasons(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    page = seated("o", Role.OFFICER).get(f"{BASE}pairs/{pairs_of(linkage)[0].pk}/").content.decode()
    assert "<mark>" in page
    assert "5 Feb 1980"[2:] in re.sub("<.*?>", "", page)
    assert "+9.4" in page
    assert "−11" in page
    assert "Relatives agree like this too" in page
    assert page.count("<svg class=") == 2


def test_two_people_decide_where_rights_are_concerned_and_neither_sees_the_other_first(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(2))
    pair, other = pairs_of(linkage)
    one, two = seated("first.person", Role.OFFICER), seated("second.person", Role.OFFICER)
    assert judge(one, pair, "together", "they share a rare name")["Location"].endswith(f"/{other.pk}/#pair")
    assert stage(pair) == "second"
    page = two.get(f"{BASE}pairs/{pair.pk}/").content.decode()
    assert "rare name" not in page
    assert "first.person" not in page
    assert two.get(f"{BASE}land.holder/next/")["Location"].endswith(f"/{pair.pk}/#pair")
    judge(two, pair, "together")
    assert stage(pair) == "together"
    assert "rare name" in two.get(f"{BASE}pairs/{pair.pk}/").content.decode()
    assert ("second.person", "judge", f"land.holder {pair.pk} together") in trail()


def test_one_person_never_counts_as_two(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    pair, one = pairs_of(linkage)[0], seated("o", Role.OFFICER)
    seen = seen_on(one.get(f"{BASE}pairs/{pair.pk}/").content.decode())
    for _ in range(3):
        judge(one, pair, "together", seen=seen)
    assert stage(pair) == "second"
    assert pair.verdicts.count() == 1
    assert "does not wait for you" in follow(one, judge(one, pair, "apart", seen=seen))
    assert [action for _, action, _ in trail()] == ["open_pair", "judge"]


def follow(person, answer):
    return person.get(answer["Location"]).content.decode()


def test_those_who_differ_leave_it_to_a_third_person_a_steward_who_says_why(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    pair = pairs_of(linkage)[0]
    officer, steward = seated("o", Role.OFFICER), seated("s", Role.STEWARD)
    third, outsider = seated("t", Role.STEWARD), seated("x", Role.OFFICER)
    judge(officer, pair, "together", "one name")
    judge(steward, pair, "apart", "two villages")
    assert stage(pair) == "steward"
    for person in (officer, steward, outsider):
        assert 'name="judgement"' not in person.get(f"{BASE}pairs/{pair.pk}/").content.decode()
        judge(person, pair, "unsure", seen=pair.seen)
    assert stage(pair) == "steward"
    page = third.get(f"{BASE}pairs/{pair.pk}/").content.decode()
    assert "one name" in page
    assert "two villages" in page
    assert "no reason given" in follow(third, judge(third, pair, "apart"))
    judge(third, pair, "apart", "the register of moves says so")
    assert stage(pair) == "apart"
    assert pair.verdicts.get(person__username="t").is_final


def test_a_pair_somebody_decided_meanwhile_is_not_decided_again(desk):
    linkage = a_linkage(rights=False)
    keep(linkage, some_pairs(1))
    pair = pairs_of(linkage)[0]
    one, two = seated("o", Role.OFFICER), seated("p", Role.OFFICER)
    seen = [seen_on(person.get(f"{BASE}pairs/{pair.pk}/").content.decode()) for person in (one, two)]
    judge(one, pair, "together", seen=seen[0])
    assert "does not wait for you" in follow(two, judge(two, pair, "apart", seen=seen[1]))
    assert stage(pair) == "together"
    assert pair.verdicts.count() == 1


def test_two_officers_side_by_side_are_given_two_pairs(desk):
    linkage = a_linkage(rights=False)
    keep(linkage, some_pairs(2))
    first, second = pairs_of(linkage)
    one, two = seated("o", Role.OFFICER), seated("p", Role.OFFICER)
    one.get(f"{BASE}pairs/{first.pk}/")
    assert two.get(f"{BASE}land.holder/next/")["Location"].endswith(f"/{second.pk}/#pair")
    assert one.get(f"{BASE}land.holder/next/")["Location"].endswith(f"/{first.pk}/#pair")
    two.get(f"{BASE}pairs/{second.pk}/")
    third = seated("q", Role.OFFICER)
    assert third.get(f"{BASE}land.holder/next/")["Location"].endswith(f"/{first.pk}/#pair")


def test_a_judgement_is_taken_back_by_another_row(desk):
    linkage = a_linkage(rights=False)
    keep(linkage, some_pairs(2))
    pair, officer = pairs_of(linkage)[0], seated("o", Role.OFFICER)
    next_page = follow(officer, judge(officer, pair, "apart", "x"))
    place = re.search(rf"{BASE}judgements/\d+/withdraw/", next_page)[0]
    assert officer.post(place)["Location"].endswith(f"/pairs/{pair.pk}/#pair")
    assert stage(pair) == "first"
    assert "withdrawn already" in follow(officer, officer.post(place))
    judge(officer, pair, "together")
    assert [row.judgement for row in pair.verdicts.order_by("turn")] == ["apart", "withdrawn", "together"]
    assert stage(pair) == "together"
    steward, other = seated("s", Role.STEWARD), seated("p", Role.OFFICER)
    last = f"{BASE}judgements/{pair.verdicts.get(turn=3).pk}/withdraw/"
    assert other.post(last).status_code == 404
    assert "no reason given" in follow(steward, steward.post(last))
    steward.post(last, {"reason": "the wrong year was read"})
    assert stage(pair) == "first"
    assert [action for _, action, _ in trail()].count("withdraw") == 2


def test_a_first_judgement_cannot_be_guessed_at_before_the_second(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    pair = pairs_of(linkage)[0]
    judge(seated("o", Role.OFFICER), pair, "together")
    steward = seated("s", Role.STEWARD)
    place = f"{BASE}judgements/{pair.verdicts.get().pk}/withdraw/"
    assert steward.post(place, {"reason": "x"}).status_code == 404
    assert "No pair waits" not in steward.get(f"{BASE}land.holder/").content.decode()


def test_rows_that_changed_are_looked_at_again(desk):
    linkage = a_linkage(rights=False)
    keep(linkage, some_pairs(1))
    pair, officer = pairs_of(linkage)[0], seated("o", Role.OFFICER)
    seen = seen_on(officer.get(f"{BASE}pairs/{pair.pk}/").content.decode())
    keep(linkage, some_pairs(1, digest="2"))
    assert "changed since you looked" in follow(officer, judge(officer, pair, "together", "why so", seen=seen))
    assert stage(pair) == "first"
    judge(officer, pair, "together")
    assert pair.openings.count() == 2
    assert [action for _, action, _ in trail()] == ["open_pair", "open_pair", "judge"]
    said = pair.verdicts.get()
    assert (said.left_digest, said.definition) == (pair.left_digest, linkage.definition)


def test_gathering_again_forgets_what_nobody_saw_and_empties_what_somebody_did(desk):
    linkage = a_linkage(rights=False)
    keep(linkage, some_pairs(4))
    seen, decided, *_ = pairs_of(linkage)
    officer = seated("o", Role.OFFICER)
    officer.get(f"{BASE}pairs/{seen.pk}/")
    judge(officer, decided, "together", "x")
    keep(linkage, some_pairs(2, start=9))
    left = pairs_of(linkage)
    assert len(left) == 4
    for pair in left:
        was_seen = pair.pk in (seen.pk, decided.pk)
        assert (pair.is_gone, pair.steps == {}) == (was_seen, was_seen)
    page = officer.get(f"{BASE}pairs/{seen.pk}/").content.decode()
    assert "no longer among the uncertain" in page
    assert 'name="judgement"' not in page
    assert "does not wait" in follow(officer, judge(officer, seen, "together", seen=left[0].seen))


def test_one_sees_the_pairs_of_one_s_own_commune_and_agency_alone(desk):
    linkage = a_linkage(agency="so-nnmt")
    keep(linkage, some_pairs(4))
    here = seated("o", Role.OFFICER, area=AREAS[0])
    for pair in pairs_of(linkage):
        expected = 200 if pair.area == AREAS[0] else 404
        assert here.get(f"{BASE}pairs/{pair.pk}/").status_code == expected
        answer = here.post(f"{BASE}pairs/{pair.pk}/judge/", {"judgement": "together", "seen": pair.seen})
        assert answer.status_code == (302 if expected == 200 else 404)
    assert "<b>2</b>" in here.get(f"{BASE}land.holder/").content.decode()
    elsewhere = seated("p", Role.OFFICER, agency="so-tc")
    assert elsewhere.get(f"{BASE}land.holder/").status_code == 404
    assert elsewhere.get(f"{BASE}pairs/{pair.pk}/").status_code == 404
    assert "land.holder" not in elsewhere.get(BASE).content.decode()
    assert here.get(f"/en/hung-yen/desks/review/pairs/{pair.pk}/").status_code == 403


def test_lists_addresses_and_the_trail_do_not_tell_of_whom_a_pair_speaks(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    pair, officer = pairs_of(linkage)[0], seated("o", Role.OFFICER)
    answer = judge(officer, pair, "together")
    told = [officer.get(BASE), officer.get(f"{BASE}land.holder/")]
    for text in (answer["Location"], str(trail()), *(page.content.decode() for page in told)):
        for personal in (pair.left_id, pair.right_id, "Nguyễn", "1980"):
            assert personal not in text


def test_an_auditor_reads_and_the_reading_is_in_the_trail(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    pair, auditor = pairs_of(linkage)[0], seated("a", Role.AUDITOR)
    for _ in range(2):
        assert 'name="judgement"' not in auditor.get(f"{BASE}pairs/{pair.pk}/").content.decode()
    assert trail() == [("a", "open_pair", f"land.holder {pair.pk}")]


def test_a_session_that_ended_leads_to_the_door_and_back_to_the_pair(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    pair, officer = pairs_of(linkage)[0], seated("o", Role.OFFICER)
    officer.get(f"{BASE}pairs/{pair.pk}/")
    gone = Client()
    answer = judge(gone, pair, "together", "half a thought", seen=pair.seen)
    assert "sign-in" in answer["Location"]
    assert f"pairs/{pair.pk}/" in answer["Location"]
    assert stage(pair) == "first"
    assert ["reason", "half a thought"] in gone.session["typed"]["pairs"]


def test_nonsense_is_no_judgement(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(1))
    pair, officer = pairs_of(linkage)[0], seated("o", Role.OFFICER)
    for judgement in ("", "withdrawn", "yes"):
        assert judge(officer, pair, judgement).status_code == 302
    assert pair.verdicts.count() == 0


def test_deciding_asks_the_database_as_often_whatever_waits(desk):
    linkage = a_linkage()
    keep(linkage, some_pairs(300))
    officer, pairs = seated("o", Role.OFFICER), pairs_of(linkage)
    counts = []
    for pair in (pairs[0], pairs[1], pairs[200]):
        with CaptureQueriesContext(connection) as asked:
            judge(officer, pair, "together", "x")
        counts.append(len(asked))
    assert counts[1] == counts[2]
