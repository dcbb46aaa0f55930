"""How values, periods and days are written, how communes are ranked, classed and found."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tinhso.portal import shown
from tinhso.portal.database import database_settings
from tinhso.portal.folding import folded, words_of
from tinhso.portal.maps import class_breaks
from tinhso.portal.ranking import ranked
from tinhso.portal.searching import search


@pytest.mark.parametrize(
    ("language", "value", "period", "day"),
    [
        ("vi", "71,6\u00a0%", "quý 3/2026", "22/11/2026"),
        ("en", "71.6\u00a0%", "Q3 2026", "22 Nov 2026"),
        ("th", "71.6\u00a0%", "ไตรมาส 3/2026", "22 พ.ย. ค.ศ. 2026"),
    ],
)
def test_each_language_writes_as_it_is_used_to(language, value, period, day):
    with override(language):
        assert shown.shown_value("0.716", "share") == value
        assert shown.shown_period("2026-Q3") == period
        assert shown.shown_day("2026-11-22") == day


def test_a_promise_has_only_the_decimals_it_has():
    with override("vi"):
        assert shown.shown_exactly("0.8", "share") == "80\u00a0%"
        assert shown.shown_exactly("0.375", "share") == "37,5\u00a0%"
        assert shown.shown_exactly("3550", "station").startswith("3.550")


def test_what_is_absent_stays_absent():
    assert shown.shown_value("", "share") == shown.shown_value(None, "share") == ""
    assert shown.shown_number(None) == "" and shown.shown_day(None) == ""


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_no_digit_is_lost_by_separators(number):
    with override("vi"):
        text = shown.shown_number(f"{number:f}")
    assert Decimal(text.replace(".", "").replace(",", ".")) == number


def test_equal_values_share_a_rank_and_the_best_is_first(edition):
    period, rows = ranked(edition, "services.online_share")
    values = [Decimal(each.row["value"]) for each in rows if each.rank]
    assert period == "2026-10"
    assert values == sorted(values, reverse=True)
    assert rows[0].rank == 1
    for before, after in pairwise(rows):
        if before.rank and after.rank and before.row["value"] == after.row["value"]:
            assert before.rank == after.rank
    assert len(rows) == len(edition.communes)
    assert sum(each.rank is None for each in rows) == 2


@given(st.lists(st.decimals(0, 1, places=4), min_size=1, max_size=200))
def test_every_value_lies_in_the_stated_classes(values):
    breaks = class_breaks(values)
    assert breaks[0] == min(values) and breaks[-1] == max(values)
    assert breaks == sorted(breaks)
    assert 2 <= len(breaks) <= 6


def test_no_values_have_no_classes():
    assert class_breaks([]) == []


@pytest.mark.parametrize("query", ["Bien Hoa", "bien hoa", "Biên Hòa", "BIÊN HOÀ"])
def test_a_place_is_found_however_it_is_typed(edition, query):
    assert any("Biên Hòa" in entry.label["vi"] for entry in search(edition, query)[:3])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("dịch vụ công trực tuyến", "online"),
        ("dich vu cong truc tuyen", "online"),
        ("online public servces", "online"),
        ("บริการสาธารณะออนไลน์", "online"),
    ],
)
def test_a_target_is_found_in_three_languages_and_with_a_slip(edition, query, expected):
    found = [entry for entry in search(edition, query)[:8] if entry.kind in ("target", "indicator")]
    assert any(expected in entry.label["en"].lower() or expected in entry.id for entry in found)


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
    assert words_of(folded(text)) == words_of(text)


@given(query=st.text(max_size=30))
def test_any_query_is_answered(edition_for_search, query):
    assert len(search(edition_for_search, query)) <= 60


@pytest.fixture(scope="session")
def edition_for_search(homes):
    from tinhso.portal.homes import get_edition

    edition = get_edition("hung-yen")
    search(edition, "warm")
    return edition


def test_the_database_is_chosen_by_one_setting(tmp_path):
    assert database_settings("", tmp_path)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    postgres = database_settings("postgresql://u:p%40@db:5433/tinhso", tmp_path)
    assert (postgres["NAME"], postgres["PASSWORD"], postgres["PORT"]) == ("tinhso", "p@", "5433")
    assert database_settings("sqlite:////var/x.db", tmp_path)["NAME"] == "/var/x.db"
    with pytest.raises(ValueError, match="expected sqlite"):
        database_settings("mysql://x/y", tmp_path)
