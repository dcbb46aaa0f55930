"""Losses and shares: more masts never cover less, points off the ground are told, and a change stays local."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from tinhso.base.errors import UnusableInput
from tinhso.rooms.network.calibration import with_corrections
from tinhso.rooms.network.coverage import read_link_budgets
from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.place_coverage import Ground, KeptLosses, Masts, Setting, mast_losses, read_kept, write_kept
from tinhso.rooms.network.served import loss_field
from tinhso.rooms.network.stations import ANY, stations_of

GROUND = Ground(invented_rasters(200, seed=4), 11.2, 106.8, 100.0, sha256="a")
BUDGETS = read_link_budgets()
DAY = date(2026, 1, 1)


def drawn(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.uniform(11.03, 11.18, n), generator.uniform(106.82, 106.97, n)


def listed(lat: np.ndarray, lon: np.ndarray, *, operator: str = "Viettel", since: str = "2025-01-01"):
    n = len(lat)
    return stations_of({
        "Mã trạm": [f"T{k}" for k in range(n)], "Mã vị trí": [f"S{k}" for k in range(n)], "Nhà mạng": [operator] * n,
        "Công nghệ": ["5G"] * n, "Mã xã": ["26248"] * n, "Vĩ độ": lat.tolist(), "Kinh độ": lon.tolist(),
        "Băng tần (MHz)": [3700] * n, "Độ cao ăng ten (m)": [30] * n, "Ngày phát sóng": [since] * n,
        "Ngày ngừng phát": [None] * n,
    })  # fmt: skip


def field_of(lat, lon, kept: KeptLosses | None = None, **more):
    receivers = GROUND.cells(*drawn(80, 2))
    kept = KeptLosses() if kept is None else kept
    return loss_field(listed(lat, lon, **more), receivers, GROUND, BUDGETS, Setting(), kept, ("5G",))


def shares(field, *, operator: str = ANY, **more):
    return field.shares(field.levels("5G", operator, field.stations.on_air(DAY)), **more)


def test_adding_a_mast_never_lowers_the_best_level():
    lat, lon = drawn(12, 1)
    found = [shares(field_of(lat[:n], lon[:n])) for n in (0, 1, 6, 12)]
    assert (found[0] == 0).all()
    assert all((few <= many).all() for few, many in pairwise(found))
    assert found[-1].max() > 0.9


def test_a_place_under_the_mast_is_covered_indoors_is_harder_and_a_higher_level_too():
    lat, lon = drawn(80, 2)
    field = field_of(lat[:5], lon[:5])
    assert (shares(field)[:5] > 0.5).all()
    assert shares(field, indoors=True).sum() < shares(field).sum()
    assert (shares(field, least_dbm=-95.0) <= shares(field)).all()


def test_a_station_of_another_operator_or_not_yet_on_air_serves_nobody():
    lat, lon = drawn(5, 1)
    assert shares(field_of(lat, lon, operator="MobiFone"), operator="Viettel").sum() == 0
    assert shares(field_of(lat, lon, since="2026-06-01")).sum() == 0


def test_swapped_coordinates_are_told_before_anything_is_computed():
    lat, lon = drawn(3, 1)
    masts = Masts(lon, lat, np.full(3, 30.0), np.full(3, 3500))
    with pytest.raises(UnusableInput) as caught:
        list(mast_losses(masts, GROUND.cells(lat, lon), GROUND, Setting()))
    assert "swapped" in caught.value.text("en")


def test_a_station_off_the_ground_serves_nobody_and_is_counted():
    lat, lon = drawn(3, 1)
    lat[1] = 15.0
    assert field_of(lat, lon).mast_of.tolist().count(-1) == 1


def test_one_station_more_computes_its_own_surroundings_and_nothing_else(tmp_path):
    lat, lon = drawn(12, 1)
    first = KeptLosses()
    field_of(lat[:11], lon[:11], first)
    write_kept(tmp_path / "losses.npz", first)
    again = read_kept(tmp_path / "losses.npz")
    later = field_of(lat, lon, again)
    whole = KeptLosses()
    scratch = field_of(lat, lon, whole)
    assert (shares(later) == shares(scratch)).all()
    assert 0 < again.n_computed < whole.n_computed / 3
    assert again.n_computed == len(scratch.near[int(scratch.mast_of[11])])


def test_other_ground_or_another_step_keeps_no_loss():
    lat, lon = drawn(2, 1)
    kept = KeptLosses()
    masts, receivers = Masts(lat, lon, np.full(2, 30.0), np.full(2, 3500)), GROUND.cells(*drawn(80, 2))
    pairs = sum(len(near) for near, _ in mast_losses(masts, receivers, GROUND, Setting(), kept))
    list(mast_losses(masts, receivers, replace(GROUND, sha256="b"), Setting(), kept))
    list(mast_losses(masts, receivers, GROUND, Setting(step_m=20.0), kept))
    assert kept.n_computed == 3 * pairs > 0


def test_a_broken_store_of_losses_is_made_again(tmp_path):
    (tmp_path / "losses.npz").write_bytes(b"PK broken")
    assert read_kept(tmp_path / "losses.npz").known == {}


def test_a_correction_moves_only_the_receivers_of_its_clutter():
    lat, lon = drawn(12, 1)
    field = field_of(lat, lon)
    tall = float(field.clutter.max())
    corrected = with_corrections(field, {tall: 10.0})
    moved = shares(corrected) < shares(field)
    assert moved.any() and (field.clutter[moved] == np.float32(tall)).all()
