"""A pair as it is shown: both values of each field with changed letters marked, and the waterfall as bars.

Takes what is kept of a pair and the fields of its linkage, gives values ready for a template, in the page's language.
The bars stand in a drawing of a fixed width whose letters keep their size; the table beside says the same in figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import Any
from unicodedata import normalize

from tinhso.portal.desks.review_models import Pair
from tinhso.portal.shown import shown_day, shown_number
from tinhso.portal.words import language, word

WIDTHS = (("wide", 720), ("narrow", 330))
_ROW = 40
_NOTHING = 0.005
_BY_PLACE = ("date", "digits", "code")
_LEAST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a value, and whether the other side has them too."""

    text: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of a pair: its name, both values in pieces, its level in words and what it adds in bits."""

    label: str
    left: Sequence[Piece]
    right: Sequence[Piece]
    level: str
    bits: str
    speaks: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the waterfall: its words, its figure, and the bar's place and size in the drawing."""

    label: str
    figure: str
    x: float
    y: int
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The waterfall at one width: bars from top to bottom, and where no weight (even odds) stands."""

    name: str
    width: int
    height: int
    even: float
    bars: Sequence[Bar]


def compared(pair: Pair) -> list[Compared]:
    """Return the fields of a pair side by side, in the order of the linkage's definition."""
    labels = {field["name"]: field for field in pair.linkage.fields}
    return [_compared(step, labels[step["name"]]) for step in pair.steps.get("fields", [])]


def _compared(step: Mapping[str, Any], field: Mapping[str, Any]) -> Compared:
    values = [shown_day(step[side]) if field["kind"] == "date" else str(step[side]) for side in ("left", "right")]
    left, right = marked(*values, by_place=field["kind"] in _BY_PLACE)
    speaks = "for" if step["bits"] > _NOTHING else "against" if step["bits"] < -_NOTHING else "neither"
    return Compared(_text(field["label"]), left, right, _text(step["level"]), bits_text(step["bits"]), speaks)


def marked(left: str, right: str, *, by_place: bool = False) -> tuple[list[Piece], list[Piece]]:
    """Return both values cut into pieces that they share and pieces that they do not; nothing is marked beside nothing.

    Letters are compared with their marks, so a tone that differs is a letter that differs. With `by_place`, values of
    one length are compared place by place, as one reads digits.
    """
    left, right = normalize("NFC", left), normalize("NFC", right)
    if not left or not right:
        return [Piece(left, True)] if left else [], [Piece(right, True)] if right else []
    if by_place and len(left) == len(right):
        same = [one == other for one, other in zip(left, right, strict=True)]
        return _pieces(left, same), _pieces(right, same)
    same_left, same_right = [False] * len(left), [False] * len(right)
    for a, c, n in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        # A letter or two alike between others that differ says nothing, and would tear a word to shreds.
        if n >= _LEAST_ALIKE or a == c == 0 or (a + n == len(left) and c + n == len(right)):
            same_left[a : a + n] = same_right[c : c + n] = [True] * n
    return _pieces(left, same_left), _pieces(right, same_right)


def _pieces(text: str, same: Sequence[bool]) -> list[Piece]:
    letters = zip(text, same, strict=True)
    return [Piece("".join(one for one, _ in run), is_same) for is_same, run in groupby(letters, itemgetter(1))]


def waterfall(pair: Pair, probability: str) -> list[Drawing]:
    """Return the waterfall of a pair at each width; empty when nothing is kept of it."""
    if not pair.steps:
        return []
    rows = list(_rows(pair, probability))
    ends = [total for _, _, begins, total, _ in rows for total in (begins, total)]
    low, high = min(*ends, 0.0), max(*ends, 0.0)
    return [_drawing(rows, name, width, low, max(high - low, 1.0)) for name, width in WIDTHS]


def _rows(pair: Pair, probability: str) -> Iterator[tuple[str, str, float, float, str]]:
    """Give words, figure, where the bar begins and ends in bits, and its kind."""
    steps = pair.steps
    labels = {field["name"]: _text(field["label"]) for field in pair.linkage.fields}
    total = float(steps["prior"])
    yield _text(steps["start"]), bits_text(total), 0.0, total, "base"
    added = [(labels[step["name"]], float(step["bits"])) for step in steps["fields"]]
    if steps["relatives"] < -_NOTHING:
        added.append((word("review.relatives"), float(steps["relatives"])))
    for label, bits in added:
        yield label, bits_text(bits), total, total + bits, "for" if bits >= 0 else "against"
        total += bits
    yield word("review.together_bits"), f"{bits_text(total)} · {probability}", 0.0, total, "base"


def _drawing(
    rows: Sequence[tuple[str, str, float, float, str]], name: str, width: int, low: float, span: float
) -> Drawing:
    def x(bits: float) -> float:
        return round(4 + (bits - low) / span * (width - 8), 1)

    bars = [
        Bar(label, figure, min(x(a), x(b)), row * _ROW, max(abs(x(b) - x(a)), 1.5), kind)
        for row, (label, figure, a, b, kind) in enumerate(rows)
    ]
    return Drawing(name, width, len(rows) * _ROW, x(0.0), bars)


def bits_text(bits: float) -> str:
    """Return bits with their sign and one decimal, as the language writes it."""
    text = shown_number(f"{abs(bits):.1f}")
    return f"{'−' if bits < 0 and text != '0' else '+'}{text}"


def _text(label: Mapping[str, str]) -> str:
    return str(label.get(language()) or label.get("vi") or "")
