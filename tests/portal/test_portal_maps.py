"""The cartogram's circles never hide one another; features and picture show the same communes with the same classes."""

import json
import math
from itertools import combinations, pairwise

import pytest
from a_release import a_home
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure.release import find_releases, read_release
from tinhso.portal.cartogram import circles
from tinhso.portal.edition import Edition
from tinhso.portal.maps import communes_figure, features_of
from tinhso.portal.places import places_of

coordinate = st.floats(-100, 100)
UNITS = st.lists(st.tuples(coordinate, coordinate, st.floats(0, 1e6)), min_size=1, max_size=30)


@given(UNITS)
def test_no_circle_hides_another(units):
    made = circles([(x, y) for x, y, _ in units], [weight for _, _, weight in units])
    for one, other in combinations(made, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= (one.radius + other.radius) * (1 - 1e-9)


@given(UNITS)
def test_a_heavier_unit_is_never_drawn_smaller(units):
    made = circles([(x, y) for x, y, _ in units], [weight for _, _, weight in units])
    by_weight = sorted(zip((weight for _, _, weight in units), (c.radius for c in made), strict=True))
    assert all(a[1] <= b[1] * (1 + 1e-9) for a, b in pairwise(by_weight))


def test_areas_are_in_proportion_and_the_place_is_kept_where_there_is_room():
    points, weights = [(0.0, 0.0), (100.0, 0.0), (0.0, 100.0)], [100.0, 200.0, 400.0]
    made = circles(points, weights)
    assert [round((c.radius / made[0].radius) ** 2, 6) for c in made] == [1.0, 2.0, 4.0]
    assert [(round(c.x, 6), round(c.y, 6)) for c in made] == points


def test_no_points_give_no_circles():
    assert circles([], []) == []


def test_units_on_one_point_all_stay_in_sight():
    made = circles([(1.0, 1.0)] * 5, [1.0, 2.0, 3.0, 4.0, 5.0])
    assert min(math.hypot(a.x - b.x, a.y - b.y) / (a.radius + b.radius) for a, b in combinations(made, 2)) >= 1


def test_a_release_without_people_sizes_its_circles_by_land(edition):
    places = places_of(edition)
    assert places.kind == "land" and len(places.shapes) == 95


@pytest.mark.parametrize("language", ["vi", "en", "th"])
def test_features_say_what_the_picture_and_the_table_say(client, edition, language):
    response = client.get(f"/{language}/dong-nai/maps/services.online_share.geojson")
    found = json.loads(response.content)
    assert response["Content-Type"] == "application/geo+json"
    drawn = communes_figure(edition, "services.online_share")["map"]
    by_code = {feature["id"]: feature["properties"] for feature in found["features"]}
    assert {shape.code: shape.step for shape in drawn.shapes} == {code: p["step"] for code, p in by_code.items()}
    for shape in drawn.shapes:
        properties = by_code[shape.code]
        assert properties["label"] == shape.ranked.area["label"][language]
        assert properties["href"] == f"/{language}/dong-nai/communes/{shape.code}/"
        assert len(properties["lines"]) == (2 if shape.ranked.rank else 1)


def test_a_map_of_the_browser_is_light(edition):
    assert len(json.dumps(features_of(edition, "services.online_share"), separators=(",", ":"))) < 150_000


def test_an_unknown_map_is_not_found(client):
    assert client.get("/vi/dong-nai/maps/none.none.geojson").status_code == 404


def test_a_release_with_boundaries_draws_them_and_says_whose(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[107, 11], [107.1, 11], [107.1, 11.1], [107, 11]]]}
    document = {
        "type": "FeatureCollection", "source": "Bản đồ thử", "as_of": "2026-11-22", "missing": ["25210"],
        "features": [{"type": "Feature", "id": "25195", "properties": {"code": "25195"}, "geometry": square}],
    }  # fmt: skip
    home = a_home(tmp_path / "dong-nai", boundaries=json.dumps(document).encode())
    edition = Edition("dong-nai", read_release(find_releases(home)[-1]))
    places = places_of(edition)
    assert (places.kind, places.source, places.n_missing) == ("boundaries", "Bản đồ thử", 1)
    assert [each["geometry"] for each in features_of(edition, "services.online_share")["features"]] == [square]
    drawn = communes_figure(edition, "services.online_share")
    html = render_to_string("portal/_map.html", {"edition": edition, "indicator": {"id": "x"}, **drawn})
    assert "Bản đồ thử" in html and "22/11/2026" in html and "1 đơn vị chưa có ranh giới" in html


def test_the_map_can_be_kept_as_a_picture_for_documents(client):
    response = client.get("/th/dong-nai/maps/services.online_share.png")
    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n" and len(response.content) > 20_000


@pytest.mark.parametrize("language", ["vi", "en", "th"])
def test_the_former_units_stand_on_a_page_of_their_own_and_say_what_they_rest_on(client, edition, language):
    html = client.get(f"/{language}/dong-nai/indicators/network.stations/units-before/").content.decode()
    assert html.count('<th scope="row">') == len(edition.restated("network.stations")) == 270
    assert {"vi": "chia đều", "en": "equal parts", "th": "แบ่งเท่ากัน"}[language] in html
    assert "units-before" in client.get(f"/{language}/dong-nai/indicators/network.stations/").content.decode()


def test_an_indicator_of_the_province_alone_has_no_former_units(client):
    path = "/vi/dong-nai/indicators/finance.science_technology_share/units-before/"
    assert client.get(path).status_code == 404
