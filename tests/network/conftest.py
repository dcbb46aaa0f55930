"""Where the public reference cases lie, and how their files become inputs."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def radio_folder() -> Path:
    folder = Path(os.environ.get("TINHSO_SHARED", ROOT.parent / "shared" / "data")) / "radio"
    if not folder.exists():
        pytest.skip(f"public radio reference cases are not at {folder} (set TINHSO_SHARED)")
    return folder
