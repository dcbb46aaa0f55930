"""A dossier sent through the pages, and people of each function to handle it, for the tests of the room's pages."""

import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.test import Client

from tinhso.people.models import Seat
from tinhso.rooms.services.states import Role
from tinhso.rooms.services.web.models import Dossier, Draft

NINE = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HERE = "/vi/dong-nai/services/"
COMMUNE, OTHER_COMMUNE = "26068", "26041"
APPLICANT = {
    "applies_as": "person",
    "full_name": "Nguyễn Thị <b>Ánh",
    "personal_id": "075190000123",
    "commune": COMMUNE,
    "address": "",
    "phone": "0912345678",
    "email": "anh@example.vn",
}
STEPS: Mapping[str, Mapping[str, object]] = {
    "applicant": {**APPLICANT, "full_name": "Nguyễn Thị Ánh"},
    "copies": {
        "0.event": "birth",
        "0.owner_name": "Nguyễn Thị Ánh",
        "0.owner_birth_on": "1/1/1990",
        "0.n_copies": "1",
    },
    "delivery": {"receive_by": "electronic"},
}


def begin(client: Client, procedure_id: str = "civil_status_copy") -> str:
    answer = client.post(f"{HERE}{procedure_id}/apply/")
    assert answer.status_code == 302
    return Draft.objects.latest("pk").token


def seen(content: str) -> list[str]:
    return re.findall(r'name="seen" value="(\w+)"', content)


def fill(client: Client, token: str, steps: Mapping[str, Mapping[str, object]] = STEPS) -> None:
    for step_id, texts in steps.items():
        address = f"{HERE}draft/{token}/{step_id}/"
        shown = seen(client.get(address).content.decode())
        answer = client.post(address, {**texts, "seen": shown, "go": "1"})
        if answer.status_code == 200:
            answer = client.post(address, {**texts, "seen": seen(answer.content.decode()), "go": "1"})
        assert answer.status_code == 302, answer.content.decode()


def apply(client: Client) -> Dossier:
    token = begin(client)
    fill(client, token)
    assert client.post(f"{HERE}draft/{token}/check/", {"declare": "1"}).status_code == 302
    return Dossier.objects.get(submit_key=token)


# What a person of each function is seated as: role and agency.
SEATS = {
    Role.RECEPTION: ("officer", "ttpvhcc"),
    Role.CASHIER: ("officer", "ttpvhcc"),
    Role.SPECIALIST: ("officer", "xa-phuong"),
    Role.LEADER: ("leader", ""),
}


def officer(function: Role, area: str = COMMUNE, province: str = "dong-nai") -> tuple[Client, Seat]:
    role, agency = SEATS[function]
    user = User.objects.create_user(f"{function}-{area or 'all'}-{province}-{User.objects.count()}")
    client = Client()
    client.force_login(user)
    return client, Seat.objects.create(user=user, role=role, agency=agency, area=area, province=province)


def do(client: Client, dossier: Dossier, action: str, **more: object) -> int:
    dossier.refresh_from_db()
    sent = {"version": dossier.version, "action": action, "note": "vì thiếu giấy", **more}
    return client.post(f"{HERE}desk/{dossier.code}/act/", sent).status_code


def in_process(client: Client) -> Dossier:
    """A dossier received and begun."""
    dossier = apply(client)
    assert do(officer(Role.RECEPTION)[0], dossier, "accept") == 302
    assert do(officer(Role.SPECIALIST)[0], dossier, "start") == 302
    dossier.refresh_from_db()
    return dossier


def asked_to_pay(client: Client) -> Dossier:
    """A dossier whose fee of 8,000 đồng was asked for."""
    dossier = in_process(client)
    assert do(officer(Role.SPECIALIST)[0], dossier, "request_payment") == 302
    dossier.refresh_from_db()
    return dossier


def finished(client: Client, text: str = "Đồng ý cấp hai bản sao.") -> Dossier:
    """A dossier with an approved and signed result."""
    dossier = in_process(client)
    assert do(officer(Role.SPECIALIST)[0], dossier, "draft_result", result=text) == 302
    assert do(officer(Role.LEADER)[0], dossier, "finish") == 302
    dossier.refresh_from_db()
    return dossier


def own(client: Client, dossier: Dossier, do: str, **more: object) -> tuple[int, str]:
    """One act of the applicant on the own page: status and page."""
    dossier.refresh_from_db()
    sent = {"version": dossier.version, "do": do, **more}
    answer = client.post(f"{HERE}own/{dossier.submit_key}/", sent)
    dossier.refresh_from_db()
    return answer.status_code, answer.content.decode()
