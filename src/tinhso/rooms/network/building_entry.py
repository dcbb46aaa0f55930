"""Loss into buildings: Recommendation ITU-R P.2109.

Takes frequency (0.08–100 GHz), the share of cases not exceeded (0–1), the kind of building and the elevation of the
path; gives the loss in dB. Houses of brick and sheet metal count as traditional (a planning assumption).
"""

import math
from enum import StrEnum
from statistics import NormalDist

from tinhso.base.errors import UnusableInput, definition_fault


class Building(StrEnum):
    """Kinds of building P.2109 knows."""

    TRADITIONAL = "traditional"
    EFFICIENT = "efficient"


_COEFFICIENTS = {
    Building.TRADITIONAL: (12.64, 3.72, 0.96, 9.6, 2.0, 9.1, -3.0, 4.5, -2.0),
    Building.EFFICIENT: (28.19, -3.00, 8.48, 13.5, 3.8, 27.8, -2.9, 9.4, -2.1),
}
_TENTH = 1.2815515655446004


def entry_loss_db(frequency_ghz: float, share: float, building: Building, elevation_degrees: float = 0.0) -> float:
    """Return the entry loss (dB) not exceeded in `share` of cases; `UnusableInput` outside the range.

    Source: ITU-R P.2109, equations (1)–(10).
    """
    if not 0.08 <= frequency_ghz <= 100.0 or not 0.0 < share < 1.0:
        found = f"{frequency_ghz:g} GHz, {share:g}"
        expected = "0.08 … 100 GHz, 0 < share < 1"
        raise UnusableInput(
            definition_fault("entry loss", "outside the range of P.2109", found, expected, "Correct it.")
        )
    r, s, t, u, v, w, x, y, z = _COEFFICIENTS[building]
    log_f = math.log10(frequency_ghz)
    mean1 = r + s * log_f + t * log_f**2 + 0.212 * abs(elevation_degrees)
    quantile = NormalDist().inv_cdf(share)
    a = quantile * (u + v * log_f) + mean1
    b = quantile * (y + z * log_f) + w + x * log_f
    return 10.0 * math.log10(10.0 ** (0.1 * a) + 10.0 ** (0.1 * b) + 10.0**-0.3)


def entry_spread_db(frequency_ghz: float, building: Building) -> float:
    """Return the standard deviation (dB) of a normal loss with the same 10 % and 90 % points."""
    high, low = (entry_loss_db(frequency_ghz, share, building) for share in (0.9, 0.1))
    return (high - low) / (2.0 * _TENTH)
