"""The golden release: every yearly figure of a small demonstration home, so that a change shows which numbers move.

`TINHSO_GOLDEN=rewrite uv run pytest tests/path/test_golden.py` rewrites it on purpose; the difference is reviewed.
"""

import os
from pathlib import Path

from tinhso.measure.release import read_release

GOLDEN = Path(__file__).parents[1] / "golden"


def figures(release: Path) -> str:
    """Return the yearly observations without their receipts: a receipt's hash moves with every word of a definition."""
    lines = (release / "observations.csv").read_text("utf-8").splitlines()
    parted = (line.split(",") for line in lines)
    return "\n".join(",".join([*p[:7], p[8]]) for p in parted if len(p[2]) == 4 or p[2] == "period") + "\n"


def promises(release: Path) -> str:
    rows = read_release(release).read("plan.json")["status"]
    lines = {f"{r['id']},{r['status']},{r['indicator'] or ''},{r['period'] or ''},{r['value'] or ''}" for r in rows}
    return "\n".join(["id,status,indicator,period,value", *sorted(lines)]) + "\n"


def files(release: Path) -> str:
    return "\n".join(sorted([*read_release(release).manifest["files"], ""])).lstrip("\n") + "\n"


def test_release_is_the_golden_one(release: Path) -> None:
    found = {"observations.csv": figures(release), "promises.csv": promises(release), "files.txt": files(release)}
    if os.environ.get("TINHSO_GOLDEN") == "rewrite":
        GOLDEN.mkdir(exist_ok=True)
        for name, text in found.items():
            (GOLDEN / name).write_text(text, "utf-8")
    for name, text in found.items():
        assert text.splitlines() == (GOLDEN / name).read_text("utf-8").splitlines(), f"tests/golden/{name}"
