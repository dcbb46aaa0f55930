"""Link two person files with one tool and print what it cost and how right it was; a side of `bench.link`.

Run by `bench.link` as `python -m bench.link_lane tinhso|splink LEFT RIGHT`, by `bench.link_holders` with `holders` for
certificates and residents. Reading the files is inside the time,
imports and the loading of compiled code are not (Splink brings none; ours is kept on disk after the first run).
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.link.definition import Definition, read_definition
from tinhso.link.invented.scoring import score_links
from tinhso.link.run import link_tables

DEFINITIONS = {
    "tinhso": PACKAGED_ROOMS / "population" / "links" / "residents_insured.yaml",
    "holders": PACKAGED_ROOMS / "land" / "links" / "holder.yaml",
}
Rows = tuple[NDArray[np.int64], NDArray[np.int64]]


def ours(definition: Definition, left: Path, right: Path) -> Rows:
    ids = definition.id_columns or ("", "")
    lefts = sorted({ids[0], *(name for field in definition.fields for name in field.left)})
    rights = sorted({ids[1], *(name for field in definition.fields for name in field.right)})
    linked = link_tables(definition, pq.read_table(left, columns=lefts), pq.read_table(right, columns=rights))
    kept = linked.accepted
    return linked.scored.left[kept].astype(np.int64), linked.scored.right[kept].astype(np.int64)


def splink(left: Path, right: Path) -> Rows:
    from bench.link_splink import link

    found = link(left, right)
    return tuple(np.char.lstrip(ids, "PB").astype(np.int64) for ids in found)  # type: ignore[return-value]


def warm_up(definition: Definition, left: Path, right: Path) -> None:
    """Load compiled code on the first rows, untimed."""
    few = [pq.ParquetFile(path).iter_batches(2_000) for path in (left, right)]
    link_tables(definition, *(pa.Table.from_batches([next(batches)]) for batches in few))


def main() -> None:
    tool, left, right = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    with contextlib.redirect_stdout(io.StringIO()):
        if tool == "splink":
            import bench.link_splink  # noqa: F401
        else:
            definition = read_definition(DEFINITIONS[tool])
            warm_up(definition, left, right)
        started = time.perf_counter()
        rows = splink(left, right) if tool == "splink" else ours(definition, left, right)
        seconds = time.perf_counter() - started
    truths = [pq.read_table(path, columns=["truth"])["truth"].combine_chunks() for path in (left, right)]
    score = score_links(*truths, *rows)
    print(json.dumps({"seconds": seconds, "precision": score.precision, "recall": score.recall, "f1": score.f1}))


if __name__ == "__main__":
    main()
