"""Invent a province with truth and two registers on it: seconds and memory per size.

Run `uv run python -m bench.invent [--quick] [--size N …]`. There is no peer for invented Vietnamese registers: the
bar is a minute for a million people; `ratio` is that minute over the seconds taken.
"""

import argparse
import json
import resource
import time

from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register

BAR_SECONDS_PER_MILLION = 60.0


def main() -> None:
    """Print a row per size and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="100 thousand people")
    parser.add_argument("--size", type=int, nargs="+", default=[100_000, 1_000_000])
    given = parser.parse_args()
    sizes = [100_000] if given.quick else given.size
    invent(1000, 0)
    print(f"{'people':>10}{'seconds':>9}{'per million':>13}{'rows':>12}{'repeatable':>12}")
    for size in sizes:
        started = time.perf_counter()
        province = invent(size, 1)
        registers = [population_register(province, 1), insurance_register(province, 1)]
        seconds = time.perf_counter() - started
        same = size > 200_000 or registers[0].equals(population_register(invent(size, 1), 1))
        rows = sum(table.num_rows for table in registers)
        print(
            f"{size:10,}{seconds:9.2f}{seconds / size * 1e6:13.2f}{rows:12,}{'yes' if same else 'NO':>12}", flush=True
        )
    bar = BAR_SECONDS_PER_MILLION * sizes[-1] / 1e6
    print(
        json.dumps(
            {
                "name": "invent",
                "size": sizes[-1],
                "seconds": round(seconds, 2),
                "peer": "the bar of a minute for a million",
                "peer_seconds": bar,
                "ratio": round(bar / seconds, 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "accuracy": 1.0 if same else 0.0,
            }
        )
    )


if __name__ == "__main__":
    main()
