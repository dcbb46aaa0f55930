"""Words and values of the room's pages, in the reader's language."""

from datetime import datetime
from pathlib import Path

from django import template
from django.utils import timezone

from tinhso.base.label import Label
from tinhso.people.words import language, read_labels, said

__all__ = ["language", "read_words"]

register = template.Library()
WORDS = Path(__file__).parent.parent / "words.yaml"
INSTANT = "%H:%M %d/%m/%Y"


def read_words() -> dict[str, Label]:
    """The room's own words by key."""
    return read_labels(WORDS)


@register.simple_tag
def say(key: str, **values: object) -> str:
    """The words of a key; raises KeyError for an unknown one."""
    return said(read_words(), key, **values)


@register.filter
def words(label: object) -> str:
    """The text of a label, or of a word's key; other values as text."""
    if isinstance(label, Label):
        return label.text(language())
    return (
        read_words()[label].text(language()) if isinstance(label, str) and label in read_words() else str(label or "")
    )


@register.filter
def spoken(value: object) -> str:
    """An answer as people read it: what they typed stays as typed, even when it is the key of a word."""
    if isinstance(value, bool):
        return read_words()["yes" if value else "no"].text(language())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return value.text(language()) if isinstance(value, Label) else str(value)


@register.filter
def paper_name(kind: object) -> str:
    """The name of a kind of issued paper."""
    return read_words()[f"paper_{kind}"].text(language())


@register.filter
def star_name(stars: object) -> str:
    """What a number of stars means, from 1 to 5."""
    return read_words()[f"star_{stars}"].text(language())


@register.filter
def dong(amount: object) -> str:
    """An amount in đồng with points between thousands."""
    return f"{amount:,} đ".replace(",", ".") if isinstance(amount, int) else ""


@register.filter
def instant(at: object) -> str:
    """An instant in local time, to the minute; nothing for None."""
    return timezone.localtime(at).strftime(INSTANT) if isinstance(at, datetime) else "—"
