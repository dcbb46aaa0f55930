"""Free space and line of sight with short-term effects: section 4.2 of ITU-R P.1812.

Takes frequency, antenna heights above sea and the horizon distances; gives losses in dB.
"""

import math
from typing import NamedTuple

from tinhso.rooms.network.compiled import compiled


class LineOfSight(NamedTuple):
    """Losses in dB: free space, not exceeded for p % and for β_0 % of time."""

    free_space_db: float
    time_db: float
    beta_db: float


@compiled
def line_of_sight(
    frequency_ghz: float,
    total_km: float,
    rise_m: float,
    horizons_km: float,
    time_percent: float,
    beta_percent: float,
) -> LineOfSight:
    """Return free-space and line-of-sight losses; equations (8)–(11).

    `rise_m` is the difference of the antenna heights, `horizons_km` the sum of both horizon distances.
    """
    slant2 = total_km**2 + (0.001 * rise_m) ** 2
    free = 92.4 + 20.0 * math.log10(frequency_ghz) + 10.0 * math.log10(slant2)
    focus = 2.6 * (1.0 - math.exp(-0.1 * horizons_km))
    return LineOfSight(
        free,
        free + focus * math.log10(time_percent / 50.0),
        free + focus * math.log10(beta_percent / 50.0),
    )
