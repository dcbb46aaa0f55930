"""Units of published values, from a registry: what a number counts, and how it is written for a person.

Takes unit ids of definitions, gives their labels and the text of a value in a reader's language.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.base.label import Label


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its id, its label, the factor to show a value with (100 for a share), and decimals shown."""

    id: str
    label: Label
    symbol: Label
    factor: Decimal
    n_decimals: int

    def shown(self, value: Decimal, language: str) -> str:
        """Return a value as a person reads it, with the language's separators and the unit's sign."""
        scaled = (value * self.factor).quantize(Decimal(1).scaleb(-self.n_decimals), ROUND_HALF_EVEN)
        number = with_separators(f"{scaled:,}", language)
        return f"{number}\u00a0{self.symbol.text(language)}".rstrip("\u00a0 ")


def with_separators(number: str, language: str) -> str:
    """Return a number written as 1,234.5 with the separators of a language."""
    return number.translate(str.maketrans(",.", ".,")) if language == "vi" else number


@cache
def read_units() -> dict[str, Unit]:
    """Return every unit of the registry by id."""
    path = Path(__file__).with_name("units.yaml")
    return {id_: _unit(id_, raw) for id_, raw in read_yaml(path.read_text("utf-8"), path.name).items()}


def _unit(id_: str, raw: object) -> Unit:
    if not isinstance(raw, dict):
        raise ValueError(f"units.yaml: {id_}: expected a mapping, got {raw!r}")
    symbol = raw.get("symbol", " ")
    sign = Label.read(symbol) if isinstance(symbol, dict) else Label.same(str(symbol))
    return Unit(id_, Label.read(raw["label"]), sign, Decimal(str(raw.get("factor", 1))), int(raw.get("decimals", 0)))
