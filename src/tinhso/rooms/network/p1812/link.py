"""What a link fixes for every one of its paths: `Radio` turned once into the constants the sections ask for.

Takes `Radio`; gives `Link`: logarithms, roots and sums of frequency, time and location, so that a map does not take
them again for each receiver. Frequencies in GHz, heights and wavelength in m, losses in dB, percentages as they are.
"""

import math
from typing import NamedTuple

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812.climate import median_radius_km
from tinhso.rooms.network.p1812.location import location_spread_db
from tinhso.rooms.network.p1812.normal import inverse_normal
from tinhso.rooms.network.p1812.terms import Radio

_LAND = (22.0, 0.003)
_SEA = (80.0, 5.0)


class Link(NamedTuple):
    """Constants of one link.

    `root_frequency` is the cube root of the frequency; `log_time` and `log_time_share` are log10 p and log10 (p/50),
    `time_quantile` and `location_quantile` the values exceeded with p and p_L; `scatter_db` and `duct_db` the parts of
    L_bs and A_f no path changes; `land_k` and `sea_k` K of equation (30) times the cube root of the radius; `spread_db`
    σ_L of equation (65); `radius_km` a_e.
    """

    tx_height_m: float
    rx_height_m: float
    frequency_ghz: float
    log_frequency: float
    root_frequency: float
    wavelength_m: float
    radius_km: float
    time_percent: float
    log_time: float
    log_time_share: float
    time_quantile: float
    location_quantile: float
    spread_db: float
    entry_db: float
    entry_spread_db: float
    scatter_db: float
    duct_db: float
    land_k: float
    sea_k: float


@compiled
def _admittance(frequency_ghz: float, vertical: bool, ground: tuple[float, float]) -> float:
    """K of equations (30) without the radius, over a ground of permittivity and conductivity (S/m)."""
    conduction2 = (18.0 * ground[1] / frequency_ghz) ** 2
    k: float = 0.036 * math.pow(frequency_ghz, -1.0 / 3.0) * math.pow((ground[0] - 1.0) ** 2 + conduction2, -0.25)
    if vertical:
        k *= math.sqrt(ground[0] ** 2 + conduction2)
    return k


@compiled
def link_of(radio: Radio) -> Link:
    """Return the constants of `radio`; equations (7a), (30), (44), (45), (47), (47a), (65)."""
    f, p = radio.frequency_ghz, radio.time_percent
    log_f = math.log10(f)
    rare = 0.0 if p >= 50.0 else 10.125 * math.pow(math.log10(50.0 / p), 0.7)
    scatter = 190.1 + 25.0 * log_f - 2.5 * math.log10(0.5 * f) ** 2 - 0.15 * radio.refractivity - rare
    low = 45.375 - 137.0 * f + 92.5 * f * f if f < 0.5 else 0.0
    return Link(
        radio.tx_height_m, radio.rx_height_m, f, log_f, math.pow(f, 1.0 / 3.0), 0.2998 / f,
        median_radius_km(radio.lapse_rate), p, math.log10(p), math.log10(p / 50.0), inverse_normal(p / 100.0),
        inverse_normal(radio.location_percent / 100.0), location_spread_db(f, radio.resolution_m, 0.0, 0.0),
        radio.entry_db, radio.entry_spread_db, scatter, 102.45 + 20.0 * log_f + low,
        _admittance(f, radio.vertical, _LAND), _admittance(f, radio.vertical, _SEA),
    )  # fmt: skip
