"""One new person against millions, and a delivery of changes: seconds to resolve and to link again.

Run `uv run python -m bench.link_incremental [--quick] [--size N]`. Peer: linking the whole register again from scratch
with the same model, which is what tools without incremental linkage do; Splink's own way to compare a new row with a
register scores pairs but keeps no clusters. Accuracy: after a delivery of changes is taken in and taken back, the F1 of
the entities against those before it (1: all as it was).
"""

import argparse
import json
import resource
import time
from dataclasses import replace

import numpy as np
import pyarrow as pa

from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.link.definition import Definition, read_definition
from tinhso.link.incremental import Entities
from tinhso.link.invented.faults import CAREFUL
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register
from tinhso.link.invented.scoring import score_duplicates

DEFINITION = PACKAGED_ROOMS / "population" / "links" / "residents_twice.yaml"
N_NEW = 400


def main() -> None:
    """Print what each step took and the one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="30 thousand people, under 50 s")
    parser.add_argument("--size", type=int, default=1_000_000)
    given = parser.parse_args()
    size = 30_000 if given.quick else given.size
    table, newcomers = _tables(size)
    definition = read_definition(DEFINITION)
    _warm_up(definition, table, newcomers)
    started = time.perf_counter()
    entities = Entities.start(definition, table)
    whole = time.perf_counter() - started
    print(f"{table.num_rows:,} rows linked at once: {whole:.2f} s", flush=True)
    single = _resolve_each(entities, newcomers)
    for name, taken in (("by the clock", single[0]), ("of processor", single[1])):
        shown = ", ".join(f"p{q} {np.percentile(taken, q) * 1000:.1f} ms" for q in (50, 95, 99))
        print(f"one new person, {name}: {shown}", flush=True)
    delivery = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)[: table.num_rows // 100]))
    turned = delivery["full_name"].take(pa.array(np.arange(delivery.num_rows)[::-1]))
    changed = delivery.set_column(1, "full_name", turned)
    before = entities.entity.copy()
    started = time.perf_counter()
    entities.admit(changed)
    seconds = time.perf_counter() - started
    print(f"delivery of {changed.num_rows:,} changed rows: {seconds:.2f} s", flush=True)
    entities.admit(delivery)
    agreement = score_duplicates(pa.array(before), entities.entity).f1
    print(
        json.dumps(
            {
                "name": "link_incremental",
                "size": table.num_rows,
                "seconds": round(seconds, 2),
                "peer": "all linked again",
                "peer_seconds": round(whole, 2),
                "ratio": round(whole / seconds, 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "accuracy": round(agreement, 6),
                "one_new_person_p99_ms": round(float(np.percentile(single[0], 99)) * 1000, 2),
                "one_new_person_p99_cpu_ms": round(float(np.percentile(single[1], 99)) * 1000, 2),
            }
        )
    )


def _warm_up(definition: Definition, table: pa.Table, newcomers: pa.Table) -> None:
    """Load compiled code, untimed."""
    few = Entities.start(definition, table.slice(0, 2000))
    few.admit(table.slice(2000, 10))
    _resolve_each(few, newcomers.slice(0, 20))


def _tables(size: int) -> tuple[pa.Table, pa.Table]:
    """Return a register in which one row in fifty stands twice, and new rows from another register."""
    province = invent(int(size * 1.11), 1)
    columns = ["resident_id", "full_name", "personal_id", "sex", "born_on", "phone", "address"]
    named = {"row_id": "resident_id"}
    register = population_register(province, 1, rates=replace(CAREFUL, written_twice=0.02)).rename_columns(named)
    newcomers = insurance_register(province, 1).rename_columns(named)
    return register.select(columns), newcomers.select(columns).slice(0, N_NEW)


def _resolve_each(entities: Entities, newcomers: pa.Table) -> tuple[list[float], list[float]]:
    """Return the seconds by the clock and of processor for each new row (other work on the machine slows the first)."""
    clock, processor = [], []
    for row in range(newcomers.num_rows):
        one = newcomers.slice(row, 1)
        started = time.perf_counter(), time.thread_time()
        entities.resolve(one)
        clock.append(time.perf_counter() - started[0])
        processor.append(time.thread_time() - started[1])
    return clock, processor


if __name__ == "__main__":
    main()
