"""Giving and ending seats: by administrators with a reason, never one's own, never another province's."""

from datetime import UTC, datetime

import pytest
from a_seat import seated_client
from django.contrib.auth.models import User

from tinhso.base.errors import NotAllowed, UnusableInput
from tinhso.people.actions import OPERATOR, Given, end_seat, give_seat
from tinhso.people.audit import check_trail
from tinhso.people.models import AuditRow, Seat
from tinhso.people.roles import Role

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
HERE = "/en/dong-nai/desks/seats/"


@pytest.fixture(autouse=True)
def _undone(undone):
    pass


def seat_of(name, province="dong-nai"):
    return Seat.objects.filter(user__username=name, province=province).first()


def test_an_administrator_gives_changes_and_ends_a_seat_with_reasons():
    boss = seated_client("boss", Role.ADMINISTRATOR)
    User.objects.create_user("an")
    sent = {"name": "an", "role": "officer", "agency": "so-khcn", "area": "26068", "reason": "new post"}
    assert boss.post(f"{HERE}give/", sent).status_code == 302
    assert (seat_of("an").role, seat_of("an").agency, seat_of("an").area) == ("officer", "so-khcn", "26068")
    assert boss.post(f"{HERE}give/", {**sent, "role": "steward", "area": ""}).status_code == 302
    assert (seat_of("an").role, seat_of("an").area) == ("steward", "")
    page = boss.get(HERE).content.decode()
    assert "Department of Science and Technology" in page
    assert boss.post(f"{HERE}{seat_of('an').pk}/end/", {"reason": "left"}).status_code == 302
    assert seat_of("an") is None
    rows = list(AuditRow.objects.order_by("id"))
    assert [(row.action, row.reason) for row in rows[-3:]] == [
        ("seat", "new post"),
        ("seat", "new post"),
        ("unseat", "left"),
    ]
    assert check_trail(rows) == []


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "nobody", "role": "officer", "reason": "r"}, "No account has this name"),
        ({"name": "an", "role": "officer", "reason": " "}, "No reason was given"),
        ({"name": "boss", "role": "steward", "reason": "r"}, "Nobody gives or ends their own seat"),
    ],
)
def test_what_cannot_be_given_is_explained_and_changes_nothing(sent, says):
    boss = seated_client("boss", Role.ADMINISTRATOR)
    User.objects.create_user("an")
    page = boss.post(f"{HERE}give/", sent, follow=True).content.decode()
    assert says in page
    assert (seat_of("an"), seat_of("boss").role) == (None, Role.ADMINISTRATOR)
    assert not AuditRow.objects.filter(actor="boss").exists()


@pytest.mark.parametrize("wrong", [{"role": "emperor"}, {"agency": "none-such"}, {"area": "99999"}, {}])
def test_what_the_lists_do_not_hold_gives_nothing(wrong):
    boss = seated_client("boss", Role.ADMINISTRATOR)
    User.objects.create_user("an")
    sent = {"name": "an", "role": "officer", "reason": "r", **wrong} if wrong else {}
    assert boss.post(f"{HERE}give/", sent).status_code == 302
    assert seat_of("an") is None


def test_a_seat_of_another_province_is_not_there():
    boss = seated_client("boss", Role.ADMINISTRATOR)
    seated_client("an", Role.OFFICER, "hung-yen")
    assert boss.post(f"{HERE}{seat_of('an', 'hung-yen').pk}/end/", {"reason": "r"}).status_code == 404
    assert seat_of("an", "hung-yen")


def test_the_first_administrator_is_seated_from_the_command_line():
    User.objects.create_user("an")
    seat = give_seat("an", Given("dong-nai", Role.ADMINISTRATOR), actor=None, at=AT, reason="first")
    assert AuditRow.objects.latest("id").actor == OPERATOR
    with pytest.raises(NotAllowed, match="own seat"):
        end_seat(seat, actor=seat.user, at=AT, reason="r")
    with pytest.raises(UnusableInput, match="No account"):
        give_seat("binh", Given("dong-nai", Role.OFFICER), actor=None, at=AT, reason="r")


def test_a_seat_says_what_it_sees():
    officer = Seat(province="dong-nai", role=Role.OFFICER, agency="so-khcn", area="26068")
    assert officer.sees("26068") and not officer.sees("26041")
    assert officer.works_for("so-khcn") and not officer.works_for("so-y-te")
    everywhere = Seat(province="dong-nai", role=Role.OFFICER)
    assert everywhere.sees("26041") and everywhere.works_for("so-y-te")


def test_seats_are_paged_by_name():
    Seat.objects.all().delete()
    boss = seated_client("a boss", Role.ADMINISTRATOR)
    people = User.objects.bulk_create([User(username=f"seated {n:03d}") for n in range(105)])
    Seat.objects.bulk_create([Seat(user=each, province="dong-nai", role=Role.OFFICER) for each in people])
    page = boss.get(HERE).content.decode()
    assert "seated 098" in page and "seated 099" not in page
    assert 'href="?after=seated%20098"' in page
    rest = boss.get(HERE, {"after": "seated 098"}).content.decode()
    assert "seated 104" in rest and "a boss" not in rest.split("<tbody>")[1] and 'rel="next"' not in rest
