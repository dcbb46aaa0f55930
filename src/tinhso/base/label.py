"""Words in the three languages of the house: Vietnamese first, English and Thai complete.

Takes what a definition file says under a `label:` key, gives an immutable `Label`.
Choosing the language of a reader is left to the command line and the portal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en", "th"]
LANGUAGES: tuple[Language, ...] = ("vi", "en", "th")


@dataclass(frozen=True, slots=True)
class Label:
    """One text in Vietnamese, English and Thai; none of them empty."""

    vi: str
    en: str
    th: str

    def __post_init__(self) -> None:
        if not (self.vi and self.en and self.th):
            raise ValueError(f"a label needs vi, en and th; got {self.as_dict()!r}")

    @classmethod
    def same(cls, text: str) -> "Label":
        """Return the label of a text that is the same in every language (a code, a number, developers' English)."""
        return cls(text, text, text)

    @classmethod
    def read(cls, raw: object) -> "Label":
        """Return the label a definition gives as `{vi, en, th}`; raises ValueError when a language is absent."""
        if not isinstance(raw, Mapping):
            raise ValueError(f"expected vi, en and th texts, got {raw!r}")
        return cls(*(str(raw.get(language) or "") for language in LANGUAGES))

    def text(self, language: str) -> str:
        """Return the words in one language; an unknown language reads Vietnamese."""
        return {"en": self.en, "th": self.th}.get(language, self.vi)

    def format(self, **values: object) -> "Label":
        """Return the label with `{name}` places filled in; a value that is a Label is filled in its own language."""
        return Label(*(self.text(x).format_map(_in_language(values, x)) for x in LANGUAGES))

    def as_dict(self) -> dict[str, str]:
        """Return `{vi, en, th}`, as definitions and releases write it."""
        return {"vi": self.vi, "en": self.en, "th": self.th}


def _in_language(values: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: v.text(language) if isinstance(v, Label) else v for name, v in values.items()}
