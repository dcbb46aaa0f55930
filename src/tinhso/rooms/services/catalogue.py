"""Reads the procedure files and checks them: every fault of every file at once, with the nearest name that exists.

Takes `procedures/*.yaml` of the room and of a home (which extends or replaces them) and the vocabulary; gives
`Procedure` values by id. What people look up in them belongs to `procedure` and the pages.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, product
from pathlib import Path

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.rooms.services.deadlines import Term, TimeUnit
from tinhso.rooms.services.procedure import (
    Applicant,
    Channel,
    Component,
    Edition,
    FeeKind,
    FeeLine,
    Need,
    Outcome,
    Procedure,
    ProcedureKind,
    Scope,
    Step,
    TermLine,
)
from tinhso.rooms.services.vocabulary import Vocabulary, read_vocabulary

CODE = re.compile(r"\d\.\d{6}(?:\.[A-Z]\d{2})?")


def read_procedures(home: Path | None = None) -> dict[str, Procedure]:
    """Every procedure by id, in order of id; raises DefinitionError with the faults of all files."""
    vocabulary = read_vocabulary(home)
    procedures: dict[str, Procedure] = {}
    faults: list[Fault] = []
    for file in find_definitions("procedures", "*.yaml", home):
        try:
            procedures[file.name] = procedure = _procedure(file)
        except (KeyError, ValueError, TypeError) as error:
            advice = "Compare with a file beside it."
            faults.append(definition_fault(file.where, "not a procedure", repr(error), "a key or value", advice))
        else:
            faults += check_procedure(procedure, vocabulary, file.where)
    faults += [fault for p in procedures.values() for fault in _check_children(p, procedures)]
    if faults:
        raise DefinitionError(*faults)
    return procedures


def check_procedure(procedure: Procedure, vocabulary: Vocabulary, where: str) -> list[Fault]:
    """What is wrong with one procedure: unknown words, impossible code, gaps or overlaps of editions, terms, fees."""
    faults = list(_check_words(procedure, vocabulary, where))
    if procedure.code and not CODE.fullmatch(procedure.code):
        faults.append(definition_fault(where, "no procedure code", procedure.code, "N.NNNNNN", "Look it up."))
    faults += _check_editions(procedure.editions, where)
    for edition in procedure.editions:
        faults += _check_lines(procedure, edition, where)
    return faults


def _check_words(procedure: Procedure, vocabulary: Vocabulary, where: str) -> Iterator[Fault]:
    words = [
        ("field", procedure.field, vocabulary.fields),
        ("agency", procedure.agency, vocabulary.agencies),
        *(("document", c.document, vocabulary.documents) for c in procedure.components),
        *((("result", procedure.result, vocabulary.results),) if procedure.result else ()),
    ]
    for kind, word, known in words:
        if word not in known:
            yield definition_fault(
                where, f"unknown {kind}", word, f"a word of vocabulary/{kind}s", nearest(word, [*known])
            )
    if procedure.kind is ProcedureKind.SETTLEMENT and not procedure.result:
        yield definition_fault(where, "no result", "null", "a result", "Name it, or make it a NOTIFICATION.")


def _check_editions(editions: Sequence[Edition], where: str) -> Iterator[Fault]:
    if not editions:
        yield definition_fault(where, "no edition", "none", "at least one", "Add the decision now in force.")
    for before, after in pairwise(editions):
        if before.to_on is None or before.to_on >= after.from_on:
            found = f"{before.from_on} to {before.to_on}, then from {after.from_on}"
            yield definition_fault(where, "editions overlap", found, "one edition a day", "End the earlier one.")


def _check_lines(procedure: Procedure, edition: Edition, where: str) -> Iterator[Fault]:
    for channel, case in product(sorted(procedure.channels), procedure.cases or [""]):
        place = f"{where} {edition.from_on} {channel} {case}".rstrip()
        terms = [t for t in edition.terms if t.scope.outcome is None and t.scope.holds(channel, case)]
        if len(terms) > 1:
            yield definition_fault(place, "two time limits", len(terms), "one", "Tell cases or channels apart.")
        for part in {line.part for line in edition.fees}:
            lines = [f for f in edition.fees if f.part == part and f.scope.holds(channel, case)]
            if not lines:
                yield definition_fault(place, "no fee", "none", "a fee, or FREE", "Add the line.")
            if any(_overlap(a, b) for a, b in pairwise(lines)):
                yield definition_fault(place, "two fees", len(lines), "one a day", "Date them, or tell cases apart.")
    for fee in edition.fees:
        if fee.part and fee.part not in procedure.fee_parts:
            advice = nearest(fee.part, [*procedure.fee_parts])
            yield definition_fault(where, "unknown part of a fee", fee.part, "a key of fee_parts", advice)
    for case in {line.scope.case for line in edition.terms} | {line.scope.case for line in edition.fees}:
        if case and case not in procedure.cases:
            yield definition_fault(where, "unknown case", case, "a key of cases", nearest(case, [*procedure.cases]))


def _overlap(one: FeeLine, other: FeeLine) -> bool:
    return (one.from_on or date.min) <= (other.to_on or date.max) and (other.from_on or date.min) <= (
        one.to_on or date.max
    )


def _check_children(procedure: Procedure, procedures: Mapping[str, Procedure]) -> Iterator[Fault]:
    for child in procedure.children:
        if child not in procedures:
            advice = nearest(child, [*procedures])
            yield definition_fault(procedure.id, "unknown linked procedure", child, "a procedure's file", advice)


def _procedure(file: DefinitionFile) -> Procedure:
    raw = read_yaml(file.text(), file.where)
    return Procedure(
        id=file.name,
        code=str(raw["code"] or ""),
        field=str(raw["field"]),
        agency=str(raw["agency"]),
        label=Label.read(raw["label"]),
        kind=ProcedureKind(str(raw["kind"])),
        applicants=frozenset(Applicant(a) for a in _texts(raw["applicants"])),
        channels=frozenset(Channel(c) for c in _texts(raw["channels"])),
        cases=_labels(raw.get("cases")),
        fee_parts=_labels(raw.get("fee_parts")),
        components=tuple(_component(_map(c)) for c in _list(raw["documents"])),
        steps=tuple(_step(_map(s)) for s in _list(raw.get("steps"))),
        result=str(raw["result"] or ""),
        editions=tuple(sorted((_edition(_map(e)) for e in _list(raw["editions"])), key=lambda e: e.from_on)),
        legal_basis=tuple(_texts(raw["legal_basis"])),
        family=_labels(raw.get("family")),
        children=tuple(_texts(raw.get("children"))),
        needs_presence=raw.get("needs_presence") is True,
        any_commune=raw.get("any_commune") is True,
        silence_agrees=raw.get("silence_agrees") is True,
        financial_duty=raw.get("financial_duty") is True,
        checked_on=date.fromisoformat(str(raw["checked"])),
        unverified=str(raw.get("unverified", "")),
    )


def _component(raw: Mapping[str, object]) -> Component:
    need = Need(str(raw.get("need", Need.ALWAYS)))
    return Component(str(raw["document"]), need, _int(raw.get("originals", 0)), _int(raw.get("copies", 0)))


def _step(raw: Mapping[str, object]) -> Step:
    return Step(str(raw["step"]), str(raw["role"]), _term(raw))


def _edition(raw: Mapping[str, object]) -> Edition:
    return Edition(
        from_on=date.fromisoformat(str(raw["from"])),
        to_on=_find_date(raw.get("to")),
        from_verified=raw.get("from_verified") is not False,
        decision=str(raw["decision"] or ""),
        terms=tuple(TermLine(_scope(t), _term(t), str(t.get("raw", ""))) for t in map(_map, _list(raw["terms"]))),
        fees=tuple(_fee(_map(f)) for f in _list(raw["fees"])),
    )


def _fee(raw: Mapping[str, object]) -> FeeLine:
    return FeeLine(
        scope=_scope(raw),
        kind=FeeKind(str(raw["kind"])),
        amount_vnd=_int(raw["amount_vnd"]) if raw["kind"] == FeeKind.FIXED else 0,
        per=str(raw.get("per", "")),
        further_vnd=_int(raw["further_vnd"]) if "further_vnd" in raw else None,
        further_after=_int(raw.get("further_after", 0)),
        at_most_vnd=_int(raw["at_most_vnd"]) if "at_most_vnd" in raw else None,
        from_on=_find_date(raw.get("from")),
        to_on=_find_date(raw.get("to")),
        part=str(raw.get("part", "")),
        exemptions=raw.get("exemptions") is True,
        raw=str(raw.get("raw", "")),
    )


def _scope(raw: Mapping[str, object]) -> Scope:
    outcome = Outcome(str(raw["outcome"])) if "outcome" in raw else None
    return Scope(frozenset(Channel(c) for c in _texts(raw.get("channels"))), str(raw.get("case", "")), outcome)


def _term(raw: Mapping[str, object]) -> Term:
    return Term(_int(raw["amount"]), TimeUnit(str(raw["unit"])))


def _labels(raw: object) -> dict[str, Label]:
    return {key: Label.read(value) for key, value in _map(raw or {}).items()}


def _map(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise ValueError(f"expected keys and values, got {raw!r}")
    return raw


def _list(raw: object) -> list[object]:
    if raw is not None and not isinstance(raw, list):
        raise ValueError(f"expected a list, got {raw!r}")
    return raw or []


def _texts(raw: object) -> list[str]:
    return [str(item) for item in _list(raw)]


def _int(raw: object) -> int:
    if not isinstance(raw, int):
        raise ValueError(f"expected a whole number, got {raw!r}")
    return raw


def _find_date(raw: object) -> date | None:
    return None if raw is None else date.fromisoformat(str(raw))
