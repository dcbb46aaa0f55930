"""Citations: the text a definition rests on and the place in it, such as `nq-57-2024 sec. II.1`.

Takes the words under a definition's `law:` key; gives `Citation` values and the faults of those that name no text,
or one that was not in force. Whether an article says what a definition claims is for a person to compare (`checked:`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tinhso.base.errors import Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.law.text import Text

_FORM = re.compile(
    r"(?P<text>[a-z0-9]+(?:-[a-z0-9]+)*)(?: (?P<place>(?:art\.|sec\.|annex)(?: [0-9A-Za-zđ.,() –-]+)?))?"
)
_PLACES = {
    "art.": Label("điều", "art.", "มาตรา"),
    "sec.": Label("mục", "sec.", "ข้อ"),
    "annex": Label("phụ lục", "annex", "ภาคผนวก"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A text's id and the place in it; an empty place cites the whole text."""

    text_id: str
    place: str = ""

    @classmethod
    def parse(cls, words: str) -> "Citation":
        """Return the citation words mean; raises ValueError unless they read `text-id [art. n | sec. n | annex n]`."""
        match = _FORM.fullmatch(words.strip())
        if match is None:
            raise ValueError(f"no citation: {words!r}; expected a text and a place, like `nd-118-2025 art. 3`")
        return cls(match["text"], match["place"] or "")

    def __str__(self) -> str:
        return f"{self.text_id} {self.place}".rstrip()

    def shown(self, texts: Mapping[str, Text]) -> Label:
        """Return issuer, number, day and place for a reader; an unknown text is shown by its id."""
        text = texts.get(self.text_id)
        name = text.name if text else Label.same(self.text_id)
        if not self.place:
            return name
        word, _, number = self.place.partition(" ")
        return Label.same("{name}, {word} {number}").format(name=name, word=_PLACES[word], number=number)


def parse_citations(words: str) -> tuple[Citation, ...]:
    """Return the citations of a `law:` key, parted by semicolons; raises ValueError for one that cannot be read."""
    return tuple(Citation.parse(part) for part in words.split(";") if part.strip())


def check_citation(citation: Citation, texts: Mapping[str, Text], on: date) -> list[Fault]:
    """Return why a citation does not hold on a day: an unknown text, or one not in force; empty when it holds."""
    text = texts.get(citation.text_id)
    if text is None:
        advice = f"{nearest(citation.text_id, list(texts))} Legal texts are in law/texts/."
        return [definition_fault(str(citation), "unknown legal text", citation.text_id, "the id of a text", advice)]
    if text.in_force(on):
        return []
    until = f"to {text.in_force_until.isoformat()}" if text.in_force_until else "on"
    expected = f"a day from {text.in_force_from.isoformat()} {until}"
    return [definition_fault(str(citation), "not in force", on, expected, _successor(text, texts))]


def _successor(text: Text, texts: Mapping[str, Text]) -> str:
    after = [other.id for other in texts.values() if text.id in other.replaces]
    return f"It was replaced by {', '.join(after)}." if after else "Cite the text of that time."


def check_citations(citations: Iterable[Citation], texts: Mapping[str, Text], on: date) -> list[Fault]:
    """Return the faults of many citations, in their order."""
    return [fault for citation in citations for fault in check_citation(citation, texts, on)]
