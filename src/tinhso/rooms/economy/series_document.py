"""What a release says of public series: which there are, how long, and their last value.

Takes the values of the register in order of time, gives one line a series; the values themselves stay in the register,
where whoever was given the file has them too.
"""

from collections.abc import Iterable
from itertools import groupby

Node = dict[str, object]
Value = tuple[str, str, str, str, int, str, str]


def series_document(values: Iterable[Value]) -> Node:
    """Return `{series: [...]}`; a value is (domain, indicator, frequency, base, multiplier, period, value as text)."""
    return {"series": [_series(key, [row[5:] for row in rows]) for key, rows in groupby(values, key=lambda v: v[:5])]}


def _series(key: tuple[object, ...], values: list[tuple[str, ...]]) -> Node:
    domain, indicator, frequency, base, multiplier = key
    return {
        "domain": domain,
        "indicator": indicator,
        "frequency": frequency,
        "base": "" if base == "_Z" else base,
        "multiplier": multiplier,
        "n": len(values),
        "from": values[0][0],
        "to": values[-1][0],
        "last": values[-1][1],
    }
