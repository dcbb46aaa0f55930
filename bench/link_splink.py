"""The peer's side of the linkage benchmarks: Splink 5 on DuckDB, with the settings its documentation recommends.

Takes the same files as ours, does its own cleaning in SQL (lower case, accents off, name parts), trains u by random
sampling and m by expectation-maximisation on two blocking rules, predicts, and keeps the best link of each row.
"""

from pathlib import Path

import duckdb
import numpy as np
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.5

_CLEAN = """
    CREATE TABLE {name} AS
    SELECT row_id, personal_id, sex, phone, try_cast(born_on AS DATE) AS born_on, name,
           split_part(name, ' ', 1) AS family, split_part(name, ' ', -1) AS given,
           year, month_day, address, list_distinct(string_split(address, ' ')) AS address_words
    FROM (SELECT *, trim(regexp_replace(strip_accents(replace(replace(lower(full_name), 'đ', 'd'), 'ð', 'd')),
                                        '[^a-z]+', ' ', 'g')) AS name,
                 trim(regexp_replace(regexp_replace(
                     strip_accents(replace(lower(address_raw), 'đ', 'd')), '[^a-z0-9]+', ' ', 'g'),
                     '\\b(so|ap|phuong|xa|thi|tran|tinh|thanh|pho|quan|huyen|khu|tp|tx|tt|kp|p|h|x)\\b', ' ', 'g'))
                     AS address,
                 left(born_on, 4) AS year, right(born_on, 5) AS month_day
          FROM (SELECT * RENAME (address AS address_raw) FROM read_parquet('{path}')))
"""


def settings() -> SettingsCreator:
    """Return the model: id, name (with term frequencies), sex, birth, phone, address; few rules."""
    name = cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.NullLevel("name"),
            cll.ExactMatchLevel("name", term_frequency_adjustments=True),
            cll.JaroWinklerLevel("name", 0.92),
            cll.And(cll.ExactMatchLevel("family"), cll.ExactMatchLevel("given")),
            cll.JaroWinklerLevel("name", 0.8),
            cll.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="row_id",
        blocking_rules_to_generate_predictions=[
            block_on("personal_id"),
            block_on("born_on", "given"),
            block_on("name", "year"),
            block_on("phone", "given"),
        ],
        comparisons=[
            cl.DamerauLevenshteinAtThresholds("personal_id", [1, 2]),
            name,
            cl.ExactMatch("sex"),
            cl.DateOfBirthComparison("born_on", input_is_string=False),
            cl.DamerauLevenshteinAtThresholds("phone", [1]),
            cl.CustomComparison(
                output_column_name="address",
                comparison_levels=[
                    cll.NullLevel("address"),
                    cll.ExactMatchLevel("address"),
                    cll.ArrayIntersectLevel("address_words", min_intersection=4),
                    cll.ArrayIntersectLevel("address_words", min_intersection=3),
                    cll.ArrayIntersectLevel("address_words", min_intersection=2),
                    cll.ElseLevel(),
                ],
            ),
        ],
    )


def link(left: Path, right: Path) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Return the row ids of the links Splink gives, best link of each row."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    for name, path in (("clean_a", left), ("clean_b", right)):
        connection.execute(_CLEAN.format(name=name, path=path))
    api = DuckDBAPI(connection=connection)
    tables = [api.register(connection.table(f"clean_{name}"), dataset_display_name=name) for name in ("a", "b")]
    linker = Linker(tables, settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on("personal_id"), block_on("name", "born_on", "phone")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("personal_id"), block_on("born_on", "given")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLD)
    best = f"""
        SELECT row_id_l, row_id_r FROM {predicted.physical_name}
        QUALIFY row_number() OVER (PARTITION BY row_id_l ORDER BY match_weight DESC, row_id_r) = 1
            AND row_number() OVER (PARTITION BY row_id_r ORDER BY match_weight DESC, row_id_l) = 1
    """
    found = connection.execute(best).fetchnumpy()
    return found["row_id_l"].astype(str), found["row_id_r"].astype(str)
