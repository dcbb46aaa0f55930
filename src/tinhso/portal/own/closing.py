"""Disputes that a delivery has settled: the register's row now says what the person said.

Takes a home and open cases, compares each with the register as it stands after a later delivery than the one disputed,
and closes those that agree. May be repeated: what is closed stays closed, and what somebody moved meanwhile is left.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from tinhso.base.errors import NotAllowed
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.portal.own.actions import Stale, close_by_delivery
from tinhso.portal.own.claims import Kind, agrees
from tinhso.portal.own.holding import count_rows, find_row
from tinhso.portal.own.models import Case


def close_agreed(home: Home, cases: Iterable[Case], at: datetime) -> int:
    """Close the open cases with which their register now agrees, and return how many there were."""
    n_closed = 0
    for case in cases:
        sequence = agreeing_delivery(home, case) if case.is_open else 0
        if not sequence:
            continue
        try:
            close_by_delivery(case, sequence, at)
        except (Stale, NotAllowed):
            continue
        n_closed += 1
    return n_closed


def agreeing_delivery(home: Home, case: Case) -> int:
    """Return the place of the delivery that says what a case says; 0 while none later than the disputed one does."""
    if case.kind in (Kind.FIELD, Kind.ROW):
        row, receipt = find_row(home, case.register, json.loads(case.row))
        columns = {column.name: column for column in row.contract.columns} if row else {}
        agreed = agrees(case.claim, columns, row.values if row else None, int(row is not None))
    else:
        n_rows, receipt = count_rows(home, case.register, case.subject.personal_id)
        agreed = agrees(case.claim, {}, None, n_rows)
    later = sequence_of(receipt)
    return later if agreed and later > case.sequence else 0


def sequence_of(receipt: Receipt | None) -> int:
    """Return the place of a checked delivery among all deliveries; 0 without one."""
    return int(receipt.details["sequence"]) if receipt else 0
