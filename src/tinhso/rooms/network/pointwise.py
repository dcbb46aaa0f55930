"""Exact losses for many receivers of one transmitter: the full ITU-R P.1812 along every receiver's own profile.

Takes rasters of bare height, clutter height and zone, a transmitter and receivers in cell units; gives the loss (dB) of
each. Profiles are sampled evenly, at most one sampling step apart: heights between the four cells around a point,
clutter and zone of the nearest cell. The step decides the loss in built-up land, so it is an argument and is printed
with every result. `sweep` gives nearly the same numbers much faster.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.even import Tables, even_diffraction, even_geometry, new_tables
from tinhso.rooms.network.p1812.climate import BETA_RADIUS_KM, SEA, Sections, path_sections
from tinhso.rooms.network.p1812.link import Link, link_of
from tinhso.rooms.network.p1812.path import NO_COAST_KM
from tinhso.rooms.network.p1812.prediction import terms_of_geometry
from tinhso.rooms.network.p1812.terms import Radio
from tinhso.rooms.network.sampling import (
    METRES_PER_DEGREE,
    MOST_POINTS,
    Rasters,
    Scale,
    intervals,
    nearest_cell,
    sample_profile,
    sample_zones,
)


class Workspace(NamedTuple):
    """What one thread needs beside the rasters: tables, scratch rows, and a row of zone codes."""

    tables: Tables
    scratch: np.ndarray
    zones: np.ndarray


@compiled
def new_workspace() -> Workspace:
    """Return tables and scratch rows for one thread."""
    return Workspace(new_tables(), np.empty((5, MOST_POINTS)), np.empty(MOST_POINTS, np.int64))


@compiled
def _sections(
    rasters: Rasters,
    start: tuple[float, float],
    move: tuple[float, float],
    n: int,
    gap_km: float,
    work: Workspace,
) -> tuple[Sections, bool]:
    """Land and sea sections of a profile, and whether its receiver is at sea."""
    if rasters.zone.size == 0:
        return Sections(0.0, gap_km * n, gap_km * n, NO_COAST_KM, NO_COAST_KM), False
    zones, d = work.zones[: n + 1], work.scratch[2, : n + 1]
    sample_zones(rasters, start, move, n, zones)
    for k in range(n + 1):
        d[k] = gap_km * k
    return path_sections(d, zones), zones[n] == SEA


@compiled
def receiver_loss_db(
    rasters: Rasters,
    transmitter: tuple[float, float],
    receiver: tuple[float, float],
    link: Link,
    scale: Scale,
    work: Workspace,
) -> float:
    """Return the loss (dB) to one receiver; arguments as in `point_losses`."""
    away = (receiver[0] - transmitter[0], receiver[1] - transmitter[1])
    distance_m = math.hypot(away[0], away[1]) * scale.cell_m
    n = intervals(distance_m, scale.step_m)
    gap_km, move = 0.001 * distance_m / n, (away[0] / n, away[1] / n)
    h, g = work.scratch[3, : n + 1], work.scratch[4, : n + 1]
    sample_profile(rasters, transmitter, move, n, (h, g))
    geometry = even_geometry(h, g, n, gap_km, link, work.tables, work.scratch)
    clutter = float(rasters.clutter[nearest_cell(rasters.width, receiver[0], receiver[1])])
    sections, at_sea = _sections(rasters, transmitter, move, n, gap_km, work)
    sea = sections.sea_share
    median = even_diffraction(n, gap_km, geometry, link, link.radius_km, geometry.knife_median, sea)
    often = median
    if link.time_percent != 50.0:
        often = even_diffraction(n, gap_km, geometry, link, BETA_RADIUS_KM, geometry.knife_beta, sea)
    middle = scale.latitude - 0.5 * away[0] * scale.cell_m / METRES_PER_DEGREE
    return terms_of_geometry(geometry, link, (median, often), sections, middle, clutter, at_sea).loss_db


@compiled
def point_losses(
    rasters: Rasters,
    transmitter: tuple[float, float],
    receivers: np.ndarray,
    radio: Radio,
    scale: Scale,
    out: np.ndarray,
) -> None:
    """Fill `out` with the loss (dB) at `radio.location_percent` of each receiver.

    `transmitter` and `receivers` (n, 2) are row and column in cell units, inside the raster.
    """
    work, link = new_workspace(), link_of(radio)
    for k in range(receivers.shape[0]):
        place = (receivers[k, 0], receivers[k, 1])
        out[k] = receiver_loss_db(rasters, transmitter, place, link, scale, work)


__all__ = ["METRES_PER_DEGREE", "Rasters", "Scale", "intervals", "new_workspace", "point_losses", "receiver_loss_db"]
