"""Pages and pictures that rooms make of a release: every one in three languages, and what they say without rows."""

import re

import pytest

from tinhso.measure.release import Release
from tinhso.portal.pages.room_pages import PAGES, PICTURES
from tinhso.portal.words import read_words

ALL = [(room, name) for room, pages in PAGES.items() for name in pages]
DRAWN = [(room, name) for room, pictures in PICTURES.items() for name in pictures]
NOT_HERE = {"scenarios", "countries"}  # the small releases of these tests hold no outlook and no public series


@pytest.mark.parametrize("language", ["vi", "en", "th"])
@pytest.mark.parametrize(("room", "name"), ALL)
def test_every_page_answers_in_every_language(client, room, name, language):
    place = "" if name == "overview" else f"{name}/"
    answer = client.get(f"/{language}/dong-nai/{room}/{place}")
    assert answer.status_code == 200
    assert answer.headers["Tinhso-Published"] == "1"


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize(("room", "name"), [each for each in DRAWN if each[1] not in NOT_HERE])
def test_every_picture_is_drawn(client, room, name, width):
    answer = client.get(f"/vi/dong-nai/{room}/{name}-{width}.svg")
    svg = answer.content.decode()
    assert (answer.status_code, svg[:4]) == (200, "<svg")
    assert "NaN" not in svg
    assert svg.count("<path") > 5


def test_what_is_not_there_is_not_found(client):
    for path in ("economy/none/", "economy/none-wide.svg", "economy/growth-huge.svg", "economy/countries-wide.svg"):
        assert client.get(f"/vi/dong-nai/{path}").status_code == 404, path


def test_values_stand_in_the_table_beside_the_picture(client):
    html = client.get("/en/dong-nai/economy/exports/").content.decode()
    assert "85 Electrical and electronic goods" in html
    assert "34.04" in html
    assert "1,436" in client.get("/en/dong-nai/finance/portfolio/").content.decode()
    investments = client.get("/en/dong-nai/industry/").content.decode()
    reached = re.findall(r'scope="row">([^<]+)</th><td class="n">(\d+)', investments)
    assert reached[:2] == [("first talks", "3"), ("memorandum", "1")]
    assert "Hãng A" in investments and "Hãng B" not in investments
    assert "DA-75-07" in client.get("/en/dong-nai/finance/results/").content.decode()


class Bare(Release):
    """A release with the plan alone."""

    def find(self, name):
        return None


def test_a_room_without_its_registers_still_has_pages(edition):
    bare = Bare(edition.release.folder)
    for room, pages in PAGES.items():
        for name, made in pages.items():
            assert isinstance(made(bare), dict), (room, name)
        for name, draw in PICTURES[room].items():
            assert draw(bare, lambda key, **values: key, False) is None, (room, name)


def test_the_page_without_its_registers_says_so(client, monkeypatch):
    monkeypatch.setattr(Release, "find", Bare.find)
    assert read_words()["economy.absent"].vi in client.get("/vi/dong-nai/economy/growth/").content.decode()
    assert read_words()["finance.absent"].vi in client.get("/vi/dong-nai/finance/budget/").content.decode()
