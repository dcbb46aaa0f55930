"""The park's pages: what an investor sees and sends, what managers do, and how it reaches the registers."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base.home import make_home
from tinhso.engine import open_store
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import SAMPLES
from tinhso.path.publish import measure_home
from tinhso.people.audit import check_trail
from tinhso.people.models import AuditRow, Seat
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.rooms.industry.web import views
from tinhso.rooms.industry.web.delivering import write_deliveries
from tinhso.rooms.industry.web.loading import load_parks
from tinhso.rooms.industry.web.models import Investment, LotPromise, Park, ParkLot

AS_OF = date(2026, 11, 22)
ASK = {"investor": "Hãng <b>Mới</b>", "contact": "a@b.example", "technology": "cloud", "origin": "kr", "wish": "2 ha"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("park") / "dong-nai", "75")
    for delivery in SAMPLES["industry"](Scene("75", 1000, 57, AS_OF)):
        delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, AS_OF)
    check_all(home)
    return home


@pytest.fixture
def park(sqlite, home):
    with open_store(home.store, read_only=True) as store:
        [made] = load_parks(store, "dong-nai")
        assert load_parks(store, "dong-nai") == []
    return made


def manager(role="steward", agency="ban-quan-ly-kcn", province="dong-nai"):
    user = User.objects.create_user(f"{role}-{agency}-{province}")
    Seat.objects.create(user=user, province=province, role=role, agency=agency)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("language", ["vi", "en", "th"])
def test_an_investor_sees_lots_and_which_fit(park, language):
    page = Client().get(f"/{language}/dong-nai/park/", {"use": "factory", "area_ha": "2,5", "power_mw": "4"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "invented-bar" in text
    fitting, others = re.findall(r"✓ (\w+)", text), re.findall(r"✕ (\w+)</th><td>(.+?)</td>", text)
    sizes = {lot.lot_id: lot.area_ha for lot in park.lots.all()}
    assert fitting
    assert all(sizes[lot] >= 2.5 for lot in fitting)
    assert sorted(fitting + [lot for lot, _ in others]) == sorted(sizes)
    features = json.loads(Client().get(f"/{language}/dong-nai/park/lots.geojson").content)["features"]
    assert len(features) == 28


@pytest.mark.parametrize(
    "need", [{"area_ha": "x"}, {"area_ha": "-1"}, {"area_ha": "1", "from_on": "1/2"}, {"area_ha": "nan"}]
)
def test_a_need_that_cannot_be_read_is_said(park, need):
    page = Client().get("/en/dong-nai/park/", need)
    assert page.status_code == 200
    assert "must be a number above 0" in page.content.decode()


def test_a_province_without_a_park_says_so(sqlite):
    assert "No park" in Client().get("/en/hung-yen/park/").content.decode()
    assert Client().get("/en/atlantis/park/").status_code == 404


def test_an_enquiry_becomes_a_lead_only_managers_see(park):
    sent = Client().post("/en/dong-nai/park/enquire/", ASK)
    lead = Investment.objects.get(contact="a@b.example")
    assert f"{lead.pk:06d}" in sent.content.decode()
    assert (lead.stage, lead.origin) == ("lead", "KR")
    assert "a@b.example" not in Client().get("/en/dong-nai/park/").content.decode()
    shown = manager().get(f"/en/dong-nai/park/desk/{lead.pk}/").content.decode()
    assert "a@b.example" in shown
    assert "<b>" not in shown
    assert "a@b" not in "".join(AuditRow.objects.values_list("subject", flat=True))


@pytest.mark.parametrize("lacking", ["investor", "contact", "technology", "origin"])
def test_an_enquiry_that_lacks_something_comes_back_as_typed(park, lacking):
    page = Client().post("/en/dong-nai/park/enquire/", ASK | {lacking: ""})
    assert page.status_code == 400
    assert "2 ha" in page.content.decode()
    assert not Investment.objects.filter(wish="2 ha").exists()


def test_a_flood_of_enquiries_is_stopped_and_nothing_typed_is_lost(park, monkeypatch):
    monkeypatch.setattr(views, "MAX_ENQUIRIES_AN_HOUR", 2)
    answers = [Client().post("/en/dong-nai/park/enquire/", ASK) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 400]
    assert "2 ha" in answers[2].content.decode()


def test_managers_take_a_lead_to_a_lot_and_the_registers_follow(park, home, tmp_path):
    officer = manager("officer")
    Client().post("/vi/dong-nai/park/enquire/", ASK)
    lead = Investment.objects.get(contact="a@b.example")
    act = f"/vi/dong-nai/park/desk/{lead.pk}/act/"
    refused = officer.post(act, {"what": "move", "to": "registered", "on": AS_OF.isoformat()})
    assert refused.status_code == 409
    assert "chưa có vốn đăng ký hoặc lô đất" in refused.content.decode()
    money = {"licence": "GCN 1", "capital_registered_usd": "9000000", "capital_paid_usd": "1000000", "jobs": "80"}
    assert officer.post(act, {"what": "file"} | money).status_code == 302
    held = {promise.lot_id for promise in LotPromise.objects.all()}
    lot = park.lots.exclude(pk__in=held).first()
    promise = {"what": "promise", "lot": lot.lot_id, "use": lot.uses.split(";")[0], "power_mw": "1"}
    assert officer.post(act, promise | {"from_on": "2027-01-01"}).status_code == 302
    assert officer.post(act, promise | {"from_on": "2027-01-01"}).status_code == 409
    assert officer.post(act, {"what": "move", "to": "registered", "on": "2099-01-01"}).status_code == 302
    assert officer.post(act, promise | {"power_mw": "viel", "from_on": "2027-01-01"}).status_code == 400
    assert check_trail(AuditRow.objects.order_by("pk")) == []
    again = make_home(tmp_path / "dong-nai", "75")
    written = write_deliveries("dong-nai", again.inbox / "invented")
    assert written["industry.investment_project"] == Investment.objects.count()
    assert written["industry.lot_promise"] == LotPromise.objects.count()
    receive_inbox(again, AS_OF)
    receipts = check_all(again)
    assert sum(receipt.rows_rejected for receipt in receipts) == 0
    fill = {
        o.period: o
        for o in measure_home(again, date(2028, 6, 1)).observations
        if o.indicator == "industry.park_fill_share"
    }
    held = {p.lot_id for p in LotPromise.objects.filter(from_on__lt="2028-01-01")}
    area = sum(lot.area_ha for lot in Park.objects.get().lots.filter(pk__in=held))
    assert float(fill["2027"].numerator) == pytest.approx(area, abs=1e-6)


@pytest.mark.parametrize(
    ("agency", "province", "status"), [("", "dong-nai", 200), ("so-tai-chinh", "dong-nai", 404), ("", "hung-yen", 403)]
)
def test_only_the_parks_own_agency_manages_it(park, agency, province, status):
    person = manager("officer", agency, province)
    assert person.get("/en/dong-nai/park/desk/").status_code == status
    number = Investment.objects.first().pk
    assert person.get(f"/en/dong-nai/park/desk/{number}/").status_code == status


def test_an_auditor_reads_and_does_not_act(park):
    number = Investment.objects.first().pk
    auditor = manager("auditor", "")
    assert auditor.get(f"/en/dong-nai/park/desk/{number}/").status_code == 200
    assert auditor.post(f"/en/dong-nai/park/desk/{number}/act/", {"what": "move"}).status_code == 403


def test_every_word_of_the_park_has_three_languages():
    from tinhso.rooms.industry.web.templatetags.park import read_words

    assert all(label.vi and label.en and label.th for label in read_words().values())


def test_a_page_of_the_desk_asks_no_question_more_for_more_lots(park):
    client, number = manager(), park.investments.first().pk

    def n_asked():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/vi/dong-nai/park/desk/{number}/").status_code == 200
        return len(asked)

    n_asked()
    before = n_asked()
    ParkLot.objects.bulk_create(
        ParkLot(park=park, lot_id=f"X{n}", area_ha=1, uses="factory", power_mw=1) for n in range(50)
    )
    assert n_asked() == before
