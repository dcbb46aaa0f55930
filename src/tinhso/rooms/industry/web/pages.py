"""What the room's published page shows of a release: how far investments have come.

Takes a release, gives the values its template asks for; a document the release lacks is None, and the page says so.
"""

from collections.abc import Callable, Mapping

from tinhso.measure.release import Release


def overview(release: Release) -> Mapping[str, object]:
    """Return the document, and its funnel with each stage in percent of the fullest."""
    found = release.find("industry/investments.json")
    if not found:
        return {"document": None}
    most = max((row["n"] for row in found["funnel"]), default=0) or 1
    return {
        "document": found,
        "funnel": [(row["stage"], row["n"], round(100 * row["n"] / most)) for row in found["funnel"]],
    }


PAGES: Mapping[str, Callable[[Release], Mapping[str, object]]] = {"overview": overview}
