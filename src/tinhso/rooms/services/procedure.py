"""An administrative procedure: who may apply, with which papers, by which door, in what time, at what cost.

Holds the types that the catalogue, the forms and the dossiers share, and the questions they ask of them: the edition in
force on a day, its term for a channel and case. A dossier keeps the edition valid at its reception. Reading and
checking the files belongs to `catalogue`, amounts to `fees`, instants to `deadlines`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.base.label import Label
from tinhso.rooms.services.deadlines import Term


class Channel(StrEnum):
    """The three doors of a procedure."""

    ONLINE = "ONLINE"
    POST = "POST"
    DIRECT = "DIRECT"


class ProcedureKind(StrEnum):
    """How a procedure ends: a result, a receipt alone, a yearly round, or the ends of its children."""

    SETTLEMENT = "SETTLEMENT"
    NOTIFICATION = "NOTIFICATION"
    ROUND = "ROUND"
    LINKED = "LINKED"


class Applicant(StrEnum):
    """Who may apply."""

    PERSON = "PERSON"
    HOUSEHOLD = "HOUSEHOLD"
    ORGANISATION = "ORGANISATION"
    ENTERPRISE = "ENTERPRISE"
    SCHOOL = "SCHOOL"
    FOREIGNER = "FOREIGNER"


class Need(StrEnum):
    """When a paper is asked for; UNLESS_IN_REGISTER is not asked when its content can be looked up."""

    ALWAYS = "ALWAYS"
    UNLESS_IN_REGISTER = "UNLESS_IN_REGISTER"
    IF_APPLICABLE = "IF_APPLICABLE"


class FeeKind(StrEnum):
    """How a fee is set; UNKNOWN means that it was not found, never that it is free."""

    FREE = "FREE"
    FIXED = "FIXED"
    SET_BY_COUNCIL = "SET_BY_COUNCIL"
    UNKNOWN = "UNKNOWN"


class Outcome(StrEnum):
    """What was decided at status 9; some procedures set another term for a refusal."""

    GRANTED = "GRANTED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Component:
    """A paper of the dossier, how many of it, and when it is asked for."""

    document: str
    need: Need
    originals: int
    copies: int


@dataclass(frozen=True, slots=True)
class Step:
    """A stage inside the agency, the role that does it, and its share of the term."""

    name: str
    role: str
    term: Term


@dataclass(frozen=True, slots=True)
class Scope:
    """When a line of a procedure holds: for these channels, this case, this outcome (empty: for all)."""

    channels: frozenset[Channel]
    case: str = ""
    outcome: Outcome | None = None

    def holds(self, channel: Channel, case: str, outcome: Outcome | None = None) -> bool:
        """Whether the line speaks of this channel, case and outcome."""
        if self.outcome is not outcome and self.outcome is not None:
            return False
        return (not self.channels or channel in self.channels) and self.case in {"", case}


@dataclass(frozen=True, slots=True)
class TermLine:
    """A time limit with its scope; `raw` is what the national catalogue shows when it differs."""

    scope: Scope
    term: Term
    raw: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee with its scope and days; amounts in đồng, per case or per `per` (PAGE, COPY, PERSON, ROOM).

    From the unit after `further_after` on, each costs `further_vnd`; the whole costs at most `at_most_vnd`. Lines of
    different `part` add up, one each.
    """

    scope: Scope
    kind: FeeKind
    amount_vnd: int = 0
    per: str = ""
    further_vnd: int | None = None
    further_after: int = 0
    at_most_vnd: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    part: str = ""
    exemptions: bool = False
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a procedure says from `from_on` to `to_on` (both included), by which decision.

    `from_verified` is False when the catalogue shows no first day; `from_on` is then the start of the two-level
    government, 1 July 2025.
    """

    from_on: date
    to_on: date | None
    from_verified: bool
    decision: str
    terms: tuple[TermLine, ...]
    fees: tuple[FeeLine, ...]

    def in_force(self, on: date) -> bool:
        """Whether the edition holds on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def find_term(self, channel: Channel, case: str = "", outcome: Outcome | None = None) -> Term | None:
        """The time limit, or None when the procedure sets none; the line of an outcome goes before the general one."""
        lines = [line for line in self.terms if line.scope.holds(channel, case, outcome)]
        exact = [line for line in lines if line.scope.outcome is outcome]
        return next((line.term for line in exact or lines), None)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure of the catalogue with all its editions; the key is code, agency and edition.

    `id` is the file's name; `code` is empty where the national catalogue has none; `family` are close procedures by
    code, named only. `unverified` says in English what could not be checked, `checked_on` when a person last looked.
    """

    id: str
    code: str
    field: str
    agency: str
    label: Label
    kind: ProcedureKind
    applicants: frozenset[Applicant]
    channels: frozenset[Channel]
    cases: Mapping[str, Label]
    fee_parts: Mapping[str, Label]
    components: tuple[Component, ...]
    steps: tuple[Step, ...]
    result: str
    editions: tuple[Edition, ...]
    legal_basis: tuple[str, ...]
    family: Mapping[str, Label]
    children: tuple[str, ...]
    needs_presence: bool
    any_commune: bool
    silence_agrees: bool
    financial_duty: bool
    checked_on: date
    unverified: str

    def find_edition(self, on: date) -> Edition | None:
        """The edition in force on a day, or None: then no dossier is received, and open ones keep theirs."""
        return next((edition for edition in self.editions if edition.in_force(on)), None)

    def check_case(self, case: str) -> bool:
        """Whether `case` is one the procedure tells apart (none told apart: only the empty case)."""
        return case in self.cases if self.cases else case == ""
