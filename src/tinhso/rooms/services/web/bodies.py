"""The bodies that settle dossiers, for the public: what each handles, when it is open, how it did by the last release.

Takes a province; joins the vocabulary and the catalogue with `services/agencies.json` of the newest release, which is
read once. Nothing is computed here: figures stand in the release, those of few cases are suppressed there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tinhso.measure.release import find_releases, read_release
from tinhso.rooms.services.procedure import Procedure
from tinhso.rooms.services.publishing import DOCUMENT
from tinhso.rooms.services.vocabulary import Word
from tinhso.rooms.services.web.catalogued import calendar_of, procedures, words
from tinhso.rooms.services.web.holdings import find_home

Figure = Mapping[str, str]
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of every body from one release; without a release, or before dossiers came, there are none."""

    release: str = ""
    invented: bool = False
    settled: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    online: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    points: Mapping[str, Sequence[Figure]] = field(default_factory=dict)

    def latest(self, rows: Mapping[str, Sequence[Figure]], body: str) -> Figure | None:
        """The row of a body's last whole year, None where it has none."""
        years = [row for row in rows.get(body, ()) if len(row["period"]) == 4]
        return max(years, key=lambda row: row["period"], default=None)

    def points_of(self, body: str) -> list[Figure]:
        """The points of a body's last whole year, part by part."""
        rows = self.points.get(body, ())
        year = max((row["period"] for row in rows if len(row["period"]) == 4), default="")
        return [row for row in rows if row["period"] == year]


@dataclass(frozen=True, slots=True)
class Body:
    """A body with the procedures it settles, in order of code, and its office hours on weekdays and on a Saturday."""

    word: Word
    handles: Sequence[Procedure]
    week: Sequence[tuple[str, str]]
    saturday: Sequence[tuple[str, str]]


def bodies() -> list[Body]:
    """Every body that settles a procedure, in the order of the vocabulary."""
    found = [_body(word) for word in words().agencies.values()]
    return [body for body in found if body.handles]


def _body(word: Word) -> Body:
    handles = sorted((p for p in procedures().values() if p.agency == word.id), key=lambda p: p.code)
    calendar = calendar_of(word.id)
    week, saturday = (
        [(_clock(start), _clock(end)) for start, end in calendar.hours.spans(halves)]
        for halves in (2, calendar.usual_halves(SATURDAY))
    )
    return Body(word, handles, week, saturday)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def find_body(id_: str) -> Body | None:
    """One body by id."""
    return next((body for body in bodies() if body.word.id == id_), None)


def figures_of(province: str) -> Figures:
    """The figures of the newest release of a province."""
    home = find_home(province)
    folders = find_releases(home) if home else []
    return _figures(folders[-1]) if folders else Figures()


@lru_cache(maxsize=8)
def _figures(folder: Path) -> Figures:
    release = read_release(folder)
    found = release.find(f"services/{DOCUMENT}")
    if found is None:
        return Figures(release.id)
    parts = {name: _by_body(found.get(name, [])) for name in ("settled", "online", "points")}
    return Figures(release.id, bool(found.get("invented")), **parts)


def _by_body(rows: Sequence[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for row in rows:
        found.setdefault(row["body"], []).append(row)
    return found
