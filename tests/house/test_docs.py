"""The documentation's pictures: each that is shown is there, each that is there is shown, and all stay small."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)\s]+)\)")
MAX_PICTURE_BYTES = 80_000


def test_pictures_are_there_used_described_and_small() -> None:
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    shown = {
        (page.parent / target).resolve() for page in pages for _, target in PICTURE.findall(page.read_text("utf-8"))
    }
    kept = set((ROOT / "docs" / "pictures").iterdir())
    assert shown == kept
    assert [path.name for path in kept if path.stat().st_size > MAX_PICTURE_BYTES] == []
