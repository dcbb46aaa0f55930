"""Where the public reference cases lie, and how their files become inputs."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def radio_folder(shared: Path) -> Path:
    return shared / "radio"
