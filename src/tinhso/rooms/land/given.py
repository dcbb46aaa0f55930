"""Public boundaries a person was given, made ready to be received: files of GeoJSON named `*communes*.geojson`.

Takes a folder, gives one delivery of all its features, each naming the file it came from as its source. Which units and
outlines are good is left to the register; a release shows those of its own province.
"""

import json
from pathlib import Path
from typing import Any

from tinhso.registers.given import GivenFile
from tinhso.rooms.land.boundaries import REGISTER


def given(folder: Path) -> list[GivenFile]:
    """Return what a folder holds for the register of boundaries, the folders in it included; empty when nothing is."""
    features = [each for path in sorted(folder.rglob("*communes*.geojson")) for each in _features(path)]
    content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return [GivenFile(REGISTER, "full", "communes.geojson", content.encode())] if features else []


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    return [{**each, "properties": {"source": path.name, **each["properties"]}} for each in features]
