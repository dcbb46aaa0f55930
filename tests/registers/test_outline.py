"""Polygons from GeoJSON and WKT: sound ones kept in one form, each fault told with its place, no row lost."""

import json
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import UnusableInput
from tinhso.base.home import make_home
from tinhso.registers.check import check
from tinhso.registers.outline import outlines_table, read_outline
from tinhso.registers.receive import receive
from tinhso.registers.rejects import read_problems, write_rejects_xlsx

DAY = date(2026, 10, 1)
CODES = ("25195", "25210", "25217")


def box(west, south, size=0.1):
    return shapely.box(west, south, west + size, south + size)


def feature(code, shape, **more):
    geometry = shape if isinstance(shape, dict) or shape is None else json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "id": code, "properties": {"code": code, **more}, "geometry": geometry}


def sent(home, *features, document=None):
    path = home.folder / "xa.geojson"
    path.write_text(json.dumps(document or {"type": "FeatureCollection", "features": list(features)}), "utf-8")
    delivery = receive(home, [path], register="land.boundary", sender="x", as_of=DAY)
    return check(home, delivery)


def faults(home, receipt):
    return {(problem.row, problem.column): problem for problem in read_problems(home, receipt.id)}


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home", "75")


def test_each_feature_is_a_row(home):
    receipt = sent(home, *(feature(code, box(107 + n, 11)) for n, code in enumerate(CODES)))
    assert (receipt.rows_in, receipt.rows_out) == (3, 3)
    assert receipt.details["format"] == "geojson"


def test_neighbours_that_share_a_border_are_apart(home):
    assert sent(home, feature(CODES[0], box(107, 11)), feature(CODES[1], box(107.1, 11))).rows_rejected == 0


def test_every_fault_is_told_with_its_place_and_nothing_is_lost(home):
    crossing = {"type": "Polygon", "coordinates": [[[107, 11], [107.1, 11.1], [107.1, 11], [107, 11.1], [107, 11]]]}
    abroad = {"type": "Polygon", "coordinates": [[[11, 107], [11.1, 107], [11.1, 107.1], [11, 107]]]}
    point = {"type": "Point", "coordinates": [107, 11]}
    receipt = sent(
        home, feature(CODES[0], crossing), feature(CODES[1], abroad), feature(CODES[2], point),
        feature("99999", box(107, 12)), feature("25220", None), "no feature", feature("25222", box(108, 12)),
    )  # fmt: skip
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (7, 1, 6)
    found = faults(home, receipt)
    assert "107.05 11.05" in found[(1, "geometry")].expected.en
    assert "longitude 102–118" in found[(2, "geometry")].expected.en
    assert "a polygon" in found[(3, "geometry")].expected.en
    assert found[(4, "area")].found == "99999"
    assert "required" in found[(5, "geometry")].expected.en
    assert (6, "") in found


def test_two_that_overlap_are_both_sent_back(home):
    receipt = sent(home, feature(CODES[0], box(107, 11)), feature(CODES[1], box(107.05, 11)))
    assert receipt.rows_out == 0
    assert "50.0 %" in faults(home, receipt)[(1, "geometry")].expected.vi


def test_the_workbook_of_rejects_can_be_written_of_long_outlines(home, tmp_path):
    round_ = shapely.Point(11, 107).buffer(0.1, 4000)
    receipt = sent(home, feature(CODES[0], round_))
    assert write_rejects_xlsx(home, receipt, tmp_path / "rejects.xlsx") == 1


def test_a_file_that_was_cut_off_changes_nothing_and_says_so(home):
    path = home.folder / "xa.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"', "utf-8")
    with pytest.raises(UnusableInput) as caught:
        check(home, receive(home, [path], register="land.boundary", sender="x", as_of=DAY))
    [fault] = caught.value.faults
    assert fault.where == "xa.geojson" and "GeoJSON" in fault.expected.en


def test_features_that_are_no_list_are_refused(home):
    with pytest.raises(UnusableInput):
        sent(home, document={"type": "FeatureCollection", "features": 3})


@given(st.floats(102.1, 117), st.floats(7, 23), st.floats(0.01, 0.4))
def test_one_polygon_has_one_text_however_it_is_written(west, south, size):
    shape = box(round(west, 5), round(south, 5), round(size, 5))
    turned = shapely.Polygon([*shape.exterior.coords[2:], *shape.exterior.coords[1:3]])
    texts = [shapely.to_wkt(shape, rounding_precision=-1), shapely.to_geojson(turned), shapely.to_wkt(shape.reverse())]
    table = outlines_table({text: 1 for text in texts[:2]}, apart=False).to_pylist()
    assert len({row["today"] for row in table}) == 1 and not any(row["fault"] for row in table)


@given(st.text(max_size=60))
def test_any_text_is_a_polygon_or_a_fault(text):
    found = read_outline(text)
    assert (found.polygon is None) == bool(found.fault)


def test_a_spike_without_area_is_mended():
    spiked = "POLYGON ((107 11, 107.1 11, 107.1 11.1, 107.1 11.2, 107.1 11.1, 107 11.1, 107 11))"
    assert read_outline(spiked).fault == ""


def test_the_same_text_under_two_codes_overlaps_itself():
    text = shapely.to_wkt(box(107, 11))
    assert outlines_table({text: 2}, apart=True).to_pylist()[0]["fault"] == "overlapping"
