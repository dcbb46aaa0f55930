"""The feed over HTTP: who may follow what, each page given out under an agreement audited, and rubbish refused."""

import gzip
import json
import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.errors import DefinitionError
from tinhso.base.home import make_home, open_home
from tinhso.engine import content_hash, open_store
from tinhso.path.connect import pull_due
from tinhso.path.feed_seal import Held, opened
from tinhso.people.models import AuditRow
from tinhso.registers.agreement import read_agreements
from tinhso.registers.check import check_all
from tinhso.registers.contract import read_contracts

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
FACILITY = "/feed/dong-nai/network.facility"
STATION = "/feed/dong-nai/network.station"
AGREEMENT = """
label: {vi: Trạm giáp ranh, en: Stations at the border, th: สถานีชายแดน}
agency: so-khcn-hung-yen
purpose: {vi: Quy hoạch trạm giáp ranh, en: Planning at the border, th: วางแผนชายแดน}
law: luat-cu-tru-2020
agreed_on: 2020-01-01
until: UNTIL
token_sha256: HASH
registers:
  network.station: [operator, technology, area]
"""


@pytest.fixture(scope="module")
def tables(homes: Path) -> None:
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture
def agreed(homes: Path, tables: None):
    """A token of an agreement over stations, and the database put back afterwards."""
    folder = homes / "dong-nai" / "agreements"
    write(folder, "border", "a-token", "2999-12-31")
    write(folder, "ended", "an-old-token", "2021-12-31")
    with transaction.atomic():
        yield {"authorization": "Bearer a-token"}
        transaction.set_rollback(True)
    shutil.rmtree(folder)


def write(folder: Path, name: str, token: str, until: str) -> None:
    folder.mkdir(exist_ok=True)
    text = AGREEMENT.replace("HASH", sha256(token.encode()).hexdigest()).replace("UNTIL", until)
    (folder / f"{name}.yaml").write_text(text, "utf-8")


def lines_of(answer) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.content.splitlines()]


def test_everybody_follows_public_registers_page_by_page(client: Client) -> None:
    offered = client.get("/feed/dong-nai/").json()
    assert "network.facility" in {each["id"] for each in offered["registers"]}
    held, names = Held(), []
    while True:
        answer = client.get(FACILITY, {"after": held.cursor, "limit": 1})
        assert answer.status_code == 200
        page = opened(answer.content, offered["public_key"], "network.facility", held, "feed")
        if not page.n_rows:
            break
        names += [line["row"]["facility_id"] for line in lines_of(answer)[:-1]]
        held = Held(page.feed, page.until, page.chain)
    assert names == ["F1", "F2"]


def test_one_house_follows_another_over_http(site: str, homes: Path, client: Client, tmp_path: Path) -> None:
    source, follower = open_home(homes / "dong-nai"), make_home(tmp_path / "hung-yen", "33")
    (follower.folder / "connections").mkdir()
    for register in ("network.facility", "network.residential_area"):
        text = (
            f"label: {{vi: Láng giềng, en: Neighbour, th: เพื่อนบ้าน}}\nregister: {register}\nkind: feed\n"
            f"url: {site}/feed/dong-nai/{register}\nkey: {client.get('/feed/dong-nai/').json()['public_key']}\n"
        )
        (follower.folder / f"connections/{register.partition('.')[2].replace('_', '-')}.yaml").write_text(text, "utf-8")
    assert pull_due(follower, AT, AT.date(), lambda _: None) == 0
    check_all(follower)
    for register in ("network.facility", "network.residential_area"):
        found = []
        for home in (source, follower):
            with open_store(home.store, read_only=True) as store:
                found.append(content_hash(store, f"select * from {register}"))
        assert found[0] == found[1]


def test_an_unchanged_page_is_not_sent_and_gzip_is_the_same_page(client: Client) -> None:
    plain = client.get(FACILITY)
    packed = client.get(FACILITY, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    for answer, accepted in ((plain, {}), (packed, {"accept-encoding": "gzip"})):
        again = client.get(FACILITY, headers={"if-none-match": answer["ETag"], **accepted})
        assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_public_is_as_if_it_were_not_there(client: Client) -> None:
    unknown = client.get("/feed/dong-nai/network.nothing")
    hidden = client.get(STATION)
    assert unknown.status_code == hidden.status_code == 404
    assert unknown.json()["detail"] == hidden.json()["detail"] == "Not Found"
    assert client.get("/feed/atlantis/network.facility").status_code == 404
    offered = {each["id"] for each in client.get("/feed/dong-nai/").json()["registers"]}
    contracts = read_contracts()
    assert {contracts[each].sensitivity for each in offered} == {"public"}


def test_an_agency_follows_what_was_agreed_and_each_page_is_in_the_trail(client: Client, agreed) -> None:
    answer = client.get(STATION, {"limit": 2}, headers=agreed)
    *rows, seal = lines_of(answer)
    assert set(rows[0]["row"]) == {"station_id", "operator", "technology", "area"}
    assert seal["page"]["agency"] == "so-khcn-hung-yen"
    assert "no-store" in answer["Cache-Control"]
    [kept] = AuditRow.objects.filter(action="feed")
    assert (kept.actor, kept.province) == ("so-khcn-hung-yen", "dong-nai")
    assert kept.subject == f"network.station 2 - {rows[-1]['cursor']}"
    assert "Quy hoạch trạm giáp ranh" in kept.reason
    nothing = client.get(STATION, {"after": "000001.000000005"}, headers=agreed)
    assert len(lines_of(nothing)) == 1
    assert AuditRow.objects.filter(action="feed").count() == 1


@pytest.mark.parametrize("shown", ["Bearer wrong", "Bearer an-old-token", "Basic a-token", "Bearer "])
def test_a_token_without_an_agreement_in_force_is_refused(client: Client, agreed, shown: str) -> None:
    for address in (STATION, FACILITY, "/feed/dong-nai/"):
        answer = client.get(address, headers={"authorization": shown})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


@given(
    after=st.one_of(st.text(max_size=24), st.from_regex(r"[0-9]{1,12}\.[0-9]{1,12}")),
    limit=st.one_of(st.integers(), st.text(max_size=8)),
)
@settings(suppress_health_check=list(HealthCheck), max_examples=60)
def test_rubbish_is_refused_and_never_a_fault_of_the_server(client: Client, after: str, limit: object) -> None:
    answer = client.get(FACILITY, {"after": after, "limit": str(limit)})
    assert answer.status_code in (200, 400), answer.content
    if answer.status_code == 200:
        assert after == "" or after.startswith("00")


@pytest.mark.parametrize("broken", ["registers: all", "until: soon", "token_sha256: abc", "agency: ''", "colour: red"])
def test_an_agreement_at_fault_gives_nothing_away(homes: Path, client: Client, agreed, broken: str) -> None:
    path = homes / "dong-nai/agreements/border.yaml"
    key = broken.partition(":")[0]
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith((f"{key}:", "  "))]
    path.write_text("\n".join([*(line for line in kept if line != "registers:"), broken]), "utf-8")
    assert isinstance(read_agreements(open_home(homes / "dong-nai"))["border"], DefinitionError)
    assert client.get(STATION, headers=agreed).status_code == 401
