"""Pages of registers in step: what the report says is on them, and what it withholds is not."""

import json

import pytest
from a_step_report import ABSENT, BEHIND, LINKED, step_report

from tinhso.path.steps import step_lines
from tinhso.portal.pages.steps import chart_spec, find_pair


def text(client, path):
    answer = client.get(f"/en/dong-nai/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_first_page_says_how_many_rows_conflict_and_who_mends_them(client):
    page = text(client, "steps/")
    assert "405" in page and "1,210 when first counted (30 Jun 2026)" in page
    assert page.index("Out of step") < page.index("To be mended")
    assert page.index("Births ↔ Residents") < page.index("Land certificates ↔ Deaths")
    assert "Provincial Police" in page and "One person written twice" in page
    assert "412 of 9,897 rows found no partner" in page


@pytest.mark.parametrize("pair", [each["id"] for each in step_report()["pairs"]])
@pytest.mark.parametrize("language", ["vi", "en", "th"])
def test_every_pair_has_its_page_in_every_language(client, language, pair):
    assert client.get(f"/{language}/dong-nai/steps/{pair}/").status_code == 200


def test_a_pair_shows_lag_conflicts_months_and_communes(client):
    page = text(client, f"steps/{LINKED}/")
    assert "The newest deliveries of the two lie 22 days apart." in page
    assert "31 Oct 2026" in page and "22 days before" in page
    assert "A holder recorded dead" in page and "Department of Agriculture and Environment" in page
    assert "definitions/land/rules/holder_recorded_dead.sql" in page
    for month in find_pair(step_report(), LINKED)["months"]:
        assert f'<td class="n">{month["open"]}</td>' in page
    assert page.count('<span class="muted">withheld</span>') == 2
    assert "Not every row here needs a partner." in page
    assert "Registers linked row by row" in page


def test_what_is_out_of_step_or_absent_says_so(client):
    assert "No fewer rows conflict than when first counted" in text(client, f"steps/{BEHIND}/")
    absent = text(client, f"steps/{ABSENT}/")
    assert "At least one of the registers was not received yet." in absent
    assert "<img" not in absent


def test_pictures_are_drawn_for_each_width_and_no_other(client):
    for id_ in (LINKED, "population.resident", "all"):
        for width in ("wide", "narrow"):
            answer = client.get(f"/vi/dong-nai/steps/{id_}-{width}.svg")
            assert answer.status_code == 200 and b"<svg" in answer.content
    for wrong in (f"{LINKED}-huge", f"{ABSENT}-wide", "nothing-wide"):
        assert client.get(f"/vi/dong-nai/steps/{wrong}.svg").status_code == 404


def test_a_picture_draws_every_month_of_every_rule():
    pair = find_pair(step_report(), "population.resident")
    values = chart_spec(pair["rules"], narrow=False)["data"]["values"]
    assert len(values) == len(pair["rules"]) * 6
    assert json.dumps(values)


def test_a_pair_that_is_not_there_is_not_found(client):
    assert client.get("/en/dong-nai/steps/land.nothing/").status_code == 404


def test_a_target_of_the_statement_leads_to_its_pairs(client, edition):
    target = next(each for each in edition.board.targets if "HY3" in each["seeds"] or "DN11" in each["seeds"])
    page = text(client, f"targets/{target['id']}/")
    assert "Are the registers behind this target in step?" in page
    assert f"/en/dong-nai/steps/{LINKED}/" in page


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("vi", "còn phải sửa: Giấy chứng nhận quyền sử dụng đất ~ Khai tử"),
        ("en", "  80 ← 190: A holder recorded dead (mended by Department of Agriculture and Environment)"),
        ("th", "ยังไม่ได้รับ: ที่อยู่อาศัย ~ แปลงที่ดิน"),
    ],
)
def test_the_command_line_says_the_same(edition, language, says):
    assert any(line.startswith(says) for line in step_lines(edition.release, language))
