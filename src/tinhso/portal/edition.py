"""An edition: one province's release, indexed the way pages ask for it.

Takes a release folder, gives look-ups by id over what the release says (targets, indicators, areas, receipts); it adds,
divides and rounds nothing. Which edition is current is left to `homes`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tinhso.base.period import parse_period
from tinhso.measure.release import Release
from tinhso.path.restating import NAME as RESTATED
from tinhso.portal.board import Board, Row


@dataclass(frozen=True)
class Edition:
    """A release of one province under its address `slug` (`dong-nai`)."""

    slug: str
    release: Release

    @property
    def id(self) -> str:
        """Return the id of the release."""
        return str(self.release.manifest["id"])

    @property
    def province(self) -> Row:
        """Return the province's area."""
        return self.areas[str(self.release.manifest["province"])]

    @cached_property
    def areas(self) -> dict[str, Row]:
        """Return areas by code."""
        return {str(area["code"]): area for area in self.release.read("areas.json")}

    @cached_property
    def communes(self) -> list[Row]:
        """Return the province's communes in order of code."""
        code = str(self.release.manifest["province"])
        return sorted(
            (area for area in self.areas.values() if area["level"] == "commune" and area["parent"] == code),
            key=lambda area: str(area["code"]),
        )

    @cached_property
    def rooms(self) -> dict[str, Row]:
        """Return rooms by id."""
        return {str(room["id"]): room for room in self.release.read("rooms.json")}

    @cached_property
    def registers(self) -> dict[str, Row]:
        """Return registers by id, each with its `room`."""
        return {
            str(register["id"]): {**register, "room": room}
            for room in self.rooms.values()
            for register in room["registers"]
        }

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Return indicators by id."""
        return {str(indicator["id"]): indicator for indicator in self.release.read("indicators.json")}

    @cached_property
    def links(self) -> dict[str, Row]:
        """Return linkages by id, with how much they link and how right they probably are; none in old releases."""
        return {str(link["id"]): link for link in self.release.find("links.json") or []}

    @cached_property
    def receipts(self) -> dict[str, Row]:
        """Return receipts by id."""
        return dict(self.release.receipts)

    @cached_property
    def law(self) -> Row:
        """Return legal texts by id under `texts`, dated parameters under `parameters`."""
        law: Row = self.release.read("law.json")
        return law

    @cached_property
    def board(self) -> Board:
        """Return the plan as judged: programmes, targets, tasks, findings, alignment."""
        return Board(self.release.read("plan.json"))

    @cached_property
    def _series(self) -> dict[tuple[str, str], list[Row]]:
        series: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.release.observations:
            series[(str(row["indicator"]), str(row["area"]))].append(row)
        for rows in series.values():
            rows.sort(key=_when)
        return dict(series)

    def series(self, indicator: str, area: str) -> list[Row]:
        """Return the observations of an indicator in an area, oldest first, a year after its months; none if never."""
        return self._series.get((indicator, area), [])

    def when(self, row: Row) -> tuple[date, int]:
        """Return what orders observations in time: the end of the period, then its length."""
        return _when(row)

    def latest(self, indicator: str, area: str) -> Row | None:
        """Return the newest observation that has a value, else the newest, else None."""
        rows = self.series(indicator, area)
        return next((row for row in reversed(rows) if row["status"] == "ok"), rows[-1] if rows else None)

    def by_commune(self, indicator: str, period: str | None = None) -> list[tuple[Row, Row | None]]:
        """Return each commune with its observation of a period (the newest by default)."""
        return [(area, self._of_period(indicator, str(area["code"]), period)) for area in self.communes]

    def _of_period(self, indicator: str, area: str, period: str | None) -> Row | None:
        if period is None:
            return self.latest(indicator, area)
        return next((row for row in self.series(indicator, area) if row["period"] == period), None)

    @cached_property
    def _restated(self) -> dict[str, list[Row]]:
        path = self.release.folder / RESTATED
        found: dict[str, list[Row]] = defaultdict(list)
        if path.exists():
            for row in csv.DictReader(path.read_text("utf-8").splitlines()):
                found[row["indicator"]].append(row)
        return dict(found)

    def restated(self, indicator: str) -> list[Row]:
        """Return an indicator's newest values on the units of before July 2025, in order of code; none if not told."""
        return self._restated.get(indicator, [])

    @cached_property
    def units_before(self) -> dict[str, tuple[Row, Row]]:
        """Return each unit of before July 2025 by code, with a unit of today it went into."""
        return {str(old["code"]): (old, area) for area in self.communes for old in area["predecessors"]}

    def chain(self, receipt: str) -> Iterator[tuple[int, Row]]:
        """Yield a receipt and those it was made from, each once, with its depth; unknown ids are skipped."""
        seen: set[str] = set()
        waiting = [(0, receipt)]
        while waiting:
            depth, id_ = waiting.pop()
            found = self.receipts.get(id_)
            if found is None or id_ in seen:
                continue
            seen.add(id_)
            yield depth, found
            above = [value for name, value in sorted(found["inputs"].items()) if name.startswith("receipt")]
            waiting.extend((depth + 1, value) for value in reversed(above))


def _when(row: Row) -> tuple[date, int]:
    period = parse_period(str(row["period"]))
    return period.ends_before, period.kind.n_months
