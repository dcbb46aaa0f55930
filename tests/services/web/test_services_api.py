"""The read API of the catalogue: what the files say, and due dates by the same engine as dossiers."""

from django.test import Client

from tinhso.rooms.services.web.catalogued import procedures

HERE = "/api/provinces/dong-nai/services"


def test_every_procedure_is_listed_and_given_whole(client: Client) -> None:
    listed = client.get(f"{HERE}/procedures").json()
    assert [one["id"] for one in listed] == sorted(procedures())
    for one in listed:
        whole = client.get(f"{HERE}/procedures/{one['id']}").json()
        assert whole.items() >= one.items() and whole["editions"]
    copy = client.get(f"{HERE}/procedures/civil_status_copy").json()
    assert (
        copy["editions"][0]["fees"][0] | {"kind": "FIXED", "amount_vnd": 8_000, "per": "COPY"}
        == (copy["editions"][0]["fees"][0])
    )


def test_editions_by_day(client: Client) -> None:
    before = {one["id"]: one["in_force"] for one in client.get(f"{HERE}/procedures", {"on": "2020-01-01"}).json()}
    now = {one["id"]: one["in_force"] for one in client.get(f"{HERE}/procedures", {"on": "2026-06-01"}).json()}
    assert not before["civil_status_copy"] and now["civil_status_copy"]


def test_due_by_the_calendar_channel_and_case(client: Client) -> None:
    def due(procedure: str, **asked: str) -> tuple[int, str | None]:
        answer = client.get(f"{HERE}/procedures/{procedure}/due", asked)
        return answer.status_code, answer.json().get("due_at")

    friday = "2026-06-05T15:01:00+07:00"
    assert due("civil_status_copy", received_at=friday) == (200, "2026-06-08T17:00:00+07:00")
    house = {"received_at": "2026-02-12T09:00:00+07:00", "case": "house"}
    assert due("construction_permit", **house) == (200, "2026-03-02T17:00:00+07:00")  # over Tết
    assert due("construction_permit", received_at=friday)[0] == 422  # no case
    assert due("civil_status_copy", received_at="1999-01-01T00:00:00Z")[0] == 422
    assert due("civil_status_copy", received_at="9999-12-31T23:59:59Z")[0] == 422
    assert due("civil_status_copy", received_at="2026-06-05T15:01:00")[0] == 422  # no zone
    assert due("nothing", received_at=friday)[0] == 404
    assert due("promotion_notice", received_at=friday) == (200, None)


def test_agencies_and_unknown_provinces(client: Client) -> None:
    found = {one["id"]: one for one in client.get(f"{HERE}/agencies").json()}
    assert "land_mortgage" in found["land_office"]["procedures"] and found["commune_police"]["saturday"]
    for place in ("procedures", "procedures/civil_status_copy", "agencies"):
        assert client.get(f"/api/provinces/ha-noi/services/{place}").status_code == 404
