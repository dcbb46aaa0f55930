"""Forecast the country's published series: time per 500 series, and whether a 90 % band holds 85-95 % of later values.

Run `uv run python -m bench.forecast [--quick]`. The peer is statsforecast used as its manual shows: cross-validation of
the same four methods on the same series at the same origins and steps, then one forecast; it selects nothing and draws
no bands, so it does less. Without the public series (TINHSO_SHARED) seeded random walks of the same shape are used, and
the table says so.
"""

import argparse
import json
import os
import resource
import time
import warnings
from pathlib import Path

import numpy as np

from tinhso.measure.forecast import MAX_ORIGINS, TESTED_STEPS, Forecast, Series, band_hits, forecast
from tinhso.measure.forecast_methods import forecast_by
from tinhso.rooms.economy.nsdp import SEASONS, parse_series

SHARED = Path(os.environ.get("TINHSO_SHARED") or Path(__file__).parents[1] / "../shared/data")
HORIZON = 10


def main() -> None:
    """Print the table and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="every fourth series, under 50 s")
    quick = parser.parse_args().quick
    warnings.filterwarnings("ignore")
    series, source = _series()
    series = series[::4] if quick else series
    forecast_by("damped_trend", np.arange(20.0), 1, 2)  # the import is not the work
    started = time.perf_counter()
    made = [forecast(one, HORIZON) for one in series]
    seconds = time.perf_counter() - started
    peer_seconds = _peer(series)
    coverage = _coverage(series)
    n_made = sum(isinstance(one, Forecast) for one in made)
    print(f"source: {source}; {n_made} forecasts made, {len(series) - n_made} refused with a reason")
    print(f"{'':14}{'seconds':>9}{'per 500 forecasts':>19}")
    for who, spent in (("tinhso", seconds), ("statsforecast", peer_seconds)):
        print(f"{who:14}{spent:9.2f}{spent / n_made * 500:19.1f}")
    for level, found in coverage.items():
        print(f"a {level:.0%} band held " + ", ".join(f"{k} {h / n:.1%} of {n}" for k, (h, n) in found.items() if n))
    hits, tried = coverage[0.9]["all"]
    print(
        json.dumps(
            {
                "name": "forecast",
                "size": len(series),
                "seconds": round(seconds, 3),
                "peer": "statsforecast",
                "peer_seconds": round(peer_seconds, 3),
                "ratio": round(peer_seconds / seconds, 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "accuracy": round(hits / tried, 4),
                "seconds_per_500_forecasts": round(seconds / n_made * 500, 2),
                "n_forecasts": n_made,
            }
        )
    )


def _series() -> tuple[list[Series], str]:
    path = SHARED / "macro/gso_nsdp_vietnam.json"
    if not path.exists():
        generator = np.random.default_rng(7)
        walks = [np.exp(4 + np.cumsum(generator.normal(0.02, 0.05, 40))) for _ in range(500)]
        return [Series(tuple(walk.tolist()), "level", (1, 4)[i % 2]) for i, walk in enumerate(walks)], "random walks"
    public, _ = parse_series(path.read_text("utf-8"), path.name)
    found = []
    for one in public:
        values = one.last_stretch()
        found.append(Series(values, "level" if min(values) > 0 else "change", SEASONS[one.frequency]))
    return found, "published series of Viet Nam"


def _coverage(series: list[Series]) -> dict[float, dict[str, tuple[int, int]]]:
    names = {1: "yearly", 2: "half-yearly", 4: "quarterly", 12: "monthly"}
    found: dict[float, dict[str, tuple[int, int]]] = {}
    for level in (0.8, 0.9):
        counts = {name: (0, 0) for name in ("all", *names.values())}
        for one in series:
            hits, tried = band_hits(one, level)
            for name in ("all", names[one.season_length]):
                counts[name] = (counts[name][0] + hits, counts[name][1] + tried)
        found[level] = counts
    return found


def _peer(series: list[Series]) -> float:
    import pandas as pd  # noqa: TID251 - the peer's own currency
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS, Naive, RandomWalkWithDrift, SeasonalNaive, Theta

    seconds = 0.0
    for season in (1, 2, 4, 12):
        first = 6 if season == 1 else 2 * season + 6
        # The library drops no short series and its damped trend fails on early origins: only origins it can do.
        first = max(first, 10)
        mine = [one for one in series if one.season_length == season and len(one.values) >= first + 5]
        naive = Naive() if season == 1 else SeasonalNaive(season)
        ets = AutoETS(season_length=season, model="AAN" if season == 1 else "AAA", damped=True)
        theta = Theta(season_length=season, decomposition_type="additive")
        for i, one in enumerate(mine):
            values = np.array(one.values, float)
            y = np.log(values) if one.kind == "level" else values
            frame = pd.DataFrame({"unique_id": str(i), "ds": np.arange(len(y)), "y": y})
            steps = min(TESTED_STEPS[season], len(y) - first)
            windows = max(1, min(MAX_ORIGINS, len(y) - first - steps + 1))
            started = time.perf_counter()
            engine = StatsForecast([naive, RandomWalkWithDrift(), theta, ets], freq=1, n_jobs=1)
            engine.cross_validation(df=frame, h=steps, n_windows=windows, step_size=1)
            engine.forecast(df=frame, h=HORIZON)
            seconds += time.perf_counter() - started
    return seconds


if __name__ == "__main__":
    main()
