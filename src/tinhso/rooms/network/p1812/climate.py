"""Radio-meteorology and climatic zones of a path: sections 3.3 and 3.5 to 3.7 of ITU-R P.1812.

Takes end points, zone codes (1 sea, 3 coastal land, 4 inland) and the refractivity lapse rate; gives the latitude of
the path centre, the land and sea lengths, the ducting incidence and the effective Earth radii. Reads no maps: lapse
rate and surface refractivity are dated parameters of the province.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled

EARTH_RADIUS_KM = 6371.0
"""Mean Earth radius a_e0 of the method."""

BETA_RADIUS_KM = 3.0 * EARTH_RADIUS_KM
"""Effective Earth radius exceeded for β_0 % of time, equation (7b)."""

SEA = 1
INLAND = 4

_LN10 = math.log(10.0)
_LOG_POLAR = math.log10(4.17)


class Sections(NamedTuple):
    """Lengths of a path over land and sea: shares 0–1 and km."""

    sea_share: float
    longest_land_km: float
    longest_inland_km: float
    tx_to_coast_km: float
    rx_to_coast_km: float


@compiled
def centre_latitude(tx_lat: float, tx_lon: float, rx_lat: float, rx_lon: float, distance_km: float) -> float:
    """Return the latitude (°) half of `distance_km` along the great circle from transmitter to receiver.

    Source: ITU-R P.1812-8, section 3.5 (great circle on a sphere of 6371 km).
    """
    phi_t, phi_r, turn = math.radians(tx_lat), math.radians(rx_lat), math.radians(rx_lon - tx_lon)
    r = math.sin(phi_t) * math.sin(phi_r) + math.cos(phi_t) * math.cos(phi_r) * math.cos(turn)
    bearing = math.atan2(math.cos(phi_t) * math.cos(phi_r) * math.sin(turn), math.sin(phi_r) - r * math.sin(phi_t))
    half = distance_km / (2.0 * EARTH_RADIUS_KM)
    s = math.sin(phi_t) * math.cos(half) + math.cos(phi_t) * math.sin(half) * math.cos(bearing)
    return math.degrees(math.asin(min(1.0, max(-1.0, s))))


@compiled
def owned_length(distance_km: np.ndarray, i: int) -> float:
    """Return the length (km) that point `i` owns: zones change midway between two points."""
    n = distance_km.size
    before = distance_km[i] - distance_km[i - 1] if i > 0 else 0.0
    after = distance_km[i + 1] - distance_km[i] if i < n - 1 else 0.0
    return 0.5 * (before + after)


@compiled
def _coast_distance(distance_km: np.ndarray, zone: np.ndarray, from_receiver: bool) -> float:
    """Length of land (km) from one end up to the first sea point; the whole path when there is no sea."""
    n = distance_km.size
    length = 0.0
    for k in range(n):
        i = n - 1 - k if from_receiver else k
        if zone[i] == SEA:
            return length
        length += owned_length(distance_km, i)
    return length


@compiled
def path_sections(distance_km: np.ndarray, zone: np.ndarray) -> Sections:
    """Return sea share, longest land and inland runs, and coast distances of a path.

    Source: ITU-R P.1812-8, sections 3.3 and 3.4 (half-interval rule).
    """
    sea = land = inland = longest_land = longest_inland = 0.0
    for i in range(distance_km.size):
        own = owned_length(distance_km, i)
        if zone[i] == SEA:
            sea += own
            land = 0.0
        else:
            land += own
        inland = inland + own if zone[i] == INLAND else 0.0
        longest_land = max(longest_land, land)
        longest_inland = max(longest_inland, inland)
    sea_share = 1.0 if longest_land == 0.0 else sea / distance_km[-1]
    tx_to_coast = _coast_distance(distance_km, zone, False)
    rx_to_coast = _coast_distance(distance_km, zone, True)
    return Sections(sea_share, longest_land, longest_inland, tx_to_coast, rx_to_coast)


@compiled
def inland_fraction(longest_inland_km: float) -> float:
    """Return τ (0–1) of equation (3)."""
    if longest_inland_km <= 0.0:
        return 0.0
    return 1.0 - math.exp(-4.12e-4 * math.exp(2.41 * math.log(longest_inland_km)))


@compiled
def log_ducting_incidence(latitude: float, longest_land_km: float, tau: float) -> float:
    """Return log10 of β_0, the share of time (%) with lapse rates beyond 100 N-units/km in the lowest 100 m.

    Source: ITU-R P.1812-8, equations (2), (4), (5).
    """
    low = math.exp(-_LN10 * longest_land_km / (16.0 - 6.6 * tau))
    high = math.exp(-_LN10 * 5.0 * (0.496 + 0.354 * tau))
    log_mu1 = min(0.0, 0.2 / _LN10 * math.log(low + high))
    steep = abs(latitude)
    if steep <= 70.0:
        return -0.015 * steep + 1.67 + log_mu1 * (0.065 + 0.0176 * steep)
    return _LOG_POLAR + 1.3 * log_mu1


@compiled
def median_radius_km(lapse_rate: float) -> float:
    """Return the median effective Earth radius a_e (km) for ΔN (N-units/km); equations (6), (7a)."""
    return EARTH_RADIUS_KM * 157.0 / (157.0 - lapse_rate)
