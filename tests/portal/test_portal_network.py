"""The network's pages show what the release says: layers, gaps with their people, sites, places and profiles."""

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

BASE = "/vi/dong-nai/network/"


@pytest.fixture
def document(edition):
    return edition.release.read("network/coverage.json")


def test_the_map_shows_the_layer_asked_for_with_what_it_rests_on(client, document):
    text = client.get(f"{BASE}maps/4G-Viettel-105/").content.decode()
    assert "network/maps/4G-Viettel-105.png" in text
    assert f'data-raster-bounds="{",".join(document["bounds"])}"' in text
    assert "mức thu hỏi -105 dBm" in text and "Mẫu địa hình mỗi 50 m" in text
    assert "Địa hình là dữ liệu mẫu" in text


def test_a_layer_that_is_not_there_is_not_found(client):
    assert client.get(f"{BASE}maps/6G-any-110/").status_code == 404
    assert client.get(f"{BASE}gaps/6G/").status_code == 404
    assert client.get(f"{BASE}places/none/").status_code == 404


def test_gaps_in_the_table_are_the_features_of_the_map(client, document):
    text = client.get(f"{BASE}gaps/4G/").content.decode()
    features = json.loads(client.get("/th/dong-nai/network/gaps/4G.geojson").content)["features"]
    assert len(features) == len(document["gaps"]["4G"]) == len(re.findall(r'<th scope="row"><a', text)) > 0
    assert all(re.search(r"[\u0e00-\u0e7f]", line) for line in features[0]["properties"]["lines"])


def test_the_sites_of_a_commune_name_their_stations_and_are_marked_as_invented(client, edition):
    code = edition.release.read("network/stations.geojson")["features"][0]["properties"]["area"]
    features = json.loads(client.get(f"{BASE}stations/{code}.geojson").content)["features"]
    assert any("VinaPhone" in line for line in features[0]["properties"]["lines"])
    assert features[0]["properties"]["lines"][-1] == "Dữ liệu mẫu"
    assert "S1" in client.get(f"{BASE}stations/{code}/").content.decode()


def test_a_profile_of_any_site_and_place_is_drawn_with_its_losses(client):
    answer = client.get(f"{BASE}profiles/", {"site": "S1", "place": "P2"})
    assert answer.status_code == 302
    text = client.get(answer["Location"]).content.decode()
    assert text.count("<polygon") == 3 and "Suy hao truyền cơ bản" in text and "5G, 2600 MHz" in text


def test_an_unknown_pair_is_said(client):
    assert "Không tìm thấy" in client.get(f"{BASE}profiles/", {"site": "S1", "place": "P99"}).content.decode()


def test_a_plan_shows_its_certificate_cost_sites_and_both_maps(client, edition):
    plan = edition.release.read("network/plans/4g-places-100/plan.json")
    text = client.get(f"{BASE}plans/4g-places-100/").content.decode()
    assert plan["certificate"]["text"]["vi"] in text
    assert "network/maps/4G-any-110.png" in text and "network/plans/4g-places-100/after.png" in text
    assert plan["effects"][0]["after"] == "1.0000" and "100,0\N{NO-BREAK SPACE}%" in text
    features = json.loads(client.get(f"{BASE}plans/4g-places-100.geojson").content)["features"]
    assert len(features) == len(plan["sites"]) == text.count('class="site"/>') - 1
    assert "4g-places-100/" in client.get(f"{BASE}plans/").content.decode()


def test_a_plan_is_given_as_a_workbook(client, edition):
    plan = edition.release.read("network/plans/4g-places-100/plan.json")
    book = load_workbook(BytesIO(client.get(f"{BASE}plans/4g-places-100.xlsx").content))
    assert book["Vị trí"].max_row == 1 + len(plan["sites"])


def test_the_room_leads_to_its_pages(client):
    assert f'href="{BASE}"' in client.get("/vi/dong-nai/rooms/network/").content.decode()
