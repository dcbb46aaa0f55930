"""What the room's registers refuse, with the rule and the row: parts that do not add up, parents that are not there."""

import csv
from datetime import date

import pytest

from tinhso.base.home import make_home
from tinhso.path.deliver import receive_inbox
from tinhso.registers.check import check_all
from tinhso.registers.kept_rejects import read_problems

DAY = date(2026, 11, 22)


def deliver(tmp_path, register, rows):
    """Send rows to a register and return the receipt with each refused row: its number, column, rule in English."""
    home = make_home(tmp_path / "home", "75")
    path = home.inbox / "full" / register / "rows.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    receive_inbox(home, DAY)
    (receipt,) = check_all(home)
    assert receipt.rows_out + receipt.rows_rejected == receipt.rows_in == len(rows)
    return [(p.row, p.column, p.expected.en) for p in read_problems(home, receipt.id)]


def line(code, above, amount, **change):
    row = {
        "fiscal_year": "2025", "stage": "estimate", "line_code": code, "name": code, "area": "75",
        "purpose": "other", "parent_code": above, "function_code": "", "amount_vnd": str(amount),
    }  # fmt: skip
    return row | change


SOUND = [line("0", "", 1000), line("1", "0", 600), line("2", "0", 400), line("2.1", "2", 400)]


def test_a_sound_tree_is_taken_whole(tmp_path):
    assert deliver(tmp_path, "finance.budget_line", SOUND) == []


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([*SOUND, line("3", "0", 1)], [(2, "", "The parts of a line add up to it")]),
        ([*SOUND, line("9.1", "9", 5)], [(6, "", "The line it is part of stands in the same delivery")]),
        # Another year, stage or unit is another tree.
        ([*SOUND, line("1", "", 7, fiscal_year="2024"), line("1", "", 8, stage="final")], []),
        ([*SOUND, line("3", "", -5)], [(6, "amount_vnd", "0 or more")]),
        ([*SOUND, line("3", "", 5, function_code="12")], [(6, "function_code", "the form [0-9]{3}")]),
    ],
)
def test_a_line_is_refused_with_its_rule(tmp_path, rows, refused):
    assert deliver(tmp_path, "finance.budget_line", rows) == refused


def test_a_contract_is_not_signed_before_its_tender(tmp_path):
    row = {
        "contract_id": "c", "project_id": "p", "title": "t", "supplier": "s", "method": "open",
        "tender_on": "2025-02-01", "signed_on": "2025-01-31", "value_vnd": "5",
    }  # fmt: skip
    assert deliver(tmp_path, "finance.project_contract", [row]) == [(2, "", "Signing is not before the tender")]
