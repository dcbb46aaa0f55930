"""Boundaries in a release: thinned, shared borders kept shared, what is missing named; the public polygons received."""

import json
from datetime import date

import pytest
import shapely
from shapely.geometry import shape

from tinhso.base.area import communes_of
from tinhso.base.home import make_home
from tinhso.engine import open_store
from tinhso.path.given import take_given
from tinhso.registers.check import check
from tinhso.registers.receive import receive
from tinhso.rooms.land.boundaries import boundary_documents, thinned

DAY = date(2026, 11, 22)


def released(home, path):
    receipt = check(home, receive(home, [path], register="land.boundary", sender="x", as_of=DAY))
    with open_store(home.store, read_only=True) as store:
        return receipt, boundary_documents(store, home, DAY)


def grid(codes, **more):
    squares = {code: shapely.box(107 + n % 4 / 10, 11 + n // 4 / 10, 107.1 + n % 4 / 10, 11.1 + n // 4 / 10)
               for n, code in enumerate(codes)}  # fmt: skip
    return [
        {"type": "Feature", "properties": {"ma_xa": code, **more}, "geometry": json.loads(shapely.to_geojson(square))}
        for code, square in squares.items()
    ]


def test_a_home_without_boundaries_publishes_none(tmp_path):
    home = make_home(tmp_path / "home", "75")
    with open_store(home.store) as store:
        assert boundary_documents(store, home, DAY) == {}


@pytest.mark.parametrize(("more", "source"), [({}, "xa.geojson"), ({"source": "Bản đồ thử"}, "Bản đồ thử")])
def test_the_document_names_its_source_day_and_what_is_missing(tmp_path, more, source):
    home = make_home(tmp_path / "home", "75")
    codes = [area.code for area in communes_of("75", DAY)]
    path = tmp_path / "xa.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": grid(codes[:8], **more)}), "utf-8")
    receipt, files = released(home, path)
    found = json.loads(files["boundaries.geojson"])
    assert (found["source"], found["as_of"], found["receipt"]) == (source, "2026-11-22", receipt.id)
    assert found["missing"] == codes[8:]
    assert [each["id"] for each in found["features"]] == codes[:8]


def test_thinning_moves_a_shared_border_on_both_sides_alike():
    zigzag = [(107.1 + 0.0004 * (n % 2), 11 + n / 400) for n in range(41)]
    left = shapely.Polygon([(107, 11), *zigzag, (107, 11.1)])
    right = shapely.Polygon([(107.2, 11), (107.2, 11.1), *reversed(zigzag)])
    made = [shape(each["geometry"]) for each in thinned({"a": left.wkt, "b": right.wkt})]
    assert shapely.get_num_coordinates(made).sum() < 30
    assert made[0].intersection(made[1]).area == 0 and made[0].touches(made[1])


@pytest.mark.parametrize(("province", "name", "n"), [("75", "dong_nai", 95), ("33", "hung_yen", 104)])
def test_the_public_polygons_of_both_provinces_are_received_whole(shared, tmp_path, province, name, n):
    path = shared / f"admin/{name}_communes_simpl_60m.geojson"
    receipt, files = released(make_home(tmp_path / "home", province), path)
    found = json.loads(files["boundaries.geojson"])
    assert (receipt.rows_in, receipt.rows_out, found["missing"]) == (n, n, [])
    assert len(files["boundaries.geojson"]) < 250_000


def test_files_given_with_up_become_one_delivery_that_names_each_source(tmp_path):
    codes = [area.code for area in communes_of("75", DAY)]
    for name, some in (("a_communes.geojson", codes[:2]), ("b_communes.geojson", codes[2:4])):
        features = grid(codes[:4])
        kept = [each for each in features if each["properties"]["ma_xa"] in some]
        (tmp_path / name).write_text(json.dumps({"type": "FeatureCollection", "features": kept}), "utf-8")
    home = make_home(tmp_path / "home", "75")
    [placed] = take_given(home, tmp_path)
    receipt, files = released(home, placed)
    assert (placed.parent.name, receipt.rows_out) == ("land.boundary", 4)
    assert json.loads(files["boundaries.geojson"])["source"] == "a_communes.geojson; b_communes.geojson"
