"""The outlook of a release: each indicator's forecast to the target years, and what it means for each target.

Takes the yearly observations of one area, the years in which a definition changed, targets and scenarios; gives plain
values with numbers as decimal text, so that the release can hold them. Drawing is left to the portal, methods to
`forecast.py`. A forecast of invented figures is invented, and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tinhso.base.label import Label
from tinhso.measure.forecast import BAND_LEVELS, Forecast, Kind, NoForecast, Series, forecast
from tinhso.measure.forecast_methods import METHODS
from tinhso.measure.forecast_prospect import Comparison, chance_of_target, required_pace
from tinhso.measure.observation import Observation, decimal_text
from tinhso.measure.scenario import Scenario, path

LAST_YEAR = 2045
_COMPARISONS: Mapping[str, Comparison] = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "range": ">=", "=": ">="}

PAST = Label("Năm đích đã qua.", "The target's year has passed.", "ปีเป้าหมายผ่านไปแล้ว")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as an outlook needs it; the value is in the indicator's own unit, of a range the lower end counts."""

    id: str
    indicator: str
    comparison: str
    value: Decimal
    year: int


def outlook(
    observations: Iterable[Observation],
    area: str,
    *,
    units: Mapping[str, str],
    breaks: Mapping[str, Sequence[int]],
    aims: Sequence[Aim],
    scenarios: Sequence[Scenario],
) -> dict[str, object]:
    """Return `{indicators: [...], targets: [...]}` for the yearly figures of one area, in order of id.

    `units` and `breaks` are by indicator; a break is the first year of another definition.
    """
    histories = _histories(observations, area)
    made: dict[str, Forecast | NoForecast] = {}
    indicators = []
    for id_, history in sorted(histories.items()):
        made[id_] = _forecast(history, units.get(id_, ""), breaks.get(id_, ()))
        stories = [story for story in scenarios if story.indicator == id_ and story.area in {"", area}]
        indicators.append(_indicator(id_, history, made[id_], stories))
    targets = [
        _target(aim, histories[aim.indicator], made[aim.indicator])
        for aim in sorted(aims, key=lambda aim: aim.id)
        if aim.indicator in histories
    ]
    return {"area": area, "indicators": indicators, "targets": targets}


def _histories(observations: Iterable[Observation], area: str) -> dict[str, dict[int, Observation]]:
    found: dict[str, dict[int, Observation]] = {}
    for one in observations:
        if one.area == area and len(one.period) == 4:
            found.setdefault(one.indicator, {})[int(one.period)] = one
    return {id_: years for id_, years in found.items() if any(one.value for one in years.values())}


def _last(history: Mapping[int, Observation]) -> int:
    return max(year for year, one in history.items() if one.value)


def _forecast(history: Mapping[int, Observation], unit: str, breaks: Sequence[int]) -> Forecast | NoForecast:
    # What had not begun has no history: years of zero before the first station or project say nothing of its growth.
    begun = min(year for year, one in history.items() if one.value and (Decimal(one.value) or year == _last(history)))
    years = range(begun, _last(history) + 1)
    values = tuple(float(history[y].value) if y in history and history[y].value else None for y in years)
    positive = all(value is None or value > 0 for value in values)
    kind: Kind = "share" if unit == "share" else "level" if positive else "change"
    places = tuple(year - years[0] for year in breaks if year in years)
    return forecast(Series(values, kind, 1, places), LAST_YEAR - years[-1])


def _indicator(
    id_: str, history: Mapping[int, Observation], made: Forecast | NoForecast, stories: Sequence[Scenario]
) -> dict[str, object]:
    last = _last(history)
    node: dict[str, object] = {
        "indicator": id_,
        "last": str(last),
        "invented": any(one.invented for one in history.values()),
        "scenarios": [_scenario(story, last, float(history[last].value)) for story in stories],
    }
    if isinstance(made, NoForecast):
        return node | {"reason": made.reason.as_dict()}
    return node | {
        "method": METHODS[made.method].as_dict(),
        "n_years": made.n_used,
        "n_back_tests": made.n_origins,
        "tested_years": made.tested_steps,
        "errors": {method: _text(error) for method, error in sorted(made.mean_errors.items())},
        "path": [_step(made, step, last + step) for step in range(1, len(made.middle) + 1)],
    }


def _step(made: Forecast, step: int, year: int) -> dict[str, object]:
    bands = {f"{level:.0%}": [_text(bound) for bound in made.band(step, level)] for level in BAND_LEVELS}
    middle = _text(made.middle[step - 1])
    return {"period": str(year), "middle": middle, "bands": bands, "beyond_tested": made.beyond_tested(step)}


def _scenario(story: Scenario, last_year: int, last_value: float) -> dict[str, object]:
    return {
        "id": story.id,
        "label": story.label.as_dict(),
        "assumptions": [phase.reason.as_dict() for phase in story.phases],
        "path": {str(year): _text(value) for year, value in path(story, last_year, last_value).items()},
    }


def _target(aim: Aim, history: Mapping[int, Observation], made: Forecast | NoForecast) -> dict[str, object]:
    last = _last(history)
    node: dict[str, object] = {"target": aim.id, "indicator": aim.indicator, "year": str(aim.year)}
    if aim.year <= last:
        return node | {"reason": PAST.as_dict()}
    pace = required_pace(float(history[last].value), float(aim.value), aim.year - last)
    node["required_change"] = _text(pace.change)
    node["required_growth"] = None if pace.growth is None else _text(pace.growth)
    if isinstance(made, NoForecast):
        return node | {"reason": made.reason.as_dict()}
    chance = chance_of_target(made, aim.year - last, _COMPARISONS[aim.comparison], float(aim.value))
    return node | {"chance": _text(chance), "beyond_tested": made.beyond_tested(aim.year - last)}


def _text(number: float) -> str:
    """Return four significant digits: more would claim what no forecast knows, and differ between machines."""
    return decimal_text(Decimal(f"{number:.4g}"))
