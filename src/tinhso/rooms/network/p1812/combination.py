"""How the parts of ITU-R P.1812 are joined: interpolations of 4.3.5 and section 4.6.

Takes the losses of line of sight, diffraction, ducting and troposcatter; gives the loss not exceeded for p % of time
at half of the locations. Exponentials are taken of differences, so losses of thousands of dB do not overflow.
"""

import math

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812.line_of_sight import LineOfSight
from tinhso.rooms.network.p1812.link import Link
from tinhso.rooms.network.p1812.normal import inverse_normal

_LN10 = math.log(10.0)
_HIGHEST = 700.0
"""Largest exponent taken: the exponential of more does not fit a double."""


@compiled
def time_interpolation(link: Link, log_beta: float) -> float:
    """Return F_i (0–1) for β_0 given by its decimal logarithm (%); equation (40a)."""
    if link.log_time > log_beta:
        return link.time_quantile / inverse_normal(math.exp(_LN10 * (log_beta - 2.0)))
    return 1.0


@compiled
def angle_interpolation(angle_mrad: float) -> float:
    """Return F_j (0–1), near 1 on clear paths; equation (57), its tanh written as an exponential."""
    return 1.0 / (1.0 + math.exp(min(4.8 * (angle_mrad - 0.3) / 0.3, _HIGHEST)))


@compiled
def distance_interpolation(total_km: float) -> float:
    """Return F_k (0–1), near 1 on short paths; equation (58), its tanh written as an exponential."""
    return 1.0 / (1.0 + math.exp(min(3.0 * (total_km - 20.0) / 20.0, _HIGHEST)))


@compiled
def soft_maximum_db(a: float, b: float) -> float:
    """Return 2.5 ln(exp(a/2.5) + exp(b/2.5)); equation (60)."""
    return max(a, b) + 2.5 * math.log(1.0 + math.exp(-abs(a - b) / 2.5))


@compiled
def soft_minimum_db(a: float, b: float) -> float:
    """Return −5 log10(10^(−0.2 a) + 10^(−0.2 b)); equation (63)."""
    return min(a, b) - 5.0 / _LN10 * math.log(1.0 + math.exp(-0.2 * _LN10 * abs(a - b)))


@compiled
def least_line_of_sight_db(
    sight: LineOfSight, sea_share: float, diffraction: tuple[float, float], before_beta: bool, share: float
) -> float:
    """Return L_minb0p (dB); equation (59). `diffraction` holds L_dp and L_d50, `share` is F_i."""
    over_land = (1.0 - sea_share) * diffraction[0]
    if before_beta:
        return sight.time_db + over_land
    median = sight.free_space_db + diffraction[1]
    return median + (sight.beta_db + over_land - median) * share


@compiled
def with_ducting_db(diffracted_db: float, least_duct_db: float, distance_share: float) -> float:
    """Return L_bda (dB); equation (61)."""
    if least_duct_db > diffracted_db:
        return diffracted_db
    return least_duct_db + (diffracted_db - least_duct_db) * distance_share
