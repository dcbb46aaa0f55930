"""From scored pairs to decisions: who is paired with whom, or which rows are one entity.

Takes pairs with weights in bits (log2 odds, above 0 more likely a match than not), gives the pairs kept or a
cluster number per row. Ties are broken by hashes of the rows, so the order of rows does not matter.
"""

import numpy as np
from numpy.typing import NDArray

from tinhso.base.compiled import compiled

Rows = NDArray[np.int32]
Bits = NDArray[np.float64]


def best_first(bits: Bits, left_hash: NDArray[np.uint64], right_hash: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the order of pairs from the heaviest, ties by the hashes of their rows, whichever side they stand on."""
    return np.lexsort((left_hash * right_hash, left_hash + right_hash, -np.round(bits, 9)))


def one_to_one(left: Rows, right: Rows, order: NDArray[np.int64], n_left: int, n_right: int) -> NDArray[np.bool_]:
    """Return which pairs are kept when each row of either side is used at most once, heaviest first."""
    return _greedy(left, right, order, n_left, n_right, True)


def many_to_one(left: Rows, right: Rows, order: NDArray[np.int64], n_left: int, n_right: int) -> NDArray[np.bool_]:
    """Return which pairs are kept when each left row takes its heaviest right row."""
    return _greedy(left, right, order, n_left, n_right, False)


@compiled
def _greedy(
    left: Rows, right: Rows, order: NDArray[np.int64], n_left: int, n_right: int, both: bool
) -> NDArray[np.bool_]:
    used_left, used_right = np.zeros(n_left, np.bool_), np.zeros(n_right, np.bool_)
    kept = np.zeros(len(left), np.bool_)
    for k in order:
        if used_left[left[k]] or (both and used_right[right[k]]):
            continue
        used_left[left[k]] = used_right[right[k]] = kept[k] = True
    return kept


@compiled
def components(left: Rows, right: Rows, n: int) -> Rows:
    """Return per row the smallest row number it is connected to by the given pairs."""
    root = np.arange(n).astype(np.int32)
    for k in range(len(left)):
        a, b = left[k], right[k]
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        while root[b] != b:
            root[b] = root[root[b]]
            b = root[b]
        root[max(a, b)] = min(a, b)
    for k in range(n):
        root[k] = root[root[k]]
    return root


@compiled
def agglomerate(left: Rows, right: Rows, bits: Bits, order: NDArray[np.int64], n: int, unseen: float) -> Rows:
    """Return a cluster number per row: clusters join, heaviest pair first, when their mean weight is above 0.

    The mean is over all pairs between the two clusters; a pair that no rule found counts `unseen` bits (negative).
    Two rows joined by one false link into two true groups therefore do not melt them together. Pairs of infinite
    weight join whatever the mean says, and count 0 in it.
    """
    root = np.arange(n).astype(np.int32)
    size = np.ones(n, np.int64)
    following = np.full(n, -1, np.int32)
    last = np.arange(n).astype(np.int32)
    first_edge, next_edge = _edges_by_row(left, right, n)
    for k in order:
        if bits[k] <= 0:
            break
        a, b = root[left[k]], root[right[k]]
        if a == b:
            continue
        if size[a] > size[b]:
            a, b = b, a
        total, seen = _between(a, b, root, following, first_edge, next_edge, left, right, bits)
        if total + unseen * (size[a] * size[b] - seen) <= 0 and bits[k] != np.inf:
            continue
        _join(a, b, root, size, following, last)
    return root


@compiled
def _edges_by_row(left: Rows, right: Rows, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first edge end of each row and the next one after each (end 2k is pair k's left, 2k+1 its right)."""
    first, following = np.full(n, -1, np.int64), np.full(2 * len(left), -1, np.int64)
    for k in range(len(left)):
        following[2 * k], first[left[k]] = first[left[k]], 2 * k
        following[2 * k + 1], first[right[k]] = first[right[k]], 2 * k + 1
    return first, following


@compiled
def _between(
    a: int, b: int, root: Rows, following: Rows, first_edge: NDArray[np.int64], next_edge: NDArray[np.int64],
    left: Rows, right: Rows, bits: Bits,
) -> tuple[float, int]:  # fmt: skip
    total, seen, row = 0.0, 0, a
    while row >= 0:
        edge = first_edge[row]
        while edge >= 0:
            k = edge >> 1
            mate = right[k] if edge & 1 == 0 else left[k]
            if root[mate] == b:
                total += bits[k] if bits[k] != np.inf else 0.0
                seen += 1
            edge = next_edge[edge]
        row = following[row]
    return total, seen


@compiled
def _join(a: int, b: int, root: Rows, size: NDArray[np.int64], following: Rows, last: Rows) -> None:
    row = a
    while row >= 0:
        root[row] = b
        row = following[row]
    following[last[b]] = a
    last[b] = last[a]
    size[b] += size[a]


def numbered(root: Rows, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return cluster numbers 0, 1, … in order of the smallest row hash in each, whatever order rows came in."""
    smallest = np.full(len(root), np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(smallest, root, hashes)
    _, numbers = np.unique(smallest[root], return_inverse=True)
    return numbers.astype(np.int64)
