"""Re-stated tables keep their totals, come back where units went whole, and say what they rest on."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.area import communes_of, predecessors, successors
from tinhso.base.area_shares import Share, shares_after, shares_before
from tinhso.base.home import make_home
from tinhso.engine import open_store
from tinhso.measure.indicator import read_indicators
from tinhso.measure.observation import Cell
from tinhso.measure.restate import apportioned, restate
from tinhso.measure.restate_rows import place_rows, told_by_rows
from tinhso.measure.run import gather, on_frame, prepare, run_query
from tinhso.path.linking import link_home
from tinhso.registers.check import check
from tinhso.registers.receive import receive

DAY = date(2026, 11, 22)
COMMUNES = [area.code for province in ("75", "33") for area in communes_of(province, DAY)]
WHOLE = [code for code in COMMUNES if all(len(successors(old.code)) == 1 for old, _ in predecessors(code))]
TABLE = st.dictionaries(
    st.sampled_from(COMMUNES), st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=12
)


def cells_of(table):
    return [Cell(code, "2025", Decimal(n), Decimal(n + more)) for code, (n, more) in table.items()]


def totals(cells):
    return sum(cell.numerator or 0 for cell in cells), sum(cell.denominator or 0 for cell in cells)


@given(st.decimals(0, 10**9, places=3), st.lists(st.integers(1, 1000), min_size=1, max_size=9))
def test_the_parts_add_up_exactly_and_none_is_negative(value, sizes):
    parts = apportioned(value, [Fraction(size, sum(sizes)) for size in sizes])
    assert sum(parts) == value and min(parts) >= 0


@given(TABLE)
def test_totals_stay_on_the_units_of_before(table):
    cells = cells_of(table)
    assert totals([each.cell for each in restate(cells, shares_before)]) == totals(cells)


@given(st.dictionaries(st.sampled_from(WHOLE), st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1))
def test_there_and_back_is_where_it_began_for_units_made_of_whole_ones(table):
    before = [each.cell for each in restate(cells_of(table), shares_before)]
    again = {each.cell.area: each.cell for each in restate(before, shares_after)}
    assert {code: (cell.numerator, cell.denominator) for code, cell in again.items()} == {
        code: (Decimal(n), Decimal(n + more)) for code, (n, more) in table.items()
    }


@pytest.mark.parametrize("code", ["25195", "75", "33"])
def test_shares_add_up_to_one_whatever_their_rounding(code):
    assert sum(share.weight for share in shares_before(code)) == 1


def test_it_says_whether_weights_are_known():
    assert {share.basis for share in shares_before("75")} == {"people"}
    assert {share.basis for share in shares_before("25195")} == {"equal"}
    assert [share.basis for share in shares_before("00000")] == ["whole"]
    [first, *_] = restate([Cell("25195", "2025", Decimal(60), None)], shares_before)
    assert (first.way, first.known_share) == ("equal", 0)


def two(_code):
    return [Share("a", Fraction(1, 2), "equal"), Share("b", Fraction(1, 2), "equal")]


@pytest.mark.parametrize("status", ["suppressed", "no_data"])
def test_what_is_absent_stays_absent_and_is_never_nothing(status):
    cells = [Cell("x", "2025", None, None, status), Cell("y", "2025", Decimal(4), None)]
    assert {each.cell.status for each in restate(cells, two)} == {status}


def test_rows_come_before_weights_and_judge_the_rest_when_they_are_enough():
    cell = Cell("x", "2025", Decimal(40), Decimal(100))
    told = {("x", "2025"): {"a": Cell("a", "2025", Decimal(30), Decimal(60))}}
    a, b = restate([cell], two, told)
    assert (a.cell.numerator, a.cell.denominator, a.way, a.known_share) == (40, 100, "rows", Decimal("0.6"))
    assert (b.cell.numerator, b.cell.denominator) == (0, 0)
    few = {("x", "2025"): {"a": Cell("a", "2025", Decimal(3), Decimal(6))}}
    a, b = restate([cell], two, few)
    assert (a.cell.denominator, b.cell.denominator, a.way) == (53, 47, "equal")


def test_rows_that_tell_all_leave_nothing_to_weights():
    told = {("x", "2025"): {"a": Cell("a", "2025", Decimal(1), Decimal(2))}}
    a, b = restate([Cell("x", "2025", Decimal(1), Decimal(2))], two, told)
    assert (a.way, b.way, a.known_share, b.cell.denominator) == ("rows", "rows", 1, 0)


ADDRESSES = {
    "25201": "1 ấp 2, Phường Tân Bình, Thành phố Đồng Xoài, Tỉnh Bình Phước",
    "25204": "12 đường ĐT741, P. Tân Xuân, TP. Đồng Xoài, Bình Phước",
    "": "Số 1, Ấp 1, Phường Bình Phước, Tỉnh Đồng Nai",
}


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home", "75")
    parcels, dwellings = tmp_path / "parcels.csv", tmp_path / "dwellings.csv"
    parcels.write_text("parcel_uid,area,sheet,number,land_use,area_m2\n10,25195,1,1,ODT,100\n", "utf-8")
    rows = [f'{n},{10 if n % 2 else ""},25195,"{text}",2026-01-0{n + 1}' for n, text in enumerate(ADDRESSES.values())]
    dwellings.write_text("dwelling_id,parcel_uid,area,address,registered_on\n" + "\n".join(rows) + "\n", "utf-8")
    certificates = tmp_path / "certificates.csv"
    certificates.write_text("serial,area,parcel_uid,holder_name,issued_on\nC1,25195,10,Lê A,2020-01-01\n", "utf-8")
    given = {"land.parcel": parcels, "land.dwelling": dwellings, "land.certificate": certificates}
    for register, path in given.items():
        receipt = check(home, receive(home, [path], register=register, sender="x", as_of=DAY))
        assert receipt.rows_rejected == 0
    link_home(home)
    return home


def test_an_old_address_puts_a_row_back_where_it_was(home):
    ground = gather(home, DAY)
    indicator = read_indicators()["land.dwellings_on_parcel_share"][-1]
    with open_store(home.store, read_only=True) as store:
        prepare(store, ground)
        cells = on_frame(run_query(store, indicator), indicator, ground)
        published = {(c.area, c.period): c for c in cells if c.area == "25195" and c.numerator is not None}
        place_rows(store, ground)
        told = told_by_rows(store, indicator, ground, published)
        other = {key: Cell(c.area, c.period, c.numerator, Decimal(99)) for key, c in published.items()}
        assert told_by_rows(store, indicator, ground, other) == {}
    [newest] = {max(period for _, period in published)}
    parts = told[("25195", newest)]
    assert {code: (int(c.numerator or 0), int(c.denominator or 0)) for code, c in parts.items()} == {
        "25201": (0, 1), "25204": (1, 1),
    }  # fmt: skip
