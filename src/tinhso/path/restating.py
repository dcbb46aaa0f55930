"""The release's document of the units of before 1 July 2025: each indicator by commune, newest period, on them.

Takes a home and its observations, gives `restated.csv`: what came from rows, what from weights, and how much is known.
How one table is re-stated on other units is `tinhso.measure.restate`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from tinhso.base.area_shares import shares_before
from tinhso.base.home import Home
from tinhso.base.period import parse_period
from tinhso.engine import open_store
from tinhso.measure.indicator import Indicator, read_indicators
from tinhso.measure.observation import Cell, Observation, observe
from tinhso.measure.restate import Restated, restate
from tinhso.measure.restate_rows import place_rows, told_by_rows
from tinhso.measure.run import Ground, gather

NAME = "restated.csv"
HEADER = "indicator,area,period,numerator,denominator,value,status,way,known_share,receipt,invented"


def restated_csv(home: Home, as_of: date, observations: Sequence[Observation]) -> bytes:
    """Return a line an indicator and unit of before, in order; `way` and `known_share` say what each rests on.

    `receipt` is that of the observations it was re-stated from.
    """
    ground = gather(home, as_of)
    communes = {area.code for area in ground.areas if area.level == "commune"}
    by_indicator: dict[str, list[Observation]] = {}
    for each in observations:
        if each.area in communes:
            by_indicator.setdefault(each.indicator, []).append(each)
    definitions = {id_: editions[-1] for id_, editions in read_indicators(home.folder).items()}
    lines = [HEADER]
    with open_store(home.store, read_only=True) as store:
        place_rows(store, ground)
        for id_, found in sorted(by_indicator.items()):
            newest = _newest(found)
            cells = {(o.area, o.period): _cell(o) for o in newest}
            told = told_by_rows(store, definitions[id_], ground, cells) if _is_whole(definitions[id_], ground) else {}
            lines += _lines(restate(cells.values(), shares_before, told), newest[0])
    return ("\n".join(lines) + "\n").encode()


def _is_whole(indicator: Indicator, ground: Ground) -> bool:
    """Return whether the definition read now is the one in force; an older edition is not run again."""
    return indicator.edition.holds(ground.as_of.isoformat())


def _newest(observations: Iterable[Observation]) -> list[Observation]:
    """Return the observations of the newest period with a value, the longest of those that end together."""
    rows = list(observations)
    valued = [o for o in rows if o.status in ("ok", "suppressed")] or rows
    newest = max((parse_period(o.period) for o in valued), key=lambda p: (p.ends_before, p.kind.n_months)).id
    return [o for o in rows if o.period == newest]


def _cell(o: Observation) -> Cell:
    numerator = Decimal(o.numerator) if o.numerator else None
    return Cell(o.area, o.period, numerator, Decimal(o.denominator) if o.denominator else None, o.status)


def _lines(restated: Iterable[Restated], source: Observation) -> list[str]:
    made = [(observe(source.indicator, r.cell, source.receipt, invented=source.invented), r) for r in restated]
    return [
        f"{o.indicator},{o.area},{o.period},{o.numerator},{o.denominator},{o.value},{o.status},"
        f"{r.way},{r.known_share.normalize():f},{o.receipt},{'true' if o.invented else 'false'}"
        for o, r in made
    ]
