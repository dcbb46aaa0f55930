"""Ducting and layer reflection: section 4.5 of ITU-R P.1812.

Takes horizons, effective heights, roughness, coast distances and the ducting incidence; gives the loss in dB.
"""

import math

from tinhso.rooms.network.compiled import compiled

_THIRD = 1.0 / 3.0


@compiled
def _site_shielding_db(frequency_ghz: float, elevation: float, horizon_km: float) -> float:
    """A_st or A_sr (dB); equation (48)."""
    above = elevation - 0.1 * horizon_km
    if above <= 0.0:
        return 0.0
    spread = 20.0 * math.log10(1.0 + 0.361 * above * math.sqrt(frequency_ghz * horizon_km))
    return spread + 0.264 * above * math.pow(frequency_ghz, _THIRD)


@compiled
def _sea_coupling_db(sea_share: float, coast_km: float, horizon_km: float, height_m: float) -> float:
    """A_ct or A_cr (dB, negative); equation (49)."""
    if sea_share < 0.75 or coast_km > horizon_km or coast_km > 5.0:
        return 0.0
    return -3.0 * math.exp(-0.25 * coast_km**2) * (1.0 + math.tanh(0.07 * (50.0 - height_m)))


@compiled
def duct_coupling_db(
    frequency_ghz: float,
    horizons_km: tuple[float, float],
    elevations: tuple[float, float],
    heights_m: tuple[float, float],
    coasts_km: tuple[float, float],
    sea_share: float,
) -> float:
    """Return A_f (dB), the fixed coupling loss between antennas and duct; equations (47)–(49)."""
    low = 0.0
    if frequency_ghz < 0.5:
        low = 45.375 - 137.0 * frequency_ghz + 92.5 * frequency_ghz**2
    reach = 20.0 * math.log10(frequency_ghz * (horizons_km[0] + horizons_km[1]))
    shielding = _site_shielding_db(frequency_ghz, elevations[0], horizons_km[0])
    shielding += _site_shielding_db(frequency_ghz, elevations[1], horizons_km[1])
    coupling = _sea_coupling_db(sea_share, coasts_km[0], horizons_km[0], heights_m[0])
    coupling += _sea_coupling_db(sea_share, coasts_km[1], horizons_km[1], heights_m[1])
    return 102.45 + reach + low + shielding + coupling


@compiled
def roughness_factor(roughness_m: float, between_horizons_km: float) -> float:
    """Return μ_3 (0–1]; equation (56)."""
    if roughness_m <= 10.0:
        return 1.0
    between = min(between_horizons_km, 40.0)
    return math.exp(-4.6e-5 * (roughness_m - 10.0) * (43.0 + 6.0 * between))


@compiled
def geometry_factor(
    total_km: float, radius_km: float, tx_effective_m: float, rx_effective_m: float, tau: float
) -> float:
    """Return μ_2 (0–1]; equation (55)."""
    alpha = max(-3.4, -0.6 - 3.5e-9 * total_km**3.1 * tau)
    roots = math.sqrt(tx_effective_m) + math.sqrt(rx_effective_m)
    return min(1.0, math.pow(500.0 * total_km**2 / (radius_km * roots**2), alpha))


@compiled
def duct_time_db(
    frequency_ghz: float,
    total_km: float,
    radius_km: float,
    angle_mrad: float,
    beta_percent: float,
    time_percent: float,
) -> float:
    """Return A_d(p) (dB) for the duct's own angle θ′ and incidence β; equations (50), (51), (53)."""
    log_beta = math.log10(beta_percent)
    decay = (9.51 - 4.8 * log_beta + 0.198 * log_beta**2) * 1e-6 * total_km**1.13
    gamma = 1.076 / math.pow(2.0058 - log_beta, 1.012) * math.exp(-decay)
    ratio = math.log10(time_percent) - log_beta
    share = -12.0 + (1.2 + 3.7e-3 * total_km) * ratio + 12.0 * math.pow(10.0, ratio * gamma)
    return 5e-5 * radius_km * math.pow(frequency_ghz, _THIRD) * angle_mrad + share
