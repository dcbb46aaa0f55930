"""What a report says, as plain text in one language: one value that the PDF and the DOCX both set.

Takes a province's edition, the one it is compared with, and the release page's address; gives a `Report`. Statuses,
gaps and findings were decided when the release was made; here they are chosen, put in order and counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tinhso.base.area import COUNTRY
from tinhso.portal.board import PILLARS, Row
from tinhso.portal.charts import chart_svg, drawn_rows
from tinhso.portal.comparing import changes_between
from tinhso.portal.edition import Edition
from tinhso.portal.reports.reasons import reasons
from tinhso.portal.shown import shown_day, shown_exactly, shown_number, shown_period, shown_value
from tinhso.portal.words import language, word

_TASKS = "plan/tasks.json"
STATUSES = ("met", "on_track", "behind", "not_measured")
_SIGNS = {"met": "✓", "on_track": "▸", "behind": "▲", "not_measured": "○"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: its heading, one sentence before it, column names, rows, and what to say when it is empty."""

    title: str
    lead: str
    columns: list[str]
    rows: list[list[str]]
    empty: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of a report: its caption, what it shows in words, and its SVG."""

    caption: str
    alt: str
    svg: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `invented` is the mark for every page, empty when nothing in the release is invented."""

    language: str
    title: str
    subtitle: str
    as_of: date
    release: str
    invented: str
    invented_why: str
    address: str
    scan: str
    root: str
    summary: Table
    moved: Table
    pillars: list[Table]
    pictures: list[Picture]
    overdue: Table
    evidence: Table
    findings: Table


def compose_report(edition: Edition, before: Edition | None, address: str) -> Report:
    """Return the report of an edition in the active language, compared with `before` when there is one."""
    manifest = edition.release.manifest
    day = date.fromisoformat(str(manifest["as_of"]))
    lead = word("changes.lead", before=before.id, now=edition.id) if before else word("changes.first")
    return Report(
        language=language(),
        title=word("report.title", province=edition.province["label"][language()]),
        subtitle=f"{word('site.release')} {edition.id} · {word('site.as_of', day=shown_day(day))}",
        as_of=day,
        release=edition.id,
        invented=word("invented.mark") if manifest["invented"] else "",
        invented_why=word("invented.why") if manifest["invented"] else "",
        address=address,
        scan=word("report.scan"),
        root=str(manifest["merkle_root"]),
        summary=_summary(edition),
        moved=_moved(edition, before, lead),
        pillars=[_pillar(edition, pillar) for pillar in PILLARS],
        pictures=_pictures(edition),
        overdue=_overdue(edition, day),
        evidence=_evidence(edition),
        findings=_findings(edition),
    )


def _summary(edition: Edition) -> Table:
    counts = Counter((str(target["pillar"]), str(target["status"])) for target in edition.board.targets)
    rows = [[word(f"pillar.{pillar}"), *(str(counts[(pillar, status)]) for status in STATUSES)] for pillar in PILLARS]
    columns = [word("field.pillar"), *(f"{_SIGNS[status]} {word(f'status.{status}')}" for status in STATUSES)]
    return Table(word("report.summary"), word("report.summary_lead"), columns, rows, "")


def _moved(edition: Edition, before: Edition | None, lead: str) -> Table:
    rows = [
        [
            _label(each.now),
            _state(before, each.before) if each.before else word("changes.new"),
            _state(edition, each.now),
            "; ".join(reasons(before, edition, each)),
        ]
        for each in (changes_between(before, edition) if before else [])
        if before
    ]
    names = [before.id if before else "–", edition.id]
    columns = [word("field.promise"), *names, word("report.why")]
    return Table(word("report.moved"), lead, columns, rows, word("changes.none") if before else "")


def _pillar(edition: Edition, pillar: str) -> Table:
    targets = [target for target in edition.board.targets if target["pillar"] == pillar]
    targets.sort(key=lambda target: STATUSES.index(str(target["status"])))
    rows = [
        [_label(target), _promised(target), _measured(edition, target), _status(target), _owner(target)]
        for target in targets
    ]
    columns = [
        word("field.promise"),
        word("target.goal"),
        word("target.evidence"),
        word("field.status"),
        word("field.owner"),
    ]
    return Table(word(f"pillar.{pillar}"), "", columns, rows, word("scoreboard.empty"))


def _pictures(edition: Edition) -> list[Picture]:
    measured = {str(target["indicator"]): target for target in edition.board.targets if target.get("observation")}
    return [
        _picture(edition, id_) for id_ in measured if id_ in edition.indicators and len(drawn_rows(edition, id_)) > 1
    ]


def _picture(edition: Edition, indicator: str) -> Picture:
    rows, unit = drawn_rows(edition, indicator), str(edition.indicators[indicator]["unit"])
    name = edition.indicators[indicator]["label"][language()]
    alt = word(
        "chart.alt",
        name=name,
        first=shown_value(rows[0]["value"], unit),
        since=shown_period(rows[0]["period"]),
        last=shown_value(rows[-1]["value"], unit),
        until=shown_period(rows[-1]["period"]),
    )
    return Picture(name, alt, chart_svg(edition, indicator, "wide"))


def _overdue(edition: Edition, day: date) -> Table:
    tasks = _reported_tasks(edition)
    dated = [{**row, **_told(tasks, row)} if row["kind"] == "task" else row for row in edition.board.statements]
    late = [row for row in dated if _is_late(row, day)]
    rows = [[_label(row), word(f"kind.{row['kind']}"), _owner(row), _due(row), _stands(row)] for row in late]
    undated = sum(1 for row in dated if row["kind"] == "task" and not row["due_on"])
    columns = [
        word("field.promise"),
        word("report.kind"),
        word("field.owner"),
        word("report.due"),
        word("field.status"),
    ]
    lead = word("report.overdue_lead", n=undated)
    return Table(word("report.overdue"), lead, columns, rows, word("report.overdue_none"))


def _reported_tasks(edition: Edition) -> dict[str, Row]:
    """Return by id what was reported on tasks; empty while the province delivered no reports."""
    if not (edition.release.folder / _TASKS).exists():
        return {}
    return {str(each["task"]): each for each in edition.release.read(_TASKS)["tasks"]}


def _told(tasks: Mapping[str, Row], row: Row) -> dict[str, object]:
    """Return what a task's reports add to it: the day it was due, how far it is, and that it is done."""
    told = tasks.get(str(row["id"]))
    if told is None:
        return {}
    state = "done" if told["finished_on"] else row["state"]
    return {"due_on": told["due_on"], "state": state, "done_percent": told["done_percent"]}


def _is_late(row: Row, day: date) -> bool:
    if row["kind"] == "task":
        due = row["due_on"]
        return bool(due) and str(due) < day.isoformat() and row["state"] != "done"
    return row["kind"] == "target" and int(row["year"]) < day.year and row["status"] != "met"


def _stands(row: Row) -> str:
    """Return the status of a late row: of a task how far it was reported to be, when it was."""
    percent = row.get("done_percent")
    return _status(row) if percent is None else f"{percent} %"


def _due(row: Row) -> str:
    return shown_day(row["due_on"]) if row["kind"] == "task" else str(row["year"])


def _evidence(edition: Edition) -> Table:
    rows = [
        [_label(target), _claim(figure), _measured(edition, target), _gap(figure)]
        for target in edition.board.targets
        for figure in edition.board.figures_of(target)
        if figure["area"] != COUNTRY and figure["kind"] != "target"
    ]
    columns = [word("field.promise"), word("target.reported"), word("report.measured"), word("reported.gap")]
    return Table(word("report.evidence"), word("target.reported_lead"), columns, rows, word("report.evidence_none"))


def _claim(figure: Row) -> str:
    high = f" – {shown_value(figure['value_high'], figure['unit'])}" if figure["value_high"] else ""
    sure = "" if figure["confidence"] == "seen" else f" ({word('law.unverified')})"
    value = f"{shown_value(figure['value'], figure['unit'])}{high}"
    return f"{value} · {shown_period(figure['period'])} · {_text(figure['territory'])} · {figure['publisher']}{sure}"


def _gap(figure: Row) -> str:
    return _text(figure["gap"]["sentence"]) if figure["gap"] else "–"


def _findings(edition: Edition) -> Table:
    rows = [[_text(row["title"]), _text(row["sentence"])] for row in edition.board.findings]
    columns = [word("report.rule"), word("report.found")]
    return Table(word("findings.title"), "", columns, rows, word("report.findings_none"))


def _state(edition: Edition | None, target: Row) -> str:
    return f"{_measured(edition, target)} · {_status(target)}" if edition else ""


def _measured(edition: Edition | None, target: Row) -> str:
    seen = target.get("observation") or {}
    if edition is None or seen.get("value") in (None, ""):
        return "–"
    unit = str(edition.indicators.get(str(seen["indicator"]), {}).get("unit", ""))
    mark = f" · {word('invented.mark')}" if seen["invented"] else ""
    return f"{shown_value(seen['value'], unit)} · {shown_period(seen['period'])}{mark}"


def _promised(target: Row) -> str:
    high = f" – {shown_exactly(target['value_high'], target['unit'])}" if target["value_high"] else ""
    value = f"{shown_exactly(target['value'], target['unit'])}{high}"
    return f"{word('comparison.' + str(target['comparison']))} {value} · {target['year']}"


def _status(row: Row) -> str:
    return f"{_SIGNS.get(str(row['status']), '•')} {word('status.' + str(row['status']))}"


def _owner(row: Row) -> str:
    return _text(row["owner"]["label"])


def _label(row: Row) -> str:
    return f"{_text(row['label'])} ({', '.join(map(str, row['seeds']))})"


def _text(label: object) -> str:
    return str(label[language()]) if isinstance(label, dict) else shown_number(label)
