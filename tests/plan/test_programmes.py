from datetime import date
from pathlib import Path

import pytest

from tinhso.base.errors import DefinitionError
from tinhso.base.unit import read_units
from tinhso.law.citation import check_citations
from tinhso.law.text import read_texts
from tinhso.measure.indicator import read_indicators
from tinhso.rooms.plan.alignment import Relation
from tinhso.rooms.plan.board_json import board_as_dict
from tinhso.rooms.plan.programme import Programme, Target
from tinhso.rooms.plan.publishing import read_board
from tinhso.rooms.plan.reading import read_agencies, read_programmes, read_territories
from tinhso.rooms.plan.reported import read_series

PROGRAMMES = read_programmes()
SEEDS = {"dong-nai": [f"DN{n}" for n in range(1, 12)], "hung-yen": [f"HY{n}" for n in range(1, 13)]}
MEASURED = set(read_indicators())


@pytest.mark.parametrize("province", SEEDS)
def test_every_statement_of_the_seeds_is_there(province: str) -> None:
    said = {seed for p in PROGRAMMES if p.province == province for x in p.statements for seed in x.seeds}
    assert [seed for seed in SEEDS[province] if seed not in said] == []


def test_seven_groups_of_tasks_each_with_a_task() -> None:
    (plan,) = [programme for programme in PROGRAMMES if programme.id == "dn-resolution-57"]
    assert len(plan.groups) == 7
    assert {task.group for task in plan.tasks} == {group.id for group in plan.groups}


def test_horizons_2025_2030_and_2045() -> None:
    years = {(p.province, target.year) for p in PROGRAMMES for target in p.targets}
    assert {("vn", 2025), ("vn", 2030), ("vn", 2045), ("dong-nai", 2045), ("hung-yen", 2030)} <= years


def test_indicators_series_and_units_exist() -> None:
    series, units = read_series(), read_units()
    for statement in (x for p in PROGRAMMES for x in p.statements):
        assert {statement.indicator, *statement.readings} - {None} <= MEASURED, statement.id
        assert set(statement.reported) <= set(series), statement.id
        assert statement.claim is None or statement.claim in statement.reported, statement.id
        assert not isinstance(statement, Target) or statement.unit in units, statement.id


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.id)
def test_law_was_in_force_on_the_day_of_adoption(programme: Programme) -> None:
    citations = [*programme.law, *(citation for x in programme.statements for citation in x.law)]
    assert check_citations(citations, read_texts(), programme.adopted_on) == []


def test_territories_fit_the_day_of_adoption() -> None:
    territories = read_territories()
    for programme in PROGRAMMES:
        assert territories[programme.territory].exists(programme.adopted_on), programme.id


def test_labels_differ_between_languages() -> None:
    for label in (x.promise for p in PROGRAMMES for x in p.statements):
        assert len({label.vi, label.en, label.th}) == 3, label


def test_six_or_more_targets_of_each_province_can_be_measured() -> None:
    for province in SEEDS:
        measured = [t.id for p in PROGRAMMES if p.province == province for t in p.targets if t.indicator]
        assert len(measured) >= 6


OWN = """
id: own-plan
province: dong-nai
territory: dong_nai_2025
label: {vi: Riêng, en: Own, th: ของเรา}
promise: {vi: Riêng, en: Own, th: ของเรา}
law: nq-57-2024
adopted_on: 2026-01-01
coordinator: ubnd
verified: true
targets:
  - id: own-target
    label: {vi: Một, en: One, th: หนึ่ง}
    pillar: government
    comparison: ">="
    value: 0.9
    unit: share
    year: 2027
    indicator: services.online_share
"""


def home_with(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "rooms" / "plan" / "programmes" / "own"
    folder.mkdir(parents=True)
    (folder / "own_plan.yaml").write_text(text, "utf-8")
    return tmp_path


def test_a_home_adds_a_programme_of_its_own(tmp_path: Path) -> None:
    programmes = read_programmes(home_with(tmp_path, OWN))
    assert len(programmes) == len(PROGRAMMES) + 1
    (own,) = [programme for programme in programmes if programme.id == "own-plan"]
    assert own.adopted_on == date(2026, 1, 1)
    assert own.targets[0].owner == "ubnd"


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("comparison", "comparision", 'Did you mean "comparison"'),
        ('">="', '"=>"', "expected one of"),
        ("value: 0.9", "value: nine", "cannot be read"),
        ('">="', "range", "value_high"),
        ("    indicator: services.online_share\n", "", "unmeasured"),
        ("coordinator: ubnd", "coordinator: ubnb", 'Did you mean "ubnd"'),
        ("id: own-target", "id: dn-tfp-2030", "id used twice"),
        ("year: 2027", "parent: vn57-tfp-2031\n    year: 2027", "vn57-tfp-2030"),
        ("territory: dong_nai_2025", "territory: dong_nai_2026", "dong_nai_2025"),
        ("pillar: government", "pillar: goverment", "expected one of"),
        ("adopted_on: 2026-01-01", "adopted_on: 2026-02-31", "cannot be read"),
        ("label: {vi: Một, en: One, th: หนึ่ง}", "label: {vi: Một, en: One}", "vi, en and th"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, good: str, bad: str, said: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_programmes(home_with(tmp_path, OWN.replace(good, bad, 1)))
    assert said in str(caught.value)


def test_agencies_are_named_in_three_languages() -> None:
    assert read_agencies()["so-khcn"].label.en == "Department of Science and Technology"


def test_another_province_brings_its_own_territory_and_agencies(tmp_path: Path) -> None:
    plan = tmp_path / "rooms" / "plan"
    text = OWN.replace("dong_nai_2025", "lang_son").replace("dong-nai", "lang-son").replace("ubnd", "own-board")
    home_with(tmp_path, text)
    label = "{vi: Lạng Sơn, en: Lạng Sơn (province), th: ลางเซิน}"
    (plan / "territories.yaml").write_text(f'lang_son:\n  label: {label}\n  area: "20"\n  since: 1976-01-01\n', "utf-8")
    (plan / "agencies.yaml").write_text("own-board: {vi: Ban riêng, en: Own board, th: คณะกรรมการ}\n", "utf-8")
    made = read_board([], date(2026, 11, 22), "lang-son", tmp_path)
    assert (made.territory.area, [entry.statement.id for entry in made.entries]) == ("20", ["own-target"])
    assert {alignment.relation for alignment in made.alignments} == {Relation.MISSING}
    assert board_as_dict(made)["province"] == "lang-son"
