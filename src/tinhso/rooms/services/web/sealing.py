"""The key that a province's agency signs its papers with, and whom a check of a paper trusts.

Keys lie as PEM in `keys/papers-<province>/` beside the database: `key.pem`, `certificate.pem`, `authority.pem`. A
province puts its own there; where there are none, an invented authority is made once for demonstrations and says so in
its name.
"""

import os
import tempfile
from datetime import date
from pathlib import Path

from django.conf import settings

from tinhso.base.area import areas_on
from tinhso.base.home import PROVINCES
from tinhso.rooms.services.signature import SigningKey, make_test_authority

_FILES = ("key.pem", "certificate.pem", "authority.pem")


def signing_key(province: str, on: date) -> SigningKey:
    """The key of a province; an invented one names it as it is called on a day."""
    folder = _folder(province)
    if not folder.is_dir():
        _put(folder, make_test_authority(f"{areas_on(on)[PROVINCES[province]].name[:40]} (thử nghiệm)"))
    key, certificate, authority = ((folder / name).read_bytes() for name in _FILES)
    return SigningKey(key, certificate, authority)


def trusted_authorities(province: str) -> list[bytes]:
    """The authorities whose signatures a check believes; none before anything was signed."""
    authority = _folder(province) / _FILES[2]
    return [authority.read_bytes()] if authority.is_file() else []


def _folder(province: str) -> Path:
    return Path(settings.TINHSO_HOME) / "keys" / f"papers-{province}"


def _put(folder: Path, key: SigningKey) -> None:
    """Lay the three files down at once: of two processes that try together, one wins and both read the same key."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent))
    for name, content in zip(_FILES, (key.key_pem, key.certificate_pem, key.authority_pem), strict=True):
        (made / name).write_bytes(content)
        (made / name).chmod(0o600)
    try:
        os.rename(made, folder)  # noqa: PTH104 - the one call that refuses a folder that is not empty
    except OSError:
        for name in _FILES:
            (made / name).unlink()
        made.rmdir()
