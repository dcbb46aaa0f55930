"""Every page of both provinces answers in three languages, obeys the strict policy, and leads nowhere missing."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tinhso.portal.homes import get_edition

LANGUAGES = ("vi", "en", "th")


class Tags(HTMLParser):
    """Collects links, and whatever a strict content policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.forbidden: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.links |= {found[name] for name in ("href", "src") if found.get(name)}
        self.forbidden += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.forbidden.append(tag)
        self.ids += [found["id"]] if "id" in found else []


def crawl(client: Client, start: str, *, per_kind: int | None = None) -> dict[str, int]:
    """Follow every link of one language from a page on; at most so many pages of a kind."""
    waiting, seen, kinds = [start], {start: 0}, {}
    while waiting:
        path = waiting.pop()
        response = client.get(path)
        seen[path] = response.status_code
        response.close()
        if "html" not in response.get("Content-Type", "") or response.status_code != 200:
            continue
        tags = Tags(response.content.decode())
        assert not tags.forbidden, (path, tags.forbidden)
        assert len(tags.ids) == len(set(tags.ids)), path
        for link in sorted(tags.links):
            target = link.partition("#")[0]
            kind = "/".join(target.split("/")[1:4])
            same_language = target.startswith((start[:4], "/files/", "/data/", "/api/"))
            if not same_language or target in seen or (per_kind and kinds.get(kind, 0) >= per_kind):
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            seen[target] = 0
            waiting.append(target)
    return seen


def expected(path):
    """A page answers; a desk and one's own account send a stranger to sign in."""
    return 302 if "/desks/" in path or path.endswith(("/own/", "/accounts/factors/")) else 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere(client, language):
    found = crawl(client, f"/{language}/", per_kind=2)
    assert {path: code for path, code in found.items() if code != expected(path)} == {}
    assert len(found) > 35


@pytest.mark.slow
def test_every_link_of_the_whole_site_leads_somewhere(client):
    found = crawl(client, "/vi/")
    assert {path: code for path, code in found.items() if code != expected(path)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_has_a_page_with_its_promise_and_reason(client, edition, language):
    for statement in edition.board.statements:
        html = client.get(f"/{language}/dong-nai/targets/{statement['id']}/").content.decode()
        assert escaped(statement["promise"][language]) in html
        assert escaped(statement["reason"][language]) in html


def escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
    )


def test_a_measured_target_shows_its_counts_its_mark_and_its_seal(client, edition):
    html = client.get("/vi/dong-nai/").content.decode()
    measured = [t for t in edition.board.targets if t["observation"] and t["observation"]["denominator"]]
    assert measured
    for target in measured:
        assert f"/vi/dong-nai/receipts/{target['observation']['receipt']}/" in html
    assert "Dữ liệu mẫu" in html


def test_the_receipt_page_shows_the_chain_down_to_bytes(client, edition):
    receipt = next(r for r in edition.receipts.values() if r["step"] == "measure")
    html = client.get(f"/en/dong-nai/receipts/{receipt['id']}/").content.decode()
    assert [html.index(word) for word in ("Measure ·", "Check ·", "Receive ·")] == sorted(
        html.index(word) for word in ("Measure ·", "Check ·", "Receive ·")
    )
    assert "bytes:dossiers.csv" in html


def test_three_readings_stand_side_by_side(client, edition):
    target = next(t for t in edition.board.targets if len(t["readings"]) > 1)
    html = client.get(f"/en/dong-nai/targets/{target['id']}/").content.decode()
    for reading in target["readings"]:
        assert f"/en/dong-nai/indicators/{reading['indicator']}/" in html


def test_the_four_reasons_for_no_value_are_told_apart(client, edition):
    html = client.get("/en/dong-nai/indicators/services.online_share/").content.decode()
    assert "protected (few cases)" in html
    assert "no data" in html


def test_filters_keep_only_what_was_chosen(client, edition):
    chosen = [s for s in edition.board.statements if s["pillar"] == "economy" and "DN4" in s["seeds"]]
    html = client.get("/en/dong-nai/targets/?pillar=economy&seed=DN4").content.decode()
    assert len(re.findall(r"<tr><th scope=\"row\">", html)) == len(chosen) > 0
    assert client.get("/en/dong-nai/targets/?pillar=<script>").status_code == 200


def test_an_unknown_page_is_a_plain_404_in_the_readers_language(client):
    for path in (
        "/th/dong-nai/targets/none/",
        "/th/nowhere/",
        "/th/dong-nai/communes/00000/",
        "/th/dong-nai/receipts/x/",
    ):
        response = client.get(path)
        assert response.status_code == 404
        assert "ไม่มีหน้านี้" in response.content.decode()


def test_headers_forbid_everything_not_ours(client):
    response = client.get("/vi/dong-nai/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response


def test_the_root_leads_to_the_readers_language(client):
    assert client.get("/", headers={"accept-language": "th,en;q=0.5"})["Location"] == "/th/"
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/vi/"


def test_what_moved_since_the_last_release_is_shown(client, edition):
    html = client.get("/en/dong-nai/changes/").content.decode()
    assert edition.release.manifest["previous"] in html
    assert html.count('<th scope="row">') > 0
    assert "first release" in client.get("/en/hung-yen/changes/").content.decode()


def test_two_provinces_stand_side_by_side(client):
    html = client.get("/en/compare/").content.decode()
    assert all(get_edition(slug).province["label"]["en"] in html for slug in ("dong-nai", "hung-yen"))
    assert "/en/hung-yen/receipts/" in html
