"""Mending: how many rows broke a rule at the end of each month, how many came to break it and how many were mended.

Takes rules and the states that registers stood in, gives counts by month. A rule is run over the registers as they
stood, so a count says what the deliveries themselves say; nobody keeps a tally.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tinhso.engine import DatabaseError, Store
from tinhso.measure.rule import Rule
from tinhso.registers.history import State, show_as_it_stood

N_MONTHS = 24
type Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Count:
    """Rows that broke a rule on a day; `opened` and `mended` since the count before, None in the first."""

    on: date
    n_open: int
    n_opened: int | None
    n_mended: int | None

    def as_dict(self) -> dict[str, object]:
        """Return the count as plain values."""
        return {"on": self.on.isoformat(), "open": self.n_open, "opened": self.n_opened, "mended": self.n_mended}


@dataclass(frozen=True, slots=True)
class Broken:
    """The rows that break a rule now: how many by commune, since when the oldest; and the counts by month."""

    by_area: Mapping[str, int]
    oldest_on: date | None
    counts: tuple[Count, ...]

    @property
    def n_open(self) -> int:
        """Return how many rows break the rule now."""
        return sum(self.by_area.values())


def months_to(first: date, last: date) -> list[date]:
    """Return the last days of the months from `first` on, and `last` itself; the newest 24 at most."""
    days = [last]
    while len(days) < N_MONTHS and (end := days[-1].replace(day=1) - timedelta(days=1)) >= first:
        days.append(end)
    return days[::-1]


def broken_by_rule(
    store: Store,
    rules: Mapping[str, Rule],
    registers: Mapping[str, Collection[str]],
    states: Mapping[str, Sequence[State]],
    on: date,
) -> dict[str, Broken]:
    """Return for each rule the rows that break it now, and how many did at each month's end since its registers came.

    `registers` names those whose past is read, by rule; without any only today is counted. A month is left out when its
    rows had another form, which the rule cannot read.
    """
    now: dict[str, dict[str, tuple[str, date]]] = {}
    for id_, rule in rules.items():
        store.ready_for(rule.sql)
        now[id_] = _rows(store, rule)
    past = _past(store, rules, {id_: names for id_, names in registers.items() if names}, states, now, on)
    return {id_: _broken(rows, [*past.get(id_, ()), (on, frozenset(rows))]) for id_, rows in now.items()}


def _broken(now: Mapping[str, tuple[str, date]], points: Sequence[tuple[date, Keys]]) -> Broken:
    by_area: dict[str, int] = defaultdict(int)
    for area, _ in now.values():
        by_area[area] += 1
    oldest_on = min((since for _, since in now.values()), default=None)
    return Broken(dict(sorted(by_area.items())), oldest_on, tuple(_counts(points)))


def summed(counts: Sequence[Sequence[Count]]) -> list[Count]:
    """Return the counts of several rules added up, by the days on which all of them were counted."""
    by_day = [{count.on: count for count in each} for each in counts]
    days = sorted(set.intersection(*(set(each) for each in by_day))) if by_day else []
    found: list[Count] = []
    for n, day in enumerate(days):
        of_day = [each[day] for each in by_day]
        opened, mended = ([getattr(count, name) for count in of_day] for name in ("n_opened", "n_mended"))
        is_first = n == 0 or None in opened
        n_open = sum(count.n_open for count in of_day)
        found.append(Count(day, n_open, None if is_first else sum(opened), None if is_first else sum(mended)))
    return found


def _past(
    store: Store,
    rules: Mapping[str, Rule],
    registers: Mapping[str, Collection[str]],
    states: Mapping[str, Sequence[State]],
    now: Mapping[str, Mapping[str, object]],
    on: date,
) -> dict[str, list[tuple[date, Keys]]]:
    """Return by rule the keys of rows that broke it at each month's end before `on`, where they can be read.

    What breaks a rule `now` was found already, and is what broke it since the last of its registers came.
    """
    names = sorted({name for each in registers.values() for name in each})
    first = min((states[name][0].told_on for name in names), default=on)
    found: dict[str, list[tuple[date, Keys]]] = defaultdict(list)
    last = {name: states[name][-1] for name in names}
    seen: dict[tuple[object, ...], Keys | None] = {
        _state_key(id_, each, last): frozenset(now[id_]) for id_, each in registers.items()
    }
    shown: dict[str, State] = {}
    for day in months_to(first, on)[:-1]:
        then = {name: state for name in names if (state := _state_on(states[name], day))}
        for name, state in then.items():
            if shown.get(name) != state:
                show_as_it_stood(store, name, state)
        shown = then
        for id_ in (id_ for id_, each in registers.items() if set(each) <= then.keys()):
            key = _state_key(id_, registers[id_], then)
            if key not in seen:
                seen[key] = _keys_then(store, rules[id_])
            if (rows := seen[key]) is not None:
                found[id_].append((day, rows))
    for name in names:
        show_as_it_stood(store, name, last[name])
    return found


def _state_key(rule: str, registers: Collection[str], states: Mapping[str, State]) -> tuple[object, ...]:
    return (rule, *(states[name].version for name in sorted(registers)))


def _state_on(states: Sequence[State], day: date) -> State | None:
    """Return the last state that tells of a day or one before it; None while there is none."""
    return next((state for state in reversed(states) if state.told_on <= day), None)


def _keys_then(store: Store, rule: Rule) -> Keys | None:
    try:
        return frozenset(_rows(store, rule))
    except DatabaseError:
        return None


def _rows(store: Store, rule: Rule) -> dict[str, tuple[str, date]]:
    rows = store.fetch(f"select row_id, area, since from ({rule.conflicts_sql})")  # noqa: S608 - a defined query
    return {str(row_id): (str(area), since) for row_id, area, since in sorted(rows)}


def _counts(points: Sequence[tuple[date, Keys]]) -> list[Count]:
    found: list[Count] = []
    before: Keys | None = None
    for day, rows in points:
        opened = None if before is None else len(rows - before)
        mended = None if before is None else len(before - rows)
        found.append(Count(day, len(rows), opened, mended))
        before = rows
    return found
