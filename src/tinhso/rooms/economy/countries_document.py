"""What a release says of other countries' growth: residuals by the official method beside the Penn World Table's own.

Takes the table's rows as they were received, gives means a year with the difference in four named steps that add up to
it; and the country's own contribution of TFP with its band, since the table prints no labour share for it.
Source: Feenstra, Inklaar and Timmer, Penn World Table 10.01, user guide.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tinhso.base.label import Label
from tinhso.rooms.economy.growth import Account, contribution_band, decompose, period_mean

FROM_YEAR, TO_YEAR = 1990, 2019
COUNTRIES = {
    "KOR": Label("Hàn Quốc", "Korea", "เกาหลี"),
    "THA": Label("Thái Lan", "Thailand", "ไทย"),
    "MYS": Label("Malaysia", "Malaysia", "มาเลเซีย"),
    "CHN": Label("Trung Quốc", "China", "จีน"),
}
OWN, OWN_SHARE, OWN_BAND = "VNM", 0.55, (0.45, 0.65)
OWN_PERIODS = ((1990, 2000), (2000, 2010), (2010, 2019), (1990, 2019))

Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class Penn:
    """One country and year of the table; None where it prints nothing. Volumes at constant 2017 prices."""

    year: int
    output: float
    employed: float
    hours: float | None
    schooling: float | None
    capital: float
    services: float | None
    labour_share: float | None
    tfp: float | None


def countries_document(tables: Mapping[str, Sequence[Penn]]) -> Node:
    """Return `{from, to, countries, home}`; a country whose rows lack a year or an input is left out."""
    found = [(iso, [row for row in tables.get(iso, ()) if FROM_YEAR <= row.year <= TO_YEAR]) for iso in COUNTRIES]
    return {
        "from": FROM_YEAR,
        "to": TO_YEAR,
        "countries": [_country(iso, rows) for iso, rows in found if _is_whole(rows)],
        "home": _own(tables.get(OWN, ())),
    }


def _is_whole(rows: Sequence[Penn]) -> bool:
    inputs = all(None not in (r.hours, r.schooling, r.services, r.labour_share, r.tfp) for r in rows)
    return [row.year for row in rows] == list(range(FROM_YEAR, TO_YEAR + 1)) and inputs


def _country(iso: str, rows: Sequence[Penn]) -> Node:
    plain = period_mean(decompose(_accounts(rows)))
    chain = [
        period_mean(decompose(_accounts(rows, hours=h, schooling=q, services=s), "tornqvist")).tfp
        for h, q, s in ((False, False, False), (True, False, False), (True, True, False), (True, True, True))
    ]
    printed = math.log((rows[-1].tfp or 1) / (rows[0].tfp or 1)) / (TO_YEAR - FROM_YEAR)
    steps = [chain[0] - plain.tfp, *(after - before for before, after in pairwise(chain))]
    return {
        "iso": iso,
        "label": COUNTRIES[iso].as_dict(),
        "output": _text(plain.output),
        "plain": _text(plain.tfp),
        "steps": [_text(step) for step in steps],
        "printed": _text(printed),
    }


def _accounts(
    rows: Sequence[Penn], *, hours: bool = False, schooling: bool = False, services: bool = False
) -> tuple[Account, ...]:
    return tuple(
        Account(
            row.year,
            row.output,
            row.employed * (row.hours or 1 if hours else 1) * (row.schooling or 1 if schooling else 1),
            row.services or 1 if services else row.capital,
            row.labour_share or OWN_SHARE,
            "2017",
        )
        for row in rows
    )


def _own(rows: Sequence[Penn]) -> Node:
    central = [replace(account, labour_share=OWN_SHARE) for account in _accounts(rows)]
    return {
        "share": _text(OWN_SHARE),
        "low_share": _text(OWN_BAND[0]),
        "high_share": _text(OWN_BAND[1]),
        "periods": [node for first, last in OWN_PERIODS if (node := _period(central, first, last))],
    }


def _period(central: Sequence[Account], first: int, last: int) -> Node | None:
    part = [account for account in central if first <= account.year <= last]
    others = [tuple(replace(a, labour_share=share) for a in part) for share in OWN_BAND]
    if len(part) != last - first + 1 or (band := contribution_band(part, others)) is None:
        return None
    return {
        "from": first,
        "to": last,
        "output": _text(period_mean(decompose(part)).output),
        "central": _text(band.central),
        "low": _text(band.low),
        "high": _text(band.high),
    }


def _text(share: float) -> str:
    return f"{share:.5f}"
