"""Link budgets, words, the statistical fallback and terrain files: check values, limits, and faults told."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tinhso.base.errors import DefinitionError, UnusableInput
from tinhso.rooms.network.building_entry import Building, entry_loss_db, entry_spread_db
from tinhso.rooms.network.coverage import (
    LABELS,
    Word,
    compare_samples,
    read_link_budgets,
    served_shares,
    word_of,
    words,
)
from tinhso.rooms.network.statistical import Surroundings, statistical_loss
from tinhso.rooms.network.terrain import check_extent, filled, heights_at
from tinhso.rooms.network.terrain_files import read_terrain


def test_budgets_hold_every_band_dated_and_marked_unverified() -> None:
    budgets = read_link_budgets()
    assert {700, 900, 1800, 2100, 2600, 3500} == {band for _, band in budgets}
    assert all(not b.verified and b.source and b.from_on <= date(2026, 11, 1) for b in budgets.values())
    assert budgets["4G", 1800].most_loss_db == pytest.approx(15.2 + 17 - 2 - 3 + 110)


def test_a_budget_file_with_a_fault_is_told(tmp_path: Path) -> None:
    file = tmp_path / "budgets.yaml"
    file.write_text("from: 2026-01-01\nbands: 3\n")
    with pytest.raises(DefinitionError):
        read_link_budgets(file)


def test_words_follow_the_shares_printed_on_the_map() -> None:
    budget = read_link_budgets()["5G", 3500]
    assert [word_of(budget, s) for s in (0.95, 0.9, 0.6, 0.5, 0.1)] == [
        Word.COVERED, Word.COVERED, Word.PROBABLE, Word.PROBABLE, Word.NOT,
    ]  # fmt: skip
    assert words(budget, np.array([np.nan])).tolist() == [0]
    assert all(label.vi and label.en and label.th for label in LABELS.values())


def test_half_of_the_locations_are_served_at_the_budget_and_fewer_indoors() -> None:
    budget = read_link_budgets()["4G", 1800]
    loss = np.array([budget.most_loss_db, budget.most_loss_db - 10, budget.most_loss_db + 10], np.float32)
    clutter = np.array([10, 10, 10], np.float32)
    outdoors = served_shares(budget, loss, clutter)
    indoors = served_shares(budget, loss, clutter, indoors=True)
    assert outdoors[0] == pytest.approx(0.5, abs=1e-4)
    assert outdoors[1] > 0.99 > 0.01 > outdoors[2]
    assert (indoors[:2] < outdoors[:2]).all()


def test_samples_are_compared_apart_from_prediction() -> None:
    found = compare_samples(np.array([-90.0, -100.0, np.nan]), np.array([-88.0, -94.0, -80.0]))
    assert found is not None
    assert (found.n, found.bias_db) == (2, 4.0)
    assert found.rmse_db == pytest.approx(20**0.5)
    assert found.corrected_rmse_db == pytest.approx(2.0)
    assert compare_samples(np.array([np.nan]), np.array([1.0])) is None


@pytest.mark.parametrize(
    ("name", "mast", "frequency", "expected"),
    [
        ("UMa", 25, 0.7, [(69.159, 89.058), (95.826, 115.936), (119.890, 139.447)]),
        ("UMa", 25, 3.5, [(83.138, 103.038), (98.269, 129.916), (121.449, 153.427)]),
        ("UMi", 10, 0.7, [(78.357, 89.756), (106.256, 114.376), (130.336, 135.627)]),
        ("UMi", 10, 3.5, [(85.314, 104.644), (107.114, 129.265), (131.194, 150.515)]),
        ("RMa", 35, 0.7, [(70.219, 78.694), (84.633, 104.843), (105.416, 128.068)]),
        ("RMa", 35, 3.5, [(84.198, 92.674), (98.612, 118.823), (113.018, 142.047)]),
    ],
)
def test_the_statistical_fallback_meets_its_check_values(
    name: str, mast: float, frequency: float, expected: list[tuple[float, float]]
) -> None:
    for distance, (clear, blocked) in zip((100, 500, 2000), expected, strict=True):
        found = statistical_loss(frequency, distance, Surroundings(name), mast_m=mast)
        assert (found.clear_db, found.blocked_db) == pytest.approx((clear, blocked), abs=6e-4)


def test_the_chance_of_line_of_sight_and_the_mixture() -> None:
    found = [statistical_loss(0.7, d, Surroundings.TOWN_ABOVE_ROOFS, mast_m=25) for d in (50, 200, 1000)]
    assert [f.clear_probability for f in found] == pytest.approx([0.64940, 0.12805, 0.01800], abs=6e-6)
    shares = [found[1].served_share(loss) for loss in (60, 90, 110, 150)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.999
    with pytest.raises(UnusableInput) as caught:
        statistical_loss(0.1, 5, Surroundings.COUNTRY, mast_m=35)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("building", "frequency", "expected"),
    [
        (Building.TRADITIONAL, 0.7, (5.7192, 14.1021, 24.6040)),
        (Building.TRADITIONAL, 3.5, (5.8821, 15.7206, 28.7381)),
        (Building.EFFICIENT, 0.7, (17.4369, 31.5762, 46.6741)),
        (Building.EFFICIENT, 3.5, (16.5614, 30.8862, 49.2718)),
    ],
)
def test_entry_losses_meet_their_check_values(
    building: Building, frequency: float, expected: tuple[float, ...]
) -> None:
    found = [entry_loss_db(frequency, share, building) for share in (0.1, 0.5, 0.9)]
    assert found == pytest.approx(expected, abs=6e-5)
    assert entry_spread_db(frequency, building) == pytest.approx((found[2] - found[0]) / 2.5631, abs=1e-3)
    with pytest.raises(UnusableInput):
        entry_loss_db(0.05, 0.5, building)


def tile(tmp_path: Path, heights: np.ndarray) -> Path:
    file = tmp_path / "N11E107.hgt"
    file.write_bytes(heights.astype(">i2").tobytes())
    return file


def test_an_srtm_tile_is_read_with_its_frame_and_voids(tmp_path: Path) -> None:
    heights = np.arange(121).reshape(11, 11)
    heights[0, 0] = -32768
    terrain = read_terrain(tile(tmp_path, heights))
    assert (terrain.north, terrain.west, terrain.south, terrain.east) == pytest.approx((12, 107, 11, 108))
    assert terrain.n_voids == 1
    assert heights_at(terrain, np.array([107.55, 109.0]), np.array([11.5, 11.5]))[0] == pytest.approx(60.5)
    assert np.isnan(heights_at(terrain, np.array([109.0, 107.01]), np.array([11.5, 11.99]))).all()
    faults = check_extent(terrain, (106.5, 11.1, 107.5, 11.9), "N11E107.hgt")
    assert len(faults) == 2
    whole = filled(terrain)
    assert whole.n_voids == 0
    assert whole.height_m[0, 0] in (1, 11)
    assert check_extent(whole, (107.1, 11.1, 107.5, 11.9), "x") == []


def test_an_ascii_grid_is_read_from_corner_or_centre(tmp_path: Path) -> None:
    file = tmp_path / "ground.asc"
    file.write_text(
        "ncols 2\nnrows 2\nxllcorner 106.0\nyllcorner 11.0\ncellsize 0.5\nNODATA_value -9999\n1 2\n-9999 4\n"
    )
    terrain = read_terrain(file)
    assert (terrain.north, terrain.west, terrain.n_voids) == (11.75, 106.25, 1)
    assert terrain.height_m[1, 1] == 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ground.tif", b"II*\x00"),
        ("ground.hgt", b"\x00\x01" * 9),
        ("N11E107.hgt", b"\x00\x01" * 10),
        ("N11E107.hgt", np.full(9, 9800, ">i2").tobytes()),
        ("ground.asc", b"ncols 2\nnrows 2\n1 2 3"),
        ("ground.asc", b"ncols 1\nnrows 1\nxllcorner 600000\nyllcorner 1200000\ncellsize 30\n5"),
    ],
)
def test_a_terrain_file_that_cannot_be_used_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnusableInput) as caught:
        read_terrain(file)
    assert name in caught.value.text("vi")
