from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.base.canonical import canonical_json
from tinhso.rooms.plan.board import board
from tinhso.rooms.plan.board_json import board_as_dict, status_rows
from tinhso.rooms.plan.publishing import read_board
from tinhso.rooms.plan.reading import read_programmes
from tinhso.rooms.plan.reported import read_reported
from tinhso.rooms.plan.status import Status

from .a_board import AS_OF, SETTING, SHARES, a_board, an_observation, board_of
from .test_programmes import SEEDS

ROW = {
    *("id", "seed", "label", "indicator", "value", "numerator", "denominator", "period"),
    *("comparison", "target", "year", "status", "reason", "invented", "reported"),
}


@pytest.mark.parametrize("province", SEEDS)
def test_status_rows_list_every_seed_with_a_reason(province: str) -> None:
    rows = status_rows(a_board(province))
    assert {row["seed"] for row in rows} >= set(SEEDS[province])
    assert all(set(row) == ROW for row in rows)
    assert all(row["reason"] for row in rows)


@pytest.mark.parametrize("province", SEEDS)
def test_six_targets_or_more_are_measured_each_with_a_receipt(province: str) -> None:
    entries = [entry for entry in a_board(province).entries if entry.verdict.status != Status.NOT_MEASURED]
    assert len(entries) >= 6
    assert all(entry.observation and entry.observation.receipt for entry in entries)


def test_three_readings_stand_side_by_side() -> None:
    (entry,) = [x for x in a_board("dong-nai").entries if x.statement.id == "dn-online-services-2030"]
    assert entry.observation and entry.observation.indicator == "services.online_share"
    assert [name for name, row in entry.readings if row] == [
        "services.online_share_full_process",
        "services.online_share_ministry",
    ]


def test_without_receipt_nothing_is_measured() -> None:
    assert all(
        entry.verdict.status == Status.NOT_MEASURED
        for entry in board_of("dong-nai", [an_observation("services.online_share", "75", receipt="")]).entries
    )


@pytest.mark.parametrize("status", ["no_data", "not_applicable", "suppressed"])
def test_a_value_that_is_not_there_is_not_measured(status: str) -> None:
    made = board_of("dong-nai", [an_observation("services.online_share", "75", status=status, value=None)])
    assert {entry.verdict.status for entry in made.entries} == {Status.NOT_MEASURED}
    (entry,) = [x for x in made.entries if x.statement.id == "dn-online-services-2030"]
    assert [row.status for row in entry.history] == [status]


def test_the_gap_stands_beside_the_measured_value() -> None:
    (entry,) = [x for x in a_board("dong-nai").entries if x.statement.id == "dn-stations-2025"]
    assert entry.gap and entry.gap.reported == entry.gap.measured
    made = board_of("dong-nai", [an_observation("services.online_share", "75", value="0.612")])
    (entry,) = [x for x in made.entries if x.statement.id == "dn-online-services-2030"]
    assert entry.gap and entry.gap.sentence.en == "Reported 97%, measured 61.2%: the report is higher by 35.8%."
    assert entry.gap.sentence.vi == "Báo cáo 97%, đo được 61,2%: số báo cáo cao hơn 35,8%."


def test_an_old_territory_is_said() -> None:
    (entry,) = [x for x in a_board("dong-nai").entries if x.statement.id == "dn-science-budget"]
    assert "old territory" in entry.verdict.reason.en


@pytest.mark.parametrize("province", SEEDS)
def test_the_board_has_a_canonical_form(province: str) -> None:
    once, again = (canonical_json(board_as_dict(a_board(province))) for _ in range(2))
    assert once == again


def test_reported_figures_never_move_a_status() -> None:
    observations = [an_observation(indicator, "75") for indicator in SHARES]
    reported = read_reported()
    without = replace(reported, figures=())
    boards = [board(read_programmes(), observations, x, SETTING, AS_OF, "dong-nai") for x in (reported, without)]
    verdicts = [[(entry.statement.id, entry.verdict) for entry in made.entries] for made in boards]
    assert verdicts[0] == verdicts[1]
    assert not any(entry.figures or entry.gap for entry in boards[1].entries)


@given(st.permutations([an_observation(name, "75", year) for name in sorted(SHARES) for year in ("2024", "2025")]))
@settings(max_examples=5, deadline=None)
def test_the_order_of_observations_does_not_matter(observations: list[Mapping[str, object]]) -> None:
    rows = status_rows(board_of("dong-nai", observations))
    assert rows == status_rows(board_of("dong-nai", sorted(observations, key=str)))


def test_the_board_is_read_and_composed_at_once() -> None:
    observations = [an_observation(indicator, "75") for indicator in SHARES]
    assert status_rows(read_board(observations, AS_OF, "dong-nai")) == status_rows(board_of("dong-nai", observations))
