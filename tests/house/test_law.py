"""Every citation in a definition names a text of `law/texts` that was in force on the definition's day."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from tinhso.base.definition import PACKAGED_ROOMS, read_yaml
from tinhso.law.citation import check_citations, parse_citations
from tinhso.law.text import read_texts

COLLECTED_ON = date(2026, 10, 6)
HEADER = re.compile(r"\A\s*/\*(.*?)\*/", re.DOTALL)
FILES = sorted([*PACKAGED_ROOMS.glob("**/*.yaml"), *PACKAGED_ROOMS.glob("**/*.sql")])


def header_of(path: Path) -> dict[str, object]:
    text = path.read_text("utf-8")
    if path.suffix == ".sql":
        found = HEADER.match(text)
        return read_yaml(found[1], path.name) if found else {}
    return read_yaml(text, path.name)


def day_of(raw: Mapping[str, object], inherited: date) -> date:
    for key in ("from", "adopted_on", "checked"):
        if isinstance(raw.get(key), str):
            return date.fromisoformat(str(raw[key]))
    return inherited


def cited(raw: object, on: date) -> Iterator[tuple[str, date]]:
    if isinstance(raw, Mapping):
        on = day_of(raw, on)
        for key, value in raw.items():
            if key == "law" and isinstance(value, str):
                yield value, on
            else:
                yield from cited(value, on)
    elif isinstance(raw, list):
        for value in raw:
            yield from cited(value, on)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGED_ROOMS).as_posix())
def test_citations_hold(path: Path) -> None:
    for words, on in cited(header_of(path), COLLECTED_ON):
        faults = check_citations(parse_citations(words), read_texts(), on)
        assert faults == [], "\n".join(fault.text("en") for fault in faults)
