"""Loss without terrain: the statistical models of 3GPP TR 38.901, a fallback that every map must flag.

Takes distances and antenna heights; gives losses with and without line of sight, the probability of line of sight
and their mixture. Frequencies in GHz (0.5–30), distances in metres. Nothing here knows hills: where a terrain file
exists `p1812` is used. Source: 3GPP TR 38.901 tables 7.4.1-1 and 7.4.2-1.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from tinhso.base.errors import UnusableInput, definition_fault

_LIGHT_M_S = 3e8


class Surroundings(StrEnum):
    """Where the mast stands: a town with masts above or below the roofs, or open country."""

    TOWN_ABOVE_ROOFS = "UMa"
    TOWN_STREET = "UMi"
    COUNTRY = "RMa"


@dataclass(frozen=True, slots=True)
class StatisticalLoss:
    """Median losses (dB) with and without line of sight, their spreads (dB), and the probability of line of sight."""

    clear_db: float
    blocked_db: float
    clear_spread_db: float
    blocked_spread_db: float
    clear_probability: float

    def served_share(self, most_loss_db: float) -> float:
        """Return the share of locations (0–1) whose loss is at most `most_loss_db`: the mixture of both cases."""
        normal = NormalDist()
        clear = normal.cdf((most_loss_db - self.clear_db) / self.clear_spread_db)
        blocked = normal.cdf((most_loss_db - self.blocked_db) / self.blocked_spread_db)
        return self.clear_probability * clear + (1.0 - self.clear_probability) * blocked


def _check(frequency_ghz: float, distance_m: float, mast_m: float, phone_m: float) -> None:
    """Raise when an input is outside the range of all three models."""
    ranges = (
        ("frequency_ghz", frequency_ghz, 0.5, 30.0),
        ("distance_m", distance_m, 10.0, 10_000.0),
        ("mast_m", mast_m, 10.0, 150.0),
        ("phone_m", phone_m, 1.0, 10.0),
    )
    faults = [
        definition_fault(name, "outside the range of TR 38.901", value, f"{low:g} … {high:g}", "Correct the value.")
        for name, value, low, high in ranges
        if not low <= value <= high
    ]
    if faults:
        raise UnusableInput(*faults)


def _breakpoint_m(frequency_ghz: float, mast_m: float, phone_m: float, surroundings: Surroundings) -> float:
    """Distance where the second slope begins."""
    waves = frequency_ghz * 1e9 / _LIGHT_M_S
    if surroundings is Surroundings.COUNTRY:
        return 2.0 * math.pi * mast_m * phone_m * waves
    return 4.0 * (mast_m - 1.0) * max(phone_m - 1.0, 0.1) * waves


def _town_db(f: float, d: float, rise: float, beyond: float, slopes: tuple[float, float, float]) -> float:
    """Line-of-sight loss of the two town models: intercept, first slope, breakpoint factor."""
    start, slope, factor = slopes
    slant = math.hypot(d, rise)
    if d <= beyond:
        return start + slope * math.log10(slant) + 20.0 * math.log10(f)
    return start + 40.0 * math.log10(slant) + 20.0 * math.log10(f) - factor * math.log10(beyond**2 + rise**2)


def _country_db(f: float, slant: float, house_m: float) -> float:
    """First slope of the country model."""
    power = math.pow(house_m, 1.72)
    loss = 20.0 * math.log10(40.0 * math.pi * slant * f / 3.0) + min(0.03 * power, 10.0) * math.log10(slant)
    return loss - min(0.044 * power, 14.77) + 0.002 * math.log10(house_m) * slant


def _country_blocked_db(
    f: float, slant: float, mast_m: float, phone_m: float, house_m: float, street_m: float
) -> float:
    """Loss of the country model without line of sight."""
    loss = 161.04 - 7.1 * math.log10(street_m) + 7.5 * math.log10(house_m)
    loss -= (24.37 - 3.7 * (house_m / mast_m) ** 2) * math.log10(mast_m)
    loss += (43.42 - 3.1 * math.log10(mast_m)) * (math.log10(slant) - 3.0) + 20.0 * math.log10(f)
    return loss - (3.2 * math.log10(11.75 * phone_m) ** 2 - 4.97)


def _clear_probability(d: float, surroundings: Surroundings) -> float:
    """Probability of line of sight for a phone below 13 m."""
    if surroundings is Surroundings.COUNTRY:
        return min(1.0, math.exp(-(d - 10.0) / 1000.0))
    if d <= 18.0:
        return 1.0
    reach = 63.0 if surroundings is Surroundings.TOWN_ABOVE_ROOFS else 36.0
    return 18.0 / d + math.exp(-d / reach) * (1.0 - 18.0 / d)


def statistical_loss(
    frequency_ghz: float,
    distance_m: float,
    surroundings: Surroundings,
    *,
    mast_m: float,
    phone_m: float = 1.5,
    house_m: float = 5.0,
    street_m: float = 20.0,
) -> StatisticalLoss:
    """Return the losses of a link over `distance_m` on the ground; `UnusableInput` outside the model's range.

    `house_m` (mean building height) and `street_m` (street width) matter in the country only.
    """
    _check(frequency_ghz, distance_m, mast_m, phone_m)
    f, rise = frequency_ghz, mast_m - phone_m
    slant = math.hypot(distance_m, rise)
    beyond = _breakpoint_m(f, mast_m, phone_m, surroundings)
    probability = _clear_probability(distance_m, surroundings)
    if surroundings is Surroundings.TOWN_ABOVE_ROOFS:
        clear = _town_db(f, distance_m, rise, beyond, (28.0, 22.0, 9.0))
        blocked = 13.54 + 39.08 * math.log10(slant) + 20.0 * math.log10(f) - 0.6 * (phone_m - 1.5)
        return StatisticalLoss(clear, max(clear, blocked), 4.0, 6.0, probability)
    if surroundings is Surroundings.TOWN_STREET:
        clear = _town_db(f, distance_m, rise, beyond, (32.4, 21.0, 9.5))
        blocked = 22.4 + 35.3 * math.log10(slant) + 21.3 * math.log10(f) - 0.3 * (phone_m - 1.5)
        return StatisticalLoss(clear, max(clear, blocked), 4.0, 7.82, probability)
    if distance_m <= beyond:
        clear = _country_db(f, slant, house_m)
    else:
        clear = _country_db(f, beyond, house_m) + 40.0 * math.log10(slant / beyond)
    blocked = _country_blocked_db(f, slant, mast_m, phone_m, house_m, street_m)
    return StatisticalLoss(clear, max(clear, blocked), 4.0 if distance_m <= beyond else 6.0, 8.0, probability)
