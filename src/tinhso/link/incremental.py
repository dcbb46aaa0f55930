"""Entities that last: rows come, change and go, and only what they touch is linked again.

Takes a definition and deliveries of rows, gives every row an entity whose number stays while its rows do. The model is
made once and kept; an entity bears the number of the row admitted first among its rows, so the numbers follow from
the rows and the decisions alone: taking rows in bit by bit gives what all at once gives, and undoing a decision
restores exactly what was before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tinhso.link.blocking import Rows
from tinhso.link.cluster import agglomerate, best_first, components
from tinhso.link.columns import Column, encode, row_hashes
from tinhso.link.deciding import UNSEEN_BITS, Scored, decide
from tinhso.link.definition import Definition, KeyPart
from tinhso.link.run import score, weigh
from tinhso.link.store import BlockIndex, Frequencies, all_keys, beside, joined
from tinhso.link.tables import Tables, compare_all, encode_tables
from tinhso.link.weights import Model, probability_of

Judgement = Literal["together", "apart"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on two rows, and who, when, why; `undone` once it no longer holds."""

    number: int
    judgement: Judgement
    left_id: str
    right_id: str
    by: str
    at: str
    reason: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A row that went from one entity to another (-1: it was not there before, or is no more)."""

    row_id: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Match:
    """A row that a new one may be: its id, its entity, the weight in bits and the probability 0-1."""

    row_id: str
    entity: int
    bits: float
    probability: float


@dataclass(slots=True)
class Entities:
    """The rows admitted so far, the pairs worth keeping between them, the decisions, and the entity of every row."""

    definition: Definition
    model: Model
    cut_bits: float
    frequencies: Mapping[str, Frequencies]
    columns: dict[str, Column]
    index: BlockIndex
    hashes: NDArray[np.uint64]
    row_of: dict[str, int]
    row_ids: list[str]
    alive: NDArray[np.bool_]
    left: Rows
    right: Rows
    bits: NDArray[np.float64]  # above the cut, so positive is a match
    entity: NDArray[np.int32]
    decisions: list[Decision] = field(default_factory=list)

    @classmethod
    def start(cls, definition: Definition, table: pa.Table) -> "Entities":
        """Make the model from a first table and link it; the definition must name an id column."""
        tables = encode_tables(definition, table, None)
        scored, model, _ = score(definition, tables)
        cut = decide(definition, tables, scored, model, 0).cut_bits
        return cls.from_model(definition, tables, model, cut, table, scored)

    @classmethod
    def from_model(
        cls, definition: Definition, tables: Tables, model: Model, cut: float, table: pa.Table, scored: Scored
    ) -> "Entities":
        """Take the rows of a first table under a model already made."""
        ids = _ids(definition, table)
        keep = scored.bits - cut > UNSEEN_BITS
        entities = cls(
            definition,
            model,
            cut,
            {name: Frequencies.of(column) for name, column in tables.columns.items()},
            dict(tables.columns),
            BlockIndex.of(all_keys(_rules(definition), tables.columns)),
            tables.left_hash,
            {row_id: row for row, row_id in enumerate(ids)},
            ids,
            np.ones(len(ids), np.bool_),
            scored.left[keep],
            scored.right[keep],
            scored.bits[keep] - cut,
            np.arange(len(ids), dtype=np.int32),
        )
        entities._relink(np.arange(len(ids), dtype=np.int32))
        return entities

    def admit(self, table: pa.Table) -> list[Moved]:
        """Take in new and changed rows, link again what they touch, and return the rows whose entity changed.

        Of rows with one id in the table the last holds.
        """
        ids = _ids(self.definition, table)
        last = {row_id: position for position, row_id in enumerate(ids)}
        if len(last) < len(ids):
            table, ids = table.take(pa.array(list(last.values()))), list(last)
        rows, known = self._rows_for(ids)
        touched = self._around(rows[known])
        batch = self._encoded(table)
        keys = all_keys(_rules(self.definition), batch)
        self._forget_pairs(rows[known])
        for name, column in batch.items():
            self.columns[name] = joined(self.columns[name], column, rows)
        self._grow(rows, row_hashes(table, (self.definition.id_columns or ("", ""))[0]))
        self.index.write(rows, keys)
        self._add_pairs(rows, keys)
        return self._relink(np.union1d(touched, rows).astype(np.int32))

    def remove(self, ids: Sequence[str]) -> list[Moved]:
        """Take rows out; unknown ids are passed over. Return the rows whose entity changed."""
        rows = np.array([self.row_of[row_id] for row_id in ids if row_id in self.row_of], np.int32)
        touched = self._around(rows)
        self._forget_pairs(rows)
        self.alive[rows] = False
        self.index.write(rows, np.zeros((len(self.index.keys), len(rows)), np.uint64))
        return self._relink(np.union1d(touched, rows).astype(np.int32))

    def resolve(self, table: pa.Table, at_most: int = 5) -> list[list[Match]]:
        """Return for each row of a small table the admitted rows it most likely is, heaviest first; nothing changes."""
        batch = self._encoded(table)
        rows, positions = self.index.sharing(all_keys(_rules(self.definition), batch))
        columns = {name: beside(self.columns[name], column) for name, column in batch.items()}
        nobody = np.zeros(0, np.uint64)
        tables = Tables(columns, nobody, nobody, False)
        bits = weigh(
            self.definition, tables, self.model, rows, positions, compare_all(self.definition, tables, rows, positions)
        )
        found: list[list[Match]] = [[] for _ in range(table.num_rows)]
        for k in np.argsort(-bits, kind="stable").tolist():
            if len(found[positions[k]]) < at_most:
                row = int(rows[k])
                chance = float(probability_of(bits[k : k + 1])[0])
                found[positions[k]].append(Match(self.row_ids[row], int(self.entity[row]), float(bits[k]), chance))
        return found

    def judge(self, judgement: Judgement, left_id: str, right_id: str, *, by: str, at: str, reason: str) -> list[Moved]:
        """Record that two rows are one entity, or are not, and link again what that touches.

        Raises KeyError for an unknown row.
        """
        rows = np.array([self.row_of[left_id], self.row_of[right_id]], np.int32)
        self.decisions.append(Decision(len(self.decisions), judgement, left_id, right_id, by, at, reason))
        return self._relink(self._around(rows))

    def undo(self, number: int) -> list[Moved]:
        """Let a decision no longer hold; what it moved goes back. Raises IndexError for an unknown number."""
        old = self.decisions[number]
        rows = np.array([self.row_of[old.left_id], self.row_of[old.right_id]], np.int32)
        touched = self._around(rows)
        self.decisions[number] = Decision(
            old.number, old.judgement, old.left_id, old.right_id, old.by, old.at, old.reason, undone=True
        )
        return self._relink(touched)

    def of(self, row_id: str) -> int:
        """Return the entity of a row; raises KeyError when it is not (or no more) there."""
        row = self.row_of[row_id]
        if not self.alive[row]:
            raise KeyError(row_id)
        return int(self.entity[row])

    def _encoded(self, table: pa.Table) -> dict[str, Column]:
        columns = {one.name: encode(one, table, None) for one in self.definition.fields}
        return {name: self.frequencies[name].put_on(column) for name, column in columns.items()}

    def _rows_for(self, ids: Sequence[str]) -> tuple[Rows, NDArray[np.bool_]]:
        known = np.array([row_id in self.row_of for row_id in ids], np.bool_)
        for row_id in ids:
            if row_id not in self.row_of:
                self.row_of[row_id] = len(self.row_ids)
                self.row_ids.append(row_id)
        return np.array([self.row_of[row_id] for row_id in ids], np.int32), known

    def _grow(self, rows: Rows, hashes: NDArray[np.uint64]) -> None:
        n, old = len(self.row_ids), len(self.hashes)
        self.hashes = np.append(self.hashes, np.zeros(n - old, np.uint64))
        self.alive = np.append(self.alive, np.zeros(n - old, np.bool_))
        self.entity = np.append(self.entity, np.full(n - old, -1, np.int32))
        self.hashes[rows], self.alive[rows] = hashes, True

    def _forget_pairs(self, rows: Rows) -> None:
        gone = np.zeros(len(self.hashes), np.bool_)
        gone[rows] = True
        keep = ~(gone[self.left] | gone[self.right])
        self.left, self.right, self.bits = self.left[keep], self.right[keep], self.bits[keep]

    def _add_pairs(self, rows: Rows, keys: NDArray[np.uint64]) -> None:
        """Add the pairs of the given rows with all others, and among themselves once."""
        mates, positions = self.index.sharing(keys)
        mine = rows[positions]
        given = np.zeros(len(self.hashes), np.bool_)
        given[rows] = True
        fresh = (mates != mine) & (~given[mates] | (mates < mine))
        left, right = np.minimum(mates[fresh], mine[fresh]), np.maximum(mates[fresh], mine[fresh])
        tables = Tables(self.columns, self.hashes, self.hashes, True)
        levels = compare_all(self.definition, tables, left, right)
        bits = weigh(self.definition, tables, self.model, left, right, levels) - self.cut_bits
        keep = bits > UNSEEN_BITS
        self.left, self.right = np.append(self.left, left[keep]), np.append(self.right, right[keep])
        self.bits = np.append(self.bits, bits[keep])

    def _around(self, rows: Rows) -> Rows:
        """Return the rows, all rows of their entities, and all they have a matching pair or a decision with."""
        n = len(self.hashes)
        left, right, bits = self._judged()
        group = components(left[bits > 0], right[bits > 0], n)
        hit = np.zeros(n, np.bool_)
        hit[group[rows]] = True
        result: Rows = np.flatnonzero(hit[group]).astype(np.int32)
        return np.union1d(result, rows).astype(np.int32)

    def _judged(self) -> tuple[Rows, Rows, NDArray[np.float64]]:
        """Return the pairs with the standing decisions on them: the later word holds where two disagree."""
        standing: dict[tuple[int, int], float] = {}
        for decision in self.decisions:
            pair = self.row_of[decision.left_id], self.row_of[decision.right_id]
            if not decision.undone:
                standing[min(pair), max(pair)] = np.inf if decision.judgement == "together" else -1e9
        standing = {pair: bits for pair, bits in standing.items() if self.alive[list(pair)].all()}
        if not standing:
            return self.left, self.right, self.bits
        pairs = np.array(list(standing), np.int32)
        code = self.left.astype(np.int64) << 32 | self.right
        keep = ~np.isin(code, pairs[:, 0].astype(np.int64) << 32 | pairs[:, 1])
        return (
            np.append(self.left[keep], pairs[:, 0]),
            np.append(self.right[keep], pairs[:, 1]),
            np.append(self.bits[keep], np.array(list(standing.values()))),
        )

    def _relink(self, rows: Rows) -> list[Moved]:
        """Cluster again the groups that the rows stand in, and return the rows whose entity changed."""
        n = len(self.hashes)
        left, right, bits = self._judged()
        group = components(left[bits > 0], right[bits > 0], n)
        hit = np.zeros(n, np.bool_)
        hit[group[rows]] = True
        members = np.flatnonzero(hit[group]).astype(np.int32)
        inside = hit[group[left]] & hit[group[right]]
        place = np.full(n, -1, np.int32)
        place[members] = np.arange(len(members), dtype=np.int32)
        a, b, weight = place[left[inside]], place[right[inside]], bits[inside]
        order = best_first(weight, self.hashes[members][a], self.hashes[members][b])
        root = agglomerate(a, b, weight, order, len(members), UNSEEN_BITS)
        first = np.full(len(members), n, np.int32)
        np.minimum.at(first, root, members)
        after = np.where(self.alive[members], first[root], -1).astype(np.int32)
        before = self.entity[members]
        self.entity[members] = after
        changed = np.flatnonzero(before != after).tolist()
        return [Moved(self.row_ids[members[k]], int(before[k]), int(after[k])) for k in changed]


def _ids(definition: Definition, table: pa.Table) -> list[str]:
    assert definition.id_columns is not None, "a linkage that lasts needs an id column"
    ids: list[str] = table.column(definition.id_columns[0]).cast(pa.string()).to_pylist()
    return ids


def _rules(definition: Definition) -> list[tuple[KeyPart, ...]]:
    return [*((KeyPart(key),) for key in definition.strong_keys), *definition.blocking]
