"""What a forecast means for a promise: the chance of meeting it in time, and the pace it asks for from here.

Takes a `Forecast` and a target, gives a probability kept away from certainty, and a required yearly change. Both read
the same bands that are drawn, so picture and sentence cannot disagree.
"""

from dataclasses import dataclass
from typing import Literal

from tinhso.measure.forecast import Forecast

Comparison = Literal[">=", ">", "<=", "<"]

# Ranked errors of a few dozen back-tests say nothing about events rarer than this.
RAREST = 0.02
_LEVELS = tuple(level / 100 for level in range(2, 99, 2))


@dataclass(frozen=True, slots=True)
class Pace:
    """Change per period from the last value to the target: in units, and as growth where both are positive."""

    change: float
    growth: float | None


def chance_of_target(forecast: Forecast, step: int, comparison: Comparison, target: float) -> float:
    """Return the probability, 0.02-0.98, that the value `step` periods ahead satisfies the comparison.

    The largest band that leaves the target outside decides: half of what lies outside that band is on its far side.
    """
    middle = forecast.middle[step - 1]
    outside = [level for level in _LEVELS if not _within(target, forecast.band(step, level))]
    farther = (1 - max(outside, default=0.0)) / 2
    upwards = comparison in {">=", ">"}
    chance = farther if (target > middle) == upwards else 1 - farther
    return min(max(chance, RAREST), 1 - RAREST)


def required_pace(last: float, target: float, periods: int) -> Pace:
    """Return the change per period that reaches the target in `periods`; raises ValueError when none is left."""
    if periods < 1:
        raise ValueError("no period is left before the target is due")
    growth = (target / last) ** (1 / periods) - 1 if last > 0 and target > 0 else None
    return Pace((target - last) / periods, growth)


def _within(value: float, band: tuple[float, float]) -> bool:
    return band[0] <= value <= band[1]
