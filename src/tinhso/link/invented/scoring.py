"""The judge of the benchmark: how many of the links are right, and how many right ones were found.

Takes pairs of row ids and the two tables with their `truth`, gives precision, recall and F1. Used on an answer of
any tool; no linkage reads the truth.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Score:
    """Right links among those given (precision), right links found among all there are (recall), shares 0-1."""

    n_given: int
    n_right: int
    n_true: int

    @property
    def precision(self) -> float:
        """Return the share of given links that are right; 1 when none is given."""
        return self.n_right / self.n_given if self.n_given else 1.0

    @property
    def recall(self) -> float:
        """Return the share of true links that were given; 1 when there are none."""
        return self.n_right / self.n_true if self.n_true else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.n_given + self.n_true
        return 2 * self.n_right / both if both else 1.0


def score_links(
    left_truth: pa.Array, right_truth: pa.Array, left: NDArray[np.int64], right: NDArray[np.int64]
) -> Score:
    """Return the score of links between two tables, given as row numbers; each pair counts once."""
    a, b = np.asarray(left_truth), np.asarray(right_truth)
    given = np.unique(np.stack([left.astype(np.int64), right.astype(np.int64)]), axis=1)
    _, counts = _common(a, b)
    return Score(given.shape[1], int((a[given[0]] == b[given[1]]).sum()), int(counts))


def _common(a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    values, n = np.unique(a, return_counts=True)
    others, m = np.unique(b, return_counts=True)
    shared, at, to = np.intersect1d(values, others, assume_unique=True, return_indices=True)
    return shared, int((n[at] * m[to]).sum())


def score_duplicates(truth: pa.Array, clusters: NDArray[np.int64] | NDArray[np.int32]) -> Score:
    """Return the score of clusters within one table: pairs of rows in one cluster against pairs of one truth."""
    entity = np.unique(np.asarray(truth), return_inverse=True)[1].astype(np.int64)
    joint = np.unique(clusters.astype(np.int64) * (int(entity.max(initial=0)) + 1) + entity, return_counts=True)[1]
    return Score(_pairs(clusters), int((joint * (joint - 1) // 2).sum()), _pairs(entity))


def _pairs(groups: NDArray[np.int64] | NDArray[np.int32]) -> int:
    counts = np.unique(groups, return_counts=True)[1].astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())
