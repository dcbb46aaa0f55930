"""The Merkle tree against RFC 6962's recursive definition and the properties of a proof."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure import merkle
from tinhso.measure.verify import merkle_root

LINES = st.lists(st.text(max_size=12), min_size=1, max_size=40)


def recursive(lines: list[str]) -> bytes:
    if len(lines) == 1:
        return sha256(b"\x00" + lines[0].encode()).digest()
    split = 1 << (len(lines) - 1).bit_length() - 1
    return sha256(b"\x01" + recursive(lines[:split]) + recursive(lines[split:])).digest()


@given(LINES)
def test_root_is_that_of_rfc_6962_and_of_the_independent_program(lines: list[str]) -> None:
    assert merkle.root(lines) == recursive(lines).hex() == merkle_root(lines)


@given(LINES, st.data())
def test_every_line_is_proven_and_no_other(lines: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    proof = merkle.path(lines, at)
    assert merkle.is_member(lines[at], proof, merkle.root(lines))
    assert not merkle.is_member(lines[at] + "x", proof, merkle.root(lines))
