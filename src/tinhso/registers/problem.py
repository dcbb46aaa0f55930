"""A problem: one value of a delivered row that cannot be accepted, and why, in words its sender understands.

Bad rows are values, not errors: kept, counted, and sent back. A delivery unusable as a whole is `UnusableInput`.
"""

from dataclasses import dataclass

from tinhso.base.label import Label


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell: `row` as the sender's program numbers it, `column` empty for the whole row."""

    row: int
    column: str
    found: str
    expected: Label
    advice: Label
    part: str = ""

    def text(self, language: str = "vi") -> str:
        """Return the problem as one line in one language."""
        place = ":".join(piece for piece in (self.part, str(self.row), self.column) if piece)
        return f"{place}: {self.found!r} — {self.expected.text(language)}. {self.advice.text(language)}"
