"""Words of pages: the reader's language, and labels by key from a file of a room's own.

Takes a YAML file of labels, or a catalogue already read; gives the words in the language of the page being made. What
the portal frames is said by its own catalogue, `portal.words`, on the same ground.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from tinhso.base.definition import read_yaml
from tinhso.base.label import Label


def language() -> str:
    """Return the language of the page being made: vi, en or th."""
    return (get_language() or "vi")[:2]


@cache
def read_labels(path: Path) -> dict[str, Label]:
    """Return the labels of a file by key; raises ValueError when a language is missing."""
    return {key: Label.read(raw) for key, raw in read_yaml(path.read_text("utf-8"), path.name).items()}


def said(labels: Mapping[str, Label], key: str, **values: object) -> str:
    """Return the words of a key with its `{places}` filled; raises KeyError for an unknown key."""
    text = labels[key].text(language())
    return text.format_map(values) if values else text
