"""Link land certificates to residents, many to one: seconds, memory, and how right it is by the truth.

Run `uv run python -m bench.link_holders [--quick] [--residents N] [--certificates N]`. The bar is six minutes for 4.5
million residents and 1.5 million certificates; `ratio` is the bar over the seconds taken. The peer is left out for the
time it would take; `bench.link` runs it beside ours.
"""

import argparse
import json
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from bench.lanes import run_lane

from tinhso.link.invented.land import certificate_register, invent_land
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import population_register

BAR_SECONDS = 360.0
FULL = (4_500_000, 1_500_000)


def main() -> None:
    """Print what the linkage cost and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="90 thousand residents, 30 thousand certificates")
    parser.add_argument("--residents", type=int, default=FULL[0])
    parser.add_argument("--certificates", type=int, default=FULL[1])
    given = parser.parse_args()
    residents, certificates = (90_000, 30_000) if given.quick else (given.residents, given.certificates)
    with tempfile.TemporaryDirectory() as folder:
        left, right = Path(folder) / "certificates.parquet", Path(folder) / "residents.parquet"
        n_left, n_right = _write(residents, certificates, left, right)
        lane = run_lane("bench.link_lane", "holders", str(left), str(right))
    answer = lane.answer
    print(f"{n_left:,} certificates, {n_right:,} residents: {lane.seconds:.2f} s, {lane.peak_mb:,} MB")
    print(f"precision {answer['precision']:.5f}, recall {answer['recall']:.5f}, F1 {answer['f1']:.5f}")
    print(
        json.dumps(
            {
                "name": "link_holders",
                "size": [n_right, n_left],
                "seconds": round(lane.seconds, 2),
                "peer": "the bar of six minutes",
                "peer_seconds": BAR_SECONDS,
                "ratio": round(BAR_SECONDS / lane.seconds, 2),
                "peak_mb": lane.peak_mb,
                "accuracy": round(answer["f1"], 5),
            }
        )
    )


def _write(residents: int, certificates: int, left: Path, right: Path) -> tuple[int, int]:
    """Write both registers and return their rows: certificates drawn in order of a hash-like serial."""
    province = invent(int(residents / 0.92), 1)
    people = population_register(province, 1).rename_columns({"row_id": "resident_id"})
    held = certificate_register(province, invent_land(province, 1), 1).sort_by("serial").slice(0, certificates)
    pq.write_table(people, right)
    pq.write_table(held, left)
    return held.num_rows, people.num_rows


if __name__ == "__main__":
    main()
