"""Diffraction: section 4.3 of ITU-R P.1812 (Bullington construction with a spherical-Earth correction).

Takes the link, the slopes found by `geometry` and effective heights; gives losses in dB for one effective radius.
Distances in km, heights in m, wavelength in m.
"""

import math

import numpy as np

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812.link import Link

_LN10 = math.log(10.0)
_DECIBELS = 20.0 / _LN10


@compiled
def knife_edge_db(nu: float) -> float:
    """Return J(ν) (dB); equation (12)."""
    if nu <= -0.78:
        return 0.0
    return 6.9 + _DECIBELS * math.log(math.sqrt((nu - 0.1) ** 2 + 1.0) + nu - 0.1)


@compiled
def bullington_db(edge_db: float, total_km: float) -> float:
    """Return L_bull (dB) from the loss of the equivalent edge; equation (21)."""
    return edge_db + (1.0 - math.exp(-edge_db / 6.0)) * (10.0 + 0.02 * total_km)


@compiled
def crossing_nu(
    tx_slope: float, rx_slope: float, ends: tuple[float, float], total_km: float, wavelength_m: float
) -> float:
    """Return ν_b of the point where both horizon rays meet; equations (18), (19)."""
    tx, rx = ends
    meet = (rx - tx + rx_slope * total_km) / (tx_slope + rx_slope)
    left = total_km - meet
    rise = tx_slope * meet - (rx - tx) * meet / total_km
    return rise * math.sqrt(0.002 * total_km / (wavelength_m * meet * left))


@compiled
def flat_nu(here_km: float, total_km: float, ends: tuple[float, float], bend: float) -> float:
    """Return ν/√(0.002 d/λ) of a point at `here_km` when all ground heights are zero."""
    left = total_km - here_km
    area: float = here_km * left
    mean: float = (ends[0] * left + ends[1] * here_km) / total_km
    return (bend * area - mean) / math.sqrt(area)


@compiled
def _highest_flat_nu(d: np.ndarray, ends: tuple[float, float], bend: float) -> float:
    """Largest ν over zero heights. With d_i = d sin²φ it is concave in φ, so bisection finds it exactly."""
    low, high, total = 1, d.size - 2, d[d.size - 1]
    while low < high:
        middle = (low + high) // 2
        if flat_nu(d[middle], total, ends, bend) < flat_nu(d[middle + 1], total, ends, bend):
            low = middle + 1
        else:
            high = middle
    return flat_nu(d[low], total, ends, bend)


@compiled
def flat_slope(away_km: float, total_km: float, height: float, bend: float) -> float:
    """Return the Bullington slope (m/km) from an end `height` m up to a point of zero height `away_km` from it."""
    return bend * (total_km - away_km) - height / away_km


@compiled
def _neighbour(d: np.ndarray, place_km: float) -> int:
    """Index k of the interior point such that the points k and k + 1 enclose `place_km`, kept inside the path."""
    k = int(np.searchsorted(d, place_km)) - 1
    return min(max(k, 1), d.size - 3) if d.size > 3 else 1


@compiled
def _highest_flat_slope(d: np.ndarray, height: float, bend: float, from_receiver: bool) -> float:
    """S_tim or S_rim over zero heights: concave in the distance, so a neighbour of the peak is the largest."""
    n = d.size
    total = d[n - 1]
    peak = math.sqrt(height / bend)
    k = _neighbour(d, total - peak if from_receiver else peak)
    best = -1e300
    for i in range(k, min(k + 2, n - 1)):
        away = total - d[i] if from_receiver else d[i]
        best = max(best, flat_slope(away, total, height, bend))
    return best


@compiled
def flat_bullington_db(d: np.ndarray, ends: tuple[float, float], bend: float, wavelength_m: float) -> float:
    """Return L_bulls (dB): the Bullington loss over zero heights on the same distances; section 4.3.4.

    `ends` are the heights h′_t, h′_r (m > 0), `bend` is 500/a_p (m/km²).
    """
    total = d[d.size - 1]
    tx_slope = _highest_flat_slope(d, ends[0], bend, False)
    if tx_slope < (ends[1] - ends[0]) / total:
        scale = math.sqrt(0.002 * total / wavelength_m)
        return bullington_db(knife_edge_db(_highest_flat_nu(d, ends, bend) * scale), total)
    rx_slope = _highest_flat_slope(d, ends[1], bend, True)
    return bullington_db(knife_edge_db(crossing_nu(tx_slope, rx_slope, ends, total, wavelength_m)), total)


@compiled
def _height_gain_db(b: float, floor_db: float) -> float:
    """G(Y) (dB) for B = βY, with its floor; equations (34), (35)."""
    if b > 2.0:
        gain = 17.6 * math.sqrt(b - 1.1) - 0.25 * _DECIBELS * math.log(b - 1.1) - 8.0
    else:
        gain = _DECIBELS * math.log(b + 0.1 * b**3)
    return max(gain, floor_db)


@compiled
def _first_term_db(
    link: Link, total_km: float, ends: tuple[float, float], root: float, log_root: float, admittance: float
) -> float:
    """L_dft (dB) over one kind of ground; equations (29)–(36). `root` is 1 over the cube root of the radius (km)."""
    k2 = (admittance * root) ** 2
    beta = (1.0 + 1.6 * k2 + 0.67 * k2 * k2) / (1.0 + 4.5 * k2 + 1.53 * k2 * k2)
    x = 21.88 * beta * link.root_frequency * root * root * total_km
    log_x = math.log(x)
    if x >= 1.6:
        spread = 11.0 + 0.5 * _DECIBELS * log_x - 17.6 * x
    else:
        spread = -_DECIBELS * log_x - 5.6488 * math.exp(1.425 * log_x)
    unit = 0.9575 * beta * beta * link.root_frequency * link.root_frequency * root
    floor_db = 2.0 + _DECIBELS * (math.log(admittance) + log_root)
    return -spread - _height_gain_db(unit * ends[0], floor_db) - _height_gain_db(unit * ends[1], floor_db)


@compiled
def first_term_db(link: Link, total_km: float, ends: tuple[float, float], radius_km: float, sea_share: float) -> float:
    """Return L_dft (dB) over mixed ground; equation (28)."""
    log_root = -math.log(radius_km) / 3.0
    root = math.exp(log_root)
    loss = 0.0
    if sea_share > 0.0:
        loss += sea_share * _first_term_db(link, total_km, ends, root, log_root, link.sea_k)
    if sea_share < 1.0:
        loss += (1.0 - sea_share) * _first_term_db(link, total_km, ends, root, log_root, link.land_k)
    return loss


@compiled
def _clearance(total_km: float, ends: tuple[float, float], radius_km: float) -> tuple[float, float, float]:
    """Smallest clearance h_se (m) over the smooth Earth and its distances (km) from both ends; (23), (24)."""
    both = ends[0] + ends[1]
    c = (ends[0] - ends[1]) / both
    m = 250.0 * total_km**2 / (radius_km * both)
    inside = 1.5 * c * math.sqrt(3.0 * m / (m + 1.0) ** 3)
    third = math.acos(min(1.0, max(-1.0, inside))) / 3.0
    b = 2.0 * math.sqrt((m + 1.0) / (3.0 * m)) * math.cos(math.pi / 3.0 + third)
    first = 0.5 * total_km * (1.0 + b)
    second = total_km - first
    clear = (ends[0] - 500.0 * first**2 / radius_km) * second + (ends[1] - 500.0 * second**2 / radius_km) * first
    return clear / total_km, first, second


@compiled
def spherical_db(link: Link, total_km: float, ends: tuple[float, float], radius_km: float, sea_share: float) -> float:
    """Return L_dsph (dB), diffraction over a smooth sphere of `radius_km`; equations (22)–(27)."""
    roots = math.sqrt(ends[0]) + math.sqrt(ends[1])
    if total_km >= math.sqrt(0.002 * radius_km) * roots:
        return first_term_db(link, total_km, ends, radius_km, sea_share)
    clear, first, second = _clearance(total_km, ends, radius_km)
    needed = 17.456 * math.sqrt(first * second * link.wavelength_m / total_km)
    if clear > needed:
        return 0.0
    marginal_km = 500.0 * (total_km / roots) ** 2
    loss = first_term_db(link, total_km, ends, marginal_km, sea_share)
    return (1.0 - clear / needed) * max(loss, 0.0)
