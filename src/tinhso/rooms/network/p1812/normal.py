"""Inverse complementary cumulative normal distribution, as Recommendation ITU-R P.1812 approximates it.

Takes a probability, gives the value a standard normal variable exceeds with that probability. The approximation
itself is part of the method (error up to 4.5e-4), so an exact quantile would move every reference loss.
"""

import math

from tinhso.rooms.network.compiled import compiled


@compiled
def _tail(y: float) -> tuple[float, float]:
    """T and C of equations (97a), (97b) for 0 < y <= 0.5."""
    t = math.sqrt(-2.0 * math.log(y))
    above = (0.010328 * t + 0.802853) * t + 2.515516698
    below = ((0.001308 * t + 0.189269) * t + 1.432788) * t + 1.0
    return t, above / below


@compiled
def inverse_normal(x: float) -> float:
    """Return the value exceeded with probability `x` (clamped to 1e-6 … 1 − 1e-6); dimensionless.

    Source: ITU-R P.1812-8, Attachment 2, equations (96a)–(97b).
    """
    x = min(max(x, 1e-6), 1.0 - 1e-6)
    if x <= 0.5:
        t, c = _tail(x)
        return t - c
    t, c = _tail(1.0 - x)
    return c - t
