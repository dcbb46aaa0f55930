"""Letters made comparable: one spelling for what people write in many ways.

Takes distinct strings (a register repeats the same names, so each is cleaned once), gives canonical forms:
`canonical` keeps the marks, `plain` drops them. Vietnamese tone marks move to the end of their word, so that hoà
and hòa are one spelling, and every Đ becomes the same letter. What two forms say about two people is left to
`comparison`.
"""

import re
import unicodedata
from functools import cache, lru_cache

_LATIN_MARKS = range(0x0300, 0x0370)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# The look-alikes of Đ found in files: Icelandic eth and African D.
_ONE_D = str.maketrans({"ð": "đ", "ɖ": "đ", "Ð": "đ", "Ɖ": "đ", "Đ": "đ"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")

# Words for kinds of unit say nothing about which unit it is, and clerks shorten or drop them.
_UNIT_WORDS = (
    "phường xã thị trấn tỉnh thành phố quận huyện đặc khu đường số nhà ấp thôn khu tổ dân xóm tp tx tt kp p q h x đ"
).split()


def canonical(text: str) -> str:
    """Return the text in lower case and NFC, one space between words, tone marks at the end of each word.

    Punctuation becomes a space; a string of nothing else becomes "".
    """
    lower = unicodedata.normalize("NFC", text).translate(_ONE_D).casefold()
    if lower.isascii():
        return _NOT_A_WORD.sub(" ", lower).strip()
    spaced = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in lower)
    return " ".join(canonical_word(word) for word in spaced.split())


@lru_cache(maxsize=1 << 16)
def canonical_word(word: str) -> str:
    """Return one lower-case word with its tone mark moved to the end: hoà and hòa give the same."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(mark for mark in letters if mark in _TONES))
    rest = "".join(mark for mark in letters if mark not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones


@cache
def unit_words() -> frozenset[str]:
    """Return the canonical words for kinds of unit in Vietnamese addresses, with marks and without."""
    words = [canonical(word) for word in _UNIT_WORDS]
    return frozenset(words) | {plain(word) for word in words}


def plain(text: str) -> str:
    """Return the text without Latin marks and with d for đ; marks of other scripts (Thai vowels) stay."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in letters if ord(c) not in _LATIN_MARKS))


def sound(text: str) -> str:
    """Return a skeleton by which names that sound alike meet: first letter, then consonant groups (at most five).

    A Soundex with fewer merges: vowels drop, doubled and like consonants fold to one.
    """
    word = plain(text).replace(" ", "")
    if not word:
        return ""
    codes = [_CONSONANT.get(letter, "") for letter in word]
    kept = [code for before, code in zip(["", *codes], codes, strict=False) if code and code != before]
    return (word[0] + "".join(kept[1:] if codes[0] else kept))[:5]


_CONSONANT = {
    letter: group
    for group, letters in {
        "1": "bp",
        "2": "fv",
        "3": "cgkqxj",
        "4": "sz",
        "5": "dt",
        "6": "l",
        "7": "mn",
        "8": "r",
    }.items()
    for letter in letters
}
