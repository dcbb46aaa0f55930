"""The outlook of a release: forecasts where history allows, reasons where it does not, and what targets ask for."""

import json
from dataclasses import replace
from decimal import Decimal

from tinhso.base.canonical import canonical_json
from tinhso.base.label import Label
from tinhso.measure.observation import Observation
from tinhso.measure.outlook import Aim, outlook
from tinhso.measure.scenario import Phase, Scenario

LONG = [0.100, 0.104, 0.106, 0.111, 0.113, 0.118, 0.120, 0.123, 0.129, 0.131, 0.135]
STORY = Scenario(
    "economy.as_promised",
    "economy.long",
    Label.same("as promised"),
    True,
    "",
    (Phase(2026, 2030, "reach", 0.35, Label.same("promised")),),
)


def _observations(indicator, values, first=2015, area="75"):
    return [
        Observation(indicator, area, str(first + i), "", "", str(value or ""), "ok" if value else "no_data", "r", True)
        for i, value in enumerate(values)
    ]


def _outlook(observations, aims=(), breaks=None, stories=()):
    units = {"economy.long": "share", "economy.short": "share"}
    return outlook(observations, "75", units=units, breaks=breaks or {}, aims=aims, scenarios=stories)


def _aim(year=2030, indicator="economy.long", value="0.35"):
    return Aim("t", indicator, ">=", Decimal(value), year)


def test_a_long_history_is_forecast_to_2045():
    (found,) = _outlook(_observations("economy.long", LONG), stories=[STORY])["indicators"]
    assert (found["last"], found["n_years"], found["invented"]) == ("2025", 11, True)
    assert [step["period"] for step in found["path"]] == [str(year) for year in range(2026, 2046)]
    low, high = found["path"][0]["bands"]["90%"]
    assert Decimal(low) < Decimal(found["path"][0]["middle"]) < Decimal(high)
    assert [step["beyond_tested"] for step in found["path"]] == [False] * 6 + [True] * 14
    assert found["scenarios"][0]["path"]["2030"] == "0.35"
    elsewhere = _outlook(_observations("economy.long", LONG), stories=[replace(STORY, area="33")])
    assert elsewhere["indicators"][0]["scenarios"] == []


def test_a_target_gets_a_chance_and_a_pace():
    (target,) = _outlook(_observations("economy.long", LONG), aims=[_aim(), _aim(indicator="economy.none")])["targets"]
    assert target["required_change"] == "0.043"  # (0.35 - 0.135) / 5
    assert Decimal("0.02") <= Decimal(target["chance"]) <= Decimal("0.3")
    assert not target["beyond_tested"]


def test_a_short_history_says_so_and_still_asks_for_a_pace():
    found = _outlook(_observations("economy.short", [0.1, 0.2]), aims=[_aim(indicator="economy.short")])
    assert "too short" in found["indicators"][0]["reason"]["en"]
    assert "too short" in found["targets"][0]["reason"]["en"]
    assert found["targets"][0]["required_change"] == "0.01071"  # (0.35 - 0.2) / 14
    assert "chance" not in found["targets"][0]


def test_nothing_is_forecast_across_a_changed_definition():
    (found,) = _outlook(_observations("economy.long", LONG), breaks={"economy.long": [2020]})["indicators"]
    assert "6 are there" in found["reason"]["en"]


def test_other_areas_quarters_and_past_years_are_left_out():
    rows = _observations("economy.long", LONG) + _observations("economy.long", [0.9], area="26383")
    rows.append(Observation("economy.long", "75", "2025-Q1", "", "", "0.9", "ok", "r", False))
    found = _outlook(rows, aims=[_aim(year=2025)])
    assert found["indicators"][0]["last"] == "2025"
    assert found["targets"][0]["reason"]["en"] == "The target's year has passed."


def test_a_release_can_hold_it():
    found = _outlook(_observations("economy.long", [*LONG, None]), aims=[_aim()], stories=[STORY])
    assert json.loads(canonical_json(found)) == found


def test_years_before_something_began_are_no_history():
    zeros = [Observation("economy.long", "75", str(y), "", "", "0", "ok", "r", True) for y in range(2005, 2015)]
    alone = _outlook(_observations("economy.long", LONG))
    assert _outlook([*zeros, *_observations("economy.long", LONG)]) == alone
    (found,) = _outlook([*zeros, *_observations("economy.long", LONG[:3])])["indicators"]
    assert "3 are there" in found["reason"]["en"]
    assert "1 are there" in _outlook(zeros)["indicators"][0]["reason"]["en"]
