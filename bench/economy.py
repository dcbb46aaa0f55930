"""Classify and sum ten million customs lines into high-tech groups: tinhso beside pandas, same lines, same answer.

Run `uv run python -m bench.economy [--quick]` (2 million lines). Lines are invented by a seeded generator: eight-digit
codes with the skew of real trade, values in whole dong. Both sides start from the same Arrow table in memory and must
give the same sums to the unit. The concordance is the published HS 2017 → SITC Rev. 4 where it lies beside the
repository, otherwise an invented one of the same size.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from tinhso.measure.classification import Classification, get_classification, read_classifications
from tinhso.rooms.economy.high_tech import Concordance, HighTechExports, high_tech_exports, value_by_code

SHARED = Path(os.environ.get("TINHSO_SHARED") or Path(__file__).parents[1] / "../shared/data")


def main() -> None:
    """Print the table and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="2 million lines")
    n = 2_000_000 if parser.parse_args().quick else 10_000_000
    concordance, source = _concordance()
    lines = _lines(n, sorted(concordance.sitc_by_hs))
    edition = get_classification(read_classifications(), "high_tech_goods", date(2024, 12, 31))
    seconds, ours = _median(lambda: _ours(lines, concordance, edition))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    peer_seconds, theirs = _median(lambda: _pandas(lines, concordance, edition))
    same = theirs == {**ours.by_group, "other": ours.other, "unclassified": sum(ours.unclassified.values())}
    print(f"{n:,} lines, concordance: {source}; high-tech share {ours.share:.4f}; same sums: {same}")
    print(f"{'':10}{'seconds':>9}")
    print(f"{'tinhso':10}{seconds:9.3f}\n{'pandas':10}{peer_seconds:9.3f}")
    print(
        json.dumps(
            {
                "name": "economy",
                "size": n,
                "seconds": round(seconds, 4),
                "peer": "pandas",
                "peer_seconds": round(peer_seconds, 4),
                "ratio": round(peer_seconds / seconds, 2),
                "peak_mb": peak_mb,
                "accuracy": 1.0 if same else 0.0,
            }
        )
    )


def _ours(lines: pa.Table, concordance: Concordance, edition: Classification) -> HighTechExports:
    return high_tech_exports(value_by_code(lines["hs"], lines["value_vnd"]), concordance, edition)


def _pandas(lines: pa.Table, concordance: Concordance, edition: Classification) -> dict[str, int]:
    frame = lines.to_pandas()
    sitc = frame["hs"].str[:6].map(concordance.sitc_by_hs)
    group_by_sitc = {code: edition.find_group(code) or "other" for code in set(concordance.sitc_by_hs.values()) if code}
    group = sitc.map(group_by_sitc).fillna("unclassified")
    sums = frame["value_vnd"].groupby(group).sum()
    names = [*(g.id for g in edition.groups), "other", "unclassified"]
    return {name: int(sums.get(name, 0)) for name in names}


def _lines(n: int, codes: list[str]) -> pa.Table:
    generator = np.random.default_rng(57)
    skew = generator.zipf(1.3, n) % len(codes)
    tails = generator.integers(0, 40, n)
    full = np.array([f"{code}{tail:02d}" for code in [*codes, "999998"] for tail in range(40)])
    unknown = generator.random(n) < 0.002
    position = np.where(unknown, len(codes), skew) * 40 + tails
    hs = pa.DictionaryArray.from_arrays(pa.array(position, pa.int32()), pa.array(full)).cast(pa.string())
    return pa.table({"hs": hs, "value_vnd": generator.integers(1, 5_000_000_000, n)})


def _concordance() -> tuple[Concordance, str]:
    path = SHARED / "trade/hs5_sitc4.csv"
    if path.exists():
        with path.open(encoding="utf-8") as file:
            table = {row["HS5_6d"]: row["SITC4_5d"] for row in csv.DictReader(file)}
        return Concordance("HS 2017", "SITC Rev. 4", table), "published HS 2017"
    table = {f"{i:06d}": f"{(i * 7919) % 100_000:05d}" for i in range(10_000, 970_000, 180)}
    return Concordance("invented", "invented", table), "invented"


def _median[T](work: Callable[[], T]) -> tuple[float, T]:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - started)
    return statistics.median(times), result


if __name__ == "__main__":
    main()
