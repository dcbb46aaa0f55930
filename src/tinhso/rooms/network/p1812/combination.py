"""How the parts of ITU-R P.1812 are joined: interpolations of 4.3.5 and section 4.6.

Takes the losses of line of sight, diffraction, ducting and troposcatter; gives the loss not exceeded for p % of time
at half of the locations. Exponentials are taken of differences, so losses of thousands of dB do not overflow.
"""

import math

from tinhso.rooms.network.compiled import compiled
from tinhso.rooms.network.p1812.line_of_sight import LineOfSight
from tinhso.rooms.network.p1812.normal import inverse_normal


@compiled
def time_interpolation(time_percent: float, beta_percent: float) -> float:
    """Return F_i (0–1); equation (40a)."""
    if time_percent > beta_percent:
        return inverse_normal(time_percent / 100.0) / inverse_normal(beta_percent / 100.0)
    return 1.0


@compiled
def angle_interpolation(angle_mrad: float) -> float:
    """Return F_j (0–1), near 1 on clear paths; equation (57)."""
    return 1.0 - 0.5 * (1.0 + math.tanh(2.4 * (angle_mrad - 0.3) / 0.3))


@compiled
def distance_interpolation(total_km: float) -> float:
    """Return F_k (0–1), near 1 on short paths; equation (58)."""
    return 1.0 - 0.5 * (1.0 + math.tanh(1.5 * (total_km - 20.0) / 20.0))


@compiled
def soft_maximum_db(a: float, b: float) -> float:
    """Return 2.5 ln(exp(a/2.5) + exp(b/2.5)); equation (60)."""
    return max(a, b) + 2.5 * math.log1p(math.exp(-abs(a - b) / 2.5))


@compiled
def soft_minimum_db(a: float, b: float) -> float:
    """Return −5 log10(10^(−0.2 a) + 10^(−0.2 b)); equation (63)."""
    return min(a, b) - 5.0 * math.log10(1.0 + 10.0 ** (-0.2 * abs(a - b)))


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
