"""A proposal: a release composed and not yet signed, so that people can read it before it becomes public.

It lies in `proposals/<first of its manifest's hash>/<id>/` with the files of a release but no signature; the name binds
an approval to these bytes. A home has one at most; a newer one takes its place. Who must approve is left to the portal.
"""

import json
import shutil
from pathlib import Path

from tinhso.base.canonical import sha256
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.measure.release import Draft, find_releases, publish, write_folder


def keep_proposal(home: Home, draft: Draft) -> Path:
    """Keep a draft as the home's one proposal and return its folder; the same draft again changes nothing."""
    place = _folder(home) / sha256(draft.manifest)[:16]
    folder = place / draft.id
    if not folder.exists():
        place.mkdir(parents=True, exist_ok=True)
        write_folder(folder, {**draft.files, "manifest.json": draft.manifest})
    for other in _folder(home).iterdir():
        if other != place:
            shutil.rmtree(other)
    return folder


def find_proposal(home: Home) -> Path | None:
    """Return the folder of the release that waits to be approved, read by `read_release`, or None."""
    return next((path.parent for path in sorted(_folder(home).glob("*/[!.]*/manifest.json"))), None)


def publish_proposal(home: Home, folder: Path) -> Path:
    """Sign a proposal, make it the newest release and return its folder; takes the home's write lock.

    Raises UnusableInput when a file is not what the manifest says, or another release was published since.
    """
    with home.writing():
        manifest = (folder / "manifest.json").read_bytes() if folder.is_dir() else b"{}"
        public = home.releases / folder.name
        if (public / "manifest.json").is_file() and (public / "manifest.json").read_bytes() == manifest:
            # Stopped between publishing and removing the proposal.
            shutil.rmtree(folder.parent)
            return public
        stated = json.loads(manifest)
        newest = find_releases(home)[-1:]
        if not stated or stated["previous"] != (newest[0].name if newest else None):
            raise UnusableInput(_superseded(folder, newest[0].name if newest else "-"))
        files = {name: (folder / name).read_bytes() for name in stated["files"]}
        changed = [name for name, content in files.items() if sha256(content) != stated["files"][name]["sha256"]]
        if changed or sha256(manifest)[:16] != folder.parent.name:
            raise UnusableInput(_changed(folder, ", ".join(changed) or "manifest.json"))
        release = publish(home, Draft(folder.name, files, manifest))
        shutil.rmtree(folder.parent)
        return release


def withdraw_proposal(home: Home) -> None:
    """Remove the proposal that waits, if any."""
    shutil.rmtree(_folder(home), ignore_errors=True)


def _folder(home: Home) -> Path:
    return home.folder / "proposals"


def _superseded(folder: Path, newest: str) -> Fault:
    return Fault(
        Label(
            "dự thảo không còn nối tiếp bản mới nhất",
            "the proposal no longer follows the newest release",
            "ร่างไม่ต่อจากฉบับล่าสุดแล้ว",
        ),
        str(folder),
        newest,
        Label("bản công bố mà dự thảo nối tiếp", "the release that the proposal follows", "ฉบับเผยแพร่ที่ร่างต่อจาก"),
        Label(
            "Chạy `tinhso run` để lập dự thảo mới.",
            "Run `tinhso run` for a new proposal.",
            "เรียก `tinhso run` เพื่อทำร่างใหม่",
        ),
    )


def _changed(folder: Path, names: str) -> Fault:
    return Fault(
        Label("dự thảo đã bị sửa", "the proposal was altered", "ร่างถูกแก้ไข"),
        str(folder),
        names,
        Label(
            "các tệp đúng mã băm trong manifest.json",
            "files of the hashes in manifest.json",
            "ไฟล์ที่มีค่าแฮชตรงตาม manifest.json",
        ),
        Label(
            "Chạy `tinhso run` để lập dự thảo mới.",
            "Run `tinhso run` for a new proposal.",
            "เรียก `tinhso run` เพื่อทำร่างใหม่",
        ),
    )
