"""Scenarios: paths by hand, and files that say what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import DefinitionError
from tinhso.base.label import Label
from tinhso.measure.scenario import Phase, Scenario, path, read_scenarios

WHY = Label.same("why")


def _scenario(*phases, is_share=False):
    return Scenario("room.name", "room.indicator", WHY, is_share, "", tuple(Phase(*phase, WHY) for phase in phases))


def test_three_rules_by_hand():
    story = _scenario((2026, 2027, "growth", 0.1), (2028, 2028, "change", 9.0), (2029, 2030, "reach", 150.0))
    assert path(story, 2025, 100.0) == pytest.approx({2025: 100, 2026: 110, 2027: 121, 2028: 130, 2029: 140, 2030: 150})


def test_measured_years_are_passed_over():
    story = _scenario((2026, 2030, "reach", 0.5), is_share=True)
    assert path(story, 2028, 0.3) == pytest.approx({2028: 0.3, 2029: 0.4, 2030: 0.5})
    assert path(story, 2031, 0.6) == {2031: 0.6}


def test_shares_stay_shares():
    assert path(_scenario((2026, 2030, "change", 0.4), is_share=True), 2025, 0.5)[2030] == 1.0


@given(st.floats(0, 1), st.floats(0, 1), st.integers(2020, 2029))
def test_reach_reaches(last, target, year):
    assert path(_scenario((2026, 2030, "reach", target), is_share=True), 2025, last)[2030] == pytest.approx(target)


def test_packaged_scenarios_end_in_2045():
    scenarios = read_scenarios()
    assert len(scenarios) >= 3
    for scenario in scenarios:
        found = path(scenario, 2025, 0.1)
        assert list(found) == list(range(2025, 2046))
        if scenario.is_share:
            assert all(0 <= value <= 1 for value in found.values())


@pytest.mark.parametrize(
    ("phases", "words"),
    [
        (
            "[{years: [2026, 2030], change: 1, growth: 2, reason: {vi: a, en: b, th: c}}]",
            "one of change, growth, reach",
        ),
        ("[{years: [2030, 2026], change: 1, reason: {vi: a, en: b, th: c}}]", "ends before it begins"),
        ("[]", "one must begin the year after"),
        ("7", "expected a list"),
        ("[{years: [2026, 2030], change: 1}]", "not a scenario"),
        (
            "[{years: [2026, 2027], change: 1, reason: {vi: a, en: b, th: c}},"
            " {years: [2029, 2030], change: 1, reason: {vi: a, en: b, th: c}}]",
            "one must begin the year after",
        ),
    ],
)
def test_faulty_files(tmp_path, phases, words):
    folder = tmp_path / "rooms/economy/scenarios"
    folder.mkdir(parents=True)
    text = f"indicator: economy.x\nunit: share\nlabel: {{vi: a, en: b, th: c}}\nphases: {phases}\n"
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=words):
        read_scenarios(tmp_path)
