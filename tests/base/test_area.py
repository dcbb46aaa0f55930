"""Areas against the published counts of units, and the way from old units to new."""

from collections import Counter
from datetime import date
from decimal import Decimal

from tinhso.base.area import areas_on, communes_of, is_valid, predecessors, successors

BEFORE_CITY, AFTER_CITY, BEFORE_MERGER = date(2026, 4, 29), date(2026, 4, 30), date(2025, 6, 30)


def kinds(day: date, parent: str | None = None) -> Counter[str]:
    return Counter(area.kind for area in areas_on(day).values() if parent in {None, area.parent})


def test_country_has_34_provinces_and_3321_communes() -> None:
    counts = kinds(BEFORE_CITY)
    assert (counts["province"], counts["city"]) == (28, 6)
    assert (counts["ward"], counts["commune"], counts["special_zone"]) == (687, 2621, 13)


def test_dong_nai_became_a_city_and_ten_communes_wards_on_30_april_2026() -> None:
    assert (kinds(BEFORE_CITY, "75")["ward"], kinds(AFTER_CITY, "75")["ward"]) == (23, 33)
    assert areas_on(BEFORE_CITY)["75"].kind == "province"
    assert areas_on(AFTER_CITY)["75"].kind == "city"
    assert (kinds(AFTER_CITY)["ward"], kinds(AFTER_CITY)["commune"]) == (697, 2611)


def test_provinces_have_their_communes() -> None:
    assert len(communes_of("75", AFTER_CITY)) == 95
    assert len(communes_of("33", AFTER_CITY)) == 104


def test_63_old_provinces_before_the_merger() -> None:
    counts = kinds(BEFORE_MERGER)
    assert counts["province"] + counts["city"] == 63
    assert not is_valid("70", AFTER_CITY)
    assert is_valid("70", BEFORE_MERGER)


def test_old_units_lead_to_new_ones_whole_or_in_parts() -> None:
    assert successors("70") == [("75", Decimal(1))]
    assert successors("34") == [("33", Decimal(1))]
    assert successors("99999") == []
    divided = [
        code for code, area in areas_on(BEFORE_MERGER).items() if area.level == "commune" and len(successors(code)) > 1
    ]
    assert len(divided) == 471
    assert all(abs(sum(weight for _, weight in successors(code)) - 1) < Decimal("0.0001") for code in divided)


def test_predecessors_carry_weights_that_add_up_to_one() -> None:
    old = {area.code: weight for area, weight in predecessors("75")}
    assert old == {"70": Decimal("0.2431"), "75": Decimal("0.7569")}


def test_labels_are_in_three_languages() -> None:
    assert areas_on(AFTER_CITY)["26248"].as_dict()["label"] == {
        "vi": "Phường Trảng Bom",
        "en": "Trang Bom Ward",
        "th": "แขวง Trang Bom",
    }
