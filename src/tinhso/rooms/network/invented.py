"""Invented ground for places without a terrain file, and for tests and measurements: always marked as invented.

Takes a size and a seed; gives rasters of bare height (m asl) and clutter height (m) with the texture of low hills and
scattered towns. Nothing here describes a real place.
"""

import numpy as np
from numpy.typing import NDArray

from tinhso.rooms.network.sampling import Rasters

_TOWN_SHARES = ((0.60, 10.0), (0.70, 15.0), (0.80, 20.0))
"""Above which value of the town texture (0–1) which representative clutter height (m) stands; P.1812 section 3.2."""


def _texture(cells: int, roughness: float, generator: np.random.Generator) -> NDArray[np.float64]:
    """A square of correlated noise scaled to 0–1; its amplitude falls with wave number to the power `roughness`."""
    waves = np.hypot(np.fft.fftfreq(cells)[:, None], np.fft.rfftfreq(cells)[None, :])
    amplitude = np.where(waves > 0.0, np.maximum(waves, 1e-9) ** -roughness, 0.0)
    turned = np.exp(2j * np.pi * generator.random(amplitude.shape))
    surface = np.fft.irfft2(amplitude * turned, (cells, cells))
    low, high = surface.min(), surface.max()
    return np.asarray((surface - low) / (high - low))


def invented_rasters(cells: int, seed: int, relief_m: float = 300.0) -> Rasters:
    """Return a square inland ground of `cells` a side: hills of `relief_m` from lowest to highest, towns of 10–20 m."""
    generator = np.random.default_rng(seed)
    terrain = (_texture(cells, 2.0, generator) * relief_m).astype(np.float32)
    towns = _texture(cells, 1.5, generator)
    clutter = np.zeros_like(terrain)
    for share, height in _TOWN_SHARES:
        clutter[towns > share] = height
    return Rasters(terrain.ravel(), clutter.ravel(), np.zeros(0, np.uint8), cells)
