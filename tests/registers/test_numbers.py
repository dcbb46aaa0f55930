"""Numbers as people write them, against a slow reading; the style of a column comes from its own clear values."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.engine import connect
from tinhso.registers.column_type import Style, column_type, number_evidence_sql, number_style


@pytest.fixture(scope="module")
def store():
    with connect() as opened:
        yield opened


def style_of(store, texts, n_places):
    [(evidence,)] = store.fetch(f"select {number_evidence_sql('x')} from (select unnest(?::varchar[]) as x)", [texts])
    return number_style(evidence, n_places)


def read(store, texts, type_, style=Style.POINT):
    sql = column_type(type_).read_sql("x", style)
    return [value for (value,) in store.fetch(f"select {sql} from (select unnest(?::varchar[]) as x)", [texts])]


@pytest.mark.parametrize(
    ("texts", "n_places", "style"),
    [
        (["1.234,5"], 2, Style.COMMA),
        (["1,234.5"], 2, Style.POINT),
        (["0.125"], 2, Style.POINT),
        (["0,125"], 2, Style.COMMA),
        (["1.234"], 2, Style.COMMA),
        (["1.234"], 6, Style.POINT),
        (["1,234"], 2, Style.POINT),
        (["1,234"], 6, Style.COMMA),
        (["1.234", "2,5"], 6, Style.COMMA),
        (["1.234.567"], 6, Style.COMMA),
        (["1234.5", "1.234"], 2, Style.POINT),
        (["12", "13"], 2, Style.POINT),
        ([], 2, Style.POINT),
    ],
)
def test_the_style_of_a_column(store, texts, n_places, style):
    assert style_of(store, texts, n_places) is style


def written(value, style, grouped):
    text = f"{value:,}" if grouped else str(value)
    return text if style is Style.POINT else text.translate(str.maketrans(",.", ".,"))


NUMBERS = st.decimals(-(10**7), 10**7, places=2)


@settings(max_examples=50, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=20), st.sampled_from(Style), st.booleans())
def test_numbers_read_back_as_they_were_written(store, values, style, grouped):
    texts = [written(value, style, grouped) for value in values]
    assert read(store, texts, "decimal(12,2)", style_of(store, texts, 2)) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("85%", "0.85"), ("85,5 %", "0.855"), ("0,855", "0.855"), ("1", "1"), ("100%", "1"), (".5", "0.5"), ("%", None),
        ("nửa", None), ("1.2.3", None), ("", None),
    ],
)  # fmt: skip
def test_shares(store, text, value):
    [found] = read(store, [text], "share")
    assert found == (None if value is None else Decimal(value).quantize(Decimal("0.000001"), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("integer", "1.234", 1234), ("integer", "1 234 567", 1234567), ("integer", "12.34", None),
        ("integer", "1e3", None), ("integer", "0.123", None),
        ("integer", "-7", -7), ("integer", "99999999999999999999", None), ("money_vnd", "1.500.000 đồng", 1500000),
        ("money_vnd", "1,500,000 VND", 1500000), ("money_vnd", "1,5 triệu", None),
        ("decimal(9,6)", "106.957", Decimal("106.957")),
        ("decimal(4,1)", "12345,6", None), ("boolean", "CÓ", True), ("boolean", "0", False), ("boolean", "ใช่", True),
        ("boolean", "2", None),
    ],
)  # fmt: skip
def test_other_values(store, type_, text, value):
    assert read(store, [text], type_) == [value]


@given(st.dates())
@settings(max_examples=40, deadline=None)
def test_days_read_back_in_every_form(store, day):
    forms = [day.isoformat(), f"{day.day:02}/{day.month:02}/{day.year:04}", f"{day.day}-{day.month}-{day.year:04}",
             f"{day.day}.{day.month}.{day.year:04}", f"{day.isoformat()} 00:00:00"]  # fmt: skip
    assert read(store, forms, "date") == [day] * len(forms)


@pytest.mark.parametrize("text", ["31/02/2025", "29/02/2025", "2025-13-01", "01/13/2025", "1/1/25", "hôm qua", "45292"])
def test_days_that_are_none(store, text):
    assert read(store, [text], "date") == [None]
