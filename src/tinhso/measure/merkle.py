"""A Merkle tree over lines of text, so that one line can be proven to belong to a release without the others.

Source: RFC 6962 section 2.1 (leaf hash over 0x00 and the line, node hash over 0x01 and both children).
"""

from collections.abc import Sequence
from hashlib import sha256


def leaf(line: str) -> bytes:
    """Return the hash of one line."""
    return sha256(b"\x00" + line.encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbours."""
    return sha256(b"\x01" + left + right).digest()


def root(lines: Sequence[str]) -> str:
    """Return the root over lines in order, in hexadecimal; the root of nothing is the hash of nothing."""
    if not lines:
        return sha256(b"").hexdigest()
    return _levels(lines)[-1][0].hex()


def path(lines: Sequence[str], index: int) -> list[str]:
    """Return the proof of one line: `L` or `R` (the side the neighbour stands on) and the neighbour's hash, upwards."""
    proof = []
    for level in _levels(lines)[:-1]:
        neighbour = index ^ 1
        if neighbour < len(level):
            proof.append(("L" if neighbour < index else "R") + level[neighbour].hex())
        index //= 2
    return proof


def is_member(line: str, proof: Sequence[str], expected_root: str) -> bool:
    """Return whether a proof leads from a line to a root."""
    at = leaf(line)
    for step in proof:
        neighbour = bytes.fromhex(step[1:])
        at = node(neighbour, at) if step[0] == "L" else node(at, neighbour)
    return at.hex() == expected_root


def _levels(lines: Sequence[str]) -> list[list[bytes]]:
    levels = [[leaf(line) for line in lines]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = [node(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append(pairs + below[len(below) - len(below) % 2 :])
    return levels
