"""The ground between a mast and a place, and what P.1812 makes of it: for a picture and a table of losses by term.

Takes ground, both ends and a link budget; gives heights along the path with the Earth's bulge at the median effective
radius, the line of sight, the first Fresnel zone, and the terms of the loss. For one pair at a time.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.rooms.network.coverage import LinkBudget, Word, served_shares, word_of
from tinhso.rooms.network.p1812 import Path, Radio, path_terms
from tinhso.rooms.network.p1812.climate import INLAND
from tinhso.rooms.network.place_coverage import PHONE_HEIGHT_M, Ground, Setting
from tinhso.rooms.network.sampling import intervals, sample_profile

FARTHEST_KM = 50.0
_NEAREST_KM = 0.25


@dataclass(frozen=True, slots=True)
class Profile:
    """Points along a path: distance (km); heights (m above sea, bulge added) of ground, clutter, sight, Fresnel zone.

    `terms` are losses in dB by name; `margin_db` is what the budget leaves; shares (0–1) and words out- and indoors.
    """

    distance_km: list[float]
    ground_m: list[float]
    top_m: list[float]
    sight_m: list[float]
    fresnel_high_m: list[float]
    fresnel_low_m: list[float]
    clear: bool
    terms: Mapping[str, float]
    margin_db: float
    shares: tuple[float, float]
    answers: tuple[Word, Word]


def profile_between(
    ground: Ground,
    mast: tuple[float, float, float],
    place: tuple[float, float],
    budget: LinkBudget,
    setting: Setting,
) -> Profile:
    """Return the profile from a mast (latitude, longitude, height in m) to a place.

    `UnusableInput` off the ground, nearer than 250 m (the least of the method) or farther than 50 km.
    """
    ends = ground.cells(np.array([mast[0], place[0]]), np.array([mast[1], place[1]]))
    start, end = (float(ends[0, 0]), float(ends[0, 1])), (float(ends[1, 0]), float(ends[1, 1]))
    far_km = math.hypot(end[0] - start[0], end[1] - start[1]) * ground.cell_m / 1000.0
    if not ground.holds(ends).all() or not _NEAREST_KM <= far_km <= FARTHEST_KM:
        raise UnusableInput(_out_of_range(far_km))
    radio = Radio(
        budget.band_mhz / 1000.0, 50.0, 50.0, mast[2], PHONE_HEIGHT_M, True, setting.lapse_rate, setting.refractivity
    )
    sampled = _sampled(ground, start, end, far_km, setting)
    clutter = ground.clutter_at(ends[1:])
    terms = path_terms(_path(sampled, float(clutter[0]), mast, place), radio)
    loss = np.array([terms.loss_db], np.float32)
    shares = tuple(float(served_shares(budget, loss, clutter, indoors=inside)[0]) for inside in (False, True))
    named = {
        "free_space": terms.free_space_db,
        "diffraction": terms.diffraction_median_db,
        "ducting": terms.ducting_db,
        "troposcatter": terms.troposcatter_db,
        "location_spread": terms.location_spread_db,
        "loss": terms.loss_db,
        "most_loss": budget.most_loss_db,
    }
    heights = _heights(sampled, mast[2], budget.band_mhz / 1000.0, terms.earth_radius_km)
    margin = budget.most_loss_db - terms.loss_db
    answers = (word_of(budget, shares[0]), word_of(budget, shares[1]))
    return Profile(*heights, named, margin, (shares[0], shares[1]), answers)


_Sampled = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Distances (km), bare heights and heights with clutter (m above sea); both ends are bare."""


def _sampled(
    ground: Ground, start: tuple[float, float], end: tuple[float, float], far_km: float, setting: Setting
) -> _Sampled:
    n = intervals(far_km * 1000.0, setting.step_m)
    bare, top = np.empty(n + 1), np.empty(n + 1)
    sample_profile(ground.rasters, start, ((end[0] - start[0]) / n, (end[1] - start[1]) / n), n, (bare, top))
    return np.linspace(0.0, far_km, n + 1), bare, top


def _path(sampled: _Sampled, clutter_m: float, mast: tuple[float, float, float], place: tuple[float, float]) -> Path:
    d, bare, top = sampled
    clutter = top - bare
    clutter[-1] = clutter_m
    return Path(d, bare, clutter, np.full(d.size, INLAND, np.int64), mast[0], mast[1], place[0], place[1])


def _heights(
    sampled: _Sampled, mast_m: float, frequency_ghz: float, radius_km: float
) -> tuple[list[float], list[float], list[float], list[float], list[float], list[float], bool]:
    d, bare, top = sampled
    far_km = float(d[-1])
    bulge = 500.0 * d * (far_km - d) / radius_km
    sight = bare[0] + mast_m + (bare[-1] + PHONE_HEIGHT_M - bare[0] - mast_m) * d / far_km
    zone = np.sqrt(0.2998 / frequency_ghz * 1000.0 * d * (far_km - d) / far_km)
    clear = bool((top + bulge <= sight)[1:-1].all())
    rows = (d, bare + bulge, top + bulge, sight, sight + zone, sight - zone)
    a, b, c, e, f, g = (row.tolist() for row in rows)
    return a, b, c, e, f, g, clear


def _out_of_range(far_km: float) -> Fault:
    return Fault(
        Label("đường truyền ngoài phạm vi", "a path out of range", "เส้นทางอยู่นอกขอบเขต"),
        "—",
        f"{far_km:.2f} km",
        Label(
            "0,25 … 50 km, trong địa hình của tỉnh",
            "0.25 … 50 km, on the province's ground",
            "0.25 … 50 กม. บนภูมิประเทศของจังหวัด",
        ),
        Label("Hãy chọn trạm và khu dân cư khác.", "Choose another site or place.", "โปรดเลือกสถานีหรือชุมชนอื่น"),
    )
