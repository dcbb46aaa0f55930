"""Dated lists of codes: beginnings, exceptions, and the choice of an edition."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from tinhso.base.errors import DefinitionError
from tinhso.measure.classification import get_classification, read_classifications

EDITIONS = read_classifications()


def _high_tech():
    return get_classification(EDITIONS, "high_tech_goods", date(2024, 12, 31))


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("752.10", "computers"),
        ("76411", "electronics"),
        ("764.93", None),  # taken out of 764
        ("714.41", "aerospace"),
        ("714.89", "non_electrical_machinery"),  # taken out of aerospace, held by another group
        ("874.11", "aerospace"),  # taken out of instruments
        ("874.25", None),
        ("851.48", None),  # footwear
    ],
)
def test_beginnings_and_exceptions(code, group):
    assert _high_tech().find_group(code) == group


@pytest.mark.parametrize(("code", "group"), [("2610", "manufacture"), ("4651", "trade"), ("1520", None), ("27", None)])
def test_digital_core(code, group):
    assert get_classification(EDITIONS, "digital_core_industries", date(2022, 12, 31)).find_group(code) == group


def test_no_code_is_in_two_groups():
    for edition in EDITIONS:
        codes = [code for group in edition.groups for code in group.codes]
        for code in codes:
            assert sum(group.holds(code) for group in edition.groups) == 1, (edition.id, code)


def test_every_code_exists_in_the_published_list(shared):
    with (shared / "trade/sitc4_desc.csv").open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    codes = [code for group in _high_tech().groups for code in (*group.codes, *group.less)]
    assert [code for code in codes if code not in known] == []


def test_an_edition_is_chosen_by_its_days():
    old = replace(_high_tech(), id="old", valid_until=date(2025, 6, 30))
    new = replace(old, id="new", valid_from=date(2025, 1, 1), valid_until=None)
    chosen = [get_classification([old, new], "high_tech_goods", day).id for day in (date(2024, 1, 1), date(2025, 1, 1))]
    assert chosen == ["old", "new"]
    assert old.valid_on(date(2025, 6, 30))
    assert not old.valid_on(date(2025, 7, 1))


def test_a_day_before_all_editions_says_which_are_known():
    with pytest.raises(DefinitionError, match="high_tech_oecd_eurostat from 2007-01-01"):
        get_classification(EDITIONS, "high_tech_goods", date(2006, 12, 31))


def test_a_province_brings_its_own_list(tmp_path):
    folder = tmp_path / "rooms/economy/classifications"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text("id: own\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"own\.yaml: not a classification"):
        read_classifications(tmp_path)
    (folder / "own.yaml").write_text(
        "{id: own, kind: high_tech_goods, label: {vi: a, en: b, th: c}, system: SITC Rev. 4, valid: {from: 2026-01-01},"
        " denominator: all_exported_goods, source: province, verified: true,"
        " groups: [{id: all, label: {vi: a, en: b, th: c}, codes: [7]}]}",
        encoding="utf-8",
    )
    own = get_classification(read_classifications(tmp_path), "high_tech_goods", date(2026, 2, 1))
    assert (own.id, own.find_group("792.1"), own.verified) == ("own", "all", True)
