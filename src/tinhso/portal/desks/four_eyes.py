"""The rule of four eyes, as a pure function: when does a proposal become public."""

from collections.abc import Collection

N_SIGNATURES = 2


def is_public(approvals: Collection[str], refusals: Collection[str]) -> bool:
    """Return whether a proposal becomes public: two different people approved it and nobody refused."""
    return len(set(approvals)) >= N_SIGNATURES and not refusals
