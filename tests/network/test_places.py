"""Places in communes: against shapely on real and made borders, and on the corners that tempt one to be wrong."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from tinhso.base.errors import UnusableInput
from tinhso.rooms.network.places import NOWHERE, borders_of, communes_at, read_borders


def test_every_point_of_a_real_province_is_where_shapely_puts_it(radio_folder: Path) -> None:
    file = radio_folder.parent / "admin" / "hung_yen_communes_simpl_60m.geojson"
    features = json.loads(file.read_text("utf-8"))["features"]
    name = next(key for key in features[0]["properties"] if "code" in key.lower() or key == "id")
    borders = read_borders(file, name)
    shapes = [shapely.geometry.shape(f["geometry"]) for f in features]
    west, south, east, north = shapely.total_bounds(shapes)
    generator = np.random.default_rng(5)
    lon, lat = generator.uniform(west, east, 60_000), generator.uniform(south, north, 60_000)
    found = communes_at(borders, lon, lat)
    point, shape = shapely.STRtree(shapes).query(shapely.points(lon, lat), predicate="within")
    expected = np.full(60_000, NOWHERE)
    expected[point] = shape
    assert np.array_equal(found, expected)


def test_a_shared_border_leaves_no_point_twice_or_nowhere() -> None:
    generator = np.random.default_rng(8)
    y = np.linspace(0, 1, 400)
    wall = np.column_stack([0.5 + 0.05 * generator.standard_normal(400).cumsum() / 20, y])
    left = np.vstack([wall, [[-1, 1], [-1, 0]]])
    right = np.vstack([wall[::-1], [[2, 0], [2, 1]]])
    borders = borders_of([("L", [left]), ("R", [right])])
    lat = generator.uniform(0, 0.9999, 50_000)
    lon = np.interp(lat, y, wall[:, 0])
    assert set(communes_at(borders, lon, lat).tolist()) <= {0, 1}
    assert communes_at(borders, np.array([-0.9, 1.9, 3.0, np.nan]), np.full(4, 0.5)).tolist() == [0, 1, -1, -1]


def test_holes_are_outside() -> None:
    square = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    borders = borders_of([("A", [square, square * 0.2 + 0.4])])
    assert communes_at(borders, np.array([0.2, 0.5]), np.array([0.2, 0.5])).tolist() == [0, NOWHERE]


def test_a_file_that_holds_no_borders_is_told(tmp_path: Path) -> None:
    file = tmp_path / "borders.json"
    file.write_text('{"features": [{"properties": {}}]}')
    with pytest.raises(UnusableInput) as caught:
        read_borders(file, "code")
    assert "borders.json" in str(caught.value)
