"""Observations: the value of an indicator in an area and period, with the counts it is made of and its receipt.

Takes numerators and denominators, gives values by exact decimal division, so that any machine gets the same digits.
Missing is never 0: no data, not applicable, suppressed and 0 are four different things.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Literal

ObservationStatus = Literal["ok", "no_data", "not_applicable", "suppressed"]
HEADER = "indicator,area,period,numerator,denominator,value,status,receipt,invented"
_DIVISION = Context(prec=40, rounding=ROUND_HALF_EVEN)
_PLACES = Decimal("0.0000000001")


@dataclass(frozen=True, slots=True)
class Cell:
    """What an indicator's query found for an area and period; a denominator of None means a plain amount."""

    area: str
    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    status: ObservationStatus = "ok"


@dataclass(frozen=True, slots=True)
class Observation:
    """A published value; numbers are canonical decimal text, empty where the status is not `ok`."""

    indicator: str
    area: str
    period: str
    numerator: str
    denominator: str
    value: str
    status: ObservationStatus
    receipt: str
    invented: bool

    def line(self) -> str:
        """Return the observation's line of `observations.csv`; no field can hold a comma or a quote."""
        fields = (self.indicator, self.area, self.period, self.numerator, self.denominator, self.value, self.status)
        return ",".join((*fields, self.receipt, "true" if self.invented else "false"))

    def as_dict(self) -> dict[str, object]:
        """Return the observation as plain values."""
        return {name: getattr(self, name) for name in HEADER.split(",")}


def decimal_text(number: Decimal) -> str:
    """Return a number's one canonical text: plain digits, no exponent, no trailing zeros."""
    text = format(number, "f")
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if plain in {"", "-0"} else plain


def ratio(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return numerator / denominator to ten decimals, half to even; raises ZeroDivisionError at a denominator of 0."""
    if denominator == 0:
        raise ZeroDivisionError("a ratio needs a denominator")
    return _DIVISION.divide(numerator, denominator).quantize(_PLACES, ROUND_HALF_EVEN)


def observe(indicator: str, cell: Cell, receipt: str, *, invented: bool) -> Observation:
    """Return the observation of a cell: its value divided, or why there is none."""
    status = cell.status
    if status == "ok" and cell.numerator is None:
        status = "no_data"
    if status == "ok" and cell.denominator == 0:
        status = "not_applicable"
    if status != "ok" or cell.numerator is None:
        return Observation(indicator, cell.area, cell.period, "", "", "", status, receipt, invented)
    value = cell.numerator if cell.denominator is None else ratio(cell.numerator, cell.denominator)
    denominator = "" if cell.denominator is None else decimal_text(cell.denominator)
    numerator = decimal_text(cell.numerator)
    return Observation(
        indicator, cell.area, cell.period, numerator, denominator, decimal_text(value), "ok", receipt, invented
    )


def parse_line(line: str) -> Observation:
    """Return the observation that `line` wrote; raises ValueError when it has another number of fields."""
    indicator, area, period, numerator, denominator, value, status, receipt, invented = line.split(",")
    return Observation(
        indicator, area, period, numerator, denominator, value, _status(status), receipt, invented == "true"
    )


def _status(text: str) -> ObservationStatus:
    match text:
        case "ok" | "no_data" | "not_applicable" | "suppressed":
            return text
    raise ValueError(f"no status of an observation: {text!r}")


def in_order(observations: Iterable[Observation]) -> list[Observation]:
    """Return observations in the order of a release: indicator, area, period."""
    return sorted(observations, key=lambda o: (o.indicator, o.area, o.period))
