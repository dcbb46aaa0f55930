"""Link two registers of invented people, and Splink 5 on the same files: seconds, memory, precision, recall, F1.

Run `uv run python -m bench.link [--quick] [--size N …] [--seeds N …] [--without-peer]`. The files, the two models and
the machine are the same; sides take turns. Thresholds are each tool's own: Splink keeps pairs of probability 0.5 and
more, ours takes its cut from the precision it estimates; neither sees the truth, which only scores.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from bench.lanes import Lane, run_lane

from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register


def main() -> None:
    """Print a row per size and seed, then the one JSON line of the largest size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="50 thousand people, under 50 s")
    parser.add_argument("--size", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--without-peer", action="store_true", help="our side alone, for sizes the peer cannot hold")
    given = parser.parse_args()
    sizes, seeds = ([50_000], [1]) if given.quick else (given.size, given.seeds)
    print(f"{'size':>9} seed tool {'seconds':>12}{'cpu s':>8}{'peak MB':>9}{'precision':>11}{'recall':>9}{'F1':>9}")
    lanes = {size: [_both(size, seed, not given.without_peer) for seed in seeds] for size in sizes}
    _print_growth(lanes)
    size = max(sizes)
    print(json.dumps(_summary(size, lanes[size])))


def _both(size: int, seed: int, with_peer: bool) -> tuple[Lane, Lane | None]:
    with tempfile.TemporaryDirectory() as folder:
        left, right = Path(folder) / "left.parquet", Path(folder) / "right.parquet"
        province = invent(int(size * 1.11), seed)
        pq.write_table(population_register(province, seed), left)
        pq.write_table(insurance_register(province, seed), right)
        del province
        mine = run_lane("bench.link_lane", "tinhso", str(left), str(right))
        _print(size, seed, "tinhso", mine)
        if not with_peer:
            return mine, None
        peer = run_lane("bench.link_lane", "splink", str(left), str(right))
        _print(size, seed, "splink", peer)
        return mine, peer


def _print(size: int, seed: int, tool: str, lane: Lane) -> None:
    a = lane.answer
    print(
        f"{size:9,} {seed:4} {tool:8}{lane.seconds:9.2f}{lane.cpu_seconds:8.1f}{lane.peak_mb:9,}"
        f"{a['precision']:11.5f}{a['recall']:9.5f}{a['f1']:9.5f}",
        flush=True,
    )


def _print_growth(lanes: dict[int, list[tuple[Lane, Lane | None]]]) -> None:
    print(f"\n{'size':>9}{'seconds (median)':>18}{'per million':>13}")
    for size, pairs in lanes.items():
        seconds = statistics.median(mine.seconds for mine, _ in pairs)
        print(f"{size:9,}{seconds:18.2f}{seconds / size * 1e6:13.2f}")


def _summary(size: int, pairs: list[tuple[Lane, Lane | None]]) -> dict[str, object]:
    mine = [lane for lane, _ in pairs]
    peers = [lane for _, lane in pairs if lane is not None]
    seconds = statistics.median(lane.seconds for lane in mine)
    peer_seconds = statistics.median(lane.seconds for lane in peers) if peers else None
    return {
        "name": "link",
        "size": size,
        "seconds": round(seconds, 2),
        "peer": "splink 5.0.0",
        "peer_seconds": round(peer_seconds, 2) if peer_seconds else None,
        "ratio": round(peer_seconds / seconds, 2) if peer_seconds else None,
        "peak_mb": max(lane.peak_mb for lane in mine),
        "accuracy": round(statistics.median(lane.answer["f1"] for lane in mine), 5),
        "peer_accuracy": round(statistics.median(lane.answer["f1"] for lane in peers), 5) if peers else None,
        "peer_peak_mb": max((lane.peak_mb for lane in peers), default=None),
    }


if __name__ == "__main__":
    main()
