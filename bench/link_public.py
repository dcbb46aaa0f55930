"""Public person files with known truth: F1 of ours and of Splink's published configuration of each file.

Run `uv run python -m bench.link_public [--quick]` where the files lie (TINHSO_SHARED). Splink's settings are those of
its own examples (febrl3, febrl4, and the fully labelled example for fake_1000); it is given the cut that is best on the
truth. Ours chooses its cut from its own estimate, and the truth only scores.
"""

import argparse
import contextlib
import io
import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tinhso.link.definition import read_definition
from tinhso.link.files import decided_pairs
from tinhso.link.run import link_encoded
from tinhso.link.tables import encode_tables

SHARED = Path(os.environ.get("TINHSO_SHARED") or Path(__file__).parents[1] / "../shared/data") / "linkage"
EXAMPLES = Path(__file__).parents[1] / "docs" / "how-to" / "link"
Pairs = set[tuple[str, str]]


def main() -> None:
    """Print a row per file and the one JSON line (the file on which Splink does best against us)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="febrl3 and fake_1000 only")
    quick = parser.parse_args().quick
    cases = [("febrl3", "febrl.yaml", ["dataset3"], _febrl3), ("fake_1000", "person.yaml", ["fake_1000"], _fake)]
    if not quick:
        cases.insert(1, ("febrl4", "febrl_link.yaml", ["dataset4a", "dataset4b"], _febrl4))
    print(f"{'file':12}{'ours F1':>10}{'seconds':>9}{'Splink best F1':>16}{'seconds':>9}")
    rows = [_case(*case) for case in cases]
    worst = min(rows, key=lambda row: float(row["accuracy"]) - float(row["peer_accuracy"]))
    print(json.dumps({**worst, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def _case(
    name: str, definition: str, files: list[str], peer: Callable[[list[pa.Table]], "Scores"]
) -> dict[str, object]:
    tables = [_read(SHARED / f"{file}.csv") for file in files]
    true = _true_pairs(tables)
    started = time.perf_counter()
    found = _ours(definition, tables)
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        scores = peer(tables)
    peer_seconds = time.perf_counter() - started
    mine = 2 * len(found & true) / (len(found) + len(true))
    best = _best_f1(scores, true)
    print(f"{name:12}{mine:10.5f}{seconds:9.2f}{best:16.5f}{peer_seconds:9.2f}", flush=True)
    return {
        "name": "link_public",
        "size": name,
        "seconds": round(seconds, 2),
        "peer": "splink 5.0.0, published example, cut best on the truth",
        "peer_seconds": round(peer_seconds, 2),
        "ratio": round(peer_seconds / seconds, 2),
        "accuracy": round(mine, 5),
        "peer_accuracy": round(best, 5),
    }


Scores = list[tuple[str, str, float]]


def _read(path: Path) -> pa.Table:
    with path.open(encoding="utf-8") as file:
        names = [name.strip() for name in file.readline().split(",")]
    types = dict.fromkeys(names, pa.string())
    options = csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=["", " "])
    table = csv.read_csv(path, csv.ReadOptions(column_names=names, skip_rows=1), convert_options=options)
    trimmed = [pc.utf8_trim_whitespace(table[name]) for name in names]
    return pa.table(dict(zip(names, (pc.if_else(pc.equal(text, ""), None, text) for text in trimmed), strict=True)))


def _id(table: pa.Table) -> str:
    return "rec_id" if "rec_id" in table.column_names else "unique_id"


def _true_pairs(tables: list[pa.Table]) -> Pairs:
    def entity(row_id: str, cluster: str | None) -> str:
        return cluster if cluster is not None else row_id.split("-")[1]

    sides = []
    for table in tables:
        ids = table[_id(table)].to_pylist()
        clusters = table["cluster"].to_pylist() if "cluster" in table.column_names else [None] * len(ids)
        sides.append([(row, entity(row, cluster)) for row, cluster in zip(ids, clusters, strict=True)])
    left, right = sides[0], sides[-1]
    mates: dict[str, list[str]] = {}
    for row, key in right:
        mates.setdefault(key, []).append(row)
    return {_ordered(a, b) for a, key in left for b in mates.get(key, []) if a != b}


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _ours(definition: str, tables: list[pa.Table]) -> Pairs:
    wanted = read_definition(EXAMPLES / definition)
    encoded = encode_tables(wanted, tables[0], tables[1] if len(tables) == 2 else None)
    left, right, _, _ = decided_pairs(link_encoded(wanted, encoded), encoded)
    a, b = (table[_id(table)].to_pylist() for table in (tables[0], tables[-1]))
    return {_ordered(a[x], b[y]) for x, y in zip(left.tolist(), right.tolist(), strict=True)}


def _best_f1(scores: Scores, true: Pairs) -> float:
    ordered = sorted(scores, key=lambda row: -row[2])
    right = np.cumsum([_ordered(a, b) in true for a, b, _ in ordered])
    return float((2 * right / (np.arange(1, len(ordered) + 1) + len(true))).max())


def _predicted(linker: Linker, key: str) -> Scores:
    predicted = linker.inference.predict(threshold_match_probability=0.001)
    rows = predicted.as_duckdbpyrelation().select(f"{key}_l, {key}_r, match_weight").fetchall()
    return [(str(a), str(b), float(weight)) for a, b, weight in rows]


def _febrl3(tables: list[pa.Table]) -> Scores:
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on(name) for name in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
        ],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(tables[0]), settings)
    rules = [
        block_on("soc_sec_id"),
        block_on("given_name", "surname", "date_of_birth"),
        "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
    ]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    return _predicted(linker, "rec_id")


def _febrl4(tables: list[pa.Table]) -> Scores:
    rules = [
        block_on("given_name", "surname"),
        "l.given_name = r.surname and l.surname = r.given_name",
        block_on("date_of_birth"),
        block_on("soc_sec_id"),
        block_on("state", "address_1"),
        block_on("street_number", "address_1"),
        block_on("postcode"),
    ]
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="link_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI()
    sides = [api.register(table, dataset_display_name=name) for table, name in zip(tables, "ab", strict=True)]
    linker = Linker(sides, settings)
    certain = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    for rule in (block_on("date_of_birth"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    return _predicted(linker, "rec_id")


def _fake(tables: list[pa.Table]) -> Scores:
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(name) for name in ("first_name", "surname", "dob", "email")],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(tables[0]), settings)
    rules = [
        "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
        "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        "l.email = r.email",
    ]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=5)
    for rule in (block_on("dob"), block_on("email"), block_on("first_name", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    return _predicted(linker, "unique_id")


if __name__ == "__main__":
    main()
