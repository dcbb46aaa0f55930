"""What a province may send by mistake: voids, the sea, swapped coordinates, feet, doubles, short terrain – all told."""

from pathlib import Path

import numpy as np
import pytest

from tinhso.base.errors import Fault, UnusableInput
from tinhso.rooms.network.place_coverage import Ground
from tinhso.rooms.network.sampling import Rasters
from tinhso.rooms.network.site_faults import MOST_TOLD, check_sites
from tinhso.rooms.network.terrain import check_extent, heights_at
from tinhso.rooms.network.terrain_files import read_terrain

SIDE = 60


def ground(heights: np.ndarray, *, made_from: str = "measured", zone: np.ndarray | None = None) -> Ground:
    codes = np.zeros(0, np.uint8) if zone is None else zone.ravel()
    rasters = Rasters(heights.astype(np.float32).ravel(), np.zeros(SIDE * SIDE, np.float32), codes, SIDE)
    return Ground(rasters, 11.0, 107.0, 100.0, made_from)


def coast() -> np.ndarray:
    """Sea in the east: exactly 0 m, as elevation models write it."""
    heights = np.full((SIDE, SIDE), 12.0)
    heights[:, SIDE // 2 :] = 0.0
    return heights


def place(row: float, column: float) -> tuple[float, float]:
    """Latitude and longitude of a cell of `ground`."""
    found = ground(coast())
    one = found.cells(np.array([10.99]), np.array([107.01]))[0]
    return 11.0 - 0.01 * row / one[0], 107.0 + 0.01 * column / one[1]


def faults_of(*places: tuple[float, float], on: Ground | None = None) -> list[Fault]:
    codes = np.array([f"T{k}" for k in range(len(places))])
    lat, lon = np.array(places).T
    return check_sites(codes, lat, lon, on or ground(coast()))


def whole(fault: Fault) -> None:
    """All four parts are there in all three languages."""
    assert fault.where
    assert fault.found
    for label in (fault.what, fault.expected, fault.advice):
        assert label.vi
        assert label.en
        assert label.th


def test_sound_sites_have_no_fault() -> None:
    assert faults_of(place(10, 10), place(30, 20)) == []


def test_swapped_coordinates_are_told_as_swapped_and_not_as_far_away() -> None:
    lat, lon = place(10, 10)
    (fault,) = faults_of((lon, lat), place(30, 20))
    assert fault.what.en == "latitude and longitude are swapped"
    assert (fault.where, fault.found) == ("T0", "1 / 2")
    whole(fault)


def test_a_site_in_the_sea_is_told() -> None:
    (fault,) = faults_of(place(10, 50), place(10, 10))
    assert fault.what.en == "a station in the sea"
    whole(fault)


def test_low_land_beside_the_sea_is_no_sea_and_invented_ground_has_none() -> None:
    assert faults_of(place(10, SIDE // 2)) == []
    assert faults_of(place(10, 50), on=ground(coast(), made_from="invented")) == []


def test_zones_decide_where_the_ground_has_them() -> None:
    zone = np.full((SIDE, SIDE), 4, np.uint8)
    zone[:10] = 1
    (fault,) = faults_of(place(5, 10), place(20, 50), on=ground(coast(), zone=zone))
    assert (fault.what.en, fault.where) == ("a station in the sea", "T0")


def test_sites_off_the_terrain_are_counted_and_the_first_named() -> None:
    (fault,) = faults_of(*[(20.0, 106.0)] * 14, place(10, 10))
    assert fault.what.en == "a station off the terrain"
    assert fault.found == "14 / 15"
    assert fault.where.count("T") == MOST_TOLD
    whole(fault)


def test_a_station_listed_twice_is_told_once() -> None:
    codes, at = np.array(["A", "B", "C"]), np.array([place(10, 10)] * 3)
    same = (np.array(["S1", "S1", "S1"]), np.array(["4G", "4G", "5G"]))
    (fault,) = check_sites(codes, at[:, 0], at[:, 1], ground(coast()), same)
    assert (fault.what.en, fault.where) == ("a station is listed twice", "B")
    whole(fault)


def asc(folder: Path, heights: np.ndarray, *, north: float = 12.0, cell: float = 0.1) -> Path:
    file = folder / "ground.asc"
    rows, columns = heights.shape
    head = f"ncols {columns}\nnrows {rows}\nxllcorner 107\nyllcorner {north - rows * cell}\n"
    head += f"cellsize {cell}\nNODATA_value -9999\n"
    file.write_text(head + "\n".join(" ".join(f"{v:g}" for v in row) for row in heights))
    return file


def told(file: Path, **known: float) -> Fault:
    with pytest.raises(UnusableInput) as caught:
        read_terrain(file, **known)
    (fault,) = caught.value.faults
    whole(fault)
    return fault


def test_heights_in_feet_are_suspected_from_the_highest_ground(tmp_path: Path) -> None:
    feet = np.linspace(0, 3000, 100).reshape(10, 10)
    assert read_terrain(asc(tmp_path, feet)).n_voids == 0
    fault = told(asc(tmp_path, feet), highest_m=1000.0)
    assert "0.3048" in fault.advice.en
    assert fault.found == "0 … 3000"


def test_undeclared_voids_are_told_with_the_range_found(tmp_path: Path) -> None:
    heights = np.full((4, 4), 20.0)
    heights[1, 1] = -32768
    assert "NODATA" in told(asc(tmp_path, heights)).advice.vi


def test_declared_voids_stay_unknown_and_are_counted(tmp_path: Path) -> None:
    heights = np.full((4, 4), 20.0)
    heights[1, 1] = -9999
    terrain = read_terrain(asc(tmp_path, heights))
    assert terrain.n_voids == 1
    assert np.isnan(heights_at(terrain, np.array([107.15]), np.array([11.85]))).all()
    (fault,) = check_extent(terrain, (107.1, 11.7, 107.3, 11.9), "ground.asc")
    whole(fault)


def test_terrain_that_leaves_out_part_of_the_area_is_told_with_both_frames(tmp_path: Path) -> None:
    terrain = read_terrain(asc(tmp_path, np.full((4, 4), 20.0)))
    (fault,) = check_extent(terrain, (106.0, 11.7, 107.3, 11.9), "ground.asc")
    assert "107.050" in fault.found
    assert "106.000" in fault.expected.en
    whole(fault)


def geotiff(folder: Path, heights: np.ndarray, *, crs: str | None = "EPSG:4326", unit: str = "m") -> Path:
    rasterio = pytest.importorskip("rasterio", reason="the extra geotiff is not installed")
    file = folder / "ground.tif"
    origin, cell = ((107.0, 12.0), 0.1) if crs != "EPSG:3405" else ((700_000.0, 1_300_000.0), 1000.0)
    with rasterio.open(
        file, "w", driver="GTiff", width=heights.shape[1], height=heights.shape[0], count=1, dtype="int16",
        crs=crs, transform=rasterio.transform.from_origin(*origin, cell, cell), nodata=-32768, compress="deflate",
    ) as target:  # fmt: skip
        target.write(heights.astype(np.int16), 1)
        target.units = (unit,)
    return file


def test_a_geotiff_is_read_with_its_frame_and_voids(tmp_path: Path) -> None:
    heights = np.arange(100).reshape(10, 10)
    heights[0, 0] = -32768
    terrain = read_terrain(geotiff(tmp_path, heights))
    assert (terrain.north, terrain.west, terrain.cell_degrees) == pytest.approx((11.95, 107.05, 0.1))
    assert terrain.n_voids == 1
    assert heights_at(terrain, np.array([107.35]), np.array([11.45]))[0] == pytest.approx(53)


def test_a_geotiff_in_a_national_grid_is_turned_to_degrees(tmp_path: Path) -> None:
    terrain = read_terrain(geotiff(tmp_path, np.full((40, 40), 77), crs="EPSG:3405"))
    assert 11.0 < terrain.south < terrain.north < 12.0
    assert heights_at(terrain, np.array([107.0]), np.array([11.6]))[0] == pytest.approx(77)


def test_a_geotiff_that_says_feet_or_has_no_frame_is_told(tmp_path: Path) -> None:
    assert told(geotiff(tmp_path, np.full((4, 4), 77), unit="ft")).found == "ft"


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_picture_without_a_frame_is_told(tmp_path: Path) -> None:
    assert "frame" in told(geotiff(tmp_path, np.full((4, 4), 77), crs=None)).found
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\x00")
    assert told(broken).where == "broken.tif"
