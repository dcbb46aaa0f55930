"""Published SDMX series: what is read, and what is refused with its reason."""

import json
from collections import Counter

from tinhso.rooms.economy.nsdp import parse_series


def _text(**change):
    series = {"@FREQ": "Q", "@REF_AREA": "VN", "@INDICATOR": "NGDP", "@BASE_PER": "2010", "@UNIT_MULT": "9"} | change
    return json.dumps([[series], {"Structure": 1}])


def _obs(*pairs):
    return [{"@TIME_PERIOD": period, "@OBS_VALUE": value} for period, value in pairs]


def test_series_in_order_of_time():
    (series,), faults = parse_series(_text(Obs=_obs(("2024-Q2", "3"), ("2023-Q4", "1"), ("2024-Q1", "2"))), "a.json")
    assert (series.periods, series.values) == (("2023-Q4", "2024-Q1", "2024-Q2"), (1.0, 2.0, 3.0))
    assert (series.indicator, series.area, series.base_period, series.unit_multiplier) == ("NGDP", "VN", "2010", 9)
    assert faults == []
    assert series.last_stretch() == (1.0, 2.0, 3.0)


def test_one_observation_is_a_series_too():
    (series,), _ = parse_series(_text(Obs=_obs(("2024-Q2", "3"))[0]), "a.json")
    assert series.last_stretch() == (3.0,)


def test_a_gap_ends_what_may_be_read_as_consecutive():
    (series,), _ = parse_series(_text(Obs=_obs(("2023-Q1", "1"), ("2024-Q1", "2"), ("2024-Q2", "3"))), "a.json")
    assert series.last_stretch() == (2.0, 3.0)


def test_refused_values_are_counted_and_named():
    observations = _obs(("2024-Q1", "1"), ("2024-Q1", "2"), ("2024-Q5", "3"), ("2024", "4"), ("2024-Q2", "…"))
    (series,), faults = parse_series(_text(Obs=observations), "a.json")
    assert series.values == (1.0,)
    assert len(faults) + len(series.values) == len(observations)
    assert [fault.what.en for fault in faults][:2] == ["a period comes twice", "no number, or a period of another kind"]
    assert faults[0].where == "a.json, series 1, 2024-Q1"


def test_unreadable_files_and_frequencies():
    assert parse_series("{", "a.json")[1][0].what.en == "the file is not JSON"
    assert parse_series(_text(**{"@FREQ": "W", "Obs": []}), "a.json")[1][0].what.en == "unknown frequency"
    assert parse_series(_text(Obs=[]), "a.json") == ([], [])


def test_the_country_s_published_series(shared):
    text = (shared / "macro/gso_nsdp_vietnam.json").read_text("utf-8")
    series, faults = parse_series(text, "gso_nsdp_vietnam.json")
    assert Counter(one.frequency for one in series) == {"Q": 183, "A": 163, "M": 152, "S": 15}
    assert {fault.what.en for fault in faults} <= {"a period comes twice", "no number, or a period of another kind"}
    (gdp,) = [one for one in series if one.indicator == "NGDP_XDC" and one.frequency == "A"]
    assert dict(zip(gdp.periods, gdp.values, strict=True))["2024"] == 11511867.197557794
