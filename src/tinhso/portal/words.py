"""The portal's own words: one catalogue of labels by key, in `words.yaml` of the portal and of the rooms it frames.

Takes a key and values for its `{places}`, gives the words in a language; a missing key is a fault of the product, and a
test finds it first. Words about data (targets, indicators, areas) come with the release, not from here.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.http import HttpRequest

from tinhso.base.definition import read_yaml
from tinhso.base.label import Label
from tinhso.people.words import language, said

__all__ = ["language", "read_words", "say", "spoken", "word"]

# Rooms whose published pages the portal frames bring their own words, in a section named after the room.
_ROOMS = Path(__file__).parents[1] / "rooms"
OF_ROOMS = tuple(_ROOMS / room / "web/words.yaml" for room in ("economy", "finance", "network"))


@cache
def read_words() -> dict[str, Label]:
    """Return the catalogue by key `section.word`; raises ValueError when a language is missing."""
    words: dict[str, Label] = {}
    for path in (*sorted(Path(__file__).parent.rglob("words.yaml")), *OF_ROOMS):
        for section, entries in read_yaml(path.read_text("utf-8"), path.name).items():
            if not isinstance(entries, dict):
                raise ValueError(f"{path}: {section}: expected keys and labels, got {entries!r}")
            words.update({f"{section}.{key}": Label.read(label) for key, label in entries.items()})
    return words


def word(key: str, **values: object) -> str:
    """Return the words of a key in the page's language; raises KeyError for an unknown key."""
    return said(read_words(), key, **values)


def say(key: str | Mapping[str, str], **values: object) -> str:
    """Return the words of a key, or those of a label that a release holds, in the page's language."""
    return word(key, **values) if isinstance(key, str) else str(key.get(language()) or key["vi"])


def spoken(request: HttpRequest) -> dict[str, object]:
    """Give every template the language of its page, pages that are not ours included."""
    return {"language": language()}
