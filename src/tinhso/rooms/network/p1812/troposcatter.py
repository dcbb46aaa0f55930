"""Troposcatter: section 4.4 of ITU-R P.1812 (the -6 model, which -8 kept and ITU advised for -7).

Takes frequency, distance, path angle and surface refractivity; gives the loss in dB.
"""

import math

from tinhso.rooms.network.compiled import compiled


@compiled
def troposcatter_db(
    frequency_ghz: float, total_km: float, angle_mrad: float, refractivity: float, time_percent: float
) -> float:
    """Return L_bs (dB) not exceeded for `time_percent` (1–50); equations (44), (45)."""
    band = 25.0 * math.log10(frequency_ghz) - 2.5 * math.log10(0.5 * frequency_ghz) ** 2
    rare = 0.0 if time_percent >= 50.0 else 10.125 * math.log10(50.0 / time_percent) ** 0.7
    return 190.1 + band + 20.0 * math.log10(total_km) + 0.573 * angle_mrad - 0.15 * refractivity - rare
