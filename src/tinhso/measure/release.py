"""Releases: immutable folders of observations with their receipts, definitions and law, signed as a whole.

Takes a measurement and the documents of the rooms (plan, areas, law…), gives a folder that an outsider can check with
`verify.py` alone. A release is written beside its place and moved there in one step: it is whole or not there.
"""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from tinhso import __version__
from tinhso.base.canonical import canonical_json, sha256
from tinhso.base.home import Home
from tinhso.base.receipt import Receipt
from tinhso.measure.merkle import root
from tinhso.measure.observation import HEADER, Observation, in_order
from tinhso.measure.signing import signature

FORMAT = "tinhso-release/1"


@dataclass(frozen=True)
class Release:
    """A published release, read file by file when asked; plain dictionaries and lists as RELEASE files hold them."""

    folder: Path

    @property
    def id(self) -> str:
        """Return the release's id, its folder's name."""
        return self.folder.name

    def read(self, name: str) -> Any:
        """Return the content of one of its JSON files."""
        return json.loads((self.folder / name).read_text("utf-8"))

    def find(self, name: str) -> Any | None:
        """Return the content of one of its JSON files, or None when the release has no such file."""
        return self.read(name) if name in self.manifest["files"] else None

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest: files with hashes, Merkle root, counts, territory and day."""
        return dict(self.read("manifest.json"))

    @cached_property
    def observations(self) -> list[dict[str, str]]:
        """Return the observations in order, every field as text."""
        lines = (self.folder / "observations.csv").read_text("utf-8").splitlines()
        names = lines[0].split(",")
        return [dict(zip(names, line.split(","), strict=True)) for line in lines[1:]]

    @cached_property
    def receipts(self) -> dict[str, dict[str, Any]]:
        """Return the receipts by id."""
        lines = (self.folder / "receipts.jsonl").read_text("utf-8").splitlines()
        return {receipt["id"]: receipt for receipt in map(json.loads, lines)}


@lru_cache(maxsize=8)
def read_release(folder: Path) -> Release:
    """Return the release in a folder; releases never change, so it is kept."""
    return Release(folder)


def find_releases(home: Home) -> list[Path]:
    """Return the folders of a home's releases, oldest first."""
    # What a stopped process left half-written begins with a dot.
    folders = [path.parent for path in home.releases.glob("[!.]*/manifest.json")]
    return sorted(folders, key=lambda folder: (folder.name[:10], int(folder.name[11:])))


def observation_lines(observations: Sequence[Observation]) -> list[str]:
    """Return the lines of `observations.csv` without its header, in order."""
    return [observation.line() for observation in in_order(observations)]


def receipt_lines(receipts: Sequence[Receipt]) -> list[str]:
    """Return the lines of `receipts.jsonl`, each receipt with its id, in order of id and once each."""
    by_id = {receipt.id: receipt for receipt in receipts}
    return [canonical_json(by_id[id_].as_dict() | {"id": id_}).decode() for id_ in sorted(by_id)]


@dataclass(frozen=True, slots=True)
class Draft:
    """A release before it is signed: its id, its files by name, and its manifest's bytes."""

    id: str
    files: Mapping[str, bytes]
    manifest: bytes


def compose(
    home: Home,
    *,
    observations: Sequence[Observation],
    receipts: Sequence[Receipt],
    documents: Mapping[str, bytes],
    as_of: date,
) -> Draft | None:
    """Return the release to come, or None when nothing differs from the newest one.

    `documents` are the other files by name. Raises ValueError for an observation whose receipt is not among `receipts`.
    """
    lines, proofs = observation_lines(observations), receipt_lines(receipts)
    _require_receipts(observations, receipts)
    files = dict(documents)
    files["observations.csv"] = "\n".join([HEADER, *lines, ""]).encode()
    files["receipts.jsonl"] = "\n".join([*proofs, ""]).encode()
    listed = {name: {"sha256": sha256(content), "bytes": len(content)} for name, content in sorted(files.items())}
    previous = find_releases(home)[-1:]
    before = read_release(previous[0]).manifest if previous else None
    if before and before["files"] == listed:
        return None
    manifest = {
        "format": FORMAT,
        "id": _next_id(home, as_of),
        "province": home.province,
        "as_of": as_of.isoformat(),
        "code": __version__,
        "previous": before and before["id"],
        "previous_root": before and before["merkle_root"],
        "invented": any(observation.invented for observation in observations),
        "n_observations": len(lines),
        "n_receipts": len(proofs),
        "merkle_root": root([*lines, *proofs]),
        "files": listed,
    }
    return Draft(str(manifest["id"]), files, canonical_json(manifest) + b"\n")


def publish(home: Home, draft: Draft | None) -> Path:
    """Sign a draft, make it the home's newest release and return its folder; without a draft the newest there is."""
    if draft is None:
        return find_releases(home)[-1]
    files = {**draft.files, "manifest.json": draft.manifest, "signature.json": signature(home, draft.manifest)}
    return write_folder(home.releases / draft.id, files)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files by name into a new folder that appears whole or not at all, and return it."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    for name, content in files.items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    part.rename(folder)
    return folder


def _require_receipts(observations: Sequence[Observation], receipts: Sequence[Receipt]) -> None:
    missing = {o.indicator for o in observations} - {r.subject for r in receipts if r.step == "measure"}
    without = {o.receipt for o in observations} - {r.id for r in receipts}
    if missing or without:
        raise ValueError(f"observations without a receipt: {sorted(missing)} {sorted(without)}")


def _next_id(home: Home, as_of: date) -> str:
    same_day = [folder.name for folder in find_releases(home) if folder.name.startswith(as_of.isoformat())]
    return f"{as_of.isoformat()}-{len(same_day) + 1}"
