"""Errors by who can mend them, each with four parts: what, where, found against expected, what to do next.

`DefinitionError` goes to the author of a file, `UnusableInput` to the sender of a delivery, `NotAllowed` to nobody
(the rule says no). Anything else is a fault of the product and may show a traceback.
Bad rows are not errors but `Problem` values (see `tinhso.registers.problem`), kept and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tinhso.base.label import Label

_FOUND = Label("thấy", "found", "พบ")
_EXPECTED = Label("cần", "expected", "ต้องเป็น")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what, where (file:line, row, URL), found against expected, and what to do next."""

    what: Label
    where: str
    found: str
    expected: Label
    advice: Label

    def text(self, language: str = "vi") -> str:
        """Return the fault as one line in one language."""
        found, expected = _FOUND.text(language), _EXPECTED.text(language)
        return (
            f"{self.where}: {self.what.text(language)} — {found}: {self.found}; "
            f"{expected}: {self.expected.text(language)}. {self.advice.text(language)}"
        )

    def as_dict(self) -> dict[str, object]:
        """Return the four parts for a program to read; words in all three languages."""
        return {
            "what": self.what.as_dict(),
            "where": self.where,
            "found": self.found,
            "expected": self.expected.as_dict(),
            "advice": self.advice.as_dict(),
        }


class TinhsoError(Exception):
    """All faults of one input at once, to be shown without a traceback."""

    def __init__(self, *faults: Fault) -> None:
        self.faults: tuple[Fault, ...] = faults
        super().__init__("\n".join(fault.text("en") for fault in faults))

    def text(self, language: str = "vi") -> str:
        """Return every fault, one a line, in one language."""
        return "\n".join(fault.text(language) for fault in self.faults)


class DefinitionError(TinhsoError):
    """A definition file is wrong; its author mends it."""


class UnusableInput(TinhsoError):
    """A whole delivery or argument cannot be used; its sender mends it."""


class NotAllowed(TinhsoError):
    """A rule says no."""


def definition_fault(where: str, what: str, found: object, expected: str, advice: str) -> Fault:
    """Return a fault for developers and authors of files, in English only."""
    return Fault(Label.same(what), where, str(found), Label.same(expected), Label.same(advice))


def nearest(name: str, names: Sequence[str]) -> str:
    """Return advice naming the closest known name, or the known names when none is close."""
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f'Did you mean "{close[0]}"?'
    return "Known: " + ", ".join(sorted(names)[:12]) + "."
