"""Whether the portal can do its work: homes read, a release of each found, the operational database answering."""

from pathlib import Path

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from tinhso.measure.release import find_releases
from tinhso.people.access import public
from tinhso.portal.homes import served_homes


@public
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is well, 503 otherwise; names parts and release ids, never an address or a person."""
    releases = {slug: _newest(find_releases(home)) for slug, home in served_homes().items()}
    parts = {"homes": bool(releases), "releases": bool(releases) and all(releases.values()), "database": _answers()}
    well = all(parts.values())
    answer = {"status": "ok" if well else "failing", "parts": parts, "releases": releases}
    return JsonResponse(answer, status=200 if well else 503, headers={"Cache-Control": "no-store"})


def _newest(folders: list[Path]) -> str | None:
    return folders[-1].name if folders else None


def _answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False
