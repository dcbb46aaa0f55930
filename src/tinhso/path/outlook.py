"""The outlook document of a release: forecasts, scenarios and chances, from its observations and the plan's targets.

Takes a home's definitions and what was measured, gives the values of `outlook.json`. A new edition of an indicator is a
break that no forecast crosses.
"""

from collections.abc import Sequence

from tinhso.base.home import Home
from tinhso.measure.indicator import Indicator, read_indicators
from tinhso.measure.observation import Observation
from tinhso.measure.outlook import Aim, outlook
from tinhso.measure.scenario import read_scenarios
from tinhso.rooms.plan.programme import Target
from tinhso.rooms.plan.reading import read_programmes


def home_outlook(home: Home, observations: Sequence[Observation]) -> dict[str, object]:
    """Return the outlook of a home's province."""
    indicators = read_indicators(home.folder)
    return outlook(
        observations,
        home.province,
        units={id_: editions[-1].unit for id_, editions in indicators.items()},
        breaks={id_: _breaks(editions) for id_, editions in indicators.items()},
        aims=_aims(home, indicators),
        scenarios=read_scenarios(home.folder),
    )


def _breaks(editions: Sequence[Indicator]) -> list[int]:
    return [int(one.edition.valid_from[:4]) for one in editions if one.edition.valid_from]


def _aims(home: Home, indicators: dict[str, tuple[Indicator, ...]]) -> list[Aim]:
    """Return the home's own targets whose unit is their indicator's: others would compare unlike things."""
    return [
        Aim(target.id, target.indicator, target.comparison, target.value, target.year)
        for programme in read_programmes(home.folder)
        if programme.province == home.name
        for target in programme.statements
        if isinstance(target, Target) and target.indicator in indicators
        if indicators[target.indicator][-1].unit == target.unit
    ]
