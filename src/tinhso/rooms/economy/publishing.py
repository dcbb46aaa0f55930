"""The documents the room publishes beside its figures: growth, the digital economy, exports.

Takes the registers as they stand when a release is made, gives files by name; a register never received gives none.
What they say of each subject is written in `growth_document`, `digital_document` and `exports_document`.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt, origin_of
from tinhso.engine import Store
from tinhso.measure.classification import read_classifications
from tinhso.measure.observation import decimal_text
from tinhso.registers.history import receipts_in
from tinhso.rooms.economy.countries_document import Penn, countries_document
from tinhso.rooms.economy.digital_document import InputShare, ValueAdded, digital_document
from tinhso.rooms.economy.exports_document import Goods, exports_document
from tinhso.rooms.economy.growth import Account
from tinhso.rooms.economy.growth_document import growth_document
from tinhso.rooms.economy.series_document import series_document

_ACCOUNTS = """
select year, product_vnd, employed_persons, capital_vnd, labour_share, price_base
from economy.growth_account where area = ? order by year, price_base
"""
_VALUE_ADDED = """
select year, industry, cast(sum(value_added_vnd) as hugeint), min(producer)
from economy.value_added where area = ? and price_base = 'current' group by year, industry order by all
"""
_INPUT_SHARES = "select from_year, until_year, industry, share, producer from economy.digital_input_share order by all"
_GOODS = """
select year(l.declared_on), substr(l.hs_code, 1, 6), coalesce(c.sitc_code, ''), cast(round(sum(l.value_usd)) as hugeint)
from economy.customs_line l
left join economy.hs_concordance c
    on c.hs_code = substr(l.hs_code, 1, 6) and l.declared_on >= c.valid_from and l.declared_on < c.valid_until
where l.flow = 'export' and l.area = ? and year(l.declared_on) <= ?
group by all order by all
"""
_PENN = """
select iso_code, year, output_musd, employed_millions, hours_a_year, human_capital, capital_musd, capital_services,
    labour_share, tfp_index
from economy.penn_account
where output_musd > 0 and employed_millions > 0 and capital_musd > 0 order by iso_code, year
"""
_SERIES = """
select coalesce(domain, ''), indicator, frequency, base_period, unit_multiplier, period, value
from economy.public_series order by all
"""


def documents(store: Store, home: Home, as_of: date) -> Mapping[str, bytes]:
    """Return growth, the digital economy, exports, countries and series, as far as their registers were received."""
    states = receipts_in(store)
    files: dict[str, bytes] = {}
    if "economy.growth_account" in states:
        files["growth.json"] = _file(_growth(store, home), states, "growth_account")
    if {"economy.value_added", "economy.digital_input_share"} <= states.keys():
        files["digital.json"] = _file(_digital(store, home), states, "value_added", "digital_input_share")
    if {"economy.customs_line", "economy.hs_concordance"} <= states.keys():
        files["exports.json"] = _file(_exports(store, home, as_of), states, "customs_line", "hs_concordance")
    if "economy.penn_account" in states:
        files["countries.json"] = _file(_countries(store), states, "penn_account")
    if "economy.public_series" in states:
        values = [(d, i, f, b, int(m), p, decimal_text(v)) for d, i, f, b, m, p, v in store.fetch(_SERIES)]
        files["series.json"] = _file(series_document(values), states, "public_series")
    return files


def _file(content: Mapping[str, object], states: Mapping[str, Receipt], *registers: str) -> bytes:
    used = [states[f"economy.{register}"] for register in registers]
    return canonical_json({**origin_of(used), **content}) + b"\n"


def _growth(store: Store, home: Home) -> dict[str, object]:
    rows = store.fetch(_ACCOUNTS, [home.province])
    accounts = [Account(int(y), float(p), float(n), float(k), float(s), str(base)) for y, p, n, k, s, base in rows]
    return growth_document(accounts, "economy.growth_account")


def _digital(store: Store, home: Home) -> dict[str, object]:
    rows = [ValueAdded(int(y), i, int(a), p) for y, i, a, p in store.fetch(_VALUE_ADDED, [home.province])]
    shares = [InputShare(int(f), int(u), i, float(s), p) for f, u, i, s, p in store.fetch(_INPUT_SHARES)]
    return digital_document(rows, shares, read_classifications(home.folder))


def _countries(store: Store) -> dict[str, object]:
    tables: dict[str, list[Penn]] = defaultdict(list)
    for iso, year, output, employed, hours, schooling, capital, *rest in store.fetch(_PENN):
        services, share, tfp = (_number(each) for each in rest)
        volumes = (float(output), float(employed), _number(hours), _number(schooling), float(capital))
        tables[iso].append(Penn(int(year), *volumes, services, share, tfp))
    return countries_document(tables)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _exports(store: Store, home: Home, as_of: date) -> dict[str, object]:
    # A year not ended is no year: its share would move with the season.
    rows = store.fetch(_GOODS, [home.province, as_of.year - 1])
    goods = [Goods(int(year), hs, sitc, int(value)) for year, hs, sitc, value in rows]
    return exports_document(goods, read_classifications(home.folder), "economy.customs_line")
