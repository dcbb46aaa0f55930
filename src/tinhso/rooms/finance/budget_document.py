"""What a release says of the budget: the tree of each year and stage, and the share of science, technology and digital.

Takes one area's budget lines, gives plain values in whole đồng. Only leaves are added up, so that no đồng counts in a
line and in its part; what the register refused is told by the register's own page, what still disagrees is told here.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.base.errors import Fault
from tinhso.measure.classification import Classification, get_classification
from tinhso.rooms.finance.budget import BudgetLine, check_budget, leaves, science_share, years_not_rising

STAGES = ("estimate", "adjusted", "final")
SCIENCE = "science_budget"
# Innovation has no function code: a province marks such lines by their purpose.
MARKED = "innovation"

Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class Booked:
    """A budget line with the year and stage it stands in, its name, and the purpose it is sorted under."""

    year: int
    stage: str
    name: str
    purpose: str
    line: BudgetLine


def budget_document(rows: Sequence[Booked], lists: Sequence[Classification], where: str) -> Node:
    """Return `{years: [...], not_rising, lines, classification, faults}`; `lines` is the tree of the newest year."""
    by_table: dict[tuple[int, str], list[Booked]] = defaultdict(list)
    for row in rows:
        by_table[row.year, row.stage].append(row)
    ordered = sorted(by_table, key=lambda key: (key[0], STAGES.index(key[1])))
    years = [_table(key, by_table[key], lists) for key in ordered]
    faults: list[Fault] = []
    for key in ordered:
        faults += check_budget([row.line for row in by_table[key]], f"{where} {key[0]} {key[1]}")
    estimates = {key[0]: _share(by_table[key], lists, key[0]) for key in ordered if key[1] == "estimate"}
    newest = max((year for year, stage in by_table if stage == "final"), default=max(estimates, default=0))
    return {
        "years": years,
        "not_rising": years_not_rising({year: share for year, share in estimates.items() if share is not None}),
        "compared_year": newest,
        "lines": _compared({stage: by_table.get((newest, stage), []) for stage in STAGES}),
        "classification": get_classification(lists, SCIENCE, date(max(estimates), 1, 1)).named() if estimates else None,
        "faults": [fault.as_dict() for fault in faults],
    }


def _table(key: tuple[int, str], rows: Sequence[Booked], lists: Sequence[Classification]) -> Node:
    ends = leaves([row.line for row in rows])
    purposes: dict[str, int] = defaultdict(int)
    purpose_of = {row.line.code: row.purpose for row in rows}
    for line in ends:
        purposes[purpose_of[line.code]] += line.amount_vnd
    share = _share(rows, lists, key[0])
    return {
        "year": key[0],
        "stage": key[1],
        "total_vnd": sum(line.amount_vnd for line in ends),
        "purposes": [
            {"purpose": purpose, "amount_vnd": amount}
            for purpose, amount in sorted(purposes.items(), key=lambda item: -item[1])
        ],
        "science_share": None if share is None else f"{share:.6f}",
    }


def _share(rows: Sequence[Booked], lists: Sequence[Classification], year: int) -> float | None:
    functions = get_classification(lists, SCIENCE, date(year, 1, 1))
    lines = [row.line for row in rows]
    found = science_share(lines, functions)
    marked = {row.line.code for row in rows if row.purpose == MARKED}
    more = sum(
        line.amount_vnd
        for line in leaves(lines)
        if line.code in marked and functions.find_group(line.function or "-") is None
    )
    return (sum(found.by_group.values()) + more) / found.total_vnd if found.total_vnd else None


def _compared(tables: dict[str, list[Booked]]) -> list[Node]:
    """Return one row a line of the tree, parents before their parts, with its amount in each stage that has it."""
    amounts = {stage: {row.line.code: row.line.amount_vnd for row in rows} for stage, rows in tables.items()}
    known = {row.line.code: row for rows in tables.values() for row in rows}
    return [
        {
            "code": code,
            "depth": depth,
            "name": known[code].name,
            "amounts": {stage: amounts[stage].get(code) for stage in STAGES},
        }
        for code, depth in _in_order(known)
    ]


def _in_order(known: dict[str, Booked]) -> list[tuple[str, int]]:
    children: dict[str, list[str]] = defaultdict(list)
    for code, row in known.items():
        children[row.line.parent if row.line.parent in known else ""].append(code)
    ordered: list[tuple[str, int]] = []
    waiting = [(code, 0) for code in reversed(children[""])]
    while waiting:
        code, depth = waiting.pop()
        ordered.append((code, depth))
        waiting += [(part, depth + 1) for part in reversed(children.pop(code, []))]
    return ordered
