"""What a release says of investments: the funnel, capital by technology and country, and who leads."""

import json
from datetime import date

import pytest

from tinhso.base.home import make_home
from tinhso.engine import open_store
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import SAMPLES
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.rooms.industry.pipeline import funnel
from tinhso.rooms.industry.publishing import documents, read_projects

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("investments") / "dong-nai", "75")
    for delivery in SAMPLES["industry"](Scene("75", 1000, 57, AS_OF)):
        delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, AS_OF)
    check_all(home)
    return home


def test_the_document_counts_what_the_register_holds(home):
    with open_store(home.store, read_only=True) as store:
        projects, files = read_projects(store), documents(store, home, AS_OF)
        [(capital_usd,)] = store.fetch(
            "select sum(capital_registered_usd) from industry.investment_project where withdrawn_on is null"
        )
        assert documents(store, home, AS_OF) == files
    found = json.loads(files["investments.json"])
    assert {row["stage"]: row["n"] for row in found["funnel"]} == funnel(projects, AS_OF)
    kept = [project for project in projects if project.stage != "withdrawn"]
    for by in ("technologies", "origins"):
        assert sum(row["n"] for row in found[by]) == len(kept)
        assert sum(row["capital_registered_usd"] for row in found[by]) == capital_usd
        amounts = [row["capital_registered_usd"] for row in found[by]]
        assert amounts == sorted(amounts, reverse=True)
    assert found["invented"] is True
    assert list(found["receipts"]) == ["industry.investment_project"]


def test_a_register_never_received_gives_no_document(tmp_path):
    home = make_home(tmp_path / "dong-nai", "75")
    with open_store(home.store) as store:
        assert documents(store, home, AS_OF) == {}
