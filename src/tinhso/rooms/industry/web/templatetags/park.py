"""Words and values of the park's pages, in the reader's language."""

from functools import cache
from pathlib import Path

from django import template
from django.utils.translation import get_language

from tinhso.base.definition import read_yaml
from tinhso.base.label import Label
from tinhso.rooms.industry.park import UTILITIES
from tinhso.rooms.industry.pipeline import STAGES, TECHNOLOGIES

register = template.Library()
WORDS = Path(__file__).parent.parent / "words.yaml"


@cache
def read_words() -> dict[str, Label]:
    """Return the room's own words by key, with the names of stages, technologies and utilities."""
    own = {key: Label.read(raw) for key, raw in read_yaml(WORDS.read_text("utf-8"), WORDS.name).items()}
    return own | {str(key): label for names in (STAGES, TECHNOLOGIES, UTILITIES) for key, label in names.items()}


def language() -> str:
    """Return the language of the page being made."""
    return (get_language() or "vi")[:2]


@register.simple_tag
def park_say(key: str, **values: object) -> str:
    """Return the words of a key; raises KeyError for an unknown one."""
    text = read_words()[key].text(language())
    return text.format_map(values) if values else text


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
    text = f"{amount / 1e6:,.1f}"
    return text if language() != "vi" else text.translate(str.maketrans(",.", ".,"))


@register.filter
def number(amount: float) -> str:
    """Return a number with up to two places, the decimal sign as the language writes it."""
    text = f"{amount:,.2f}".rstrip("0").rstrip(".")
    return text if language() != "vi" else text.translate(str.maketrans(",.", ".,"))
