"""Map kernels: the exact one against single paths, the sweep against the exact one, polynomials against libm."""

import math

import numpy as np
import pytest

from tinhso.rooms.network.compiled import vectorised
from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.p1812 import Path, Radio, path_loss_db
from tinhso.rooms.network.p1812.climate import SEA
from tinhso.rooms.network.pointwise import METRES_PER_DEGREE, Rasters, Scale, intervals, point_losses
from tinhso.rooms.network.polynomials import exp2, log2
from tinhso.rooms.network.sweep import disc_losses

CELLS = 240
RADIO = Radio(1.8, 50.0, 50.0, 30.0, 1.5, True, 50.0, 360.0)
SCALE = Scale(100.0, 100.0, 11.0)
MAST = (120.3, 119.8)


def ground(*, coastal: bool = False) -> Rasters:
    rasters = invented_rasters(CELLS, seed=7)
    if not coastal:
        return rasters
    zone = np.full((CELLS, CELLS), 4, np.uint8)
    zone[:, 140:] = 3
    zone[:, 150:] = SEA
    return rasters._replace(zone=zone.ravel())


def path_of(rasters: Rasters, receiver: tuple[float, float]) -> Path:
    """The profile to a receiver, sampled slowly."""
    away = (receiver[0] - MAST[0], receiver[1] - MAST[1])
    n = intervals(math.hypot(*away) * SCALE.cell_m, SCALE.step_m)
    terrain, clutter = rasters.terrain.reshape(CELLS, CELLS), rasters.clutter.reshape(CELLS, CELLS)
    zones = rasters.zone.reshape(CELLS, CELLS) if rasters.zone.size else np.full((CELLS, CELLS), 4)
    h, r, z = [], [], []
    for k in range(n + 1):
        y, x = MAST[0] + away[0] / n * k, MAST[1] + away[1] / n * k
        i, j = int(y), int(x)
        cells = terrain[i : i + 2, j : j + 2].astype(float)
        h.append(float(np.array([1 - y + i, y - i]) @ cells @ np.array([1 - x + j, x - j])))
        near = (int(y + 0.5), int(x + 0.5))
        r.append(float(clutter[near]))
        z.append(int(zones[near]))
    d = np.linspace(0, math.hypot(*away) * SCALE.cell_m / 1000, n + 1)
    # Both ends at the latitude of the path's middle, so that its centre is the kernel's.
    middle = SCALE.latitude - away[0] * SCALE.cell_m / METRES_PER_DEGREE / 2
    turn = math.degrees(d[-1] / 6371 / math.cos(math.radians(middle)))
    return Path(d, np.array(h), np.array(r), np.array(z), middle, 106.9, middle, 106.9 + turn)


@pytest.mark.parametrize(("coastal", "share"), [(False, 10.0), (True, 10.0), (False, 50.0)])
def test_the_exact_kernel_gives_the_loss_of_the_single_path(coastal: bool, share: float) -> None:
    rasters = ground(coastal=coastal)
    generator = np.random.default_rng(3)
    receivers = generator.uniform(5.0, CELLS - 6.0, (60, 2))
    radio = RADIO._replace(time_percent=share, location_percent=90.0)
    found = np.zeros(60)
    point_losses(rasters, MAST, receivers, radio, SCALE, found)
    expected = [path_loss_db(path_of(rasters, (y, x)), radio) for y, x in receivers]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_the_exact_kernel_holds_over_flat_ground_seen_from_a_high_mast() -> None:
    flat = np.full(CELLS * CELLS, 12.0, np.float32)
    rasters = Rasters(flat, np.zeros_like(flat), np.zeros(0, np.uint8), CELLS)
    radio = RADIO._replace(tx_height_m=61.0, rx_height_m=10.0, frequency_ghz=0.9)
    receivers = np.random.default_rng(4).uniform(5.0, 115.0, (40, 2))
    found = np.zeros(40)
    point_losses(rasters, MAST, receivers, radio, SCALE, found)
    expected = [path_loss_db(path_of(rasters, (y, x)), radio) for y, x in receivers]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize(("frequency", "seed"), [(0.7, 7), (1.8, 8), (3.5, 9)])
def test_the_sweep_is_near_the_exact_kernel(frequency: float, seed: int) -> None:
    rasters = invented_rasters(CELLS, seed=seed)
    radio = RADIO._replace(frequency_ghz=frequency)
    fan, swept = disc_losses(rasters, MAST, 10_000.0, radio, SCALE)
    exact = np.zeros(swept.size)
    point_losses(rasters, MAST, np.stack([120.0 + fan.rows, 120.0 + fan.columns], 1), radio, SCALE, exact)
    error = np.abs(swept - exact)
    assert np.percentile(error, 50) <= 0.1
    assert np.percentile(error, 90) <= 1.2
    assert abs(np.mean(swept - exact)) <= 0.2


def test_the_sweep_holds_for_shares_of_time_too() -> None:
    rasters = ground()
    radio = RADIO._replace(time_percent=10.0, location_percent=90.0)
    fan, swept = disc_losses(rasters, MAST, 6_000.0, radio, SCALE)
    exact = np.zeros(swept.size)
    point_losses(rasters, MAST, np.stack([120.0 + fan.rows, 120.0 + fan.columns], 1), radio, SCALE, exact)
    assert np.percentile(np.abs(swept - exact), 50) <= 0.15


def test_coastal_ground_is_swept_exactly() -> None:
    rasters = ground(coastal=True)
    fan, swept = disc_losses(rasters, MAST, 3_000.0, RADIO, SCALE)
    exact = np.zeros(swept.size)
    point_losses(rasters, MAST, np.stack([120.0 + fan.rows, 120.0 + fan.columns], 1), RADIO, SCALE, exact)
    np.testing.assert_allclose(swept, exact, atol=1e-4)


def test_every_cell_of_the_disc_is_there_once() -> None:
    fan, losses = disc_losses(ground(), MAST, 2_500.0, RADIO, SCALE)
    cells = set(zip(fan.rows.tolist(), fan.columns.tolist(), strict=True))
    expected = {(y, x) for y in range(-25, 26) for x in range(-25, 26) if 0 < math.hypot(y, x) <= 25}
    assert cells == expected
    assert len(fan.rows) == len(cells) == losses.size
    assert np.isfinite(losses).all()


@vectorised
def _both(x: np.ndarray, logarithm: np.ndarray, power: np.ndarray) -> None:
    for k in range(x.size):
        logarithm[k] = log2(abs(x[k]) + 1e-9)
        power[k] = exp2(x[k])


def test_polynomials_keep_their_stated_errors() -> None:
    x = np.concatenate([np.linspace(-30, 30, 4001), np.linspace(0.5, 4, 1001)])
    logarithm, power = np.zeros_like(x), np.zeros_like(x)
    _both(x, logarithm, power)
    assert np.abs(logarithm - np.log2(np.abs(x) + 1e-9)).max() < 4e-7
    assert np.abs(power / 2.0**x - 1).max() < 3e-7
