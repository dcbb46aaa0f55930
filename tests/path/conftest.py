"""One small published home for all tests of the path."""

from datetime import date
from pathlib import Path

import pytest

from tinhso.base.home import Home, make_home
from tinhso.path.up import bring_up

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = make_home(tmp_path_factory.mktemp("path") / "home", "33")
    bring_up(home, n_people=400, seed=5, as_of=AS_OF, report=lambda *_: None)
    return home


@pytest.fixture(scope="session")
def release(published: Home) -> Path:
    return next(path.parent for path in published.releases.glob("*/manifest.json"))
