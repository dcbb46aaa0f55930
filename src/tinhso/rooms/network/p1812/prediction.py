"""The order of calculation of ITU-R P.1812: one profile in, all terms out.

Takes the profile as arrays, `Radio`, the land and sea sections and the latitude of the path centre; gives `Terms`.
It checks nothing: `tinhso.rooms.network.p1812.path` does, and is what people call. Map kernels call
`terms_of_geometry` with geometry found in their own way.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812 import climate, combination, diffraction, ducting
from tinhso.rooms.network.p1812.climate import BETA_RADIUS_KM, Sections
from tinhso.rooms.network.p1812.geometry import (
    Horizons,
    Slopes,
    SmoothEarth,
    highest_fresnel,
    path_horizons,
    profile_slopes,
    smooth_earth,
    terrain_roughness,
)
from tinhso.rooms.network.p1812.line_of_sight import line_of_sight
from tinhso.rooms.network.p1812.location import basic_loss_db, indoor_spread_db, location_spread_db
from tinhso.rooms.network.p1812.terms import Radio, Terms
from tinhso.rooms.network.p1812.troposcatter import troposcatter_db


class Geometry(NamedTuple):
    """All that the losses need from a profile; `knife_*` are ν of the actual path for a_e and a_β."""

    total_km: float
    grounds: tuple[float, float]
    horizons: Horizons
    earth: SmoothEarth
    roughness_m: float
    knife_median: float
    knife_beta: float


class Diffraction(NamedTuple):
    """Delta-Bullington loss for one radius: total and its three parts (dB)."""

    loss_db: float
    actual_db: float
    smooth_db: float
    sphere_db: float


@compiled
def knife_nu(
    d: np.ndarray,
    g: np.ndarray,
    ends: tuple[float, float],
    bend: float,
    slopes: tuple[float, float],
    wavelength_m: float,
    values: np.ndarray,
) -> float:
    """Return ν of the edge that stands for the actual path; equations (13)–(19)."""
    total = d[d.size - 1]
    if slopes[0] < (ends[1] - ends[0]) / total:
        return highest_fresnel(d, g, ends, bend, values) * math.sqrt(0.002 * total / wavelength_m)
    return diffraction.crossing_nu(slopes[0], slopes[1], ends, total, wavelength_m)


@compiled
def profile_geometry(
    d: np.ndarray, h: np.ndarray, g: np.ndarray, radio: Radio, radius_km: float, scratch: np.ndarray
) -> Geometry:
    """Return the geometry of a profile: `d` km, bare heights `h` and heights with clutter `g` (m asl).

    `scratch` is (2, ≥ n) and is overwritten.
    """
    n = d.size
    grounds = (h[0], h[n - 1])
    ends = (h[0] + radio.tx_height_m, h[n - 1] + radio.rx_height_m)
    bends = (500.0 / radius_km, 500.0 / BETA_RADIUS_KM)
    wavelength_m = 0.2998 / radio.frequency_ghz
    slopes: Slopes = profile_slopes(d, h, g, ends, bends, scratch)
    horizons = path_horizons(d, h, ends, bends[0], slopes, scratch)
    earth = smooth_earth(d[n - 1], grounds, slopes)
    roughness = terrain_roughness(d, h, earth, horizons)
    median = (slopes.tx_median, slopes.rx_median)
    beta = (slopes.tx_beta, slopes.rx_beta)
    knife_median = knife_nu(d, g, ends, bends[0], median, wavelength_m, scratch[0])
    knife_beta = knife_nu(d, g, ends, bends[1], beta, wavelength_m, scratch[0])
    return Geometry(d[n - 1], grounds, horizons, earth, roughness, knife_median, knife_beta)


@compiled
def _delta_bullington(
    d: np.ndarray, geometry: Geometry, radio: Radio, radius_km: float, knife: float, sea_share: float
) -> Diffraction:
    """L_d(a_p) and its parts (dB); equations (37)–(39)."""
    heights = (
        geometry.grounds[0] + radio.tx_height_m - geometry.earth.tx_diffraction,
        geometry.grounds[1] + radio.rx_height_m - geometry.earth.rx_diffraction,
    )
    total = geometry.total_km
    f = radio.frequency_ghz
    actual = diffraction.bullington_db(diffraction.knife_edge_db(knife), total)
    smooth = diffraction.flat_bullington_db(d, heights, 500.0 / radius_km, 0.2998 / f)
    sphere = diffraction.spherical_db(total, heights, radius_km, f, radio.vertical, sea_share)
    return Diffraction(actual + max(sphere - smooth, 0.0), actual, smooth, sphere)


@compiled
def _ducting_db(
    geometry: Geometry, radio: Radio, radius_km: float, beta_zero: float, tau: float, sections: Sections
) -> float:
    """L_ba (dB); equations (46)–(56)."""
    seen = geometry.horizons
    heights = (
        geometry.grounds[0] + radio.tx_height_m - geometry.earth.tx_ducting,
        geometry.grounds[1] + radio.rx_height_m - geometry.earth.rx_ducting,
    )
    ends = (geometry.grounds[0] + radio.tx_height_m, geometry.grounds[1] + radio.rx_height_m)
    total = geometry.total_km
    reach = (seen.tx_distance_km, seen.rx_distance_km)
    coupling = ducting.duct_coupling_db(
        radio.frequency_ghz,
        reach,
        (seen.tx_elevation, seen.rx_elevation),
        ends,
        (sections.tx_to_coast_km, sections.rx_to_coast_km),
        sections.sea_share,
    )
    beta = beta_zero * ducting.geometry_factor(total, radius_km, heights[0], heights[1], tau)
    beta *= ducting.roughness_factor(geometry.roughness_m, total - reach[0] - reach[1])
    angle = 1000.0 * total / radius_km
    angle += min(seen.tx_elevation, 0.1 * reach[0]) + min(seen.rx_elevation, 0.1 * reach[1])
    return coupling + ducting.duct_time_db(radio.frequency_ghz, total, radius_km, angle, beta, radio.time_percent)


@compiled
def terms_of_geometry(
    d: np.ndarray,
    geometry: Geometry,
    radio: Radio,
    sections: Sections,
    latitude: float,
    rx_clutter_m: float,
    rx_at_sea: bool,
) -> Terms:
    """Return every term of ITU-R P.1812 for one path whose geometry is known."""
    f, p = radio.frequency_ghz, radio.time_percent
    radius = climate.median_radius_km(radio.lapse_rate)
    total, seen, earth = geometry.total_km, geometry.horizons, geometry.earth
    tx, rx = geometry.grounds[0] + radio.tx_height_m, geometry.grounds[1] + radio.rx_height_m
    sea = sections.sea_share
    tau = climate.inland_fraction(sections.longest_inland_km)
    beta = climate.ducting_incidence(latitude, sections.longest_land_km, tau)
    sight = line_of_sight(f, total, tx - rx, seen.tx_distance_km + seen.rx_distance_km, p, beta)
    median = _delta_bullington(d, geometry, radio, radius, geometry.knife_median, sea)
    often = _delta_bullington(d, geometry, radio, BETA_RADIUS_KM, geometry.knife_beta, sea)
    f_i = combination.time_interpolation(p, beta)
    diffraction_db = median.loss_db
    if p != 50.0:
        diffraction_db += f_i * (often.loss_db - median.loss_db)
    diffracted = sight.time_db + diffraction_db
    scattered = troposcatter_db(f, total, seen.angle, radio.refractivity, p)
    duct = _ducting_db(geometry, radio, radius, beta, tau, sections)
    f_j = combination.angle_interpolation(seen.angle)
    f_k = combination.distance_interpolation(total)
    least = combination.least_line_of_sight_db(sight, sea, (diffraction_db, median.loss_db), p < beta, f_i)
    least_duct = combination.soft_maximum_db(duct, sight.time_db)
    ducted = combination.with_ducting_db(diffracted, least_duct, f_k)
    clear = ducted + (least - ducted) * f_j
    half = combination.soft_minimum_db(scattered, clear)
    spread = location_spread_db(f, radio.resolution_m, radio.rx_height_m, rx_clutter_m)
    if rx_at_sea:
        spread = 0.0
    spread = indoor_spread_db(spread, radio.entry_spread_db)
    loss = basic_loss_db(sight.time_db, half, radio.entry_db, spread, radio.location_percent)
    return Terms(
        total, sea, sections.longest_land_km, sections.longest_inland_km, latitude, beta, radius,
        seen.tx_elevation, seen.rx_elevation, seen.angle, seen.tx_distance_km, seen.rx_distance_km,
        earth.tx_fitted, earth.rx_fitted, earth.tx_ducting, earth.rx_ducting,
        earth.tx_diffraction, earth.rx_diffraction, tx - earth.tx_diffraction, rx - earth.rx_diffraction,
        tx - earth.tx_ducting, rx - earth.rx_ducting, geometry.roughness_m,
        sight.free_space_db, sight.time_db, sight.beta_db, often.actual_db, often.smooth_db, often.sphere_db,
        median.loss_db, often.loss_db, diffraction_db, sight.free_space_db + median.loss_db, diffracted,
        f_i, f_j, f_k, least, duct, least_duct, ducted, clear, scattered, half, spread, loss,
    )  # fmt: skip


@compiled
def predict(
    d: np.ndarray,
    h: np.ndarray,
    g: np.ndarray,
    radio: Radio,
    sections: Sections,
    latitude: float,
    rx_clutter_m: float,
    rx_at_sea: bool,
    scratch: np.ndarray,
) -> Terms:
    """Return every term of ITU-R P.1812 for one profile; arguments as in `profile_geometry`, `terms_of_geometry`."""
    radius = climate.median_radius_km(radio.lapse_rate)
    geometry = profile_geometry(d, h, g, radio, radius, scratch)
    return terms_of_geometry(d, geometry, radio, sections, latitude, rx_clutter_m, rx_at_sea)
