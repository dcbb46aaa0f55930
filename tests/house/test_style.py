"""The rules of the house that no linter knows: sizes, names, docstrings of modules, languages, and what is not kept."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MODULES = [path for path in SOURCES if "migrations" not in path.parts]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
FORBIDDEN = re.compile(r"(^|_)(util|utils|helper|helpers|misc|manager|handler|nextgen|v2)(_|$)", re.IGNORECASE)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_module_keeps_the_house_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MAX_FILE_LINES, "which two rooms share one wall?"
    assert not text or ast.get_docstring(ast.parse(text)), "a module opens by saying what it is for"
    assert not FORBIDDEN.search(path.stem), "a name of the trade says more"
    long = [f.name for f in functions(path) if (f.end_lineno or f.lineno) - f.lineno >= MAX_FUNCTION_LINES]
    named = [f.name for f in functions(path) if FORBIDDEN.search(f.name)]
    assert (long, named) == ([], [])


def test_rooms_have_the_same_furniture() -> None:
    rooms = [path for path in (ROOT / "src/tinhso/rooms").iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert [room.name for room in rooms if not (room / "room.yaml").exists()] == []


def test_nothing_of_a_machine_or_a_registry_is_kept() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    names = [name for name in listed.split("\0") if name]
    assert [name for name in names if Path(name).name in {"uv.lock", "package-lock.json", "poetry.lock"}] == []
    assert [name for name in names if (ROOT / name).exists() and (ROOT / name).stat().st_size > 2_000_000] == []
