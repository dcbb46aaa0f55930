"""Measure four indicators of dossiers per commune and month: time per run, and that every count equals the peer's.

Run `uv run python -m bench.measure [--quick]`. The peer is pandas on the same accepted rows, grouping by commune, month
and year as its manual shows. It neither frames missing cells, protects small counts nor writes receipts: it does less.
"""

import argparse
import json
import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

import pandas as pd  # noqa: TID251 - the peer

from tinhso.base.home import Home, make_home
from tinhso.engine import open_store
from tinhso.measure.run import Measurement, measure
from tinhso.path.deliver import receive_inbox
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.rooms.services.sample import deliveries

AS_OF = date(2026, 11, 22)
SHARES = ("online_share", "online_share_full_process", "online_share_ministry")


def main() -> None:
    """Print the table and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="400,000 people instead of 2,000,000")
    quick = parser.parse_args().quick
    n_people, n_runs = (400_000, 3) if quick else (2_000_000, 5)
    with tempfile.TemporaryDirectory() as folder:
        home = _home(Path(folder) / "home", n_people)
        measure(home, AS_OF)  # the first run loads modules
        seconds, measured = _timed(lambda: measure(home, AS_OF), n_runs)
        with open_store(home.store, read_only=True) as store:
            rows = store.arrow("select area, channel, full_process, received_on from services.dossier").to_pandas()
        peer_seconds, expected = _timed(lambda: by_pandas(rows), n_runs)
    n_equal, n_compared = _compared(measured, expected)
    print(f"{len(rows):,} dossiers, {len(measured.observations):,} observations, {n_runs} runs")
    print(f"{'':10}{'seconds':>9}{'rows a second':>15}")
    for who, spent in (("tinhso", seconds), ("pandas", peer_seconds)):
        print(f"{who:10}{spent:9.2f}{len(rows) / spent:15,.0f}")
    print(f"counts equal to the peer's: {n_equal:,} of {n_compared:,}")
    print(
        json.dumps(
            {
                "name": "measure",
                "size": len(rows),
                "seconds": round(seconds, 3),
                "peer": "pandas",
                "peer_seconds": round(peer_seconds, 3),
                "ratio": round(peer_seconds / seconds, 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "accuracy": round(n_equal / n_compared, 6),
                "n_observations": len(measured.observations),
            }
        )
    )


def by_pandas(rows: pd.DataFrame) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return numerator and denominator by indicator, commune and period."""
    received = pd.to_datetime(rows.received_on)
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for period in (received.dt.strftime("%Y"), received.dt.strftime("%Y-%m")):
        online, both = rows.channel == 2, (rows.channel == 2) & rows.full_process
        for name, numerator, kept in zip(SHARES, (online, online, both), (None, rows.full_process, None), strict=True):
            frame = pd.DataFrame({"area": rows.area, "period": period, "n": numerator})
            grouped = (frame if kept is None else frame[kept]).groupby(["area", "period"]).n.agg(["sum", "count"])
            found |= {(f"services.{name}", *key): (int(s), int(n)) for key, s, n in grouped.itertuples()}
    return found


def _home(folder: Path, n_people: int) -> Home:
    home = make_home(folder, "75")
    for delivery in deliveries(Scene("75", n_people, 57, AS_OF)):
        delivery.write(home.inbox / "invented" / delivery.kind)
    receive_inbox(home, AS_OF)
    check_all(home)
    return home


def _timed[T](work: object, n_runs: int) -> tuple[float, T]:
    seconds, result = [], None
    for _ in range(n_runs):
        started = time.perf_counter()
        result = work()  # type: ignore[operator]
        seconds.append(time.perf_counter() - started)
    return median(seconds), result  # type: ignore[return-value]


def _compared(measured: Measurement, expected: dict[tuple[str, str, str], tuple[int, int]]) -> tuple[int, int]:
    shown = {
        (o.indicator, o.area, o.period): (int(o.numerator), int(o.denominator))
        for o in measured.observations
        if o.status == "ok" and len(o.area) == 5 and o.indicator.removeprefix("services.") in SHARES
    }
    return sum(expected.get(key) == counts for key, counts in shown.items()), len(shown)


if __name__ == "__main__":
    main()
