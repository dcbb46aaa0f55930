"""Definitions are discovered by their place: packaged rooms first, then the home's own, which extend or replace.

Takes folders of `rooms/<room>/<kind>/*`, gives each definition file once, and reads YAML so that a mistake names
file and line. What a kind of definition means is left to the floor that owns it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tinhso.base.canonical import sha256
from tinhso.base.errors import DefinitionError, definition_fault

PACKAGED_ROOMS = Path(__file__).parent.parent / "rooms"


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """One file of a room: its room, its kind (the folder), its name without suffixes, where it lies."""

    room: str
    kind: str
    name: str
    path: Path

    @property
    def id(self) -> str:
        """Return `room.name`, by which other definitions and queries know it."""
        return f"{self.room}.{self.name}"

    @property
    def where(self) -> str:
        """Return the short place that errors name: `room/kind/file`."""
        return f"{self.room}/{self.kind}/{self.path.name}" if self.kind else f"{self.room}/{self.path.name}"

    def text(self) -> str:
        """Return the file's text; raises DefinitionError when it is not UTF-8."""
        try:
            return self.path.read_text("utf-8")
        except UnicodeDecodeError as error:
            fault = definition_fault(
                self.where, "not UTF-8 text", f"byte {error.start}", "UTF-8", "Save the file as UTF-8."
            )
            raise DefinitionError(fault) from error

    def sha256(self) -> str:
        """Return the hash of the file's text with line ends made equal."""
        return sha256(self.text().replace("\r\n", "\n").encode())


def find_definitions(kind: str, pattern: str, home: Path | None = None) -> list[DefinitionFile]:
    """Return the files `rooms/*/<kind>/<pattern>` in order of id; a home's file replaces a packaged one of the same id.

    An empty kind looks in the room's own folder (`room.yaml`).
    """
    found: dict[tuple[str, str], DefinitionFile] = {}
    for rooms in _room_roots(home):
        for path in sorted(rooms.glob(f"*/{kind}/{pattern}" if kind else f"*/{pattern}")):
            room = path.relative_to(rooms).parts[0]
            found[(room, path.name)] = DefinitionFile(room, kind, path.name.split(".")[0], path)
    return [found[key] for key in sorted(found)]


def _room_roots(home: Path | None) -> list[Path]:
    own = [home / "rooms"] if home is not None else []
    return [PACKAGED_ROOMS, *own]


def read_yaml(text: str, where: str) -> dict[str, Any]:
    """Return the mapping a YAML text holds; raises DefinitionError naming the line of a mistake."""
    try:
        raw = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        fault = definition_fault(
            f"{where}:{line}", "not valid YAML", error.problem or "", "a mapping", "Mend the line."
        )
        raise DefinitionError(fault) from error
    if not isinstance(raw, Mapping):
        raise DefinitionError(
            definition_fault(where, "no mapping", type(raw).__name__, "keys and values", "Start with `key: value`.")
        )
    return dict(raw)


class _Loader(yaml.CSafeLoader):
    """YAML in which 075, 2025-07-01, 1.5 and no stay text; plain whole numbers, true and false are typed."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag in {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
