"""Words and values of the park's pages, in the reader's language."""

from functools import cache
from pathlib import Path

from django import template

from tinhso.base.label import Label
from tinhso.base.unit import with_separators
from tinhso.people.words import language, read_labels, said
from tinhso.rooms.industry.park import UTILITIES
from tinhso.rooms.industry.pipeline import STAGES, TECHNOLOGIES

register = template.Library()
WORDS = Path(__file__).parent.parent / "words.yaml"


@cache
def read_words() -> dict[str, Label]:
    """Return the room's own words by key, with the names of stages, technologies and utilities."""
    own = read_labels(WORDS)
    return own | {str(key): label for names in (STAGES, TECHNOLOGIES, UTILITIES) for key, label in names.items()}


@register.simple_tag
def park_say(key: str, **values: object) -> str:
    """Return the words of a key; raises KeyError for an unknown one."""
    return said(read_words(), key, **values)


@register.filter
def park_word(key: object) -> str:
    """Return the words of a label or of a key; a text that is no key as it is."""
    if isinstance(key, Label):
        return key.text(language())
    found = read_words().get(str(key))
    return found.text(language()) if found else str(key)


@register.filter
def million_usd(amount: int) -> str:
    """Return US dollars as millions with one place, the decimal sign as the language writes it."""
    return with_separators(f"{amount / 1e6:,.1f}", language())


@register.filter
def number(amount: float) -> str:
    """Return a number with up to two places, the decimal sign as the language writes it."""
    return with_separators(f"{amount:,.2f}".rstrip("0").rstrip("."), language())
