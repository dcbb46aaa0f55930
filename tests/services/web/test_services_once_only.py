"""Once-only through the pages: what the register holds is shown after a yes, asked after a no."""

from pathlib import Path

import pytest
from a_dossier import HERE, STEPS, begin, fill, officer, seen
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tinhso.base.home import make_home
from tinhso.registers.check import check
from tinhso.registers.receive import receive
from tinhso.rooms.services.states import Role
from tinhso.rooms.services.web.holdings import holdings_of
from tinhso.rooms.services.web.models import Consent, Dossier, Draft

NUMBER, TWICE = "075190000123", "075190000999"
ELEMENTS = [f"population.resident.{name}" for name in ("full_name", "personal_id", "area", "born_on")]
RESIDENTS = f"""resident_id,personal_id,full_name,sex,born_on,area,address,household_id,phone,registered_on
1,{NUMBER},Nguyễn Thị Ánh,F,1990-01-01,26068,Khu phố 1,H1,0912345678,2020-01-01
2,{TWICE},Lê Bình,M,1990-01-01,26068,Khu phố 1,H1,,2020-01-01
3,{TWICE},Lê Bính,M,1990-01-01,26068,Khu phố 1,H1,,2020-01-01
"""


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("homes")
    home = make_home(folder / "dong-nai", "dong-nai")
    file = folder / "residents.csv"
    file.write_text(RESIDENTS, "utf-8")
    as_of = timezone.localtime().date()
    check(home, receive(home, [file], register="population.resident", sender="cong-an", as_of=as_of, kind="full"))
    return folder


@pytest.fixture
def at_home(registers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TINHSO_HOME", registers)


def proven(number: str = NUMBER) -> Client:
    user = User.objects.create_user("anh")
    SocialAccount.objects.create(user=user, provider="identity", uid="not-a-number")
    SocialAccount.objects.create(user=user, provider="identity", uid=number)
    person = Client()
    person.force_login(user)
    return person


def test_what_registers_hold_about_one_person(client: Client, at_home: None) -> None:
    assert holdings_of("dong-nai", ELEMENTS, NUMBER) == {
        "population.resident.full_name": "Nguyễn Thị Ánh",
        "population.resident.personal_id": NUMBER,
        "population.resident.area": "26068",
        "population.resident.born_on": "1990-01-01",
    }
    assert holdings_of("dong-nai", ELEMENTS, TWICE) == {}
    assert holdings_of("dong-nai", ELEMENTS, "075190000001") == {}
    assert holdings_of("dong-nai", ["population.none.full_name", "rubbish; drop"], NUMBER) == {}
    assert holdings_of("hung-yen", ELEMENTS, NUMBER) == {}


def test_after_a_yes_held_answers_are_shown_and_cannot_be_typed_over(client: Client, at_home: None) -> None:
    person = proven()
    token = begin(person)
    page = person.get(f"{HERE}draft/{token}/consent/").content.decode()
    assert "Họ và tên" in page and NUMBER in page and "Tên doanh nghiệp" not in page
    assert person.post(f"{HERE}draft/{token}/consent/", {"agreed": "yes"}).status_code == 302
    address = f"{HERE}draft/{token}/applicant/"
    page = person.get(address).content.decode()
    assert "Nguyễn Thị Ánh" in page and 'name="full_name"' not in page and page.count("từ cơ sở dữ liệu") == 3
    sent = {"applies_as": "person", "phone": "0912345678", "full_name": "Kẻ Khác", "personal_id": "075190000002"}
    assert person.post(address, {**sent, "seen": seen(page)}).status_code == 302
    for step in ("copies", "delivery"):
        fill(person, token, {step: STEPS[step]})
    person.post(f"{HERE}draft/{token}/check/", {"declare": "1"})
    dossier = Dossier.objects.get(submit_key=token)
    assert (dossier.applicant_name, dossier.applicant_number) == ("Nguyễn Thị Ánh", NUMBER)
    consent = Consent.objects.get()
    assert (consent.agreed, consent.personal_id, consent.draft_token) == (True, NUMBER, dossier.submit_key)
    assert {e.rpartition(".")[0] for e in consent.elements} == {"population.resident"}


def test_after_a_no_everything_is_asked_and_nothing_was_read(client: Client, at_home: None) -> None:
    person = proven()
    token = begin(person)
    assert person.post(f"{HERE}draft/{token}/consent/", {}).status_code == 200
    person.post(f"{HERE}draft/{token}/consent/", {"agreed": "no"})
    assert 'name="full_name"' in person.get(f"{HERE}draft/{token}/applicant/").content.decode()
    assert Consent.objects.get().agreed is False and Draft.objects.get(token=token).held == {}


def test_without_a_proven_identity_nobody_is_asked(client: Client, at_home: None) -> None:
    token = begin(client)
    answer = client.get(f"{HERE}draft/{token}/consent/")
    assert answer.status_code == 302 and answer["Location"].endswith("/applicant/")
    client.post(f"{HERE}draft/{token}/consent/", {"agreed": "yes", "personal_id": NUMBER})
    assert not Consent.objects.exists() and Draft.objects.get(token=token).held == {}
    assert client.get(f"{HERE}draft/nothing/consent/").status_code == 404


def test_at_the_counter_the_officer_types_the_number_of_the_card(client: Client, at_home: None) -> None:
    reception = officer(Role.RECEPTION)[0]
    token = begin(reception)
    page = reception.post(f"{HERE}draft/{token}/consent/", {"agreed": "yes", "personal_id": "12"}).content.decode()
    assert "12 chữ số" in page and not Consent.objects.exists()
    reception.post(f"{HERE}draft/{token}/consent/", {"agreed": "yes", "personal_id": NUMBER})
    assert Draft.objects.get(token=token).held["applicant.full_name"]["value"] == "Nguyễn Thị Ánh"


def test_a_home_without_registers_asks(client: Client) -> None:
    person = proven()
    token = begin(person)
    person.post(f"{HERE}draft/{token}/consent/", {"agreed": "yes"})
    assert 'name="full_name"' in person.get(f"{HERE}draft/{token}/applicant/").content.decode()
