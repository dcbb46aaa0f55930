"""The budget and the projects as a release says them: by hand, with what disagrees said beside."""

from dataclasses import replace
from datetime import date

from tinhso.measure.classification import read_classifications
from tinhso.rooms.finance.budget import BudgetLine
from tinhso.rooms.finance.budget_document import Booked, budget_document
from tinhso.rooms.finance.projects import Contract, Milestone, Payment, Project
from tinhso.rooms.finance.projects_document import projects_document

LISTS = read_classifications()


def _table(year, stage, *, science=20, whole=1000):
    lines = [
        ("0", "", "other", "", whole),
        ("1", "0", "science_technology", "101", science),
        ("2", "0", "innovation", "", 5),
        ("3", "0", "education", "070", 975),
    ]
    return [Booked(year, stage, f"line {c}", p, BudgetLine(c, above, f, a)) for c, above, p, f, a in lines]


def test_the_budget_by_hand():
    # Leaves of 2025: 20 (function 101) + 5 (innovation, by purpose) of 20 + 5 + 975; of 2026: 30 + 5 of 1,010.
    rows = [*_table(2025, "estimate"), *_table(2025, "final"), *_table(2026, "estimate", science=30, whole=1010)]
    found = budget_document(rows, LISTS, "budget")
    assert [(y["year"], y["stage"], y["total_vnd"], y["science_share"]) for y in found["years"]] == [
        (2025, "estimate", 1000, "0.025000"),
        (2025, "final", 1000, "0.025000"),
        (2026, "estimate", 1010, "0.034653"),
    ]
    assert found["not_rising"] == []
    assert found["compared_year"] == 2025
    assert [(line["code"], line["depth"]) for line in found["lines"]] == [("0", 0), ("1", 1), ("2", 1), ("3", 1)]
    assert found["lines"][1]["amounts"] == {"estimate": 20, "adjusted": None, "final": 20}
    assert found["faults"] == []


def test_a_share_that_does_not_rise_and_a_tree_that_does_not_add_up_are_said():
    rows = [*_table(2025, "estimate"), *_table(2026, "estimate", whole=999)]
    found = budget_document(rows, LISTS, "budget")
    assert found["not_rising"] == [2026]
    assert [(f["where"], f["found"]) for f in found["faults"]] == [("budget 2026 estimate, 0", "1,000 ≠ 999")]


def test_no_lines_no_years():
    assert budget_document([], LISTS, "budget")["years"] == []


PROJECT = Project(
    "p1", "Land", "so", "government", date(2024, 1, 1), date(2025, 12, 31), 1000, ("t1", "t2"),
    (Contract("c1", "Land", "s", date(2024, 2, 1), 900),), (Milestone("m1", "go", date(2024, 6, 30), None),),
    (Payment("x1", "c1", date(2024, 5, 1), 200), Payment("x2", "c1", date(2025, 5, 1), 300)),
)  # fmt: skip


def test_projects_by_hand():
    found = projects_document([PROJECT, replace(PROJECT, id="p0", targets=("t1",))], date(2024, 12, 31))
    one = found["projects"][1]
    assert (one["id"], one["contracted_vnd"], one["paid_vnd"], one["paid_by_year"]) == ("p1", 900, 200, {"2024": 200})
    assert (one["elapsed"], one["disbursed"], one["milestones_met"], one["risk"]) == (
        "0.5000", "0.2000", "0.0000", "high",
    )  # fmt: skip
    assert found["targets"] == [
        {"target": "t1", "appropriated_vnd": 1500, "paid_vnd": 300},
        {"target": "t2", "appropriated_vnd": 500, "paid_vnd": 100},
    ]


def test_a_project_paid_to_120_per_cent_is_said():
    paid = (*PROJECT.payments, Payment("x3", "c1", date(2025, 6, 1), 700))
    found = projects_document([replace(PROJECT, payments=paid)], date(2025, 12, 31))
    assert [(f["what"]["en"], f["found"]) for f in found["faults"]] == [
        ("more is paid out than appropriated", "120%"),
        ("more is paid than the contract's value", "c1 133%"),
    ]
