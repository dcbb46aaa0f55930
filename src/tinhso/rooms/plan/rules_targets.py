"""Rules over targets: weaker than the parent or than an earlier plan, below the starting point, trend moving away.

Each takes the `Evidence` of `plausibility` and gives findings. Rules over figures alone lie in `rules_figures`;
`RULES` names them all, and `find_findings` runs them.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from tinhso.base.label import Label
from tinhso.rooms.plan import rules_figures
from tinhso.rooms.plan.alignment import Relation, compare, relation
from tinhso.rooms.plan.plausibility import Evidence, Finding, Rule, finding, listed, told
from tinhso.rooms.plan.programme import Programme, Target
from tinhso.rooms.plan.reported import Figure, in_unit, shown
from tinhso.rooms.plan.status import holds

WORSE_BY = Decimal("0.05")


def weaker_than_parent(evidence: Evidence) -> Iterator[Finding]:
    """A provincial target that asks for less than, or later than, its national parent."""
    for _, target in evidence.targets:
        parent = evidence.national.get(target.parent or "")
        if parent and relation(target, parent) in {Relation.WEAKER, Relation.LATER}:
            words = {"own": _asked(target), "parent": _asked(parent)}
            yield finding("weaker_than_parent", evidence, [], words, [target])


def weaker_than_before(evidence: Evidence) -> Iterator[Finding]:
    """A later target that asks for less than an earlier one of the same province, for the same thing and year."""
    by_adoption = sorted(evidence.targets, key=lambda pair: pair[0].adopted_on)
    for (earlier, old), (later, new) in combinations(by_adoption, 2):
        if earlier.adopted_on < later.adopted_on and _same_thing(old, new) and compare(new, old) < 0:
            words = {"old": _set(earlier, old, evidence), "new": _set(later, new, evidence)}
            yield finding("weaker_than_before", evidence, _named(evidence, old, new), words, [old, new])


def _same_thing(old: Target, new: Target) -> bool:
    if (old.year, old.unit) != (new.year, new.unit):
        return False
    return bool(old.parent and old.parent == new.parent) or bool(set(old.reported[:1]) & set(new.reported[:1]))


def _named(evidence: Evidence, *targets: Target) -> list[Figure]:
    """Return the published copies of some targets: same series, territory, year and value."""
    return [
        figure
        for target in targets
        for figure in evidence.figures
        if not figure.is_claim
        and figure.series in target.reported
        and (figure.territory, figure.year) == (target.territory, target.year)
        and in_unit(figure.value, figure.unit, target.unit) == target.value
    ]


def below_start(evidence: Evidence) -> Iterator[Finding]:
    """A target that a figure of the same territory had already passed when it was adopted."""
    for programme, target in evidence.targets:
        if target.path == "floor" or target.comparison == "=":
            continue
        passed = [
            figure
            for figure in evidence.claims
            if figure.series in target.reported
            and figure.territory == target.territory
            and figure.when.ends_before <= programme.adopted_on
            and _passes(figure, target)
        ]
        if passed:
            words = {"target": _asked(target), "list": listed([told(figure, evidence) for figure in passed])}
            yield finding("below_start", evidence, passed, words, [target])


def _passes(figure: Figure, target: Target) -> bool:
    value = in_unit(figure.value, figure.unit, target.unit)
    return value is not None and value != target.value and holds(value, target)


def moving_away(evidence: Evidence) -> Iterator[Finding]:
    """A target whose reported series was further from it at the last step than at the step before.

    Ranks are compared as a part of all provinces; other series only within one territory.
    """
    for _, target in evidence.targets:
        for name in (name for name in target.reported if name in evidence.series):
            steps = _steps(evidence, name, target)
            if len(steps) < 2 or holds(steps[-1][1], target):
                continue
            before, last = (_position(figure, value, evidence) for figure, value in steps[-2:])
            worse = last > before * (1 + WORSE_BY) if target.comparison == "<=" else last < before * (1 - WORSE_BY)
            if worse:
                figures = [figure for figure, _ in steps]
                words = listed([told(figure, evidence, _universe(figure, evidence)) for figure in figures])
                yield finding("moving_away", evidence, figures, {"target": _asked(target), "list": words}, [target])


def _steps(evidence: Evidence, name: str, target: Target) -> list[tuple[Figure, Decimal]]:
    """Return the last claim of each year of a series on the target's territory; for ranks also on its successor."""
    wanted = {target.territory}
    if evidence.series[name].ranked:
        wanted |= {t.id for t in evidence.territories.values() if target.territory in t.predecessors[:1]}
    by_year: dict[int, Figure] = {}
    for figure in sorted(evidence.claims, key=lambda figure: (figure.when.ends_before, figure.published_on)):
        if figure.series == name and figure.territory in wanted and figure.year < target.year:
            by_year[figure.year] = figure
    pairs = ((figure, in_unit(figure.value, figure.unit, target.unit)) for figure in by_year.values())
    return [(figure, value) for figure, value in pairs if value is not None]


def _position(figure: Figure, value: Decimal, evidence: Evidence) -> Decimal:
    return value / evidence.among(figure.territory) if evidence.series[figure.series].ranked else value


def _universe(figure: Figure, evidence: Evidence) -> Label | None:
    if not evidence.series[figure.series].ranked:
        return None
    n = evidence.among(figure.territory)
    return Label(f"trong {n} tỉnh", f"among {n} provinces", f"จาก {n} จังหวัด")


def _asked(target: Target) -> Label:
    """Return what a target asks for, in words: label, sign, value and year."""
    high = [shown(target.value_high, target.unit)] if target.value_high is not None else []
    value = listed([shown(target.value, target.unit), *high], "–")
    sign = {">=": "≥ ", ">": "> ", "<=": "≤ ", "=": "= ", "range": ""}[target.comparison]
    words = Label.same("{label}: {sign}{value} ({year})")
    return words.format(label=target.label, sign=sign, value=value, year=target.year)


def _set(programme: Programme, target: Target, evidence: Evidence) -> Label:
    words = Label.same("{asked}, {programme}, {territory}, {day}")
    return words.format(
        asked=_asked(target),
        programme=programme.label,
        territory=evidence.territories[target.territory].label,
        day=programme.adopted_on.isoformat(),
    )


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        rules_figures.other_denominator,
        rules_figures.territory_changed,
        rules_figures.total_claim,
        rules_figures.rank_without_universe,
        rules_figures.leading_group_claim,
        moving_away,
        weaker_than_before,
        weaker_than_parent,
        rules_figures.other_producer,
        rules_figures.beyond_budget,
        rules_figures.ratio_refuted,
        below_start,
        rules_figures.series_break,
        rules_figures.cumulative_falls,
        rules_figures.matched_is_not_clean,
        rules_figures.sources_disagree,
    )
}


def find_findings(evidence: Evidence) -> tuple[Finding, ...]:
    """Return what every rule finds, in the order of the rules; findings that touch no statement are left out."""
    return tuple(found for rule in RULES.values() for found in rule(evidence) if found.targets)
