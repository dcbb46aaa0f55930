"""Signatures on releases: Ed25519, one key a home, made on first use and readable by its owner only.

Takes a manifest's bytes, gives `signature.json`. Checking is written a second time, on its own, in `verify.py`.
"""

import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from tinhso.base.canonical import canonical_json, sha256
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home
from tinhso.base.label import Label


def signature(home: Home, manifest: bytes) -> bytes:
    """Return the text of `signature.json` over a manifest's SHA-256."""
    key = signing_key(home)
    digest = sha256(manifest)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    signed = key.sign(digest.encode()).hex()
    document = {"algorithm": "ed25519", "manifest_sha256": digest, "public_key": public, "signature": signed}
    return canonical_json(document) + b"\n"


def signing_key(home: Home) -> Ed25519PrivateKey:
    """Return the home's key, made on first use; raises UnusableInput when the file holds something else."""
    path = home.keys / "release.pem"
    if not path.exists():
        content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except ValueError as error:
        raise UnusableInput(_no_key(str(path), str(error))) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableInput(_no_key(str(path), type(key).__name__))
    return key


def _no_key(where: str, found: str) -> Fault:
    return Fault(
        Label("không đọc được khóa ký", "the signing key cannot be read", "อ่านกุญแจลงนามไม่ได้"),
        where,
        found,
        Label.same("Ed25519, PEM PKCS#8"),
        Label(
            "Khôi phục khóa từ bản sao lưu; khóa mới sẽ có dấu vân tay khác.",
            "Restore the key from a backup; a new key has another fingerprint.",
            "กู้คืนกุญแจจากข้อมูลสำรอง กุญแจใหม่จะมีลายนิ้วมืออื่น",
        ),
    )
