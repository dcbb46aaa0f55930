"""Who may do what at the desks: one table of endpoints and roles, and the rule of four eyes, as pure functions.

Takes roles and names, gives yes or no; a test asks for every endpoint × role. Anonymous people have no role.
"""

from collections.abc import Collection
from enum import StrEnum

N_SIGNATURES = 2


class Role(StrEnum):
    """A function in a province."""

    OFFICER = "officer"
    STEWARD = "steward"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_EVERYONE = frozenset(Role)
_DELIVERING = frozenset({Role.OFFICER, Role.STEWARD})
_SIGNING = frozenset({Role.STEWARD, Role.LEADER})
MAY: dict[str, frozenset[Role]] = {
    "desk": _EVERYONE,
    "deliveries": _DELIVERING | {Role.AUDITOR},
    "delivery": _DELIVERING | {Role.AUDITOR},
    "rejects": _DELIVERING,
    "deliver": _DELIVERING,
    "propose": frozenset({Role.STEWARD}),
    "signoff": _SIGNING | {Role.AUDITOR},
    "sign": _SIGNING,
    "audit": frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
}


def may(role: str | None, endpoint: str) -> bool:
    """Return whether a role may use an endpoint; raises KeyError for an endpoint that is not declared."""
    return role in MAY[endpoint]


def is_public(approvals: Collection[str], refusals: Collection[str]) -> bool:
    """Return whether a proposal becomes public: two different people approved it and nobody refused."""
    return len(set(approvals)) >= N_SIGNATURES and not refusals
