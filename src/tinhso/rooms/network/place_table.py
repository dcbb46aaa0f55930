"""The computed coverage of residential areas as a delivery of its own register, so that its figures can be proven.

Takes the computed coverage and the days to answer for; gives the rows of `network.place_coverage`: every place, by
technology, operator, out- and indoors, and day. Past days follow from the days stations went on and off air.
"""

from datetime import date
from itertools import product

import numpy as np
import pyarrow as pa

from tinhso.rooms.network.computing import Computed
from tinhso.rooms.network.coverage import LinkBudget, Word, words
from tinhso.rooms.network.stations import ANY, OPERATORS, TECHNOLOGIES

REGISTER = "network.place_coverage"
_WORDS = np.array([str(Word.NOT), str(Word.PROBABLE), str(Word.COVERED)])


def days_to_answer(as_of: date) -> list[date]:
    """Return the last days of the two years before and of the last quarter that has ended."""
    years = [date(as_of.year - 2, 12, 31), date(as_of.year - 1, 12, 31)]
    quarters = [date(as_of.year, 3, 31), date(as_of.year, 6, 30), date(as_of.year, 9, 30)]
    return years + [day for day in quarters if day < as_of][-1:]


def place_table(computed: Computed, days: list[date]) -> pa.Table:
    """Return the coverage of every residential area on some days, in order of day, technology and operator."""
    asked = product(days, TECHNOLOGIES, (ANY, *OPERATORS))
    return pa.concat_tables([part for each in asked for part in _parts(computed, *each)])


def _parts(computed: Computed, day: date, technology: str, operator: str) -> list[pa.Table]:
    field = computed.field
    levels = field.levels(technology, operator, computed.stations.on_air(day))
    budget = next(b for (name, _), b in sorted(field.budgets.items()) if name == technology)
    part = computed.part("places")
    return [
        _table(computed, (technology, operator, inside), day, field.shares(levels, indoors=inside, part=part), budget)
        for inside in (False, True)
    ]


def _table(
    computed: Computed, what: tuple[str, str, bool], day: date, shares: np.ndarray, budget: LinkBudget
) -> pa.Table:
    places = computed.places
    technology, operator, indoors = what
    constant = {
        "technology": technology,
        "operator": operator,
        "indoors": "true" if indoors else "false",
        "model": "P.1812-8",
        "step_m": f"{computed.setting.step_m:.0f}",
        "terrain": computed.ground.made_from,
        "computed_on": day.isoformat(),
    }
    return pa.table({
        "place_id": places.id,
        "area": places.area,
        "people": [str(n) for n in places.people.tolist()],
        "word": _WORDS[words(budget, shares)],
        "served_share": [f"{share:.4f}" for share in shares],
        **{name: [value] * shares.size for name, value in constant.items()},
    })  # fmt: skip
