"""High-tech exports: by hand, by properties, and the published concordance."""

import csv
from datetime import date

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure.classification import get_classification, read_classifications
from tinhso.rooms.economy.high_tech import Concordance, check_exports, high_tech_exports, value_by_code

LIST = get_classification(read_classifications(), "high_tech_goods", date(2024, 12, 31))
HS2017 = Concordance("HS 2017", "SITC Rev. 4", {"847130": "75220", "851762": "76432", "640399": "85148", "710820": ""})


def test_worked_example():
    exports = high_tech_exports({"847130": 30, "851762": 20, "640399": 45, "710820": 1, "999999": 4}, HS2017, LIST)
    assert exports.high_tech == 50
    assert exports.by_group["computers"] == 30
    assert exports.by_group["electronics"] == 20
    assert (exports.other, exports.unclassified, exports.total) == (45, {"710820": 1, "999999": 4}, 100)
    assert (exports.share, exports.highest_share) == (0.5, 0.55)


def test_no_exports_have_no_share():
    nothing = high_tech_exports({}, HS2017, LIST)
    assert (nothing.share, nothing.highest_share) == (None, None)
    assert check_exports(nothing, "exports.csv") == []


def test_lines_are_summed_exactly_by_six_digits():
    codes = pa.array(["84713020", "84713090", "64039990", "84713020", None])
    values = pa.array([1, 2, 2**53 + 1, 4, 8], pa.int64())
    assert value_by_code(codes, values) == {"847130": 7, "640399": 2**53 + 1, "": 8}


def test_another_edition_of_codes_is_said():
    exports = high_tech_exports({"847130": 90, "854231": 10}, HS2017, LIST)
    (fault,) = check_exports(exports, "exports.csv")
    assert fault.where == "exports.csv, HS 2017"
    assert fault.found == "10.0% (854231)"
    assert check_exports(high_tech_exports({"847130": 99, "854231": 1}, HS2017, LIST), "exports.csv") == []


@given(st.dictionaries(st.sampled_from([*HS2017.sitc_by_hs, "000000", "123456"]), st.integers(0, 10**15)))
def test_nothing_is_lost(values):
    exports = high_tech_exports(values, HS2017, LIST)
    assert exports.total == sum(values.values())
    if exports.share is not None:
        assert 0 <= exports.share <= exports.highest_share <= 1


def test_published_concordance_covers_the_list(shared):
    with (shared / "trade/hs5_sitc4.csv").open(encoding="utf-8") as file:
        sitc_by_hs = {row["HS5_6d"]: row["SITC4_5d"] for row in csv.DictReader(file)}
    exports = high_tech_exports(dict.fromkeys(sitc_by_hs, 1), Concordance("HS 2017", "SITC Rev. 4", sitc_by_hs), LIST)
    assert exports.unclassified == {"710820": 1}  # monetary gold, which SITC leaves out of goods
    assert all(value > 0 for value in exports.by_group.values())
    for code, group in {"847130": "computers", "854231": "electronics", "902730": "instruments"}.items():
        assert LIST.find_group(sitc_by_hs[code]) == group
