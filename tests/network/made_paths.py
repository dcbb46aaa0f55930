"""Made paths for properties: seeded hills with clutter, optional sea and coast."""

import math

import numpy as np

from tinhso.rooms.network.p1812 import Path, Radio

RADIO = Radio(1.8, 10.0, 50.0, 30.0, 1.5, True, 50.0, 360.0)


def made_path(seed: int, *, length_km: float | None = None, coastal: bool = False) -> Path:
    """Return a path of 0.5–60 km with rolling ground, towns of 0–20 m, and sea in its middle when `coastal`."""
    rng = np.random.default_rng(seed)
    length = length_km or float(10 ** rng.uniform(-0.3, 1.75))
    n = int(rng.integers(6, 200))
    d = np.concatenate(([0.0], np.sort(rng.uniform(0.01, 0.99, n - 2)), [1.0])) * length
    d = np.unique(d)
    h = np.abs(np.cumsum(rng.normal(0, rng.uniform(0.2, 15), d.size))) + rng.uniform(0, 30)
    r = rng.choice([0.0, 0.0, 10.0, 15.0, 20.0], d.size)
    zone = np.full(d.size, 4)
    if coastal:
        zone[d > 0.1 * length] = 3
        zone[(d > 0.15 * length) & (d < 0.95 * length)] = 1
        h[zone == 1] = 0.0
    return Path(d, h, r, zone, 11.0, 106.9, 11.0 + math.degrees(length / 6371.0), 106.9)


def turned(path: Path) -> Path:
    """Return the path seen from the other end."""
    return Path(
        path.distance_km[-1] - path.distance_km[::-1],
        path.height_m[::-1],
        path.clutter_m[::-1],
        path.zone[::-1],
        path.rx_lat,
        path.rx_lon,
        path.tx_lat,
        path.tx_lon,
        path.rx_coast_km,
        path.tx_coast_km,
    )
