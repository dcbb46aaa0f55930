"""Disclosure control: small counts never appear and cannot be had by subtraction."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tinhso.measure.disclosure import protect
from tinhso.measure.observation import Cell

PARENTS = {f"{n:05d}": "75" for n in range(8)}
COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=8)


def release(counts: list[int], at_least: int = 5) -> dict[str, Cell]:
    cells = [Cell(f"{n:05d}", "2025", Decimal(count), None) for n, count in enumerate(counts)]
    total = Cell("75", "2025", Decimal(sum(counts)), None)
    return {cell.area: cell for cell in protect([*cells, total], at_least=at_least, parents=PARENTS)}


@given(COUNTS)
def test_no_small_count_is_shown(counts: list[int]) -> None:
    shown = [c.numerator for c in release(counts).values() if c.status == "ok"]
    assert all(count == 0 or (count is not None and count >= 5) for count in shown)


@given(COUNTS)
def test_total_minus_shown_parts_never_reveals_a_small_count(counts: list[int]) -> None:
    cells = release(counts)
    hidden = [counts[int(area)] for area, cell in cells.items() if area != "75" and cell.status == "suppressed"]
    if cells["75"].status == "ok" and hidden:
        assert len(hidden) >= 2


def test_a_month_cannot_be_had_from_its_year() -> None:
    months = [Cell("00001", f"2025-{m:02d}", Decimal(2 if m == 3 else 20 + m), None) for m in range(1, 13)]
    year = Cell("00001", "2025", Decimal(sum(int(c.numerator or 0) for c in months)), None)
    cells = protect([*months, year], at_least=5, parents={})
    assert [c.period for c in cells if c.status == "suppressed"] == ["2025-01", "2025-03"]


def test_remainder_of_a_ratio_is_protected_too() -> None:
    (cell,) = protect([Cell("00001", "2025", Decimal(98), Decimal(100))], at_least=5, parents={})
    assert cell.status == "suppressed"


def test_nothing_is_suppressed_without_a_bound() -> None:
    (cell,) = protect([Cell("00001", "2025", Decimal(1), Decimal(2))], at_least=0, parents={})
    assert cell.status == "ok"
