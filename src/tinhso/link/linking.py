"""One linkage of the path, from the rows of its registers to the rows of its linked table: pure, no disk.

Takes a linkage, Arrow tables and what people decided, gives the pairs worth keeping with their weights and chances, and
what is told of the whole. The order of rows does not matter; each left row is linked or it is not, none is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tinhso.base.errors import DefinitionError, definition_fault
from tinhso.link.calibration import Curve, taught_by
from tinhso.link.cluster import components
from tinhso.link.deciding import Judged, Linked, Scored, decide
from tinhso.link.definition import Definition
from tinhso.link.estimates import Estimate, estimate_quality
from tinhso.link.files import implied_pairs
from tinhso.link.linkage import Linkage
from tinhso.link.run import score, weigh
from tinhso.link.tables import Tables, compare_all, encode_tables
from tinhso.link.weights import Model

KEPT_FROM = 0.02
"""The least chance 0-1 at which a pair is kept in the table though it is not accepted."""
_BY_PERSON = 127  # in place of a blocking rule: a pair no rule found


@dataclass(frozen=True, slots=True)
class PairDecision:
    """What people decided on two rows, when, and how many of them."""

    left_id: str
    right_id: str
    is_together: bool
    decided_on: date
    n_deciders: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a linkage as a whole; `n_linked` counts left rows with an accepted pair.

    `n_uncertain` counts pairs with a chance from 0.02 to 0.98 that nobody decided; `n_without_rows` decisions on rows
    that are not there; `n_left_out` pairs of blocks too large to look at; `cut_bits` the weight from which a pair is
    accepted.
    """

    n_left: int
    n_right: int
    n_linked: int
    n_kept: int
    n_accepted: int
    n_uncertain: int
    n_decided: int
    n_without_rows: int
    n_left_out: int
    cut_bits: float
    precision: Estimate
    recall: Estimate


def link_rows(
    linkage: Linkage, left: pa.Table, right: pa.Table | None, decisions: Sequence[PairDecision] = ()
) -> tuple[pa.Table, Told]:
    """Return the linked table (columns of `linkage.COLUMNS`, in order of ids) and what is told of it.

    Both sides hold the id column, each value once, and the fields' columns; the left side also `area`. Raises
    DefinitionError when a side names an id twice.
    """
    definition = linkage.definition
    ids = left.column(linkage.ids[0]).to_pylist(), (left if right is None else right).column(linkage.ids[1]).to_pylist()
    _require_once(linkage, ids)
    if not ids[0] or not ids[1]:
        return _empty(), _nothing(len(ids[0]), len(ids[1]), len(decisions))
    tables = encode_tables(definition, left, right)
    scored, model, left_out = score(definition, tables)
    by_model = decide(definition, tables, scored, model, left_out)
    known = _with_rows(ids, decisions, within=tables.within)
    scored, judged = _judged(definition, tables, by_model, known)
    linked = decide(definition, tables, scored, model, left_out, judged) if known else by_model
    accepted_before = np.append(by_model.accepted, np.zeros(len(scored.left) - len(by_model.accepted), np.bool_))
    rows = _all_pairs(linked, tables, accepted_before, judged)
    table = _table(rows, ids, left.column("area").combine_chunks(), within=tables.within)
    told = _told(linked, rows, len(ids[0]), len(ids[1]), len(known), len(decisions) - len(known))
    return table, told


def _require_once(linkage: Linkage, ids: tuple[list[str], list[str]]) -> None:
    for side, column, names in zip(("left", "right"), linkage.ids, ids, strict=True):
        if len(set(names)) < len(names):
            found = f"{len(names)} rows, {len(set(names))} {column}"
            where, advice = f"{linkage.id} {side}", "Group the rows of the side by its id."
            raise DefinitionError(definition_fault(where, "an id stands twice", found, "one row an id", advice))


@dataclass(frozen=True, slots=True)
class _Pairs:
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    bits: NDArray[np.float64]
    chance: NDArray[np.float64]
    accepted: NDArray[np.bool_]
    by_model: NDArray[np.bool_]
    verdict: NDArray[np.int8]
    within: bool


def _with_rows(
    ids: tuple[list[str], list[str]], decisions: Sequence[PairDecision], *, within: bool
) -> dict[tuple[int, int], PairDecision]:
    """Return the decisions by rows, the later word on two rows last; those on rows that are not there are left out."""
    lefts = {id_: row for row, id_ in enumerate(ids[0])}
    rights = lefts if within else {id_: row for row, id_ in enumerate(ids[1])}
    found = {}
    for each in sorted(decisions, key=lambda d: (d.decided_on, d.n_deciders, d.left_id, d.right_id)):
        pair = lefts.get(each.left_id, -1), rights.get(each.right_id, -1)
        if min(pair) >= 0 and not (within and pair[0] == pair[1]):
            found[(min(pair), max(pair)) if within else pair] = each
    return found


def _judged(
    definition: Definition, tables: Tables, by_model: Linked, known: dict[tuple[int, int], PairDecision]
) -> tuple[Scored, Judged]:
    """Return the pairs with those that only people named, and the verdict on each."""
    scored = by_model.scored
    code = _code(scored.left, scored.right, within=tables.within)
    pairs = np.array(sorted(known), np.int32).reshape(-1, 2)
    wanted = _code(pairs[:, 0], pairs[:, 1], within=False)
    scored = _added(definition, tables, by_model.model, scored, pairs[~np.isin(wanted, code)])
    code = _code(scored.left, scored.right, within=tables.within)
    verdict, at = np.zeros(len(code), np.int8), np.argsort(code)
    positions = at[np.searchsorted(code, wanted, sorter=at)]
    words = [known[(int(a), int(b))] for a, b in pairs]
    verdict[positions] = [1 if each.is_together else -1 for each in words]
    latest = sorted(range(len(words)), key=lambda k: (words[k].decided_on, words[k].n_deciders), reverse=True)
    first = np.array([positions[k] for k in latest if words[k].is_together], np.int64)
    return scored, Judged(verdict, first, by_model.cut_bits, _curve(definition, scored, verdict))


def _curve(definition: Definition, scored: Scored, verdict: NDArray[np.int8]) -> Curve:
    """Return what the decided pairs teach, by their odds among the rows they compete with.

    By weight alone two rows that fit equally well would teach that a great weight is a toss-up.
    """
    single, decided = definition.pairing != "many_to_many", verdict != 0
    chance = np.clip(chances(scored.left, scored.bits, single=single)[decided], 1e-9, 1 - 1e-9)
    return taught_by(np.log2(chance / (1 - chance)), verdict[decided] > 0)


def _code(left: NDArray[np.int32], right: NDArray[np.int32], *, within: bool) -> NDArray[np.int64]:
    a, b = (np.minimum(left, right), np.maximum(left, right)) if within else (left, right)
    code: NDArray[np.int64] = a.astype(np.int64) << 32 | b
    return code


def _added(definition: Definition, tables: Tables, model: Model, scored: Scored, pairs: NDArray[np.int32]) -> Scored:
    if not len(pairs):
        return scored
    levels = compare_all(definition, tables, pairs[:, 0], pairs[:, 1])
    return Scored(
        np.append(scored.left, pairs[:, 0]),
        np.append(scored.right, pairs[:, 1]),
        np.concatenate([scored.levels, levels], axis=1),
        np.append(scored.bits, weigh(definition, tables, model, pairs[:, 0], pairs[:, 1], levels)),
        np.append(scored.rule, np.full(len(pairs), _BY_PERSON, np.int8)),
    )


def _all_pairs(linked: Linked, tables: Tables, by_model: NDArray[np.bool_], judged: Judged) -> _Pairs:
    """Return every scored pair, and in a register with itself those that a group implies without a rule."""
    scored, kept = linked.scored, linked.accepted
    left, right, bits = scored.left, scored.right, scored.bits
    if linked.definition.pairing == "many_to_many":
        more_left, more_right = implied_pairs(linked, tables, left[kept], right[kept])
        levels = compare_all(linked.definition, tables, more_left, more_right)
        more = weigh(linked.definition, tables, linked.model, more_left, more_right, levels)
        left, right, bits = np.append(left, more_left), np.append(right, more_right), np.append(bits, more)
    n_more = len(left) - len(kept)
    accepted, by_model = np.append(kept, np.ones(n_more, np.bool_)), np.append(by_model, np.ones(n_more, np.bool_))
    verdict = np.append(judged.verdict, np.zeros(n_more, np.int8))
    single = linked.definition.pairing != "many_to_many"
    chance = chances(left, judged.curve.bits(bits), single=single)
    return _Pairs(left, right, bits, chance, accepted, by_model, verdict, tables.within)


def chances(left: NDArray[np.int32], bits: NDArray[np.float64], *, single: bool) -> NDArray[np.float64]:
    """Return the chance 0-1 that each pair is right; `single`: a left row has one partner at most, so pairs compete.

    Two candidates that fit a row equally well are each right with a chance below a half, however well they fit.
    """
    odds = np.exp2(np.clip(bits, -500, 500))
    others = np.bincount(left, odds)[left] if single and len(left) else odds
    found: NDArray[np.float64] = odds / (1 + others)
    return found


def _table(pairs: _Pairs, ids: tuple[list[str], list[str]], area: pa.Array, *, within: bool) -> pa.Table:
    kept = np.flatnonzero((pairs.chance >= KEPT_FROM) | pairs.accepted | (pairs.verdict != 0))
    left, right = pairs.left[kept], pairs.right[kept]
    lefts, rights = pa.array(ids[0], pa.string()), pa.array(ids[1], pa.string())
    if within:
        names = np.array(ids[0])
        turned = names[left] > names[right]
        left, right = np.where(turned, right, left), np.where(turned, left, right)
    accepted, verdict = pairs.accepted[kept], pairs.verdict[kept]
    by_person = (verdict != 0) & (accepted == (verdict > 0))
    entity = _entities(left[accepted], right[accepted], ids[0])[left] if within else right
    table = pa.table(
        {
            "left_id": lefts.take(pa.array(left)),
            "right_id": rights.take(pa.array(right)),
            "area": area.take(pa.array(left)),
            "weight_bits": pa.array(np.round(pairs.bits[kept], 3)),
            "probability": pa.array(np.round(pairs.chance[kept], 6)),
            "accepted": pa.array(accepted),
            "decided_by": pa.array(["model", "person"]).take(pa.array(by_person.astype(np.int8))),
            "entity": (lefts if within else rights).take(pa.array(entity, mask=~accepted)),
        }
    )
    return table.sort_by([("left_id", "ascending"), ("right_id", "ascending")])


def _entities(left: NDArray[np.int32], right: NDArray[np.int32], ids: list[str]) -> NDArray[np.int32]:
    """Return per row the row that names its group: the one with the smallest id."""
    root = components(left.astype(np.int32), right.astype(np.int32), len(ids))
    order = np.lexsort((np.array(ids), root))
    _, first = np.unique(root[order], return_index=True)
    smallest = np.zeros(len(ids), np.int32)
    smallest[root[order][first]] = order[first]
    found: NDArray[np.int32] = smallest[root]
    return found


def _told(linked: Linked, pairs: _Pairs, n_left: int, n_right: int, n_decided: int, n_without_rows: int) -> Told:
    precision, recall = estimate_quality(pairs.chance, pairs.accepted, pairs.by_model, pairs.verdict)
    kept = (pairs.chance >= KEPT_FROM) | pairs.accepted | (pairs.verdict != 0)
    open_ = (pairs.chance >= KEPT_FROM) & (pairs.chance <= 1 - KEPT_FROM) & (pairs.verdict == 0)
    members = [pairs.left[pairs.accepted], *([pairs.right[pairs.accepted]] if pairs.within else [])]
    return Told(
        n_left,
        n_right,
        len(np.unique(np.concatenate(members))),
        int(kept.sum()),
        int(pairs.accepted.sum()),
        int(open_.sum()),
        n_decided,
        n_without_rows,
        linked.left_out,
        linked.cut_bits,
        precision,
        recall,
    )


def _empty() -> pa.Table:
    text, number = pa.string(), pa.float64()
    types = (text, text, text, number, number, pa.bool_(), text, text)
    names = ("left_id", "right_id", "area", "weight_bits", "probability", "accepted", "decided_by", "entity")
    return pa.schema(list(zip(names, types, strict=True))).empty_table()


def _nothing(n_left: int, n_right: int, n_decisions: int) -> Told:
    unknown = Estimate(1.0, 0.0, 1.0)
    return Told(n_left, n_right, 0, 0, 0, 0, 0, n_decisions, 0, 0.0, unknown, unknown)
