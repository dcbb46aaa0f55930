"""One linkage from two tables (or one) to decided pairs: encode, strong keys, blocking, comparison, weights, decision.

Takes a definition and Arrow tables, gives `Linked`. No truth is read. What is accepted is chosen by `deciding`, reading
and writing files is left to `files`, explaining a pair to `explain`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tinhso.link.blocking import Candidates, part_keys, rule_keys
from tinhso.link.deciding import Bits, Linked, Rows, Scored, decide
from tinhso.link.definition import Definition, KeyPart
from tinhso.link.tables import Tables, compare_all, encode_tables, find_and_compare
from tinhso.link.weights import (
    Model,
    Patterns,
    against_others,
    estimate,
    first_guess,
    frequency_bits,
    pattern_bits,
    with_typical_shares,
)

_RANDOM_PAIRS = (200_000, 1_000_000)
_RANDOM_PAIRS_A_ROW = 5
_SAMPLED_ROWS = 20_000


def link_tables(definition: Definition, left: pa.Table, right: pa.Table | None = None) -> Linked:
    """Link two tables, or find duplicates in one; raises UnusableInput when a column is absent."""
    return link_encoded(definition, encode_tables(definition, left, right))


def link_encoded(definition: Definition, tables: Tables) -> Linked:
    """Link tables already encoded."""
    scored, model, left_out = score(definition, tables)
    return decide(definition, tables, scored, model, left_out)


def score(definition: Definition, tables: Tables) -> tuple[Scored, Model, int]:
    """Return the scored pairs, the estimated model, and how many pairs over-large blocks left out."""
    kinds = {field.name: field.kind for field in definition.compared}
    random = Patterns.of(compare_all(definition, tables, *random_pairs(tables)))
    model = with_typical_shares(
        first_guess(kinds, random, _first_prior(tables), definition.households_share), tables.columns
    )
    if tables.within or not definition.strong_keys:
        return _score_candidates(definition, tables, model, random, ())
    strong, model = _strong_links(definition, tables, model, random)
    known = [field for field in kinds if field not in definition.strong_keys] if len(strong.left) > 1000 else []
    left, right = _rest(tables.n_left, strong.left), _rest(tables.n_right, strong.right)
    rest, model, left_out = _score_candidates(definition, tables.of_rows(left, right), model, random, known)
    rest = replace(rest, left=left[rest.left], right=right[rest.right])
    return _together(strong, rest), model, left_out


def _first_prior(tables: Tables) -> float:
    return 0.5 / max(tables.n_left, tables.n_right, 2)


def random_pairs(tables: Tables) -> tuple[Rows, Rows]:
    """Return five pairs a row, from 200,000 to a million, drawn by hash: the same rows whatever order they stand in."""
    n = min(max(_RANDOM_PAIRS[0], (tables.n_left + tables.n_right) * _RANDOM_PAIRS_A_ROW), _RANDOM_PAIRS[1])
    a, b = _sampled(tables.left_hash), _sampled(tables.right_hash)
    if len(a) * len(b) <= n:
        left, right = (grid.ravel() for grid in np.meshgrid(a, b, indexing="ij"))
    else:
        rng = np.random.default_rng(0)
        left = a[rng.integers(0, len(a), n)]
        right = b[rng.integers(0, len(b), n)]
    keep = left != right if tables.within else np.ones(len(left), np.bool_)
    return left[keep], right[keep]


def _sampled(hashes: NDArray[np.uint64]) -> Rows:
    if len(hashes) <= _SAMPLED_ROWS:
        return np.argsort(hashes).astype(np.int32)
    rows = np.argpartition(hashes, _SAMPLED_ROWS)[:_SAMPLED_ROWS]
    return rows[np.argsort(hashes[rows])].astype(np.int32)


def _strong_links(definition: Definition, tables: Tables, model: Model, random: Patterns) -> tuple[Scored, Model]:
    """Return the pairs that share a key unique on both sides and whose other fields do not speak against it.

    Their levels teach m of the other fields: the key picked them, not the names.
    """
    left, right = _shared_keys(definition, tables)
    levels = compare_all(definition, tables, left, right)
    keyed = [position for position, field in enumerate(definition.compared) if field.name in definition.strong_keys]
    judged = levels.copy()
    judged[keyed] = -1
    patterns = Patterns.of(judged)
    # Among these pairs the share of matches is far above chance: the prior is free to say so.
    local = estimate(replace(model, prior=0.5, kin_prior=0.0), random, patterns, max(patterns.counts.sum(), 1.0))
    bits = against_others(*pattern_bits(local, judged))
    fine = bits > 0
    scored = Scored(left[fine], right[fine], levels[:, fine], bits[fine], np.full(int(fine.sum()), -1, np.int8))
    return scored, replace(model, m={**model.m, **_without(local.m, definition)}, u=local.u, keyed=local)


def _without(m: Mapping[str, Bits], definition: Definition) -> dict[str, Bits]:
    return {field: values for field, values in m.items() if field not in definition.strong_keys}


def _shared_keys(definition: Definition, tables: Tables) -> tuple[Rows, Rows]:
    """Return pairs that share a strong key held by one row on each side; a paired row is out of later keys."""
    lefts, rights = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    free_left, free_right = np.ones(tables.n_left, np.bool_), np.ones(tables.n_right, np.bool_)
    for key in definition.strong_keys:
        a = part_keys(tables.columns[key], KeyPart(key), "left") * free_left
        b = part_keys(tables.columns[key], KeyPart(key), "right") * free_right
        left, right = _unique_matches(a, b)
        free_left[left], free_right[right] = False, False
        lefts.append(left)
        rights.append(right)
    return np.concatenate(lefts), np.concatenate(rights)


def _unique_matches(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> tuple[Rows, Rows]:
    left, right = _rows_of_unique(a), _rows_of_unique(b)
    _, in_left, in_right = np.intersect1d(a[left], b[right], assume_unique=True, return_indices=True)
    return left[in_left], right[in_right]


def _rows_of_unique(keys: NDArray[np.uint64]) -> Rows:
    rows = np.flatnonzero(keys).astype(np.int32)
    rows = rows[np.argsort(keys[rows])]
    ordered = keys[rows]
    differs = np.ones(len(rows) + 1, np.bool_)
    differs[1:-1] = ordered[1:] != ordered[:-1]
    result: Rows = rows[differs[1:] & differs[:-1]]
    return result


def _score_candidates(
    definition: Definition, tables: Tables, model: Model, random: Patterns, known: Sequence[str]
) -> tuple[Scored, Model, int]:
    rules = [*(_as_rule(key) for key in definition.strong_keys), *definition.blocking]
    left_keys = [rule_keys(rule, tables.columns, "left") for rule in rules]
    right_keys = left_keys if tables.within else [rule_keys(rule, tables.columns, "right") for rule in rules]
    pairs, levels = find_and_compare(definition, tables, left_keys, right_keys)
    free = _free_of_own_rule(definition, rules, pairs, left_keys, right_keys)
    model = estimate(model, random, Patterns.of(levels, free), _all_pairs(tables), known)
    bits = weigh(definition, tables, model, pairs.left, pairs.right, levels)
    return Scored(pairs.left, pairs.right, levels, bits, pairs.rule), model, pairs.left_out


def weigh(
    definition: Definition, tables: Tables, model: Model, left: Rows, right: Rows, levels: NDArray[np.int8]
) -> Bits:
    """Return the weight of each pair in bits: prior, levels, rarity of the shared values, less what kin explain."""
    match, kin = pattern_bits(model, levels)
    for position, field in enumerate(definition.compared):
        rarity = frequency_bits(model, tables.columns[field.name], levels[position], left, right)
        match += rarity
        kin += rarity
    return against_others(match, kin)


def _rest(n: int, taken: Rows) -> Rows:
    """Return the row numbers below `n` that are not taken."""
    free = np.ones(n, np.bool_)
    free[taken] = False
    return np.flatnonzero(free).astype(np.int32)


def _as_rule(key: str) -> tuple[KeyPart, ...]:
    return (KeyPart(key),)


def _all_pairs(tables: Tables) -> float:
    n, m = float(tables.n_left), float(tables.n_right)
    return max(n * (n - 1) / 2 if tables.within else n * m, 1.0)


def _free_of_own_rule(
    definition: Definition,
    rules: Sequence[Sequence[KeyPart]],
    pairs: Candidates,
    left_keys: Sequence[NDArray[np.uint64]],
    right_keys: Sequence[NDArray[np.uint64]],
) -> NDArray[np.bool_]:
    """Return fields × pairs: whether some rule that does not use the field gives the pair."""
    free = np.zeros((len(definition.compared), len(pairs.left)), np.bool_)
    for rule, a, b in zip(rules, left_keys, right_keys, strict=True):
        keys = a[pairs.left]
        meets = (keys != 0) & (keys == b[pairs.right])
        used = {part.field for part in rule}
        for position, field in enumerate(definition.compared):
            if field.name not in used:
                free[position] |= meets
    return free


def _together(a: Scored, b: Scored) -> Scored:
    return Scored(
        np.concatenate([a.left, b.left]),
        np.concatenate([a.right, b.right]),
        np.concatenate([a.levels, b.levels], axis=1),
        np.concatenate([a.bits, b.bits]),
        np.concatenate([a.rule, b.rule]),
    )
