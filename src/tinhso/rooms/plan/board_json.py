"""The board as plain values: the `plan.json` of a release, and the rows of `tinhso status --json`.

Takes a `Board`; gives dictionaries and lists that `canonical_json` accepts: decimals as text, days as text, labels
in three languages. Decides nothing.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from tinhso.base.label import Label
from tinhso.law.citation import Citation
from tinhso.rooms.plan.alignment import RELATION_LABELS, Alignment
from tinhso.rooms.plan.board import Board, Entry, Gap, Observation
from tinhso.rooms.plan.plausibility import Finding, read_sentences
from tinhso.rooms.plan.programme import Goal, Programme, Target, Task
from tinhso.rooms.plan.reported import COLUMNS, Figure
from tinhso.rooms.plan.status import Status

Plain = dict[str, object]


def board_as_dict(board: Board) -> Plain:
    """Return the whole board as plain values."""
    return {
        "province": board.province,
        "area": board.territory.area,
        "territory": board.territory.id,
        "as_of": board.as_of.isoformat(),
        "pillars": _pillars(board.entries),
        "programmes": [_programme(board, programme, board.entries) for programme in board.programmes],
        "national": [_programme(board, programme, ()) for programme in board.national],
        "alignment": [_alignment(alignment) for alignment in board.alignments],
        "findings": [_finding(board, finding) for finding in board.findings],
        "figures": {figure.id: _figure(board, figure) for figure in board.reported.figures},
        "territories": {t.id: {"label": t.label.as_dict(), "area": t.area} for t in board.setting.territories.values()},
    }


def status_rows(board: Board) -> list[Plain]:
    """Return one row per statement and seed, as `tinhso status --json` prints them."""
    return [_status_row(entry, seed) for entry in board.entries for seed in entry.statement.seeds or ("",)]


def _status_row(entry: Entry, seed: str) -> Plain:
    statement, observation = entry.statement, entry.observation
    target = statement if isinstance(statement, Target) else None
    year = statement.year if isinstance(statement, Goal | Target) else None
    return {
        "id": statement.id,
        "seed": seed,
        "label": statement.label.as_dict(),
        "indicator": statement.indicator,
        "value": _decimal(observation.value) if observation else None,
        "numerator": observation.numerator if observation else None,
        "denominator": observation.denominator if observation else None,
        "period": observation.period if observation else None,
        "comparison": target.comparison if target else None,
        "target": _aimed(target) if target else None,
        "year": year,
        "status": entry.verdict.status.value,
        "reason": entry.verdict.reason.as_dict(),
        "invented": observation.invented if observation else False,
        "reported": [
            {name: getattr(figure, name) for name in ("series", "territory", "period", "unit", "publisher")}
            | {"value": _decimal(figure.value)}
            for figure in entry.figures
        ],
    }


def _aimed(target: Target) -> str:
    low = str(target.value)
    return low if target.value_high is None else f"{low}..{target.value_high}"


def _pillars(entries: Sequence[Entry]) -> list[Plain]:
    counts = Counter(
        (entry.statement.pillar, entry.verdict.status) for entry in entries if isinstance(entry.statement, Target)
    )
    return [
        {"pillar": pillar} | {status.value: counts[(pillar, status)] for status in Status}
        for pillar in ("government", "economy", "society", "foundation")
    ]


def _programme(board: Board, programme: Programme, entries: Sequence[Entry]) -> Plain:
    own = {entry.statement.id: entry for entry in entries if entry.programme.id == programme.id}
    plain: Plain = {
        "id": programme.id,
        "province": programme.province,
        "territory": programme.territory,
        "label": programme.label.as_dict(),
        "promise": programme.promise.as_dict(),
        "law": _law(board, programme.law),
        "adopted_on": programme.adopted_on.isoformat(),
        "coordinator": _agency(board, programme.coordinator),
        "phases": [
            {"id": p.id, "label": p.label.as_dict(), "from": p.first_year, "until": p.last_year}
            for p in programme.phases
        ],
        "groups": [{"id": group.id, "label": group.label.as_dict()} for group in programme.groups],
    }
    for kind in ("goals", "targets", "tasks"):
        plain[kind] = [
            _statement(board, programme, statement, own.get(statement.id)) for statement in getattr(programme, kind)
        ]
    return plain


def _statement(board: Board, programme: Programme, statement: Goal | Target | Task, entry: Entry | None) -> Plain:
    plain: Plain = {
        "id": statement.id,
        "programme": programme.id,
        "seeds": list(statement.seeds),
        "label": statement.label.as_dict(),
        "promise": statement.promise.as_dict(),
        "law": _law(board, statement.law),
        "owner": _agency(board, statement.owner),
        "pillar": statement.pillar,
        "indicator": statement.indicator,
        "verified": statement.verified,
        "note": _label(statement.note),
        "unmeasured": _label(statement.unmeasured),
    }
    plain |= _own_fields(statement)
    return plain | (_evidence(board, entry) if entry else {})


def _own_fields(statement: Goal | Target | Task) -> Plain:
    match statement:
        case Goal():
            return {"kind": "goal", "year": statement.year}
        case Target():
            base = statement.baseline
            return {
                "kind": "target",
                "comparison": statement.comparison,
                "value": _decimal(statement.value),
                "value_high": _decimal(statement.value_high),
                "unit": statement.unit,
                "year": statement.year,
                "path": statement.path,
                "parent": statement.parent,
                "territory": statement.territory,
                "scope": statement.scope,
                "baseline": {"period": base.period, "value": _decimal(base.value), "source": base.source}
                if base
                else None,
            }
        case Task():
            due_on = statement.due_on.isoformat() if statement.due_on else None
            return {
                "kind": "task",
                "group": statement.group,
                "phase": statement.phase,
                "due_on": due_on,
                "state": statement.state,
            }


def _evidence(board: Board, entry: Entry) -> Plain:
    return {
        "status": entry.verdict.status.value,
        "reason": entry.verdict.reason.as_dict(),
        "expected": _decimal(entry.verdict.expected),
        "observation": _observation(entry.observation),
        "history": [_observation(row) for row in entry.history],
        "readings": [{"indicator": name, "observation": _observation(row)} for name, row in entry.readings],
        "reported": [figure.id for figure in entry.figures],
        "gap": _gap(entry.gap),
        "alignment": _alignment(entry.alignment) if entry.alignment else None,
        "findings": [_finding_id(board, finding) for finding in entry.findings],
    }


def _observation(row: Observation | None) -> Plain | None:
    if row is None:
        return None
    return {
        "indicator": row.indicator,
        "period": row.period,
        "value": _decimal(row.value),
        "numerator": row.numerator,
        "denominator": row.denominator,
        "status": row.status,
        "receipt": row.receipt,
        "invented": row.invented,
    }


def _gap(gap: Gap | None) -> Plain | None:
    if gap is None:
        return None
    return {
        "figure": gap.figure.id,
        "reported": _decimal(gap.reported),
        "measured": _decimal(gap.measured),
        "difference": _decimal(gap.reported - gap.measured),
        "sentence": gap.sentence.as_dict(),
    }


def _alignment(alignment: Alignment) -> Plain:
    return {
        "national": alignment.national,
        "provincial": alignment.provincial,
        "relation": alignment.relation.value,
        "label": RELATION_LABELS[alignment.relation].as_dict(),
        "lowered_from": alignment.lowered_from,
        "remark": _label(alignment.remark),
    }


def _finding_id(board: Board, finding: Finding) -> str:
    same = [other for other in board.findings if other.rule == finding.rule]
    return f"{finding.rule.replace('_', '-')}-{same.index(finding) + 1}"


def _finding(board: Board, finding: Finding) -> Plain:
    return {
        "id": _finding_id(board, finding),
        "rule": finding.rule,
        "title": read_sentences()[finding.rule]["title"].as_dict(),
        "sentence": finding.sentence.as_dict(),
        "figures": list(finding.figures),
        "statements": list(finding.targets),
        "indicators": list(finding.indicators),
    }


def _figure(board: Board, figure: Figure) -> Plain:
    plain: Plain = {
        name: getattr(figure, name) for name in ("id", "series", *COLUMNS[1:4], *COLUMNS[5:8], *COLUMNS[9:])
    }
    return plain | {
        "label": board.reported.series[figure.series].label.as_dict(),
        "value": _decimal(figure.value),
        "value_high": _decimal(figure.value_high),
    }


def _law(board: Board, citations: Sequence[Citation]) -> list[Plain]:
    return [
        {
            "citation": str(citation),
            "text": citation.text_id,
            "shown": citation.shown(board.setting.texts).as_dict(),
            "verified": citation.text_id in board.setting.texts and board.setting.texts[citation.text_id].verified,
        }
        for citation in citations
    ]


def _agency(board: Board, id_: str) -> Plain:
    return {"id": id_, "label": board.setting.agencies[id_].label.as_dict()}


def _label(label: Label | None) -> dict[str, str] | None:
    return label.as_dict() if label else None


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
