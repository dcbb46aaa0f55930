"""The twelve real gaps between claim and evidence, each found by a general rule and shown on its statement."""

from dataclasses import dataclass

import pytest

from tinhso.rooms.plan.board_json import board_as_dict

from .a_board import a_board


@dataclass(frozen=True)
class Gap:
    number: int
    province: str
    rule: str
    figures: tuple[str, ...]
    target: str
    numbers: tuple[str, ...]


GAPS = [
    Gap(
        1,
        "dong-nai",
        "other_denominator",
        (
            "dossiers_online_share_pct@dong_nai_2025@2025-11",
            "dossiers_full_process_share_provinces_pct@vn@2025-11",
            "dossiers_full_process_within_services_pct@dong_nai@2025-06",
        ),
        "dn-online-services-2030",
        ("97%", "21.17%", "64.6%"),
    ),
    Gap(
        2,
        "dong-nai",
        "territory_changed",
        ("grdp_per_head_mn_vnd@dong_nai@2024", "grdp_per_head_mn_vnd@dong_nai_2025@2025"),
        "dn-grdp-per-head-2030",
        ("148.94", "150.86"),
    ),
    Gap(
        3,
        "dong-nai",
        "total_claim",
        ("coverage_residential_areas_pct@dong_nai@2025", "mobile_dead_zones@dong_nai_2025@2025-09"),
        "dn-residential-coverage-2025",
        ("100%", "25", "13.8%"),
    ),
    Gap(
        4,
        "dong-nai",
        "leading_group_claim",
        ("digital_transformation_leading_group@dong_nai_2025@2025-09", "dti_rank@dong_nai_2025@2024"),
        "dn-digital-hub-2045",
        ("14", "15", "34"),
    ),
    Gap(
        5,
        "hung-yen",
        "moving_away",
        ("dti_rank@hung_yen@2020", "dti_rank@hung_yen@2022", "dti_rank@hung_yen_2025@2024"),
        "hy-dti-rank-2030",
        ("20", "49", "35", "33", "32", "63", "34"),
    ),
    Gap(
        6,
        "dong-nai",
        "weaker_than_before",
        ("digital_economy_share_pct@dong_nai@2030", "digital_economy_share_pct@dong_nai_2025@2030"),
        "dn-congress-digital-economy-2030",
        ("35%", "37%", "30%"),
    ),
    Gap(
        7,
        "hung-yen",
        "other_producer",
        ("digital_economy_share_gso_pct@vn@2024", "digital_economy_share_ministry_pct@vn@2024"),
        "hy-congress-digital-economy-2030",
        ("13.17%", "18.3%"),
    ),
    Gap(
        8,
        "dong-nai",
        "beyond_budget",
        ("st_spending_grdp_share_pct@dong_nai@2025-06", "budget_expenditure_local_bn_vnd@dong_nai@2024"),
        "dn-science-budget",
        ("1.5%", "25%"),
    ),
    Gap(
        9,
        "hung-yen",
        "ratio_refuted",
        (
            "services_full_process_stated_pct@hung_yen@2023",
            "services_full_process@hung_yen@2023",
            "services_total@hung_yen@2023",
        ),
        "hy-procedures-online-2025",
        ("59.6%", "951", "1,834", "51.9%"),
    ),
    Gap(
        10,
        "hung-yen",
        "below_start",
        ("budget_revenue_ytd_bn_vnd@hung_yen_2025@2025-09",),
        "hy-revenue-2030",
        ("62,381", "71,062"),
    ),
    Gap(
        11,
        "dong-nai",
        "series_break",
        ("exports_ytd_bn_usd@dong_nai_2025@2025-09", "exports_bn_usd@dong_nai_2025@2025"),
        "dn-high-tech-exports-2030",
        ("22.5", "34.04", "11.54"),
    ),
    Gap(
        12,
        "dong-nai",
        "matched_is_not_clean",
        ("land_plots_verified_share_pct@dong_nai_2025@2025-11", "land_owner_match_pct@dong_nai_2025@2025-10"),
        "dn-land-housing-databases",
        ("94.6%", "80%"),
    ),
]


def test_there_are_twelve() -> None:
    assert [gap.number for gap in GAPS] == list(range(1, 13))


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: f"{gap.number}-{gap.rule}")
def test_the_gap_is_found_and_shown_on_its_target(gap: Gap) -> None:
    board = a_board(gap.province)
    found = [x for x in board.findings if x.rule == gap.rule and set(gap.figures) <= set(x.figures)]
    assert len(found) == 1
    sentence = found[0].sentence
    assert [number for number in gap.numbers if number not in sentence.en] == []
    vietnamese = [number.translate(str.maketrans(",.", ".,")) for number in gap.numbers]
    assert [number for number in vietnamese if number not in sentence.vi] == []
    assert len({sentence.vi, sentence.en, sentence.th}) == 3
    (entry,) = [entry for entry in board.entries if entry.statement.id == gap.target]
    assert found[0] in entry.findings


@pytest.mark.parametrize("province", ["dong-nai", "hung-yen"])
def test_findings_are_numbered_once_and_name_what_exists(province: str) -> None:
    plain = board_as_dict(a_board(province))
    findings, figures = plain["findings"], plain["figures"]
    assert isinstance(findings, list) and isinstance(figures, dict)
    ids = [finding["id"] for finding in findings]
    assert len(set(ids)) == len(ids)
    assert all(finding["statements"] for finding in findings)
    assert {name for finding in findings for name in finding["figures"]} <= set(figures)
