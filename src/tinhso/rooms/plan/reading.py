"""Reads the room's files: programmes, agencies, territories. All faults of a file come at once, with file and entry.

Takes the definitions of the package and of a home; gives the values of `programme`. What the numbers mean is left
to the rest of the room; reported figures are read in `reported`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, get_args

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.law.citation import parse_citations
from tinhso.rooms.plan.programme import (
    Agency,
    Baseline,
    Comparison,
    Goal,
    Group,
    PathKind,
    Phase,
    Pillar,
    Programme,
    Scope,
    Target,
    Task,
    Territory,
)

Raw = Mapping[str, Any]
_STATEMENT = set(
    "id seeds label promise law owner pillar indicator readings unmeasured reported claim verified note".split()
)
_KEYS = {
    "goals": _STATEMENT | {"year"},
    "targets": _STATEMENT | set("comparison value value_high unit year baseline path parent territory scope".split()),
    "tasks": _STATEMENT | {"group", "phase", "due_on", "state"},
}
_DEFAULTS = ("law", "owner", "pillar", "verified")


@cache
def read_agencies(home: Path | None = None) -> Mapping[str, Agency]:
    """Return the bodies that own statements, by id: the package's and those a home adds. Read once per process."""
    return {id_: Agency(id_, Label.read(raw)) for id_, raw in _entries_of("agencies.yaml", home)}


@cache
def read_territories(home: Path | None = None) -> Mapping[str, Territory]:
    """Return the territories that targets and figures speak of, by id: the package's and those a home adds."""
    return {id_: _territory(id_, raw) for id_, raw in _entries_of("territories.yaml", home)}


def _entries_of(name: str, home: Path | None) -> Iterator[tuple[str, Any]]:
    for file in [*find_definitions("", name), *(find_definitions("", name, home) if home else [])]:
        yield from read_yaml(file.text(), file.where).items()


def _territory(id_: str, raw: Raw) -> Territory:
    until = raw.get("until")
    return Territory(
        id_,
        Label.read(raw["label"]),
        str(raw["area"]),
        date.fromisoformat(raw["since"]),
        date.fromisoformat(until) if until else None,
        tuple(raw.get("predecessors", ())),
    )


def read_programmes(home: Path | None = None) -> tuple[Programme, ...]:
    """Return the programmes of the package, extended or replaced by a home's own, in order of adoption.

    Raises DefinitionError with the faults of all files: unknown keys, owners, parents, groups, phases and
    territories, two statements of one id, and statements that are neither measured nor say why.
    """
    faults: list[Fault] = []
    programmes: list[Programme] = []
    for file in find_definitions("programmes", "*/*.yaml", home):
        programmes += _read_programme(file, faults)
    faults += _check_together(programmes, read_agencies(home), read_territories(home))
    if faults:
        raise DefinitionError(*faults)
    return tuple(sorted(programmes, key=lambda programme: (programme.adopted_on, programme.id)))


def _read_programme(file: DefinitionFile, faults: list[Fault]) -> list[Programme]:
    where = f"{file.path.parent.name}/{file.path.name}"
    raw = read_yaml(file.text(), where)
    n_before = len(faults)
    goals = _entries(raw, "goals", _goal, where, faults)
    targets = _entries(raw, "targets", _target, where, faults)
    tasks = _entries(raw, "tasks", _task, where, faults)
    if len(faults) > n_before:
        return []
    try:
        return [_programme(raw, goals, targets, tasks)]
    except (KeyError, ValueError, TypeError) as error:
        faults.append(_unreadable(where, error))
        return []


def _programme(raw: Raw, goals: Sequence[Goal], targets: Sequence[Target], tasks: Sequence[Task]) -> Programme:
    return Programme(
        id=str(raw["id"]),
        province=str(raw["province"]),
        territory=str(raw["territory"]),
        label=Label.read(raw["label"]),
        promise=Label.read(raw["promise"]),
        law=parse_citations(raw["law"]),
        adopted_on=date.fromisoformat(raw["adopted_on"]),
        coordinator=str(raw["coordinator"]),
        phases=tuple(Phase(x["id"], Label.read(x["label"]), x["from"], x["until"]) for x in raw.get("phases", ())),
        groups=tuple(Group(x["id"], Label.read(x["label"])) for x in raw.get("groups", ())),
        goals=tuple(goals),
        targets=tuple(targets),
        tasks=tuple(tasks),
    )


def _entries[T](raw: Raw, kind: str, make: Callable[[Raw], T], where: str, faults: list[Fault]) -> list[T]:
    made: list[T] = []
    defaults = {key: raw[key] for key in _DEFAULTS if key in raw} | {"owner": raw.get("coordinator")}
    for number, entry in enumerate(raw.get(kind) or (), 1):
        place = f"{where}: {kind} {entry.get('id', number)}"
        for key in sorted(set(entry) - _KEYS[kind]):
            faults.append(definition_fault(place, "unknown key", key, "a known key", nearest(key, sorted(_KEYS[kind]))))
        try:
            made.append(make({"territory": raw.get("territory"), **defaults, **entry}))
        except (KeyError, ValueError, TypeError, InvalidOperation) as error:
            faults.append(_unreadable(place, error))
    return made


def _unreadable(where: str, error: Exception) -> Fault:
    what = f"missing key {error}" if isinstance(error, KeyError) else str(error) or repr(error)
    return definition_fault(where, "cannot be read", what, "the keys of docs/how-to/write-a-programme.md", "Mend it.")


def _statement(raw: Raw) -> dict[str, Any]:
    label = Label.read(raw["label"])
    unmeasured = Label.read(raw["unmeasured"]) if "unmeasured" in raw else None
    if (raw.get("indicator") is None) == (unmeasured is None):
        raise ValueError("name an indicator, or say under `unmeasured` why there is none yet")
    return {
        "id": str(raw["id"]),
        "seeds": tuple(raw.get("seeds", ())),
        "label": label,
        "promise": Label.read(raw["promise"]) if "promise" in raw else label,
        "law": parse_citations(raw["law"]),
        "owner": str(raw["owner"]),
        "pillar": _one_of(raw["pillar"], Pillar),
        "indicator": raw.get("indicator"),
        "readings": tuple(raw.get("readings", ())),
        "unmeasured": unmeasured,
        "reported": tuple(raw.get("reported", ())),
        "claim": raw.get("claim"),
        "verified": raw["verified"] is True,
        "note": Label.read(raw["note"]) if "note" in raw else None,
    }


def _one_of(word: object, allowed: Any) -> Any:
    if word not in get_args(allowed):
        raise ValueError(f"expected one of {', '.join(get_args(allowed))}, got {word!r}")
    return word


def _goal(raw: Raw) -> Goal:
    return Goal(**_statement(raw), year=int(raw["year"]))


def _target(raw: Raw) -> Target:
    high = Decimal(str(raw["value_high"])) if "value_high" in raw else None
    if (raw["comparison"] == "range") != (high is not None):
        raise ValueError("value_high belongs to a range, and a range needs it")
    return Target(
        **_statement(raw),
        comparison=_one_of(raw["comparison"], Comparison),
        value=Decimal(str(raw["value"])),
        value_high=high,
        unit=str(raw["unit"]),
        year=int(raw["year"]),
        baseline=_baseline(raw["baseline"]) if "baseline" in raw else None,
        path=_one_of(raw.get("path", "linear"), PathKind),
        parent=raw.get("parent"),
        territory=str(raw["territory"]),
        scope=_one_of(raw.get("scope", "any"), Scope),
    )


def _baseline(raw: Raw) -> Baseline:
    return Baseline(str(raw["period"]), Decimal(str(raw["value"])), str(raw["source"]))


def _task(raw: Raw) -> Task:
    due_on = raw.get("due_on")
    return Task(
        **_statement(raw),
        group=str(raw["group"]),
        phase=str(raw["phase"]),
        due_on=date.fromisoformat(due_on) if due_on else None,
        state=raw.get("state"),
    )


def _check_together(
    programmes: Sequence[Programme], agencies: Mapping[str, Agency], territories: Mapping[str, Territory]
) -> list[Fault]:
    """Return what is wrong between files: ids used twice and names that nothing bears."""
    national = [x.id for p in programmes if p.province == "vn" for x in p.targets]
    faults: list[Fault] = []
    seen: set[str] = set()
    for programme in programmes:
        faults += _unknown(programme.id, "territory", programme.territory, territories)
        faults += _unknown(programme.id, "coordinator", programme.coordinator, agencies)
        for statement in programme.statements:
            if statement.id in seen:
                faults.append(
                    definition_fault(statement.id, "id used twice", programme.id, "one statement", "Rename it.")
                )
            seen.add(statement.id)
            faults += _unknown(statement.id, "owner", statement.owner, agencies)
        for target in programme.targets:
            faults += _unknown(target.id, "territory", target.territory, territories)
            faults += _unknown(target.id, "parent", target.parent, national) if target.parent else []
        for task in programme.tasks:
            faults += _unknown(task.id, "group", task.group, [x.id for x in programme.groups])
            faults += _unknown(task.id, "phase", task.phase, [x.id for x in programme.phases])
    return faults


def _unknown(where: str, what: str, name: str, known: Mapping[str, object] | Sequence[str]) -> list[Fault]:
    if name in known:
        return []
    return [definition_fault(where, f"unknown {what}", name, f"a known {what}", nearest(name, list(known)))]
