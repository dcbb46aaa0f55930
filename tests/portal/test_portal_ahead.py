"""What is to come, as a page says it: only what the release holds."""

from types import SimpleNamespace

from django.utils.translation import override

from tinhso.portal.ahead import fan, outlook_of

PATH = [
    {
        "period": str(2026 + i),
        "middle": "0.2",
        "bands": {"50%": ["0.18", "0.22"], "80%": ["0.16", "0.24"], "90%": ["0.15", "0.25"]},
        "beyond_tested": i >= 6,
    }
    for i in range(20)
]
STORY = {"id": "economy.story", "label": {}, "assumptions": [], "path": {"2026": "0.3"}}
OUTLOOK = {
    "indicators": [{"indicator": "economy.x", "path": PATH, "scenarios": [STORY], "invented": True}],
    "targets": [{"target": "t", "chance": "0.02", "required_change": "0.04557", "year": "2030"}],
}


def _edition(files=("outlook.json",)):
    release = SimpleNamespace(manifest={"files": dict.fromkeys(files)}, read=lambda name: OUTLOOK)
    return SimpleNamespace(release=release, indicators={"economy.x": {"unit": "share"}, "economy.y": {"unit": "share"}})


def test_a_release_without_an_outlook_shows_none():
    assert outlook_of(_edition(files=()), "economy.x") is None
    assert outlook_of(_edition(), "economy.y") is None
    assert fan(_edition(files=()), "economy.x", 100.0) == []


def test_rows_are_the_next_years_the_target_s_and_the_last():
    with override("en"):
        found = outlook_of(_edition(), "economy.x", {"id": "t", "year": 2033})
    assert [row["period"] for row in found["rows"]] == ["2026", "2027", "2028", "2029", "2030", "2033", "2045"]
    assert [row["stories"] for row in found["rows"][:2]] == [["0.3"], [None]]
    assert (found["chance"].replace("\u00a0", " "), found["points"]) == ("≤ 2 %", "4.6")


def test_the_fan_is_drawn_widest_first():
    wide, narrow = fan(_edition(), "economy.x", 100.0)
    assert wide["data"]["values"][0] == {"day": "2027-01-01", "low": 15.0, "high": 25.0}
    assert narrow["data"]["values"][0]["low"] == 18.0
    assert len(wide["data"]["values"]) == 10
