"""The order of calculation of ITU-R P.1812: one profile in, all terms out.

Takes the profile as arrays, `Radio`, the land and sea sections and the latitude of the path centre; gives `Terms`.
It checks nothing: `tinhso.rooms.network.p1812.path` does, and is what people call. Map kernels call
`terms_of_geometry` with geometry and diffraction found in their own way.
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
from tinhso.rooms.network.p1812.link import Link, link_of
from tinhso.rooms.network.p1812.location import basic_loss_db, height_share, indoor_spread_db
from tinhso.rooms.network.p1812.terms import Radio, Terms
from tinhso.rooms.network.p1812.troposcatter import troposcatter_db

_LN10 = math.log(10.0)


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
def profile_geometry(d: np.ndarray, h: np.ndarray, g: np.ndarray, link: Link, scratch: np.ndarray) -> Geometry:
    """Return the geometry of a profile: `d` km, bare heights `h` and heights with clutter `g` (m asl).

    `scratch` is (2, ≥ n) and is overwritten.
    """
    n = d.size
    grounds = (h[0], h[n - 1])
    ends = (h[0] + link.tx_height_m, h[n - 1] + link.rx_height_m)
    bends = (500.0 / link.radius_km, 500.0 / BETA_RADIUS_KM)
    slopes: Slopes = profile_slopes(d, h, g, ends, bends, scratch)
    horizons = path_horizons(d, h, ends, bends[0], slopes, scratch)
    earth = smooth_earth(d[n - 1], grounds, slopes)
    roughness = terrain_roughness(d, h, earth, horizons)
    median = (slopes.tx_median, slopes.rx_median)
    beta = (slopes.tx_beta, slopes.rx_beta)
    knife_median = knife_nu(d, g, ends, bends[0], median, link.wavelength_m, scratch[0])
    knife_beta = knife_nu(d, g, ends, bends[1], beta, link.wavelength_m, scratch[0])
    return Geometry(d[n - 1], grounds, horizons, earth, roughness, knife_median, knife_beta)


@compiled
def lifted_heights(geometry: Geometry, link: Link) -> tuple[float, float]:
    """Return h′_t and h′_r (m), the antennas above the smooth Earth of diffraction; equation (37)."""
    return (
        geometry.grounds[0] + link.tx_height_m - geometry.earth.tx_diffraction,
        geometry.grounds[1] + link.rx_height_m - geometry.earth.rx_diffraction,
    )


@compiled
def _delta_bullington(
    d: np.ndarray, geometry: Geometry, link: Link, radius_km: float, knife: float, sea_share: float
) -> Diffraction:
    """L_d(a_p) and its parts (dB); equations (37)–(39)."""
    heights = lifted_heights(geometry, link)
    total = geometry.total_km
    actual = diffraction.bullington_db(diffraction.knife_edge_db(knife), total)
    smooth = diffraction.flat_bullington_db(d, heights, 500.0 / radius_km, link.wavelength_m)
    sphere = diffraction.spherical_db(link, total, heights, radius_km, sea_share)
    return Diffraction(actual + max(sphere - smooth, 0.0), actual, smooth, sphere)


@compiled
def _ducting_db(geometry: Geometry, link: Link, log_beta: float, tau: float, sections: Sections) -> float:
    """L_ba (dB); equations (46)–(56)."""
    seen, grounds, earth = geometry.horizons, geometry.grounds, geometry.earth
    ends = (grounds[0] + link.tx_height_m, grounds[1] + link.rx_height_m)
    total, radius = geometry.total_km, link.radius_km
    reach = (seen.tx_distance_km, seen.rx_distance_km)
    coupling = ducting.duct_coupling_db(
        link,
        reach,
        (seen.tx_elevation, seen.rx_elevation),
        ends,
        (sections.tx_to_coast_km, sections.rx_to_coast_km),
        sections.sea_share,
    )
    log_beta += ducting.log_geometry_factor(total, radius, ends[0] - earth.tx_ducting, ends[1] - earth.rx_ducting, tau)
    log_beta += ducting.log_roughness_factor(geometry.roughness_m, total - reach[0] - reach[1])
    angle = 1000.0 * total / radius
    angle += min(seen.tx_elevation, 0.1 * reach[0]) + min(seen.rx_elevation, 0.1 * reach[1])
    return coupling + ducting.duct_time_db(link, total, radius, angle, log_beta)


@compiled
def terms_of_geometry(
    geometry: Geometry,
    link: Link,
    bent: tuple[Diffraction, Diffraction],
    sections: Sections,
    latitude: float,
    rx_clutter_m: float,
    rx_at_sea: bool,
) -> Terms:
    """Return every term of ITU-R P.1812 for one path whose geometry and diffraction (a_e, a_β) are known."""
    total, seen, earth = geometry.total_km, geometry.horizons, geometry.earth
    tx, rx = geometry.grounds[0] + link.tx_height_m, geometry.grounds[1] + link.rx_height_m
    sea = sections.sea_share
    tau = climate.inland_fraction(sections.longest_inland_km)
    log_beta = climate.log_ducting_incidence(latitude, sections.longest_land_km, tau)
    sight = line_of_sight(link, total, tx - rx, seen.tx_distance_km + seen.rx_distance_km, log_beta)
    median, often = bent
    f_i = combination.time_interpolation(link, log_beta)
    diffraction_db = median.loss_db
    if link.time_percent != 50.0:
        diffraction_db += f_i * (often.loss_db - median.loss_db)
    diffracted = sight.time_db + diffraction_db
    scattered = troposcatter_db(link, total, seen.angle)
    duct = _ducting_db(geometry, link, log_beta, tau, sections)
    f_j = combination.angle_interpolation(seen.angle)
    f_k = combination.distance_interpolation(total)
    before_beta = link.log_time < log_beta
    least = combination.least_line_of_sight_db(sight, sea, (diffraction_db, median.loss_db), before_beta, f_i)
    least_duct = combination.soft_maximum_db(duct, sight.time_db)
    ducted = combination.with_ducting_db(diffracted, least_duct, f_k)
    clear = ducted + (least - ducted) * f_j
    half = combination.soft_minimum_db(scattered, clear)
    spread = 0.0 if rx_at_sea else link.spread_db * height_share(link.rx_height_m, rx_clutter_m)
    spread = indoor_spread_db(spread, link.entry_spread_db)
    loss = basic_loss_db(sight.time_db, half, link.entry_db, spread * link.location_quantile)
    return Terms(
        total, sea, sections.longest_land_km, sections.longest_inland_km, latitude, math.exp(_LN10 * log_beta),
        link.radius_km, seen.tx_elevation, seen.rx_elevation, seen.angle, seen.tx_distance_km, seen.rx_distance_km,
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
    link = link_of(radio)
    geometry = profile_geometry(d, h, g, link, scratch)
    sea = sections.sea_share
    median = _delta_bullington(d, geometry, link, link.radius_km, geometry.knife_median, sea)
    often = _delta_bullington(d, geometry, link, BETA_RADIUS_KM, geometry.knife_beta, sea)
    return terms_of_geometry(geometry, link, (median, often), sections, latitude, rx_clutter_m, rx_at_sea)
