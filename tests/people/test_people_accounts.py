"""Accounts through the pages: passwords, the lock, codes, the second factor of desks, and what a lost session keeps."""

import re

import pytest
from a_seat import seated_client
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, override_settings

from tinhso.base.label import LANGUAGES
from tinhso.people.roles import Role
from tinhso.portal.accounts.configured import N_TRIES

HERE = "/en/accounts/"
PASSWORD = "a sentence that is remembered"


@pytest.fixture(autouse=True)
def _quick(undone):
    cache.clear()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def signed_up(name="an"):
    client = Client()
    answer = client.post(f"{HERE}sign-up/", {"username": name, "password1": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}factors/"), answer.content.decode()
    return client


def sign_in(client, name="an", password=PASSWORD, **more):
    return client.post(f"{HERE}sign-in/", {"login": name, "password": password, **more})


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def with_codes(client):
    confirm = client.post(f"{HERE}confirm/", {"password": PASSWORD})
    assert confirm.status_code == 302
    page = client.get(f"{HERE}factors/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    assert client.post(f"{HERE}factors/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


def test_an_account_is_opened_with_a_name_and_a_long_password():
    assert signed_up().get(f"{HERE}factors/").status_code == 200
    again = Client()
    assert sign_in(again)["Location"] == f"{HERE}factors/"
    assert again.post(f"{HERE}sign-out/").status_code == 302
    assert again.get(f"{HERE}factors/").status_code == 302


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("b", "short", "at least 14"),
        ("b", "", "Fill this in"),
        ("", PASSWORD, "Fill this in"),
        ("b b", PASSWORD, "only"),
    ],
)
def test_a_faulty_sign_up_is_explained_and_keeps_the_name(name, password, says):
    page = Client().post(f"{HERE}sign-up/", {"username": name, "password1": password}).content.decode()
    assert says in page
    assert f'value="{name}"' in page or not name


def test_a_taken_name_is_refused():
    signed_up()
    for place in ("sign-up/", "sign-up/passkey/"):
        page = Client().post(f"{HERE}{place}", {"username": "AN", "password1": PASSWORD}).content.decode()
        assert "taken" in page


def test_too_many_wrong_passwords_close_the_door_for_that_name_and_address_alone():
    signed_up()
    signed_up("binh")
    for _ in range(N_TRIES):
        locked = sign_in(Client(), password="wrong")
    assert locked.status_code == 429
    assert "15 minutes" in locked.content.decode()
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), "binh").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7")).status_code == 302
    AccessAttempt.objects.all().delete()
    assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_is_said_in_three_languages(language):
    page = Client().post(f"/{language}/accounts/sign-in/", {"login": "an", "password": "x"}).content.decode()
    says = {"vi": "Tên hoặc mật khẩu không đúng", "en": "The name or the password is wrong", "th": "ชื่อหรือรหัสผ่านไม่ถูกต้อง"}
    assert says[language] in page


def test_codes_are_asked_for_once_turned_on_and_a_recovery_code_works_once():
    client = signed_up()
    secret = with_codes(client)
    codes = re.findall(r"<code>(\d+)</code>", client.get(f"{HERE}factors/recovery-codes/").content.decode())
    assert len(codes) == 10
    for given, opened in (("000000", False), (code_of(secret), True), (codes[0], True), (codes[0], False)):
        door = Client()
        assert sign_in(door)["Location"] == f"{HERE}factors/authenticate/"
        assert (door.post(f"{HERE}factors/authenticate/", {"code": given}).status_code == 302) is opened, given


def test_signing_asks_for_a_second_factor_where_it_is_required(settings_changed):
    settings_changed("TINHSO_SECOND_FACTOR", frozenset({Role.STEWARD}))
    client = signed_up()
    from django.contrib.auth.models import User

    from tinhso.people.models import Seat

    Seat.objects.create(user=User.objects.get(username="an"), province="dong-nai", role=Role.STEWARD)
    desk = "/en/dong-nai/desks/signoff/"
    assert client.get("/en/dong-nai/desks/deliveries/").status_code == 200
    page = client.get(desk, follow=True)
    assert page.redirect_chain[-1][0].startswith(f"{HERE}second-factor/?next=")
    assert "Add a passkey" in page.content.decode()
    secret = with_codes(client)
    cache.clear()
    assert "Confirm by code" in client.get(desk, follow=True).content.decode()
    codes = re.findall(r"<code>(\d+)</code>", client.get(f"{HERE}factors/recovery-codes/").content.decode())
    assert secret and codes
    answer = client.post(f"{HERE}factors/reauthenticate/?next={desk}", {"code": codes[0], "next": desk})
    assert answer["Location"] == desk
    assert client.get(desk).status_code == 200


def test_the_way_back_never_leaves_the_portal():
    client = signed_up()
    with_codes(client)
    page = client.get(f"{HERE}second-factor/?next=https://evil.example/").content.decode()
    assert f'reauthenticate/?next={HERE}factors/"' in page


def test_a_lost_session_keeps_what_was_typed():
    person = seated_client("s", Role.STEWARD)
    person.cookies.clear()
    typed = {"reason": "cuối <b>tháng", "mark": "m", "csrfmiddlewaretoken": "x", "password": "no"}
    answer = person.post("/en/dong-nai/services/mine/", typed)
    assert answer["Location"] == f"{HERE}sign-in/?next={HERE}resume/"
    assert "Your session has ended" in person.get(answer["Location"]).content.decode()
    signed_up()
    assert sign_in(person, next=f"{HERE}resume/")["Location"] == f"{HERE}resume/"
    page = person.get(f"{HERE}resume/").content.decode()
    assert 'action="/en/dong-nai/services/mine/"' in page
    assert "cuối &lt;b&gt;tháng" in page
    assert "no</textarea>" not in page
    assert "Nothing is waiting" in person.get(f"{HERE}resume/").content.decode()


def test_who_is_refused_is_told_why():
    page = seated_client("o", Role.OFFICER).get("/vi/dong-nai/desks/audit/")
    assert page.status_code == 403
    assert "không thuộc phần việc" in page.content.decode()
