"""Papers that people hand in: checked, kept outside the web root, and named in the draft or dossier they belong to."""

from typing import IO

from tinhso.base.label import Label
from tinhso.rooms.services.upload import check_upload, find_media_type, shown_name
from tinhso.rooms.services.web import storing
from tinhso.rooms.services.web.models import Attachment, Dossier


def attach(
    token: str, place: str, name: str, stream: IO[bytes], size_bytes: int, dossier: Dossier | None = None
) -> list[Label]:
    """Keep a file for a draft or a dossier after checking it; gives the messages, none when it was kept."""
    messages = check_upload(name, size_bytes, stream)
    if messages:
        return messages
    head = stream.read(16)
    stream.seek(0)
    digest = storing.keep(stream)
    Attachment.objects.update_or_create(
        draft_token=token,
        place=place,
        sha256=digest,
        defaults={
            "name": shown_name(name),
            "media_type": find_media_type(name, head),
            "size_bytes": size_bytes,
            "dossier": dossier,
        },
    )
    return []
