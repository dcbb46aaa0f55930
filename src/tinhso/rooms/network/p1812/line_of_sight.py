"""Free space and line of sight with short-term effects: section 4.2 of ITU-R P.1812.

Takes the link, antenna heights above sea and the horizon distances; gives losses in dB.
"""

import math
from typing import NamedTuple

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812.link import Link

_DECIBELS = 10.0 / math.log(10.0)
_LOG_50 = math.log10(50.0)


class LineOfSight(NamedTuple):
    """Losses in dB: free space, not exceeded for p % and for β_0 % of time."""

    free_space_db: float
    time_db: float
    beta_db: float


@compiled
def line_of_sight(link: Link, total_km: float, rise_m: float, horizons_km: float, log_beta: float) -> LineOfSight:
    """Return free-space and line-of-sight losses; equations (8)–(11).

    `rise_m` is the difference of the antenna heights, `horizons_km` the sum of both horizon distances, `log_beta` the
    decimal logarithm of β_0 (%).
    """
    slant2 = total_km**2 + (0.001 * rise_m) ** 2
    free = 92.4 + 20.0 * link.log_frequency + _DECIBELS * math.log(slant2)
    focus = 2.6 * (1.0 - math.exp(-0.1 * horizons_km))
    return LineOfSight(free, free + focus * link.log_time_share, free + focus * (log_beta - _LOG_50))
