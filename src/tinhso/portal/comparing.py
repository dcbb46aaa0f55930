"""Two editions side by side: the same indicator in two provinces, or in one province before and now.

Takes editions, gives rows of observations; values are laid beside each other, and no difference is computed between
territories that are not the same.
"""

from dataclasses import dataclass

from tinhso.portal.board import Row
from tinhso.portal.edition import Edition


@dataclass(frozen=True, slots=True)
class Moved:
    """A target whose value or status differs between two releases: then and now, either may be absent."""

    now: Row
    before: Row | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A published value of the whole province that differs between two releases: then and now, either may be absent."""

    indicator: Row
    period: str
    before: Row | None
    now: Row | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """An indicator and each province's newest observation, in the order of the editions."""

    indicator: Row
    cells: list[tuple[Edition, Row | None]]


def side_by_side(editions: list[Edition]) -> list[SideBySide]:
    """Return each indicator measured in at least one province, with the newest value of each."""
    ids = {id_ for edition in editions for id_ in edition.indicators}
    rows = []
    for id_ in sorted(ids):
        cells = [(edition, edition.latest(id_, str(edition.province["code"]))) for edition in editions]
        if any(row for _, row in cells):
            found = next(edition.indicators[id_] for edition in editions if id_ in edition.indicators)
            rows.append(SideBySide(found, cells))
    return rows


def changes_between(before: Edition, now: Edition) -> list[Moved]:
    """Return the targets whose measured value, period or status is not what it was, in the board's order."""
    old = {target["id"]: target for target in before.board.targets}
    return [
        Moved(target, old.get(target["id"]))
        for target in now.board.targets
        if _state(target) != _state(old.get(target["id"]))
    ]


def figures_between(before: Edition, now: Edition) -> list[Figure]:
    """Return the province's values that are not what they were, by indicator, newest period first."""
    then, found = _values(before), _values(now)
    keys = [key for key in then.keys() | found.keys() if _value(then.get(key)) != _value(found.get(key))]
    keys.sort(key=lambda key: key[1], reverse=True)
    keys.sort(key=lambda key: key[0])
    return [
        Figure(
            now.indicators.get(id_) or before.indicators[id_], period, then.get((id_, period)), found.get((id_, period))
        )
        for id_, period in keys
    ]


def _values(edition: Edition) -> dict[tuple[str, str], Row]:
    province = str(edition.province["code"])
    return {(id_, str(row["period"])): row for id_ in edition.indicators for row in edition.series(id_, province)}


def _value(row: Row | None) -> tuple[object, ...] | None:
    return (row["status"], row["value"]) if row else None


def _state(target: Row | None) -> tuple[object, ...] | None:
    if target is None:
        return None
    seen = target.get("observation") or {}
    return target["status"], seen.get("value"), seen.get("period")
