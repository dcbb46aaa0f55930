"""Location variability, building entry and field strength: sections 4.7 to 4.10 of ITU-R P.1812.

Takes frequency, the side of the prediction square and the clutter height at the receiver; gives spreads and losses
in dB. Coverage asks the question the other way round, `share_of_locations`.
"""

import math

from tinhso.rooms.network.compiled import compiled


@compiled
def height_share(rx_height_m: float, rx_clutter_m: float) -> float:
    """Return u(h) (0–1): receivers far above the clutter do not feel it; equation (64)."""
    return min(1.0, max(0.0, 1.0 - (rx_height_m - rx_clutter_m) / 10.0))


@compiled
def location_spread_db(frequency_ghz: float, resolution_m: float, rx_height_m: float, rx_clutter_m: float) -> float:
    """Return u(h) σ_L (dB), the spread of the loss over locations outdoors on land; equations (64), (65)."""
    spread = (0.52 + 0.024 * frequency_ghz) * math.pow(resolution_m, 0.28)
    return spread * height_share(rx_height_m, rx_clutter_m)


@compiled
def indoor_spread_db(outdoor_spread_db: float, entry_spread_db: float) -> float:
    """Return the spread indoors (dB); equation (68b)."""
    return math.sqrt(outdoor_spread_db**2 + entry_spread_db**2)


@compiled
def basic_loss_db(line_of_sight_db: float, median_db: float, entry_db: float, rare_db: float) -> float:
    """Return L_b (dB); equation (69). `rare_db` is the spread times the quantile of the share of locations."""
    return max(line_of_sight_db, median_db + entry_db - rare_db)


@compiled
def share_of_locations(margin_db: float, spread_db: float) -> float:
    """Return the share (0–1) of locations where a loss budget that exceeds the median by `margin_db` suffices."""
    if spread_db <= 0.0:
        return 1.0 if margin_db >= 0.0 else 0.0
    return 0.5 * math.erfc(-margin_db / (spread_db * math.sqrt(2.0)))


@compiled
def field_strength_dbuvm(frequency_ghz: float, basic_db: float) -> float:
    """Return E_p in dB(µV/m) for 1 kW effective radiated power; equation (70)."""
    return 199.36 + 20.0 * math.log10(frequency_ghz) - basic_db
