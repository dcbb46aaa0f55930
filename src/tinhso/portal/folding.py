"""Texts made equal for searching: small letters, without tone and vowel marks, đ as d.

Takes any text in Vietnamese, English or Thai, gives the form that both the index and the query are compared in.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return a text in small letters without combining marks; Thai keeps its vowels and loses its tone marks."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(c for c in plain if unicodedata.category(c) != "Mn"))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(folded(text))
