"""Search over statements, indicators, registers, texts and communes: without marks, with slips, in three languages.

Takes an edition and a few words, gives what they may mean, best first. Words are compared folded; a word may begin
another or be a slip away from it; Thai, written without spaces, is compared as a part of the text.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from tinhso.portal.board import Row
from tinhso.portal.edition import Edition
from tinhso.portal.folding import folded, words_of

MAX_QUERY = 120
MAX_FOUND = 60
_CLOSE = 76.0
_MAX_CLOSE_WORDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its kind (the page's name), its id, its label, and all words about it."""

    kind: str
    id: str
    label: Row
    text: str


@dataclass(frozen=True)
class Index:
    """Entries with their words, and how rare each word is."""

    entries: list[Entry]
    words: list[set[str]]
    weight: dict[str, float]


def search(edition: Edition, query: str) -> list[Entry]:
    """Return the entries a query may mean, best first; none for an empty query."""
    index = _index(edition)
    asked = words_of(query[:MAX_QUERY])
    if not asked:
        return []
    close = [_close_words(index, each) for each in asked]
    phrase = folded(query[:MAX_QUERY]).strip()
    scored = [(_score(index, n, close, phrase), n) for n in range(len(index.entries))]
    best = sorted(((score, n) for score, n in scored if score > 0), key=lambda each: (-each[0], each[1]))
    return [index.entries[n] for _, n in best[:MAX_FOUND]]


def _score(index: Index, n: int, close: list[dict[str, float]], phrase: str) -> float:
    own = index.words[n]
    per_word = [max((w * index.weight[word] for word, w in each.items() if word in own), default=0.0) for each in close]
    found = sum(score > 0 for score in per_word)
    whole = 4.0 if len(phrase) > 2 and phrase in index.entries[n].text else 0.0
    if found * 2 <= len(close) - 1 and not whole:
        return 0.0
    return (sum(per_word) / len(close)) * found / len(close) + whole


def _close_words(index: Index, asked: str) -> dict[str, float]:
    begun = {word: 0.9 for word in index.weight if len(asked) > 1 and word.startswith(asked)}
    near = process.extract(asked, index.weight.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_MAX_CLOSE_WORDS)
    slips = {str(word): (score / 100) ** 2 for word, score, _ in near if len(asked) > 3 or score == 100}
    return {**begun, **slips}


@lru_cache(maxsize=4)
def _index(edition: Edition) -> Index:
    entries = list(_entries(edition))
    words = [set(words_of(entry.text)) for entry in entries]
    counts = Counter(word for each in words for word in each)
    return Index(entries, words, {word: 1 + math.log(len(entries) / n) for word, n in counts.items()})


def _entries(edition: Edition) -> Iterator[Entry]:
    for target in edition.board.statements:
        yield _entry("target", target, target["label"], target["promise"], *target["seeds"])
    for indicator in edition.indicators.values():
        yield _entry("indicator", indicator, indicator["label"], *indicator["seeds"])
    for programme in edition.board.programmes:
        yield _entry("programme", programme, programme["label"], programme.get("promise"))
    for register in edition.registers.values():
        columns = [column["label"] for column in register["columns"]]
        yield _entry("register", register, register["label"], register["grain"], *columns)
    for area in edition.communes:
        olds = [old["label"] for old in area["predecessors"]]
        yield _entry("commune", {**area, "id": area["code"]}, area["label"], area["code"], *olds)
    for id_, text in edition.law["texts"].items():
        yield _entry("law", {"id": id_}, text["title"], text["number"], text["issuer"])


def _entry(kind: str, row: Row, label: Row, *about: object) -> Entry:
    texts = [label, *about]
    flat = " ".join(" ".join(map(str, t.values())) if isinstance(t, dict) else str(t or "") for t in texts)
    return Entry(kind, str(row["id"]), label, folded(f"{flat} {row['id']}"))
