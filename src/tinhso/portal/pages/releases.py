"""Pages and files of releases: the list, one release with how to verify it, its files, and the program that verifies.

Takes what lies in the home's `releases/`; files are given byte for byte, so an outsider checks what was published.
"""

import json
import mimetypes
import zipfile
from io import BytesIO
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from tinhso.measure.release import find_releases
from tinhso.people.access import public
from tinhso.portal.homes import get_edition, get_release_folder, served_homes
from tinhso.portal.pages.page import show
from tinhso.portal.published import MARK

_EPOCH = (1980, 1, 1, 0, 0, 0)


@public
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every published release of the province, newest first."""
    edition = get_edition(slug)
    folders = reversed(find_releases(served_homes()[slug]))
    manifests = [_read(folder / "manifest.json") for folder in folders]
    return show(request, "releases.html", edition, "releases", manifests=manifests)


@public
def release(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Show one release: how to verify it, its root, key and files."""
    folder = get_release_folder(slug, id_)
    context = {"manifest": _read(folder / "manifest.json"), "signature": _read(folder / "signature.json")}
    names = [each.name for each in find_releases(served_homes()[slug])]
    earlier = names[: names.index(id_)][::-1]
    return show(request, "release.html", get_edition(slug), "releases", earlier=earlier, **context)


@public
def release_zip(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """Give a whole release as one archive, the same bytes each time."""
    folder = get_release_folder(slug, id_)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{id_}/{path.relative_to(folder).as_posix()}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    headers = {"Content-Disposition": f'attachment; filename="{id_}.zip"', MARK: "1"}
    return HttpResponse(buffer.getvalue(), content_type="application/zip", headers=headers)


@public
def release_file(request: HttpRequest, slug: str, id_: str, path: str) -> FileResponse:
    """Give one file of a release as it was published; only files of the manifest and the signature are given."""
    folder = get_release_folder(slug, id_)
    listed = {"manifest.json", "signature.json", *_read(folder / "manifest.json")["files"]}
    if path not in listed:
        raise Http404(path)
    kind = mimetypes.guess_type(path)[0] or "text/plain"
    if kind.startswith("text/") and kind != "text/csv":
        kind = "text/plain"
    return FileResponse((folder / path).open("rb"), content_type=kind, headers={MARK: "1"})


@public
def verify_program(request: HttpRequest) -> FileResponse:
    """Give the independent program that verifies a release."""
    from tinhso.measure import verify

    return FileResponse(Path(verify.__file__).open("rb"), as_attachment=True, filename="verify.py")


def _read(path: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(path.read_text("utf-8"))
    return found
