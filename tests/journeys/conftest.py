"""A real browser over a real server for the journeys; without Chromium they skip and say so.

`TINHSO_CHROMIUM` names another browser, `TINHSO_PICTURES` a folder that the pictures are kept in.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "portal"))
CHROMIUM = Path(os.environ.get("TINHSO_CHROMIUM", "/usr/bin/chromium"))
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    from portal_site import made_homes, serving

    made_homes()
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium fonts-noto-core, or set TINHSO_CHROMIUM")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_QUIET)
        yield found
        found.close()


@pytest.fixture
def pictures() -> Path | None:
    folder = os.environ.get("TINHSO_PICTURES")
    return Path(folder) if folder else None
