"""Losses of one transmitter over a disc, fast: radials share what their receivers have in common.

Takes rasters, a transmitter, a radius and the link; gives the loss (dB) of every cell of the disc. Receivers stand at
cell centres. The disc is cut into radials one cell apart at its rim; each receiver takes maxima and sums from the
nearest radial (`radial`) and its last points from its own profile (`near`); losses come a radial at a time (`batch`).
The nearest receivers, and every receiver of a raster that has sea or coast, get the exact kernel (`pointwise`).
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tinhso.rooms.network.batch import BATCH, N_FEATURES, ROUGHNESS, Band, batch_losses, link_band
from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.near import Places, join_features, new_places, place_receivers, sample_near
from tinhso.rooms.network.p1812.climate import BETA_RADIUS_KM
from tinhso.rooms.network.p1812.link import link_of
from tinhso.rooms.network.p1812.terms import Radio
from tinhso.rooms.network.pointwise import new_workspace, point_losses, receiver_loss_db
from tinhso.rooms.network.radial import (
    NEAR_POINTS,
    Ray,
    Sights,
    highest_between,
    look_along,
    new_ray,
    new_sights,
    walk_radial,
)
from tinhso.rooms.network.sampling import Rasters, Scale, sample_points

_EXACT_STEPS = NEAR_POINTS + 3


class Fan(NamedTuple):
    """The cells of a disc ordered by radial: row and column offsets, and where each radial's cells begin."""

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    starts: NDArray[np.int64]


@lru_cache(maxsize=8)
def disc_fan(radius_cells: float) -> Fan:
    """Return the cells within `radius_cells` of a cell, without the cell itself, ordered by radial."""
    reach = math.floor(radius_cells)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].reshape(2, -1)
    away = np.hypot(rows, columns)
    inside = (away <= radius_cells) & (away > 0.0)
    rows, columns = rows[inside], columns[inside]
    n = 4 * max(2, math.ceil(0.5 * math.pi * radius_cells))
    radial = np.rint(np.arctan2(rows, columns) * n / (2.0 * math.pi)).astype(np.int64) % n
    order = np.lexsort((away[inside], radial))
    starts = np.searchsorted(radial[order], np.arange(n + 1))
    return Fan(rows[order].astype(np.int32), columns[order].astype(np.int32), starts)


@compiled
def _extend(
    rasters: Rasters,
    transmitter: tuple[float, float],
    angle: float,
    points: tuple[int, int],
    gap_cells: float,
    ray: Ray,
) -> None:
    """Sample the points `points` (first, last) of a ray in the direction `angle` (from east towards south)."""
    first, last = points
    step = (math.sin(angle) * gap_cells, math.cos(angle) * gap_cells)
    start = (transmitter[0] + step[0] * first, transmitter[1] + step[1] * first)
    if last >= first:
        sample_points(rasters, start, step, last - first, (ray.h[first:], ray.g[first:]))


class _Crew(NamedTuple):
    """Working rows of one thread for the receivers of a radial; the last three: ducting lines and roughness."""

    places: Places
    sights: Sights
    features: np.ndarray
    losses: np.ndarray
    starts: np.ndarray
    rises: np.ndarray


@compiled
def _new_crew() -> _Crew:
    """Return working rows for up to BATCH receivers."""
    features = np.ones(N_FEATURES * BATCH)
    return _Crew(new_places(BATCH), new_sights(BATCH), features, np.empty(BATCH), np.empty(BATCH), np.empty(BATCH))


@compiled
def _radial_losses(
    rasters: Rasters,
    ray: Ray,
    cells: tuple[np.ndarray, np.ndarray],
    centre: tuple[int, int],
    offset: tuple[float, float],
    band: Band,
    scale: Scale,
    crew: _Crew,
    out: np.ndarray,
) -> None:
    """Fill `out` with the losses of the receivers at `cells` (offsets from `centre`), all near one ray."""
    count, gap_km = out.size, 0.001 * scale.step_m
    places, sights = crew.places, crew.sights
    bends = (500.0 / band.link.radius_km, 500.0 / BETA_RADIUS_KM)
    tx, rx = band.tx_ground_m + band.link.tx_height_m, band.link.rx_height_m
    place_receivers(
        cells[0], cells[1], count, centre, offset, 0.001 * scale.cell_m, gap_km,
        places.total, places.step, places.y, places.x, places.back_y, places.back_x,
    )  # fmt: skip
    sample_near(rasters, count, places)
    look_along(ray, gap_km, count, places.total, places.step, places.near_h, (tx, rx), bends, sights)
    lines, highest = (crew.starts, crew.rises), crew.features[ROUGHNESS * BATCH : (ROUGHNESS + 1) * BATCH]
    join_features(places, sights, count, gap_km, (ray.h[0], tx, rx), bends, lines, crew.losses, crew.features)
    highest[:count] = crew.losses[:count]
    highest_between(ray, gap_km, count, lines, sights, highest)
    batch_losses(crew.features, count, band, crew.losses)
    out[:] = crew.losses[:count]


@compiled
def _sweep_radials(
    rasters: Rasters,
    transmitter: tuple[float, float],
    fan: Fan,
    radius_cells: float,
    first: int,
    last: int,
    radio: Radio,
    band: Band,
    scale: Scale,
    out: np.ndarray,
) -> None:
    """Fill `out` (in the order of `fan`) for the radials `first` … `last` − 1."""
    work, link = new_workspace(), link_of(radio)
    gap_km = 0.001 * scale.step_m
    gap_cells = scale.step_m / scale.cell_m
    centre = (math.floor(transmitter[0] + 0.5), math.floor(transmitter[1] + 0.5))
    offset = (centre[0] - transmitter[0], centre[1] - transmitter[1])
    most = max(int(radius_cells / gap_cells) - NEAR_POINTS + 1, 4)
    quarter, half = most // 4, most // 2
    ray = new_ray(most + 1)
    bends = (500.0 / band.link.radius_km, 500.0 / BETA_RADIUS_KM)
    tx = band.tx_ground_m + radio.tx_height_m
    n_radials = fan.starts.size - 1
    turn = math.pi / n_radials
    crew = _new_crew()
    for k in range(first, last):
        outer = 2.0 * math.pi * k / n_radials
        middle, inner = turn * (4 * (k // 2) + 1), turn * (8 * (k // 4) + 3)
        if k == first or k % 4 == 0:
            _extend(rasters, transmitter, inner, (0, quarter), gap_cells, ray)
            walk_radial(ray, 1, quarter, gap_km, tx, bends, work.tables.inverse)
        if k == first or k % 2 == 0:
            _extend(rasters, transmitter, middle, (quarter + 1, half), gap_cells, ray)
            walk_radial(ray, quarter + 1, half, gap_km, tx, bends, work.tables.inverse)
        _extend(rasters, transmitter, outer, (half + 1, most), gap_cells, ray)
        walk_radial(ray, half + 1, most, gap_km, tx, bends, work.tables.inverse)
        for begin in range(fan.starts[k], fan.starts[k + 1], BATCH):
            end = min(begin + BATCH, fan.starts[k + 1])
            rows, columns = fan.rows[begin:end], fan.columns[begin:end]
            _radial_losses(rasters, ray, (rows, columns), centre, offset, band, scale, crew, out[begin:end])
            for m in range(end - begin):
                if crew.places.total[m] < _EXACT_STEPS * gap_km:
                    place = (float(centre[0] + rows[m]), float(centre[1] + columns[m]))
                    out[begin + m] = receiver_loss_db(rasters, transmitter, place, link, scale, work)


def disc_losses(
    rasters: Rasters, transmitter: tuple[float, float], radius_m: float, radio: Radio, scale: Scale
) -> tuple[Fan, NDArray[np.float32]]:
    """Return the cells of the disc around the transmitter's cell and the loss (dB) of each, in the order of the fan.

    The disc, one cell more on each side, must lie inside the raster. Offsets of the fan count from the cell nearest
    to the transmitter. Losses are at `radio.time_percent` and `radio.location_percent`; `scale` names the sampling
    step, which decides the loss in built-up land.
    """
    fan = disc_fan(radius_m / scale.cell_m)
    out = np.empty(fan.rows.size, np.float32)
    if rasters.zone.size > 0:
        return fan, _exact_losses(rasters, transmitter, fan, radio, scale)
    ground = ground_at(rasters, transmitter)
    latitude = scale.latitude
    band = link_band(radio, ground, latitude)
    _sweep_radials(rasters, transmitter, fan, radius_m / scale.cell_m, 0, fan.starts.size - 1, radio, band, scale, out)
    return fan, out


def _exact_losses(
    rasters: Rasters, transmitter: tuple[float, float], fan: Fan, radio: Radio, scale: Scale
) -> NDArray[np.float32]:
    """The exact kernel on the cells of a fan."""
    centre = np.floor(np.array(transmitter) + 0.5)
    receivers = np.stack([centre[0] + fan.rows, centre[1] + fan.columns], axis=1)
    losses = np.empty(len(receivers))
    point_losses(rasters, transmitter, receivers, radio, scale, losses)
    return losses.astype(np.float32)


def ground_at(rasters: Rasters, place: tuple[float, float]) -> float:
    """Return the bare height (m asl) between the cells around a place in cell units."""
    i, j = int(place[0]), int(place[1])
    down, right = place[0] - i, place[1] - j
    at = i * rasters.width + j
    a, b, c, e = (float(rasters.terrain[at + k]) for k in (0, 1, rasters.width, rasters.width + 1))
    upper, lower = a + (b - a) * right, c + (e - c) * right
    return upper + (lower - upper) * down


__all__ = ["Fan", "disc_fan", "disc_losses", "ground_at"]
