from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.law.citation import Citation, check_citation, check_citations, parse_citations
from tinhso.law.text import read_texts

TEXTS = read_texts()


@pytest.mark.parametrize(
    ("words", "text_id", "place"),
    [
        ("nq-57-2024", "nq-57-2024", ""),
        ("nq-57-2024 sec. II.1", "nq-57-2024", "sec. II.1"),
        ("nd-118-2025 art. 3", "nd-118-2025", "art. 3"),
        ("qd-766-2022 annex", "qd-766-2022", "annex"),
        ("nd-118-2025 art. 12(2)", "nd-118-2025", "art. 12(2)"),
    ],
)
def test_forms_that_are_read(words: str, text_id: str, place: str) -> None:
    assert Citation.parse(words) == Citation(text_id, place)


@pytest.mark.parametrize("words", ["", "art. 3", "nd-118-2025 article 3", "Nghị định 118", "nd-118-2025 art.3", "-x"])
def test_forms_that_are_not(words: str) -> None:
    with pytest.raises(ValueError, match="no citation"):
        Citation.parse(words)


@given(st.sampled_from(sorted(TEXTS)), st.sampled_from(["", "art. 3", "sec. II.1", "annex 2"]))
def test_written_as_read(text_id: str, place: str) -> None:
    assert Citation.parse(str(Citation(text_id, place))) == Citation(text_id, place)


@given(st.sampled_from(sorted(TEXTS)), st.dates())
def test_holds_exactly_while_in_force(text_id: str, on: date) -> None:
    assert (check_citation(Citation(text_id), TEXTS, on) == []) == TEXTS[text_id].in_force(on)


def test_unknown_text_names_the_nearest() -> None:
    (fault,) = check_citation(Citation.parse("nq-57-2025"), TEXTS, date(2026, 1, 1))
    assert '"nq-57-2024"' in fault.advice.en


def test_replaced_text_names_its_successor() -> None:
    (fault,) = check_citations(parse_citations("nd-61-2018 art. 3; nd-118-2025"), TEXTS, date(2026, 1, 1))
    assert fault.what.en == "not in force"
    assert "nd-118-2025" in fault.advice.en


def test_shown_in_three_languages() -> None:
    shown = Citation.parse("nq-57-2024 sec. II.1").shown(TEXTS)
    assert shown.vi == "Bộ Chính trị, 57-NQ/TW (2024-12-22), mục II.1"
    assert shown.en.endswith("sec. II.1")
    assert Citation("nowhere-1").shown(TEXTS).th == "nowhere-1"
