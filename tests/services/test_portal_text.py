"""The traps of the national catalogue, each seen in live data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.services.deadlines import Term, TimeUnit
from tinhso.rooms.services.portal_text import ReadFee, Reading, is_test_decision, read_fee, read_name, read_term
from tinhso.rooms.services.procedure import FeeKind


@pytest.mark.parametrize(
    ("number", "unit", "steps", "term", "sure"),
    [
        ("3", "WORKING_DAY", "", Term(3, TimeUnit.WORKING_DAY), True),
        ("15", "DAY", "", Term(15, TimeUnit.CALENDAR_DAY), True),
        ("8", "HOUR", "", Term(8, TimeUnit.HOUR), True),
        ("1", "OTHER", "nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo", Term(1, TimeUnit.SAME_DAY), False),
        ("1", "WORKING_DAY", "tiếp nhận sau 15h00", Term(1, TimeUnit.SAME_DAY), True),
        ("3", "OTHER", "", Term(3, TimeUnit.WORKING_DAY), False),
        ("", "OTHER", "", None, False),
        ("0", "WORKING_DAY", "", None, False),
        ("2", "WEEK", "", None, False),
    ],
)
def test_terms(number: str, unit: str, steps: str, term: Term | None, sure: bool) -> None:
    reading = read_term(number, unit, steps)
    assert (reading.value, reading.doubt == "") == (term, sure)


@pytest.mark.parametrize(
    ("number", "note", "fee", "sure"),
    [
        ("700", "Thẩm định: 700.000 đồng/cơ sở", ReadFee(FeeKind.FIXED, 700_000), False),
        ("8000", "", ReadFee(FeeKind.FIXED, 8_000), True),
        ("8.000", "8.000 đồng/bản", ReadFee(FeeKind.FIXED, 8_000), True),
        ("50000", "mức 150.000 đồng", ReadFee(FeeKind.FIXED, 50_000), False),
        ("0", "Theo Nghị quyết của HĐND cấp tỉnh", ReadFee(FeeKind.SET_BY_COUNCIL), True),
        ("0", "Miễn phí", ReadFee(FeeKind.FREE), True),
        ("0", "", ReadFee(FeeKind.UNKNOWN), False),
        ("1", "", ReadFee(FeeKind.UNKNOWN), False),
        ("10", "/bản", ReadFee(FeeKind.UNKNOWN), False),
    ],
)
def test_fees(number: str, note: str, fee: ReadFee, sure: bool) -> None:
    reading = read_fee(number, note)
    assert (reading.value, reading.doubt == "") == (fee, sure)


def test_names_and_test_decisions() -> None:
    assert read_name("Thẩm định  báo cáo (1.010733) -") == "Thẩm định báo cáo"
    assert is_test_decision("Demo/QĐ-BCA") and is_test_decision("QĐ000001SNNTEST")
    assert not is_test_decision("163/QĐ-BTP")


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=40))
def test_nothing_breaks_the_reading(number: str, unit: str, note: str) -> None:
    assert isinstance(read_term(number, unit, note), Reading)
    assert isinstance(read_fee(number, note), Reading)
