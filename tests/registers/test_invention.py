"""Deliveries that lead to a register: whatever was wrong and mended when, in the end the register is the right one."""

from datetime import date

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tinhso.registers.invention import InventedDelivery, Mending, in_steps, month_ends_before

DAYS = [date(2026, 6, 30), date(2026, 8, 31), date(2026, 10, 31)]
ROWS = st.lists(st.tuples(st.integers(20_600, 20_800), st.integers(0, 2)), max_size=20)


def held(deliveries):
    rows: dict[str, str] = {}
    for sent in deliveries:
        if sent.kind == "full":
            rows = {}
        for row in sent.table.to_pylist():
            if row.get("Thao tác") == "xóa":
                rows.pop(row["key"], None)
            else:
                rows[row["key"]] = row["value"]
    return rows


@given(ROWS, st.lists(st.integers(1, 2), max_size=5))
def test_the_last_delivery_leaves_the_right_rows_and_nothing_else(rows, removed):
    keys = pa.array([f"k{n}" for n in range(len(rows))], pa.string())
    right = pa.table({"key": keys, "value": pa.array(["right"] * len(rows), pa.string())})
    wrong = pa.table({"key": keys, "value": pa.array(["wrong"] * len(rows), pa.string())})
    extra = pa.table(
        {
            "key": pa.array([f"x{n}" for n in range(len(removed))], pa.string()),
            "value": pa.array(["extra"] * len(removed), pa.string()),
        }
    )
    came_on, mended_in = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    mending = Mending(DAYS, came_on, wrong, mended_in, extra, np.array(removed, np.int64))
    sent = in_steps(InventedDelivery("a.b", "b.csv", "x", right), mending)
    assert [(each.kind, each.told_on) for each in sent] == list(zip(["full", "change", "change"], DAYS, strict=True))
    assert held(sent) == {f"k{n}": "right" for n in range(len(rows))}
    assert len(held(sent[:1])) == sum(day <= 20_634 for day in came_on) + len(removed)


def test_month_ends_before_a_day():
    assert month_ends_before(date(2026, 3, 31), 3) == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]
