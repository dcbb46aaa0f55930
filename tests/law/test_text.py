from datetime import date
from pathlib import Path

import pytest

from tinhso.base.errors import DefinitionError
from tinhso.law.text import TEXTS, read_texts

GOOD = """
id: {id}
number: 1/QĐ-TTg
issuer: prime_minister
issued_on: 2024-01-05
in_force: {{from: 2024-02-01, until: 2024-12-31}}
title: {{vi: Thử, en: Trial, th: ทดลอง}}
verified: {verified}
read: title
source: nowhere
checked: 2026-10-06
{more}
"""


def a_text(id_: str, more: str = "", verified: str = "true") -> str:
    return GOOD.format(id=id_, more=more, verified=verified)


def folder_with(tmp_path: Path, **texts: str) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (tmp_path / "issuers.yaml").write_text((TEXTS.parent / "issuers.yaml").read_text("utf-8"), "utf-8")
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, "utf-8")
    return folder


def test_packaged_texts_hold_together() -> None:
    texts = read_texts()
    assert len(texts) >= 60
    assert texts["nq-57-2024"].issued_on == date(2024, 12, 22)


def test_issuer_number_and_day_tell_texts_apart() -> None:
    names = [text.name.vi for text in read_texts().values()]
    assert len(set(names)) == len(names)
    both = [text for text in read_texts().values() if text.number == "433-KH/TU"]
    assert {text.id for text in both} == {"kh-433-2025-dong-nai", "kh-433-2025-hung-yen"}


def test_a_text_replaced_ends_before_its_successor_begins() -> None:
    texts = read_texts()
    for text in texts.values():
        for old in text.replaces:
            until = texts[old].in_force_until
            assert until is not None and until < text.in_force_from, (text.id, old)


def test_an_unverified_text_says_why(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="unverified without a note"):
        read_texts(folder_with(tmp_path, qd_1_2024=a_text("qd-1-2024", verified="false")))


def test_both_ends_of_force_are_included(tmp_path: Path) -> None:
    text = read_texts(folder_with(tmp_path, qd_1_2024=a_text("qd-1-2024")))["qd-1-2024"]
    days = [date(2024, 1, 31), date(2024, 2, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [text.in_force(day) for day in days] == [False, True, True, False]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        qd_1_2024=a_text("qd-2-2024"),
        qd_3_2024=a_text("qd-3-2024", "replaces: [qd-9-1999]"),
        qd_4_2024="id: qd-4-2024",
        qd_5_2024=a_text("qd-5-2024").replace("read: title", "read: glance"),
    )
    with pytest.raises(DefinitionError) as caught:
        read_texts(folder)
    assert len(caught.value.faults) == 4
