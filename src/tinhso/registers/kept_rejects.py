"""Rejected rows: kept per receipt with the reason of every cell, for the sender to mend and send again.

Takes the SELECT of rejects, gives `store/rejects/<receipt>.parquet`: one row a rejected row, with `part`, `row`,
`action`, `cells` (texts in the contract's order; the line itself where it was no row) and `problems`. The words of each
rule are kept in the file, so that a reason stays readable after the contract changed.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.engine import Store
from tinhso.registers.contract import Contract
from tinhso.registers.problem import Problem
from tinhso.registers.source import literal

Words = Mapping[str, Mapping[str, str]]


def rejects_path(home: Home, receipt_id: str) -> Path:
    """Return where the rejected rows of a receipt are kept; absent when none was rejected."""
    return home.store / "rejects" / f"{receipt_id}.parquet"


def write_rejects(store: Store, home: Home, receipt_id: str, contract: Contract, rejects_sql: str) -> None:
    """Keep the rejected rows of a delivery, whole or not at all."""
    path = rejects_path(home, receipt_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    words = {id_: constraint.as_dict() for id_, constraint in contract.constraints().items()}
    kept = {"columns": json.dumps(contract.names), "rules": canonical_json(words).decode()}
    metadata = ", ".join(f"{key}: {literal(value)}" for key, value in kept.items())
    part = path.with_suffix(".part")
    store.execute(f"copy ({rejects_sql}) to {literal(str(part))} (format parquet, kv_metadata {{{metadata}}})")
    part.replace(path)


def read_problems(home: Home, receipt_id: str) -> Iterator[Problem]:
    """Give every problem of a receipt's rejected rows in the order of rows; none when nothing was rejected."""
    path = rejects_path(home, receipt_id)
    if not path.exists():
        return
    with pq.ParquetFile(path) as file:
        rules = json.loads(file.schema_arrow.metadata[b"rules"])
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                for problem in row["problems"]:
                    yield problem_of(row["part"], row["row"], problem, rules)


def problem_of(part: str, row: int, raw: Mapping[str, str | None], rules: Mapping[str, Words]) -> Problem:
    """Return a problem as kept (`column`, `found`, `rule`, `note`) in the words kept with it."""
    words = rules[f"{raw['column']}.{raw['rule']}"]
    expected = Label.read(words["expected"])
    if raw["note"] is not None:
        expected = expected.format(note=raw["note"])
    return Problem(row, raw["column"] or "", raw["found"] or "", expected, Label.read(words["advice"]), part)
