"""Where the sweep errs: a map of loss and maps of |sweep − exact| over a 30 km disc at 100 m, as pictures and a table.

Run `uv run python -m bench.error_map [--quick] [--to FOLDER]`; without `--to` only the table is printed. The ground is
that of `bench.coverage` (invented hills and towns), p 50 %, receivers at 1.5 m; `--quick` takes a 10 km disc. The peer
is the exact kernel itself. Colours run from pale to dark: up to 0.1, 0.5, 1, 3 and above 3 dB; losses in steps of 15 dB
from 95 dB. One pixel is one cell, north is up, the mast is in the middle.
"""

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np
from bench.coverage import CELLS, MAST, RADIO, RADIUS_M, SCALE
from numpy.typing import NDArray

from tinhso.rooms.network.coverage_grid import palette_png
from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.pointwise import point_losses
from tinhso.rooms.network.sampling import Rasters
from tinhso.rooms.network.sweep import Fan, disc_losses

BANDS_GHZ = (0.7, 1.8, 3.5)
ERROR_STEPS_DB = (0.1, 0.5, 1.0, 3.0)
LOSS_STEPS_DB = (95.0, 110.0, 125.0, 140.0, 155.0, 170.0)
_NOTHING = (255, 255, 255, 0)
ERROR_COLOURS = [_NOTHING, *((r, g, b, 255) for r, g, b in (
    (237, 243, 248), (178, 205, 225), (253, 190, 112), (232, 105, 51), (122, 16, 32),
))]  # fmt: skip
LOSS_COLOURS = [_NOTHING, *((r, g, b, 255) for r, g, b in (
    (253, 231, 137), (181, 222, 110), (94, 201, 122), (33, 145, 140), (49, 104, 142), (68, 58, 131), (48, 12, 70),
))]  # fmt: skip


def main() -> None:
    """Print the table and the one JSON line; write the pictures where asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a disc of 10 km")
    parser.add_argument("--to", type=Path, help="folder for the pictures")
    asked = parser.parse_args()
    radius_m = 10_000.0 if asked.quick else RADIUS_M
    rasters = invented_rasters(CELLS, seed=1)
    disc_losses(rasters, MAST, 2_000.0, RADIO, SCALE)
    print(f"{'GHz':>5}{'median':>9}{'90 %':>9}{'99 %':>9}{'largest':>9}{'mean':>9}  dB")
    accuracy, sweep_s, exact_s = {}, 0.0, 0.0
    for band in BANDS_GHZ:
        start = time.process_time()
        fan, swept = disc_losses(rasters, MAST, radius_m, RADIO._replace(frequency_ghz=band), SCALE)
        sweep_s += time.process_time() - start
        start = time.process_time()
        exact = _exact(rasters, fan, band)
        exact_s += time.process_time() - start
        error = swept - exact
        quantiles = [round(float(q), 3) for q in np.percentile(np.abs(error), [50, 90, 99, 100])]
        print(f"{band:5g}" + "".join(f"{q:9.3f}" for q in quantiles) + f"{error.mean():9.3f}")
        accuracy[f"{band:g} GHz"] = dict(zip(("median_db", "p90_db", "p99_db", "largest_db"), quantiles, strict=True))
        if asked.to is not None:
            steps = np.digitize(np.abs(error), ERROR_STEPS_DB)
            _write(asked.to / f"radio-error-{band * 1000:.0f}.png", fan, steps, ERROR_COLOURS)
            if band == RADIO.frequency_ghz:
                steps = np.digitize(exact, LOSS_STEPS_DB)
                _write(asked.to / f"radio-loss-{band * 1000:.0f}.png", fan, steps, LOSS_COLOURS)
    result = {
        "name": "error_map",
        "size": int(fan.rows.size * len(BANDS_GHZ)),
        "seconds": round(sweep_s, 3),
        "peer": "exact kernel",
        "peer_seconds": round(exact_s, 3),
        "ratio": round(exact_s / sweep_s, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "accuracy": accuracy,
    }
    print(json.dumps(result))


def _exact(rasters: Rasters, fan: Fan, band: float) -> NDArray[np.float64]:
    """Losses (dB) of the exact kernel on the cells of a fan."""
    places = np.stack([MAST[0] + fan.rows, MAST[1] + fan.columns], axis=1)
    out = np.empty(fan.rows.size)
    point_losses(rasters, MAST, places, RADIO._replace(frequency_ghz=band), SCALE, out)
    return out


def _write(path: Path, fan: Fan, steps: NDArray[np.int64], colours: list[tuple[int, int, int, int]]) -> None:
    """Write a picture of one class a cell of the disc."""
    reach = int(max(fan.rows.max(), fan.columns.max()))
    classes = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    classes[fan.rows + reach, fan.columns + reach] = steps + 1
    path.write_bytes(palette_png(classes, colours))


if __name__ == "__main__":
    main()
