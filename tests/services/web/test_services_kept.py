"""What is made once and asked often: still parts of pages change with their keys, ended sessions open no door."""

from datetime import timedelta

from a_dossier import HERE, officer
from django.contrib.sessions.models import Session
from django.template import engines
from django.test import Client
from django.utils import timezone, translation

from tinhso.people.models import Seat
from tinhso.rooms.services.states import Role


def test_a_still_part_is_made_once_for_each_language_and_key() -> None:
    page = engines["django"].from_string("{% still who role %}{{ who }} {{ n }}{% endstill %}|{{ n }}")
    assert page.render({"who": "a", "n": 1}) == "a 1|1"
    assert page.render({"who": "a", "n": 2}) == "a 1|2"
    assert page.render({"who": "b", "n": 3}) == "b 3|3"
    assert page.render({"who": "a", "role": "x", "n": 4}) == "a 4|4"
    with translation.override("th"):
        assert page.render({"who": "a", "n": 5}) == "a 5|5"


def test_a_still_part_keeps_no_more_than_so_much() -> None:
    page = engines["django"].from_string("{% still who %}{{ who|upper }}{% endstill %}")
    assert [page.render({"who": f"p{n}"}) for n in range(300)] == [f"P{n}" for n in range(300)]


def test_the_frame_follows_whoever_looks(client: Client) -> None:
    desk, cash, board = f"{HERE}desk/", f"{HERE}desk/statements/", f"{HERE}desk/board/"
    reception, leader = officer(Role.RECEPTION, "")[0], officer(Role.LEADER)[0]
    for _ in range(2):
        seen = [visitor.get(f"{HERE}desk/").content.decode() for visitor in (reception, leader)]
        assert [cash in page for page in seen] == [True, False]
        assert [board in page for page in seen] == [False, True]
        stranger = client.get(f"{HERE}track/").content.decode()
        assert desk not in stranger and f"{HERE}mine/" not in stranger
        assert 'href="/en/dong-nai/services/track/"' in stranger


def test_a_session_that_ended_or_was_ended_opens_no_door(client: Client) -> None:
    visitor, seat = officer(Role.RECEPTION)
    key = visitor.cookies["sessionid"].value
    assert visitor.get(f"{HERE}desk/").status_code == 200
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert visitor.get(f"{HERE}desk/").status_code == 302
    visitor.force_login(seat.user)
    Session.objects.all().delete()
    assert visitor.get(f"{HERE}desk/").status_code == 302
    visitor.force_login(seat.user)
    Seat.objects.filter(pk=seat.pk).update(province="hung-yen")
    assert visitor.get(f"{HERE}desk/").status_code == 403
