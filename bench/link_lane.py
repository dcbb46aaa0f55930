"""Link two person files with one tool and print what it cost and how right it was; a side of `bench.link`.

Run by `bench.link` as `python -m bench.link_lane tinhso|splink LEFT RIGHT`. Reading the files is inside the time,
imports and the loading of compiled code are not (Splink brings none; ours is kept on disk after the first run).
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.link.definition import read_definition
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register
from tinhso.link.invented.scoring import score_links
from tinhso.link.run import link_tables

DEFINITION = PACKAGED_ROOMS / "population" / "links" / "residents_insured.yaml"
Rows = tuple[NDArray[np.int64], NDArray[np.int64]]


def ours(left: Path, right: Path) -> Rows:
    definition = read_definition(DEFINITION)
    columns = sorted({"row_id", *(name for field in definition.fields for name in (*field.left, *field.right))})
    linked = link_tables(definition, pq.read_table(left, columns=columns), pq.read_table(right, columns=columns))
    kept = linked.accepted
    return linked.scored.left[kept].astype(np.int64), linked.scored.right[kept].astype(np.int64)


def splink(left: Path, right: Path) -> Rows:
    from bench.link_splink import link

    found = link(left, right)
    return tuple(np.char.lstrip(ids, "PB").astype(np.int64) for ids in found)  # type: ignore[return-value]


def warm_up() -> None:
    """Load compiled code on a tiny province, untimed."""
    province = invent(400, 0)
    definition = read_definition(DEFINITION)
    link_tables(definition, population_register(province, 0), insurance_register(province, 0))


def main() -> None:
    tool, left, right = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    with contextlib.redirect_stdout(io.StringIO()):
        if tool == "tinhso":
            warm_up()
        else:
            import bench.link_splink  # noqa: F401
        started = time.perf_counter()
        rows = ours(left, right) if tool == "tinhso" else splink(left, right)
        seconds = time.perf_counter() - started
    truths = [pq.read_table(path, columns=["truth"])["truth"].combine_chunks() for path in (left, right)]
    score = score_links(*truths, *rows)
    print(json.dumps({"seconds": seconds, "precision": score.precision, "recall": score.recall, "f1": score.f1}))


if __name__ == "__main__":
    main()
