"""The step report: per pair of registers how far they lag, what finds no partner, what conflicts, and who mends it.

Takes a home's registers, linked tables and their history, gives a document of counts; no key and no name of a row is in
it. Counts by commune are protected like any other count of people; those of the whole province are shown as they are.
Conflicts are counted over the registers as they stood at the end of each month, so that mending shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.engine import Store
from tinhso.link.applied import links_in
from tinhso.link.linkage import Linkage, read_linkages
from tinhso.measure.disclosure import protect
from tinhso.measure.frame import frame_areas
from tinhso.measure.graph import in_order, read_derived_tables, registers_read, tables_read
from tinhso.measure.mending import Broken, Count, broken_by_rule, summed
from tinhso.measure.observation import Cell
from tinhso.measure.pairs import Pair, pairs_of
from tinhso.measure.rule import Rule, read_rules
from tinhso.measure.run import make_table, n_rows_of
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.history import State, receipts_in, states_in

AT_LEAST = 5
"""Counts by commune below this, and not 0, are withheld."""
MONTH_DAYS = 31
"""A side more than a month behind the other is out of step, whatever conflicts there are."""
_PERIOD = "2000"  # cells need one; the counts are of a day


@dataclass(frozen=True, slots=True)
class Ground:
    """What the report of a home stands on."""

    on: date
    communes: Sequence[str]
    contracts: Mapping[str, Contract]
    states: Mapping[str, Sequence[State]]
    invented: Mapping[str, bool]
    linked: Mapping[str, Receipt]


def step_report(store: Store, home: Home, on: date) -> dict[str, Any]:
    """Return the report as plain values, in order of pair, the same from the same received bytes."""
    rules, contracts = read_rules(home.folder), read_contracts(home.folder)
    receipts = receipts_in(store)
    communes = [area.code for area in frame_areas(home.province, on) if area.level == "commune"]
    invented = {id_: receipt.invented for id_, receipt in receipts.items()}
    ground = Ground(on, communes, contracts, states_in(store), invented, links_in(store, receipts))
    counted = _broken(store, home, rules, ground)
    pairs = [
        _pair(store, pair, counted, ground) for pair in pairs_of(rules.values(), read_linkages(home.folder).values())
    ]
    return {
        "as_of": on.isoformat(),
        "at_least": AT_LEAST,
        "pairs": pairs,
        "mends": _mends(pairs),
        "months": [count.as_dict() for count in summed([each.counts for each in counted.values()])],
    }


def _broken(store: Store, home: Home, rules: Mapping[str, Rule], ground: Ground) -> dict[str, Broken]:
    """Return what breaks each rule whose registers have all been received."""
    tables = read_derived_tables(home.folder)
    reads = {id_: registers_read(rule.sql, tables, ground.contracts, id_) for id_, rule in rules.items()}
    fed = {id_: rules[id_] for id_ in sorted(rules) if reads[id_] <= ground.states.keys()}
    derived = {table.id: table for rule in fed.values() for table in tables_read(rule.sql, tables)}
    for table in in_order(derived):
        make_table(store, table)
    # A derived table is made of the registers as they are, so only today can be counted through it.
    past = {id_: () if tables_read(rule.sql, tables) else reads[id_] for id_, rule in fed.items()}
    return broken_by_rule(store, fed, past, ground.states, ground.on)


def _pair(store: Store, pair: Pair, counted: Mapping[str, Broken], ground: Ground) -> dict[str, Any]:
    sides = [_side(store, register, ground) for register in pair.registers]
    links = [_link(store, link, ground) for link in pair.links]
    rules = [_rule(rule, counted.get(rule.id), ground) for rule in pair.rules]
    counts = summed([counted[rule.id].counts for rule in pair.rules if rule.id in counted])
    delivered = [date.fromisoformat(side["delivered_on"]) for side in sides if side["delivered_on"]]
    apart_days = (max(delivered) - min(delivered)).days if len(delivered) == len(sides) else None
    n_open = sum(rule["open"] or 0 for rule in rules)
    n_unmatched = sum(link["left"]["unmatched"] for link in links if link["left"] and not link["within"])
    return {
        "id": pair.id,
        "left": pair.left,
        "right": pair.right or None,
        "seeds": pair.seeds,
        "invented": any(ground.invented.get(register, False) for register in pair.registers),
        "status": _status(counts, n_open, n_unmatched, apart_days),
        "sides": sides,
        "apart_days": apart_days,
        "open": n_open,
        "unmatched": n_unmatched,
        "links": links,
        "rules": rules,
        "months": [count.as_dict() for count in counts],
    }


def _status(counts: Sequence[Count], n_open: int, n_unmatched: int, apart_days: int | None) -> str:
    """Return `absent`, `behind`, `in_step` or `mending`.

    Behind: a side is more than a month behind the other, or no fewer rows conflict than when they were first counted.
    """
    if apart_days is None:
        return "absent"
    if not n_open and not n_unmatched and apart_days <= MONTH_DAYS:
        return "in_step"
    is_falling = len(counts) > 1 and counts[-1].n_open < counts[0].n_open
    has_grown = n_open > 0 and not is_falling
    return "behind" if has_grown or apart_days > MONTH_DAYS else "mending"


def _side(store: Store, register: str, ground: Ground) -> dict[str, Any]:
    """Return how old a register is: its newest row and its newest delivery, in days before the report."""
    states = ground.states.get(register, ())
    row_on = _newest_row(store, ground.contracts[register], ground.on) if states else None
    delivered_on = states[-1].told_on if states else None
    return {
        "register": register,
        "rows": n_rows_of(store, register) if states else None,
        "row_on": row_on and row_on.isoformat(),
        "row_days": row_on and (ground.on - row_on).days,
        "delivered_on": delivered_on and delivered_on.isoformat(),
        "delivered_days": delivered_on and (ground.on - delivered_on).days,
        "n_deliveries": len(states),
        "receipt": states[-1].receipt if states else None,
    }


def _newest_row(store: Store, contract: Contract, on: date) -> date | None:
    """Return the last day up to `on` that any row bears in any column of days; None without such a column."""
    names = [column.name for column in contract.columns if column.type.sql == "date"]
    if not names:
        return None
    newest = ", ".join(f'max("{name}") filter ("{name}" <= ?)' for name in names)
    [row] = store.fetch(f'select {newest} from "{contract.room}"."{contract.register}"', [on] * len(names))  # noqa: S608
    return max((day for day in row if day is not None), default=None)


def _link(store: Store, link: Linkage, ground: Ground) -> dict[str, Any]:
    """Return how many rows of each side found no partner; the sides are None while the linkage does not stand."""
    receipt = ground.linked.get(link.id)
    n_sides = 0 if receipt is None else 1 if link.is_within else 2
    sides = [_in_link(store, link, side, ground) if side < n_sides else None for side in (0, 1)]
    return {
        "id": link.id,
        "label": link.label.as_dict(),
        "mends": link.mends,
        "law": list(link.law),
        "within": link.is_within,
        "receipt": receipt and receipt.id,
        "file": f"definitions/{link.room}/links/{link.id.partition('.')[2]}.yaml",
        "left": sides[0],
        "right": sides[1],
    }


def _in_link(store: Store, link: Linkage, side: int, ground: Ground) -> dict[str, Any]:
    """Return of one side how many rows there are, how many of them are in no accepted pair, and these by commune."""
    select, id_ = _side_select(link, side, ground.contracts), link.ids[side]
    linked = f"select {('left_id', 'right_id')[side]} as id from {link.id} where accepted"  # noqa: S608 - defined names
    if link.is_within:
        linked += f" union select right_id from {link.id} where accepted"  # noqa: S608 - defined names
    store.ready_for(select)
    area = "area" if "area" in {column for column, _ in store.columns(select)} else "''"
    rows = store.fetch(
        f"select {area}, count(*), count(*) filter (l.id is null) from ({select}) s"  # noqa: S608 - defined names
        f' left join (select distinct id from ({linked})) l on l.id = cast(s."{id_}" as varchar) group by 1 order by 1'
    )
    return {
        "rows": sum(n for _, n, _ in rows),
        "linked": sum(n - alone for _, n, alone in rows),
        "unmatched": sum(n for _, _, n in rows),
        "by_area": _protected({str(code): n for code, _, n in rows if code}, ground.communes),
    }


def _side_select(link: Linkage, side: int, contracts: Mapping[str, Contract]) -> str:
    """Return the rows of a side: the register itself where its key names them, which spares what is compared."""
    register = (link.left, link.right or link.left)[side]
    if contracts[register].key == (link.ids[side],):
        return f"select * from {register}"  # noqa: S608 - a defined name
    return (link.left_select, link.right_select)[side]


def _rule(rule: Rule, found: Broken | None, ground: Ground) -> dict[str, Any]:
    return {
        "id": rule.id,
        "label": rule.label.as_dict(),
        "expected": rule.expected.as_dict(),
        "register": rule.register,
        "other": rule.other,
        "mends": rule.mends,
        "law": list(rule.law),
        "seeds": list(rule.seeds),
        "definition": rule.sha256,
        "file": f"definitions/{rule.room}/rules/{rule.id.partition('.')[2]}.sql",
        "open": found and found.n_open,
        "oldest_on": found and found.oldest_on and found.oldest_on.isoformat(),
        "by_area": _protected(found.by_area, ground.communes) if found else {},
        "months": [count.as_dict() for count in found.counts] if found else [],
    }


def _mends(pairs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return per agency the rules and linkages whose rows it mends, those with most to mend first."""
    found: dict[str, dict[str, Any]] = {}
    for pair in pairs:
        for rule in pair["rules"]:
            of = found.setdefault(rule["mends"], {"agency": rule["mends"], "open": 0, "unmatched": 0, "of": []})
            of["open"] += rule["open"] or 0
            of["of"].append({"pair": pair["id"], "rule": rule["id"], "n": rule["open"]})
        for link in pair["links"]:
            of = found.setdefault(link["mends"], {"agency": link["mends"], "open": 0, "unmatched": 0, "of": []})
            n = link["left"]["unmatched"] if link["left"] and not link["within"] else None
            of["unmatched"] += n or 0
            of["of"].append({"pair": pair["id"], "link": link["id"], "n": n})
    return sorted(found.values(), key=lambda each: (-each["open"], -each["unmatched"], each["agency"]))


def _protected(counts: Mapping[str, int], communes: Sequence[str]) -> dict[str, int | None]:
    """Return counts by commune that are not 0, None where one is withheld.

    The total is public, so one withheld alone could be had by subtraction: another is withheld with it, were it 0.
    """
    cells = [Cell(code, _PERIOD, Decimal(counts.get(code, 0)), None) for code in communes]
    total = Cell("", _PERIOD, sum((cell.numerator or Decimal(0) for cell in cells), Decimal(0)), None)
    shown = protect([*cells, total], at_least=AT_LEAST, parents=dict.fromkeys(communes, ""))
    hidden = {cell.area for cell in shown if cell.status == "suppressed" and cell.area}
    if hidden and ("" in {cell.area for cell in shown if cell.status == "suppressed"} or len(hidden) == 1):
        others = [code for code in communes if code not in hidden]
        hidden |= set(sorted(others, key=lambda code: (counts.get(code, 0), code))[:1])
    return {code: None if code in hidden else counts[code] for code in communes if code in hidden or counts.get(code)}
