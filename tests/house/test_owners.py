"""Every owner, sender and coordinator a definition names is an agency of the plan room, so that pages can name it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.rooms.plan.reading import read_agencies

NAMED = re.compile(r"^\s*(?:- )?(?:owner|sender|coordinator): *([a-z0-9-]+)\s*$", re.MULTILINE)
FILES = sorted([*PACKAGED_ROOMS.glob("**/*.yaml"), *PACKAGED_ROOMS.glob("**/*.sql")])


def named(path: Path) -> Iterator[str]:
    yield from NAMED.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGED_ROOMS).as_posix())
def test_agencies_are_known(path: Path) -> None:
    assert sorted(set(named(path)) - set(read_agencies())) == []
