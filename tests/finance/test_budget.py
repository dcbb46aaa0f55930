"""The budget tree and the share of science and technology: by hand and by properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure.classification import get_classification, read_classifications
from tinhso.rooms.finance.budget import BudgetLine, check_budget, science_share, years_not_rising

FUNCTIONS = get_classification(read_classifications(), "science_budget", date(2025, 12, 31))
LINES = (
    BudgetLine("1", "", "", 1000),
    BudgetLine("1.1", "1", "101", 20),
    BudgetLine("1.2", "1", "314", 15),
    BudgetLine("1.3", "1", "070", 965),
)


def test_worked_example():
    # Leaves: 20 + 15 of 1,000; the line above them is not counted again.
    found = science_share(LINES, FUNCTIONS)
    assert found.by_group == {"science_technology": 20, "digital_transformation": 15}
    assert (found.total_vnd, found.share, found.classification) == (1000, 0.035, "science_budget_functions")
    assert science_share((), FUNCTIONS).share is None


def test_a_sound_tree_has_no_faults():
    assert check_budget(LINES, "budget.csv") == []


@pytest.mark.parametrize(
    ("line", "what", "where"),
    [
        (BudgetLine("1.4", "1", "", 1), "parts do not add up to their line", "budget.csv, 1"),
        (BudgetLine("9.1", "9", "", 1), "the parent line is absent", "budget.csv, 9.1"),
        (BudgetLine("2", "", "", -1), "a negative amount", "budget.csv, 2"),
    ],
)
def test_faults_name_the_line(line, what, where):
    (fault,) = check_budget((*LINES, line), "budget.csv")
    assert (fault.what.en, fault.where) == (what, where)


def test_years_in_which_the_share_does_not_rise():
    assert years_not_rising({2021: 0.01, 2022: 0.02, 2023: 0.02, 2025: 0.01, 2026: 0.03}) == [2023]


@given(st.lists(st.tuples(st.sampled_from(["100", "314", "070"]), st.integers(0, 10**15)), min_size=1))
def test_depth_does_not_matter(leaves):
    flat = [BudgetLine(str(i), "", function, amount) for i, (function, amount) in enumerate(leaves)]
    total = sum(line.amount_vnd for line in flat)
    parts = [BudgetLine(f"part {x.code}", "all", x.function, x.amount_vnd) for x in flat]
    deep = [BudgetLine("all", "", "100", total), *parts]
    assert check_budget(deep, "budget.csv") == []
    assert science_share(deep, FUNCTIONS) == science_share(flat, FUNCTIONS)
