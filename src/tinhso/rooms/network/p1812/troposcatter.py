"""Troposcatter: section 4.4 of ITU-R P.1812 (the -6 model, which -8 kept and ITU advised for -7).

Takes the link, distance and path angle; gives the loss in dB.
"""

import math

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812.link import Link

_DECIBELS = 20.0 / math.log(10.0)


@compiled
def troposcatter_db(link: Link, total_km: float, angle_mrad: float) -> float:
    """Return L_bs (dB) not exceeded for the link's share of time (1–50 %); equations (44), (45)."""
    return link.scatter_db + _DECIBELS * math.log(total_km) + 0.573 * angle_mrad
