"""Anybody's check of an issued paper: by the code printed on it, or by the file itself; never with personal data.

A file is genuine when it is byte for byte one that was issued here and its signature holds. One that claims a code of
ours, or was signed by our authority, and is another file, was changed. Everything else is unknown here.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.rooms.services.signature import Verdict, verify
from tinhso.rooms.services.web import sealing
from tinhso.rooms.services.web.models import IssuedPaper


class Finding(StrEnum):
    """What a check found; ISSUED is the answer to a code alone: such a paper exists."""

    ISSUED = "ISSUED"
    GENUINE = "GENUINE"
    CHANGED = "CHANGED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to a check: the kind and number of the paper, who signed it and when, as far as they are known."""

    finding: Finding
    kind: str = ""
    number: str = ""
    signer: str = ""
    at: datetime | None = None


def check_by_code(province: str, typed: str) -> Check:
    """What is known of a code, spaces, hyphens and lower case forgiven."""
    paper = _find(province, typed)
    return _of_paper(Finding.ISSUED, paper) if paper else Check(Finding.UNKNOWN)


def check_file(province: str, document: bytes, typed_code: str = "") -> Check:
    """Whether a file is a paper that was issued here."""
    digest = hashlib.sha256(document).hexdigest()
    verdict = _verdict(province, document)
    issued = IssuedPaper.objects.filter(dossier__province=province, sha256=digest).first()
    claimed = _find(province, typed_code)
    if issued and verdict.good and (claimed is None or claimed.pk == issued.pk):
        return _of_paper(Finding.GENUINE, issued, verdict)
    if claimed:
        return _of_paper(Finding.CHANGED, claimed)
    if verdict.signed and verdict.trusted:
        return Check(Finding.CHANGED, signer=verdict.signer, at=verdict.signed_at)
    return Check(Finding.UNKNOWN)


def _verdict(province: str, document: bytes) -> Verdict:
    try:
        return verify(document, sealing.trusted_authorities(province))
    except Exception:
        return Verdict(signed=False)


def _find(province: str, typed: str) -> IssuedPaper | None:
    code = re.sub(r"[\s-]", "", typed).upper()
    return IssuedPaper.objects.filter(dossier__province=province, check_code=code).first() if code else None


def _of_paper(finding: Finding, paper: IssuedPaper, verdict: Verdict | None = None) -> Check:
    signer = verdict.signer if verdict else paper.signer
    return Check(finding, paper.kind, paper.number, signer, (verdict and verdict.signed_at) or paper.issued_at)
