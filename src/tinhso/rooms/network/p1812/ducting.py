"""Ducting and layer reflection: section 4.5 of ITU-R P.1812.

Takes the link, horizons, effective heights, roughness, coast distances and the ducting incidence; gives the loss in
dB. Incidences and their factors travel as decimal logarithms.
"""

import math

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812.link import Link

_LN10 = math.log(10.0)
_DECIBELS = 20.0 / _LN10


@compiled
def _site_shielding_db(link: Link, elevation: float, horizon_km: float) -> float:
    """A_st or A_sr (dB); equation (48)."""
    above = elevation - 0.1 * horizon_km
    if above <= 0.0:
        return 0.0
    spread = _DECIBELS * math.log(1.0 + 0.361 * above * math.sqrt(link.frequency_ghz * horizon_km))
    return spread + 0.264 * above * link.root_frequency


@compiled
def _sea_coupling_db(sea_share: float, coast_km: float, horizon_km: float, height_m: float) -> float:
    """A_ct or A_cr (dB, negative); equation (49)."""
    if sea_share < 0.75 or coast_km > horizon_km or coast_km > 5.0:
        return 0.0
    return -3.0 * math.exp(-0.25 * coast_km**2) * (1.0 + math.tanh(0.07 * (50.0 - height_m)))


@compiled
def duct_coupling_db(
    link: Link,
    horizons_km: tuple[float, float],
    elevations: tuple[float, float],
    heights_m: tuple[float, float],
    coasts_km: tuple[float, float],
    sea_share: float,
) -> float:
    """Return A_f (dB), the fixed coupling loss between antennas and duct; equations (47)–(49)."""
    reach = _DECIBELS * math.log(horizons_km[0] + horizons_km[1])
    shielding = _site_shielding_db(link, elevations[0], horizons_km[0])
    shielding += _site_shielding_db(link, elevations[1], horizons_km[1])
    coupling = _sea_coupling_db(sea_share, coasts_km[0], horizons_km[0], heights_m[0])
    coupling += _sea_coupling_db(sea_share, coasts_km[1], horizons_km[1], heights_m[1])
    return link.duct_db + reach + shielding + coupling


@compiled
def log_roughness_factor(roughness_m: float, between_horizons_km: float) -> float:
    """Return log10 μ_3 (≤ 0); equation (56)."""
    if roughness_m <= 10.0:
        return 0.0
    between = min(between_horizons_km, 40.0)
    return -4.6e-5 / _LN10 * (roughness_m - 10.0) * (43.0 + 6.0 * between)


@compiled
def log_geometry_factor(
    total_km: float, radius_km: float, tx_effective_m: float, rx_effective_m: float, tau: float
) -> float:
    """Return log10 μ_2 (≤ 0); equation (55)."""
    alpha = max(-3.4, -0.6 - 3.5e-9 * math.exp(3.1 * math.log(total_km)) * tau)
    roots = math.sqrt(tx_effective_m) + math.sqrt(rx_effective_m)
    return min(0.0, alpha / _LN10 * math.log(500.0 * total_km**2 / (radius_km * roots**2)))


@compiled
def duct_time_db(link: Link, total_km: float, radius_km: float, angle_mrad: float, log_beta: float) -> float:
    """Return A_d(p) (dB) for the duct's own angle θ′ and the logarithm of its incidence β; (50), (51), (53)."""
    decay = (9.51 - 4.8 * log_beta + 0.198 * log_beta**2) * 1e-6 * math.exp(1.13 * math.log(total_km))
    gamma = 1.076 * math.exp(-1.012 * math.log(2.0058 - log_beta) - decay)
    ratio = link.log_time - log_beta
    share = -12.0 + (1.2 + 3.7e-3 * total_km) * ratio + 12.0 * math.exp(_LN10 * ratio * gamma)
    return 5e-5 * radius_km * link.root_frequency * angle_mrad + share
