"""The tutorials do what they say: their files are written, their commands run, and every line they print is printed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tinhso.__main__ import main

TUTORIALS = sorted((Path(__file__).parents[2] / "docs" / "tutorial").glob("*.md"))
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def pattern(line: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in line.split("…")))


def run(command: str, expected: list[str], home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(home) if word == "HOME" else word for word in command.split()[1:]]
    code = main(words)
    said = capsys.readouterr()
    assert code == 0, said.err
    printed = said.out.splitlines()
    for line in expected:
        wanted = pattern(line.replace("HOME", str(home)))
        assert any(wanted.fullmatch(each) for each in printed), f"{command}: no line {line!r} in\n{said.out}"


PAGES = """
import django, sys
django.setup()
from django.test import Client
for address in sys.argv[1:]:
    answer = Client().get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    print(b"".join(answer).decode())
"""


def pages(home: Path, *addresses: str) -> str:
    """Return the portal's pages over one home; a process of its own, since Django's settings are read once."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings",
        "TINHSO_SECRET_KEY": "of-the-tests-only",
        "TINHSO_HOME": str(home),
    }
    command = [sys.executable, "-c", PAGES, *addresses]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)
def test_tutorial_runs(
    tutorial: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    for kind, name, body in BLOCK.findall(tutorial.read_text("utf-8")):
        if kind == "console":
            for command in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                first, *expected = command.rstrip().splitlines()
                run(first, expected, home, capsys)
        elif name:
            path = (home if name.startswith("rooms/") else tmp_path) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
    if tutorial.stem == "add-a-room":
        shown = pages(home, "/en/dong-nai/rooms/education/", "/vi/dong-nai/indicators/education.digital_report_share/")
        assert "How many schools use digital report books" in shown
        assert "66,7" in shown, "the value of the province, as Vietnamese read it"
        assert "from education.school" in shown, "the query"
        assert "một trường dùng học bạ số từ giữa năm 2025" in shown, "the worked example"
