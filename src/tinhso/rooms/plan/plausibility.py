"""Plausibility: where published figures and targets do not hold together, found by general rules, said in sentences.

Takes reported figures with their series, territories and programmes; gives `Finding` values that name figures,
statements and indicators. No rule knows a province or a number: each compares what figures and targets say of
themselves. The rules lie in `rules_figures` and `rules_targets`; what a finding means for a target is left to its
reader.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.base.label import Label
from tinhso.rooms.plan.programme import COUNTRY, Programme, Statement, Target, Territory
from tinhso.rooms.plan.reported import Figure, Reported, Series, shown

_RESERVATIONS = {
    "over": Label("trên", "over", "เกิน"),
    "nearly": Label("gần", "nearly", "เกือบ"),
    "about": Label("khoảng", "about", "ราว"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: its name, a sentence, and the figures, statements and indicators it speaks of."""

    rule: str
    sentence: Label
    figures: tuple[str, ...]
    targets: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at: the figures of one province and of the country, and the programmes in force."""

    reported: Reported
    territories: Mapping[str, Territory]
    programmes: tuple[Programme, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return all figures, targets included."""
        return self.reported.figures

    @property
    def series(self) -> Mapping[str, Series]:
        """Return what the figures' series are."""
        return self.reported.series

    @property
    def claims(self) -> tuple[Figure, ...]:
        """Return the figures that say what is, not what is meant to be."""
        return tuple(figure for figure in self.figures if figure.is_claim)

    @property
    def targets(self) -> tuple[tuple[Programme, Target], ...]:
        """Return the provincial targets, each with its programme."""
        return tuple((p, target) for p in self.programmes if p.province != COUNTRY for target in p.targets)

    @property
    def national(self) -> dict[str, Target]:
        """Return the national targets by id."""
        return {target.id: target for p in self.programmes if p.province == COUNTRY for target in p.targets}

    def among(self, territory: str) -> int:
        """Return among how many provinces a territory is ranked, which the merger of 1 July 2025 changed."""
        existed = self.territories[territory]
        return int(self.reported.n_provinces.on(existed.until or existed.since).value)


Rule = Callable[[Evidence], Iterable[Finding]]


@cache
def read_sentences() -> dict[str, dict[str, Label]]:
    """Return the title and the sentence of each rule by name."""
    path = Path(__file__).with_name("plausibility.yaml")
    raw = read_yaml(path.read_text("utf-8"), path.name)
    return {
        rule: {kind: Label.read(label) for kind, label in labels.items()}
        for rule, labels in raw.items()
        if isinstance(labels, Mapping)
    }


def finding(
    rule: str,
    evidence: Evidence,
    figures: Sequence[Figure],
    words: Mapping[str, object],
    targets: Sequence[Target] = (),
    about: Sequence[Figure] = (),
) -> Finding:
    """Return a finding whose sentence is the rule's, filled in with words.

    It touches the targets given, else every statement that names the series of `about` (of all its figures by
    default).
    """
    names = {figure.series for figure in about or figures}
    touched: dict[str, Statement] = {target.id: target for target in targets}
    if not targets:
        touched = {
            statement.id: statement
            for programme in evidence.programmes
            for statement in programme.statements
            if names & set(statement.reported)
        }
    indicators = {x for s in touched.values() for x in (s.indicator, *s.readings) if x}
    sentence = read_sentences()[rule]["sentence"].format(**words)
    return Finding(
        rule, sentence, tuple(figure.id for figure in figures), tuple(sorted(touched)), tuple(sorted(indicators))
    )


def told(figure: Figure, evidence: Evidence, remark: Label | None = None) -> Label:
    """Return a figure as words: value and reservation, then territory, period, publisher and a remark in brackets."""
    value = shown(figure.value, figure.unit)
    if figure.value_high is not None:
        value = listed([value, shown(figure.value_high, figure.unit)], "–")
    if figure.reservation in _RESERVATIONS:
        value = listed([_RESERVATIONS[figure.reservation], value], " ")
    where = evidence.territories[figure.territory].label
    source = [where, Label.same(period_shown(figure.period)), Label.same(figure.publisher)]
    inside = listed([*source, *([remark] if remark else [])], ", ")
    return Label.same("{value} ({inside})").format(value=value, inside=inside)


def listed(labels: Sequence[Label], mark: str = "; ") -> Label:
    """Return labels joined by a mark, each language for itself."""
    return Label(*(mark.join(label.text(x) for label in labels) for x in ("vi", "en", "th")))


def period_shown(period: str) -> str:
    """Return a period as people write it: `2025`, `9/2025`, `Q1/2025`."""
    year, _, rest = period.partition("-")
    return f"{rest.lstrip('0')}/{year}" if rest else year


def newest(figures: Iterable[Figure]) -> Figure | None:
    """Return the figure of the last period, and of those the last published one; None when there is none."""
    return max(figures, key=lambda figure: (figure.when.ends_before, figure.published_on), default=None)


def months_apart(one: Figure, other: Figure) -> int:
    """Return how many months lie between the ends of two figures' periods."""
    ends = [figure.when.ends_before for figure in (one, other)]
    return abs((ends[0].year - ends[1].year) * 12 + ends[0].month - ends[1].month)
