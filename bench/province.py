"""A whole province: 3,550 masts, 10 km each at 100 m, one band, best level; and ten million places in communes.

Run `uv run python -m bench.province [--quick]` (a tenth of the masts and a tenth of the places). Invented ground and
masts in towns, 1.8 GHz, two threads, wall-clock seconds. The peer of the map is this package's exact kernel, timed on
a few masts and scaled; that of the places is shapely's STRtree on a hundredth of them, scaled, every answer compared.
"""

import argparse
import json
import resource
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely
from numpy.typing import NDArray

from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.p1812 import Radio
from tinhso.rooms.network.places import NOWHERE, borders_of, communes_at
from tinhso.rooms.network.pointwise import Rasters, Scale, point_losses
from tinhso.rooms.network.sweep import disc_losses

CELLS, MARGIN, RADIUS_M, EIRP_DBM = 1360, 105, 10_000.0, 32.0
RADIO = Radio(1.8, 50.0, 50.0, 36.0, 1.5, True, 50.0, 360.0)
SCALE = Scale(100.0, 100.0, 11.0)


def main() -> None:
    """Print the table and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of the masts and places")
    share = 10 if parser.parse_args().quick else 1
    rasters = invented_rasters(CELLS, seed=3)
    masts = _masts(rasters, 3550 // share)
    fan, _ = disc_losses(rasters, masts[0], RADIUS_M, RADIO, SCALE)
    start, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as threads:
        best = np.maximum(*threads.map(lambda part: _best_level(rasters, part), (masts[::2], masts[1::2])))
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    receivers = len(masts) * fan.rows.size
    exact = _exact_seconds(rasters, masts[:4], fan.rows, fan.columns) / 4 * len(masts)
    covered = float((best[MARGIN:-MARGIN, MARGIN:-MARGIN] >= -110).mean())
    print(f"{len(masts):,} masts, {receivers:,} receivers, {covered:.1%} of cells at −110 dBm or better")
    print(f"sweep {seconds:.1f} s ({cpu:.1f} s of processor), exact kernel {exact:.1f} s of processor, scaled")
    places_s, shapely_s, wrong = _places(10_000_000 // share)
    print(f"{10_000_000 // share:,} places in 95 communes: {places_s:.2f} s, shapely {shapely_s:.1f} s, {wrong} wrong")
    result = {
        "name": "province",
        "size": receivers,
        "seconds": round(seconds, 2),
        "peer": "exact kernel, one core, scaled from 4 masts",
        "peer_seconds": round(exact, 1),
        "ratio": round(exact / cpu, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "accuracy": {"places_wrong": wrong},
        "places": {"n": 10_000_000 // share, "seconds": round(places_s, 3), "shapely_seconds": round(shapely_s, 1)},
    }
    print(json.dumps(result))


def _masts(rasters: Rasters, n: int) -> list[tuple[float, float]]:
    """Masts drawn from built-up cells, away from the rim."""
    clutter = rasters.clutter.reshape(CELLS, CELLS)[MARGIN:-MARGIN, MARGIN:-MARGIN]
    towns = np.argwhere(clutter > 0) + MARGIN
    generator = np.random.default_rng(9)
    picked = towns[generator.choice(len(towns), n)] + generator.uniform(-0.4, 0.4, (n, 2))
    return [(float(y), float(x)) for y, x in picked]


def _best_level(rasters: Rasters, masts: list[tuple[float, float]]) -> NDArray[np.float32]:
    """Best level (dBm) of some masts in every cell."""
    best = np.full((CELLS, CELLS), -999.0, np.float32)
    for mast in masts:
        fan, loss = disc_losses(rasters, mast, RADIUS_M, RADIO, SCALE)
        at = (fan.rows + int(mast[0] + 0.5), fan.columns + int(mast[1] + 0.5))
        best[at] = np.maximum(best[at], EIRP_DBM - loss)
    return best


def _exact_seconds(
    rasters: Rasters, masts: list[tuple[float, float]], rows: NDArray[np.int32], columns: NDArray[np.int32]
) -> float:
    """Processor seconds of the exact kernel for some masts."""
    out = np.empty(rows.size)
    point_losses(rasters, masts[0], np.array([[200.0, 200.0]]), RADIO, SCALE, out[:1])
    start = time.process_time()
    for mast in masts:
        places = np.stack([int(mast[0] + 0.5) + rows, int(mast[1] + 0.5) + columns], 1).astype(float)
        point_losses(rasters, mast, places, RADIO, SCALE, out)
    return time.process_time() - start


def _places(n: int) -> tuple[float, float, int]:
    """Seconds for `n` places, shapely's scaled seconds, and how many of the compared answers differ."""
    generator = np.random.default_rng(6)
    seeds = shapely.MultiPoint(generator.uniform(0, 1, (95, 2)))
    cells = list(shapely.voronoi_polygons(seeds, extend_to=shapely.box(0, 0, 1, 1)).geoms)
    cells = [shapely.segmentize(cell, 0.002) for cell in cells]
    borders = borders_of([(str(k), [np.asarray(cell.exterior.coords)]) for k, cell in enumerate(cells)])
    lon, lat = generator.uniform(-0.05, 1.05, n), generator.uniform(-0.05, 1.05, n)
    communes_at(borders, lon[:10], lat[:10])
    start = time.perf_counter()
    found = communes_at(borders, lon, lat)
    seconds = time.perf_counter() - start
    few = n // 100
    start = time.perf_counter()
    point, shape = shapely.STRtree(cells).query(shapely.points(lon[:few], lat[:few]), predicate="within")
    peer = (time.perf_counter() - start) * 100
    expected = np.full(few, NOWHERE)
    expected[point] = shape
    return seconds, peer, int((found[:few] != expected).sum())


if __name__ == "__main__":
    main()
