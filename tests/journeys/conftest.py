"""A real browser over a real server for the journeys; without Chromium they skip and say so.

`TINHSO_CHROMIUM` names another browser, `TINHSO_PICTURES` a folder that the pictures are kept in, and `TINHSO_HOMES`
a folder of homes that `tinhso up` made, for pictures of a whole province.
"""

import os
import shutil
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

    # isort: split
    from django.core.management import call_command

    made_homes()
    call_command("migrate", verbosity=0, interactive=False)
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


@pytest.fixture(scope="module")
def desks(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over copies of its homes in which something waits at every desk of Đồng Nai; see `desk_scene`.

    With `TINHSO_HOMES` the copies are of a folder of homes that `tinhso up` made.
    """
    from desk_scene import cleared, set_scene
    from django.conf import settings

    from tinhso.base.home import open_home

    folder = tmp_path_factory.mktemp("desks")
    for home in Path(os.environ.get("TINHSO_HOMES", settings.TINHSO_HOME)).glob("*/province.yaml"):
        shutil.copytree(home.parent, folder / home.parent.name)
    with pytest.MonkeyPatch.context() as patched, cleared():
        patched.setattr(settings, "TINHSO_HOME", folder)
        set_scene(open_home(folder / "dong-nai"), folder)
        yield site


@pytest.fixture
def pictures() -> Path | None:
    folder = os.environ.get("TINHSO_PICTURES")
    return Path(folder) if folder else None
