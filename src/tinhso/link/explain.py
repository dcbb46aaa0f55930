"""Why two rows were linked, or were not: the weight of a pair, step by step.

Takes a linkage and a pair, gives a `Waterfall`: from the chance of two random rows, each field adds or takes bits;
the end is the weight the decision was made on. One bit doubles the odds.
"""

from dataclasses import dataclass, replace

import numpy as np

from tinhso.base.label import Label
from tinhso.link.columns import Column, Numbers, Phrases
from tinhso.link.deciding import Linked
from tinhso.link.levels import LEVELS, MISSING
from tinhso.link.tables import Tables
from tinhso.link.weights import frequency_bits, pattern_bits, probability_of

_ABSENT = Label("một bên để trống", "one side is empty", "ฝั่งหนึ่งว่าง")
_START = Label("hai bản ghi bất kỳ", "any two rows", "สองแถวใด ๆ")
_RELATIVES = Label("người một nhà cũng giống nhau như vậy", "relatives agree like this too", "คนบ้านเดียวกันก็ตรงกันเช่นนี้")
_SHARED_KEY = Label(
    "hai bản ghi cùng mang một khoá không ai khác có",
    "two rows that share a key nobody else holds",
    "สองแถวที่มีกุญแจเดียวกันซึ่งไม่มีใครอื่นถือ",
)
_THE_KEY = Label("chính là khoá", "the key itself", "คือกุญแจเอง")
_END = Label("cộng", "together", "รวม")


@dataclass(frozen=True, slots=True)
class Step:
    """One field of a pair: both values as compared, their level, bits from the level and from the value's rarity."""

    field: str
    left: str
    right: str
    level: Label
    level_bits: float
    frequency_bits: float

    @property
    def bits(self) -> float:
        """Return what the field adds to the weight."""
        return self.level_bits + self.frequency_bits


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The whole weight of a pair: the start, a step per field, the end and its probability 0-1.

    `relatives_bits` (0 or less) is taken away because people of one household would agree like this too. A pair found
    by a strong key starts from how often such pairs are right; the key itself then adds nothing.
    """

    prior_bits: float
    steps: tuple[Step, ...]
    relatives_bits: float = 0.0
    start: Label = _START

    @property
    def bits(self) -> float:
        """Return the weight of the pair: prior, steps and what relatives explain, added."""
        return self.prior_bits + sum(step.bits for step in self.steps) + self.relatives_bits

    @property
    def probability(self) -> float:
        """Return the chance 0-1 that the pair is one entity, by the model."""
        return float(probability_of(np.array([self.bits]))[0])

    def text(self, language: str = "vi") -> str:
        """Return the waterfall as lines of text: bits, running total, field, values, level."""
        total = self.prior_bits
        lines = [f"{self.prior_bits:+8.2f} {total:8.2f}  {self.start.text(language)}"]
        for step in self.steps:
            total += step.bits
            words = f"{step.field}: {step.left or '–'} ~ {step.right or '–'} ({step.level.text(language)})"
            lines.append(f"{step.bits:+8.2f} {total:8.2f}  {words}")
        if self.relatives_bits < -0.005:
            total += self.relatives_bits
            lines.append(f"{self.relatives_bits:+8.2f} {total:8.2f}  {_RELATIVES.text(language)}")
        return "\n".join([*lines, f"{'':8} {total:8.2f}  {_END.text(language)}: {self.probability:.2%}"])


def explain(linked: Linked, tables: Tables, pair: int) -> Waterfall:
    """Return the waterfall of the pair at a position of `linked.scored`."""
    scored = linked.scored
    if scored.rule[pair] < 0:
        return _explain_keyed(linked, tables, pair)
    steps = tuple(_step(linked, tables, pair, position) for position in range(len(linked.definition.compared)))
    _, kin = pattern_bits(linked.model, scored.levels[:, [pair]])
    rarities = sum(step.frequency_bits for step in steps)
    return Waterfall(linked.model.prior_bits, steps, -float(np.logaddexp2(0.0, kin[0] + rarities)))


def _step(linked: Linked, tables: Tables, pair: int, position: int) -> Step:
    scored, field = linked.scored, linked.definition.compared[position]
    left, right = int(scored.left[pair]), int(scored.right[pair])
    column, level = tables.columns[field.name], int(scored.levels[position, pair])
    rows = np.array([left], np.int32), np.array([right], np.int32)
    rarity = frequency_bits(linked.model, column, np.array([level], np.int8), *rows)
    words = _ABSENT if level == MISSING else LEVELS[field.kind][level]
    values = value_of(column, "left", left), value_of(column, "right", right)
    return Step(field.name, *values, words, float(linked.model.bits(field.name)[level]), float(rarity[0]))


def _explain_keyed(linked: Linked, tables: Tables, pair: int) -> Waterfall:
    """Explain a pair of a shared strong key by the model that judged it: fields only, no rarity, no relatives."""
    keyed = linked.model.keyed
    assert keyed is not None
    steps = []
    for position, field in enumerate(linked.definition.compared):
        step = _step(linked, tables, pair, position)
        bits = float(keyed.bits(field.name)[int(linked.scored.levels[position, pair])])
        is_key = field.name in linked.definition.strong_keys
        words = _THE_KEY if is_key else step.level
        steps.append(replace(step, level=words, level_bits=0.0 if is_key else bits, frequency_bits=0.0))
    return Waterfall(keyed.prior_bits, tuple(steps), start=_SHARED_KEY)


def value_of(column: Column, side: str, row: int) -> str:
    """Return a row's value as it is compared; "" when missing."""
    held = column.left[row] if side == "left" else column.right[row]
    if isinstance(column, Phrases):
        return " ".join(column.words[word] for word in held if word >= 0)
    if isinstance(column, Numbers):
        text = str(int(held))
        return "" if held == 0 else _date_text(text) if column.field.kind == "date" else text[1:]
    return "" if held < 0 else column.values[held]


def _date_text(digits: str) -> str:
    padded = digits.zfill(8)
    return f"{padded[:4]}-{padded[4:6]}-{padded[6:]}"
