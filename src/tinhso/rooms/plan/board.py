"""The board of a province: every statement of its programmes beside what was measured, reported and found about it.

Takes programmes, observations (plain mappings, as releases carry them), reported figures, legal texts and a date;
gives a `Board`, purely. Writing it as plain values is left to `board_json`; making observations to the measure floor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tinhso.base.label import Label
from tinhso.law.text import Text
from tinhso.rooms.plan.alignment import Alignment, alignments
from tinhso.rooms.plan.plausibility import Evidence, Finding
from tinhso.rooms.plan.programme import COUNTRY, Agency, Programme, Statement, Target, Territory
from tinhso.rooms.plan.reported import Figure, Reported, in_unit, shown
from tinhso.rooms.plan.rules_targets import find_findings
from tinhso.rooms.plan.status import (
    Point,
    Status,
    Verdict,
    choose_period,
    course,
    first_point,
    is_running,
    last_day,
    read_status_rules,
    status,
)

_LANGUAGE_SPACE = " "


@dataclass(frozen=True, slots=True)
class Observation:
    """A measured value of an indicator for the whole province and one period; `value` None when there is none."""

    indicator: str
    period: str
    value: Decimal | None
    numerator: str
    denominator: str
    status: str
    receipt: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """The newest reported figure of the province in the target's unit, less the measured value."""

    figure: Figure
    reported: Decimal
    measured: Decimal
    sentence: Label


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with its verdict and all that stands beside it."""

    programme: Programme
    statement: Statement
    verdict: Verdict
    observation: Observation | None
    history: tuple[Observation, ...]
    readings: tuple[tuple[str, Observation | None], ...]
    figures: tuple[Figure, ...]
    gap: Gap | None
    alignment: Alignment | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What programmes refer to by id: legal texts, territories and agencies."""

    texts: Mapping[str, Text]
    territories: Mapping[str, Territory]
    agencies: Mapping[str, Agency]


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a province as of a day."""

    province: str
    territory: Territory
    as_of: date
    programmes: tuple[Programme, ...]
    national: tuple[Programme, ...]
    entries: tuple[Entry, ...]
    alignments: tuple[Alignment, ...]
    findings: tuple[Finding, ...]
    reported: Reported
    setting: Setting


def board(
    programmes: Sequence[Programme],
    observations: Sequence[Mapping[str, object]],
    reported: Reported,
    setting: Setting,
    as_of: date,
    province: str,
) -> Board:
    """Return the board of a province as of a day.

    Observations of other areas, and those without a receipt, are left out.
    """
    adopted = [programme for programme in programmes if programme.adopted_on <= as_of]
    own = tuple(programme for programme in adopted if programme.province == province)
    territory = territory_now(own, setting.territories, as_of)
    measured = _measured(observations, territory.area)
    aligned = alignments(programmes, province, as_of)
    near = _near(reported, {territory.id, *territory.predecessors, COUNTRY})
    national = tuple(programme for programme in adopted if programme.province == COUNTRY)
    found = find_findings(Evidence(near, setting.territories, (*national, *own)))
    entries = tuple(
        _entry(programme, statement, measured, near, aligned, found, territory, as_of)
        for programme in own
        for statement in programme.statements
    )
    return Board(province, territory, as_of, own, national, entries, aligned, found, near, setting)


def _near(reported: Reported, territories: set[str]) -> Reported:
    figures = tuple(figure for figure in reported.figures if figure.territory in territories)
    return replace(reported, figures=figures)


def territory_now(own: Sequence[Programme], territories: Mapping[str, Territory], as_of: date) -> Territory:
    """Return the territory a province has on a day: that of its programmes, or the one it was merged into."""
    named = {programme.territory for programme in own}
    for territory in territories.values():
        if territory.exists(as_of) and named & {territory.id, *territory.predecessors}:
            return territory
    raise ValueError(f"no territory on {as_of} among {sorted(named)}")


def _measured(observations: Sequence[Mapping[str, object]], area: str) -> dict[str, tuple[Observation, ...]]:
    found: dict[str, list[Observation]] = {}
    for raw in observations:
        if raw["area"] == area and raw.get("receipt"):
            found.setdefault(str(raw["indicator"]), []).append(_observation(raw))
    return {name: tuple(sorted(rows, key=lambda row: last_day(row.period))) for name, rows in found.items()}


def _observation(raw: Mapping[str, object]) -> Observation:
    value = raw.get("value")
    ok = raw["status"] == "ok" and value not in (None, "")
    return Observation(
        indicator=str(raw["indicator"]),
        period=str(raw["period"]),
        value=Decimal(str(value)) if ok else None,
        numerator=_text(raw.get("numerator")),
        denominator=_text(raw.get("denominator")),
        status=str(raw["status"]),
        receipt=str(raw["receipt"]),
        invented=raw.get("invented") in (True, "true"),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _entry(
    programme: Programme,
    statement: Statement,
    measured: Mapping[str, tuple[Observation, ...]],
    reported: Reported,
    aligned: Sequence[Alignment],
    found: Sequence[Finding],
    territory: Territory,
    as_of: date,
) -> Entry:
    history = measured.get(statement.indicator or "", ())
    year = statement.year if isinstance(statement, Target) else as_of.year
    observation = _chosen(history, year, as_of)
    beside = tuple(figure for name in statement.reported for figure in reported.figures if figure.series == name)
    return Entry(
        programme=programme,
        statement=statement,
        verdict=_verdict(statement, observation, history, territory, as_of),
        observation=observation,
        history=history,
        readings=tuple((name, _chosen(measured.get(name, ()), year, as_of)) for name in statement.readings),
        figures=beside,
        gap=_gap(statement, observation, beside),
        alignment=next((a for a in aligned if a.provincial == statement.id), None),
        findings=tuple(finding for finding in found if statement.id in finding.targets),
    )


def _chosen(history: Sequence[Observation], year: int, as_of: date) -> Observation | None:
    valued = {row.period: row for row in history if row.value is not None}
    period = choose_period(list(valued), year, as_of)
    return valued[period] if period else None


def _verdict(
    statement: Statement, observation: Observation | None, history: Sequence[Observation], now: Territory, as_of: date
) -> Verdict:
    rules = read_status_rules()
    if not isinstance(statement, Target):
        reason = statement.unmeasured or (rules["no_number"] if observation else rules["no_value"])
        return Verdict(Status.NOT_MEASURED, reason, None)
    values = [(row.period, row.value) for row in history if row.value is not None]
    point = None
    if observation and observation.value is not None:
        point = Point(last_day(observation.period), observation.value)
    verdict = status(point, statement, course(statement, first_point(values)), as_of)
    remarks = [verdict.reason]
    if observation and statement.territory != now.id:
        remarks.append(rules["other_territory"])
    if observation and is_running(observation.period, as_of):
        remarks.append(rules["running_period"])
    return Verdict(verdict.status, _joined(remarks), verdict.expected)


def _joined(remarks: Sequence[Label]) -> Label:
    return Label(*(_LANGUAGE_SPACE.join(remark.text(x) for remark in remarks) for x in ("vi", "en", "th")))


def _gap(statement: Statement, observation: Observation | None, beside: Sequence[Figure]) -> Gap | None:
    """Return the gap to the newest figure that claims what is measured, None without such a figure or a value."""
    if not isinstance(statement, Target) or observation is None or observation.value is None:
        return None
    same = [
        (figure, value)
        for figure in beside
        if figure.is_claim and figure.series == statement.claim and figure.territory != "vn"
        if (value := in_unit(figure.value, figure.unit, statement.unit)) is not None
    ]
    if not same:
        return None
    figure, value = max(same, key=lambda pair: pair[0].when.ends_before)
    return Gap(figure, value, observation.value, _gap_sentence(value, observation.value, statement.unit))


def _gap_sentence(reported: Decimal, measured: Decimal, unit: str) -> Label:
    measured = measured.quantize(Decimal("0.001") if unit == "share" else Decimal("0.1"))
    more = (reported > measured) - (reported < measured)
    sentence = read_status_rules()[{1: "gap_ahead", 0: "gap_none", -1: "gap_short"}[more]]
    numbers = {"reported": reported, "measured": measured, "difference": abs(reported - measured)}
    return sentence.format(**{name: shown(number, unit) for name, number in numbers.items()})
