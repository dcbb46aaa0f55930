"""Loss map of one mast over 30 km at 100 m: the exact kernel, the sweep, and crc-covlib on the same ground.

Run `uv run python -m bench.coverage [--quick]`. Invented hills and towns, 1.8 GHz, p 50 %, receivers at 1.5 m, one
core, seconds of processor time, all three in turn several times over and medians taken. The peer is crc-covlib's own
area calculation where the environment variable TINHSO_COVLIB names a shared library that exports `covlib_map` (a thin
C entry to it, built by whoever measures; not part of this repository), on a coarser grid of receivers over the same
square; otherwise the peer is this package's path-by-path prediction called from Python, and the ratio to crc-covlib of
record is stated as such.
Errors are of the sweep against the exact kernel over all receivers of a sample.
"""

import argparse
import ctypes
import json
import math
import os
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np

from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.p1812 import Path, Radio, path_loss_db
from tinhso.rooms.network.pointwise import METRES_PER_DEGREE, Rasters, Scale, point_losses
from tinhso.rooms.network.sweep import disc_losses

RADIO = Radio(1.8, 50.0, 50.0, 30.0, 1.5, True, 50.0, 360.0)
SCALE = Scale(100.0, 100.0, 11.0)
RECORD = (
    "crc-covlib 4.6.2 area calculation, 21 µs a receiver on a quiet core of this kind (see docs/explanation/radio.md)"
)
RADIUS_M = 30_000.0
CELLS = 640
MAST = (320.0, 320.0)


def main() -> None:
    """Print the table and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="fewer repeats and exact receivers")
    quick = parser.parse_args().quick
    rasters = invented_rasters(CELLS, seed=1)
    disc_losses(rasters, MAST, 5_000.0, RADIO, SCALE)
    fan, swept = disc_losses(rasters, MAST, RADIUS_M, RADIO, SCALE)
    n = swept.size
    pick = np.random.default_rng(2).choice(n, 20_000, replace=False) if quick else np.arange(n)
    pick = pick[np.lexsort((fan.columns[pick], fan.rows[pick]))]
    places = np.stack([MAST[0] + fan.rows[pick], MAST[1] + fan.columns[pick]], axis=1)
    exact = np.empty(pick.size)
    point_losses(rasters, MAST, places[:10], RADIO, SCALE, exact[:10])
    rounds = []
    for _ in range(3 if quick else 7):
        peer, peer_once = _peer(rasters, 40 if quick else 80, n)
        exact_once = _seconds(lambda: point_losses(rasters, MAST, places, RADIO, SCALE, exact)) / pick.size * n
        sweep_once = min(_seconds(lambda: disc_losses(rasters, MAST, RADIUS_M, RADIO, SCALE)) for _ in range(2))
        rounds.append((peer_once, exact_once, sweep_once))
    peer_s, exact_s, sweep_s = (statistics.median(column) for column in zip(*rounds, strict=True))
    exact_ratio = statistics.median(once[0] / once[1] for once in rounds)
    sweep_ratio = statistics.median(once[0] / once[2] for once in rounds)
    error = np.abs(swept[pick] - exact)
    median_db, p90_db, p99_db = (round(float(q), 4) for q in np.percentile(error, [50, 90, 99]))
    print(f"{n:,} receivers; sweep against exact: median {median_db} dB, 90 % {p90_db} dB, 99 % {p99_db} dB")
    print(f"{'':40}{'seconds':>9}{'µs each':>9}{'ratio':>8}")
    for name, seconds, ratio in (
        (peer, peer_s, 1),
        ("exact kernel", exact_s, exact_ratio),
        ("radial sweep", sweep_s, sweep_ratio),
    ):
        print(f"{name:40}{seconds:9.3f}{seconds / n * 1e6:9.3f}{ratio:8.1f}")
    result = {
        "name": "coverage",
        "size": n,
        "seconds": round(sweep_s, 4),
        "peer": peer,
        "peer_seconds": round(peer_s, 3),
        "ratio": round(sweep_ratio, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "accuracy": {"median_db": median_db, "p90_db": p90_db, "p99_db": p99_db},
        "exact_seconds": round(exact_s, 3),
        "exact_ratio": round(exact_ratio, 1),
        "record": RECORD,
    }
    print(json.dumps(result, ensure_ascii=False))


def _seconds(run: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    run()
    return time.process_time() - start


def _peer(rasters: Rasters, side: int, n: int) -> tuple[str, float]:
    """The peer's name and its seconds for `n` receivers."""
    library = os.environ.get("TINHSO_COVLIB")
    if library:
        return "crc-covlib area calculation", _covlib_seconds(library, rasters, side) / side**2 * n
    d = np.linspace(0, 20, 201)
    h = np.resize(rasters.terrain.astype(float), 201)
    path = Path(d, h, np.zeros(201), np.full(201, 4), 11.0, 106.9, 11.0 + math.degrees(20 / 6371), 106.9)
    path_loss_db(path, RADIO)
    seconds = _seconds(lambda: [path_loss_db(path, RADIO) for _ in range(500)])
    return "one path at a time from Python", seconds / 500 * n


def _covlib_seconds(library: str, rasters: Rasters, side: int) -> float:
    """Seconds of crc-covlib for side × side receivers over the square of the raster."""
    entry = ctypes.CDLL(library).covlib_map
    entry.restype = ctypes.c_double
    north = np.ascontiguousarray(rasters.terrain.reshape(CELLS, CELLS))
    classes = np.ascontiguousarray(rasters.clutter.reshape(CELLS, CELLS).astype(np.int16))
    out = np.zeros(side * side, np.float32)
    half = CELLS * SCALE.cell_m / 2 / METRES_PER_DEGREE
    numbers = [ctypes.c_double(v) for v in (11.0, 106.9, half, half / math.cos(math.radians(11.0)))]
    pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in (north, classes, out)]
    link = [ctypes.c_double(v) for v in (SCALE.step_m, 1000 * RADIO.frequency_ghz, RADIO.time_percent)]
    start = time.process_time()
    entry(*numbers, CELLS, pointers[0], pointers[1], *link, side, pointers[2])
    return time.process_time() - start


if __name__ == "__main__":
    main()
