"""Rebuild: make a home's figures again from the kept bytes alone, in a new folder, and compare hashes.

Takes a home and an empty folder; receives each kept delivery there under its first day, checks, measures, and gives the
files of the newest release whose content differs. Nothing of the old store is read.
"""

import shutil
from datetime import date
from pathlib import Path

from tinhso.base.canonical import sha256_file
from tinhso.base.home import Home, make_home
from tinhso.measure.release import find_releases, read_release
from tinhso.path.publish import measure_home, publish_home
from tinhso.registers.check import check_all


def rebuild(home: Home, folder: Path) -> list[str]:
    """Return what differs between the newest release and the one made again; empty when every hash is the same."""
    newest = read_release(find_releases(home)[-1])
    again = make_home(folder, home.province)
    shutil.copytree(home.received, again.received, dirs_exist_ok=True)
    for own in ("rooms", "plans"):
        if (home.folder / own).exists():
            shutil.copytree(home.folder / own, again.folder / own, dirs_exist_ok=True)
    faults = _changed_bytes(again.received)
    if faults:
        return faults
    check_all(again)
    measure_home(again, date.fromisoformat(newest.manifest["as_of"]))
    made = read_release(publish_home(again)).manifest
    files = newest.manifest["files"]
    names = sorted(files.keys() | made["files"].keys())
    different = [f"{name}: made again it differs" for name in names if files.get(name) != made["files"].get(name)]
    if made["merkle_root"] != newest.manifest["merkle_root"]:
        different.append(f"merkle root: {newest.manifest['merkle_root']} published, {made['merkle_root']} made again")
    return different


def _changed_bytes(received: Path) -> list[str]:
    kept = [path for path in sorted(received.glob("??/*")) if len(path.name) == 64]
    return [f"received/{p.parent.name}/{p.name}: not the bytes of its name" for p in kept if sha256_file(p) != p.name]
