"""Periods of time that figures belong to: years, quarters and months, written `2025`, `2025-Q1`, `2025-07`.

Takes ids, gives half-open ranges of days and the frame of all periods between two days.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def n_months(self) -> int:
        """Return how many months a period of this kind has."""
        return {"year": 12, "quarter": 3, "month": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its kind, first day, and the day after its last."""

    kind: PeriodKind
    starts_on: date
    ends_before: date

    @property
    def id(self) -> str:
        """Return `2025`, `2025-Q1` or `2025-07`."""
        year, month = self.starts_on.year, self.starts_on.month
        match self.kind:
            case PeriodKind.YEAR:
                return f"{year:04d}"
            case PeriodKind.QUARTER:
                return f"{year:04d}-Q{(month + 2) // 3}"
            case PeriodKind.MONTH:
                return f"{year:04d}-{month:02d}"

    def contains(self, day: date) -> bool:
        """Return whether a day lies in the period."""
        return self.starts_on <= day < self.ends_before


def period_of(day: date, kind: PeriodKind) -> Period:
    """Return the period of a kind that a day lies in."""
    first_month = (day.month - 1) // kind.n_months * kind.n_months + 1
    starts_on = date(day.year, first_month, 1)
    next_month = first_month + kind.n_months
    ends_before = date(day.year + next_month // 13, (next_month - 1) % 12 + 1, 1)
    return Period(kind, starts_on, ends_before)


def parse_period(text: str) -> Period:
    """Return the period an id means; raises ValueError for anything else."""
    year, _, rest = text.partition("-")
    if len(year) != 4 or not year.isdecimal():
        raise ValueError(f"no period: {text!r}; expected 2025, 2025-Q1 or 2025-07")
    if not rest:
        period = period_of(date(int(year), 1, 1), PeriodKind.YEAR)
    elif rest in {"Q1", "Q2", "Q3", "Q4"}:
        period = period_of(date(int(year), int(rest[1]) * 3, 1), PeriodKind.QUARTER)
    elif len(rest) == 2 and rest.isdecimal() and 1 <= int(rest) <= 12:
        period = period_of(date(int(year), int(rest), 1), PeriodKind.MONTH)
    else:
        raise ValueError(f"no period: {text!r}; expected 2025, 2025-Q1 or 2025-07")
    return period


def periods_between(first: date, last: date, kind: PeriodKind) -> list[Period]:
    """Return the periods of a kind that hold the days first to last, in order; empty when last is before first."""
    periods: list[Period] = []
    day = first
    while day <= last:
        periods.append(period_of(day, kind))
        day = periods[-1].ends_before
    if periods and periods[-1].starts_on > last:
        periods.pop()
    return periods
