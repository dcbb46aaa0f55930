"""Scenarios: what an indicator would become under stated assumptions, year by year to 2045.

Takes `scenarios/*.yaml` of rooms and of a home (assumptions in phases) and the last measured value, gives one path per
scenario, to be drawn on one chart beside the forecast. A scenario is a question, not a forecast: it has no band and no
probability, and every assumption is shown with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, definition_fault
from tinhso.base.label import Label

Rule = Literal["change", "growth", "reach"]


@dataclass(frozen=True, slots=True)
class Phase:
    """An assumption for the years from_year to until_year, both included, and its reason.

    change: added each year; growth: rate of growth each year; reach: the value at the end of until_year, approached in
    equal steps. Amounts are in the indicator's own unit (shares 0-1), rates 0.1 = 10 %.
    """

    from_year: int
    until_year: int
    rule: Rule
    amount: float
    reason: Label


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of one indicator: phases that follow each other without a gap; an empty `area` fits any."""

    id: str
    indicator: str
    label: Label
    is_share: bool
    area: str
    phases: tuple[Phase, ...]


def read_scenarios(home: Path | None = None) -> list[Scenario]:
    """Return all scenarios, packaged ones and the home's; raises DefinitionError on a faulty file."""
    return [_scenario(file) for file in find_definitions("scenarios", "*.yaml", home)]


def path(scenario: Scenario, last_year: int, last_value: float) -> dict[int, float]:
    """Return year → value from the last measured year (included) to the end of the last phase.

    Years of the phases that are already measured are passed over; a phase begun in the past starts from the measured
    value. Empty but for the measured year when every phase lies behind it.
    """
    values = {last_year: last_value}
    for phase in scenario.phases:
        start = max(phase.from_year, last_year + 1)
        before = values[max(values)]
        for year in range(start, phase.until_year + 1):
            step = _step(phase, before, values[year - 1], phase.until_year - start + 1)
            values[year] = min(max(step, 0.0), 1.0) if scenario.is_share else step
    return values


def _step(phase: Phase, before: float, last: float, years: int) -> float:
    if phase.rule == "growth":
        return last * (1 + phase.amount)
    if phase.rule == "change":
        return last + phase.amount
    return last + (phase.amount - before) / years


def _scenario(file: DefinitionFile) -> Scenario:
    raw = read_yaml(file.text(), file.where)
    try:
        phases = tuple(_phase(one) for one in _list(raw["phases"]))
        if not phases or any(b.from_year != a.until_year + 1 for a, b in pairwise(phases)):
            raise ValueError("phases: one must begin the year after the one before it ends")
        return Scenario(
            file.id,
            str(raw["indicator"]),
            Label.read(raw["label"]),
            raw["unit"] == "share",
            str(raw.get("area", "")),
            phases,
        )
    except (KeyError, TypeError, ValueError) as error:
        fault = definition_fault(
            file.where, "not a scenario", error, "indicator, label, unit, phases", "Compare with a packaged scenario."
        )
        raise DefinitionError(fault) from error


def _phase(raw: object) -> Phase:
    if not isinstance(raw, Mapping):
        raise TypeError(f"a phase needs keys and values, got {raw!r}")
    years = _list(raw["years"])
    given: list[Rule] = [rule for rule in ("change", "growth", "reach") if rule in raw]
    if len(given) != 1 or len(years) != 2:
        raise ValueError("a phase needs years: [from, until] and one of change, growth, reach")
    first, last = (int(str(year)) for year in years)
    if last < first:
        raise ValueError(f"a phase ends before it begins: {first}, {last}")
    return Phase(first, last, given[0], float(str(raw[given[0]])), Label.read(raw["reason"]))


def _list(raw: object) -> Sequence[object]:
    if not isinstance(raw, list):
        raise TypeError(f"expected a list, got {raw!r}")
    return raw
