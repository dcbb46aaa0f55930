"""Rules over reported figures: ratios over other wholes, other producers, territories, ranks, sums and cleaning steps.

Each takes the `Evidence` of `plausibility` and gives findings; thresholds are named here and are the product's own
choice. Rules that look at targets lie in `rules_targets`.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from tinhso.base.label import Label
from tinhso.rooms.plan.plausibility import Evidence, Finding, finding, listed, months_apart, newest, told
from tinhso.rooms.plan.reported import Figure, Series, shown

POINTS_APART = Decimal(5)
PRODUCERS_APART = Decimal("0.10")
SOURCES_APART = Decimal("0.015")
MONTHS_APART = 12
PACE_BREAK = (Decimal("0.6"), Decimal("1.4"))
SHARE_OF_BUDGET = Decimal("0.10")
_WHOLE = Decimal(100)
_VND_MILLION_TO_BILLION = Decimal("0.001")


def other_denominator(evidence: Evidence) -> Iterator[Finding]:
    """Ratios of one concept taken over different wholes, years close, values far apart."""
    for figures in _newest_by(evidence, lambda series: series.of):
        if len(figures) > 1 and _spread(figures) >= POINTS_APART:
            words = [told(figure, evidence, evidence.series[figure.series].of) for figure in figures]
            yield finding("other_denominator", evidence, figures, {"list": listed(words)})


def matched_is_not_clean(evidence: Evidence) -> Iterator[Finding]:
    """Steps of cleaning one register whose shares differ: synchronised, cleaned, matched."""
    for figures in _newest_by(evidence, lambda series: series.stage):
        if len(figures) > 1 and _spread(figures) >= POINTS_APART:
            words = [told(figure, evidence, evidence.series[figure.series].stage) for figure in figures]
            yield finding("matched_is_not_clean", evidence, figures, {"list": listed(words)})


def _newest_by(evidence: Evidence, trait: Callable[[Series], Label | None]) -> Iterator[list[Figure]]:
    """Yield, per concept, the newest figure of each series that has the trait, those near to the newest in time."""
    concepts = {series.concept for series in evidence.series.values() if series.concept and trait(series)}
    for concept in sorted(concepts):
        names = [s.id for s in evidence.series.values() if s.concept == concept and trait(s)]
        found = [newest(figure for figure in evidence.claims if figure.series == name) for name in names]
        figures = [figure for figure in found if figure is not None]
        last = newest(figures)
        yield [figure for figure in figures if last and months_apart(figure, last) <= MONTHS_APART]


def _spread(figures: Sequence[Figure]) -> Decimal:
    values = [figure.value for figure in figures]
    return max(values) - min(values)


def other_producer(evidence: Evidence) -> Iterator[Finding]:
    """One concept, area and year from two producers, values apart by a tenth or more; the newest such year."""
    made_by: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in evidence.claims:
        series = evidence.series[figure.series]
        if series.by and series.concept:
            made_by.setdefault((series.concept, figure.territory, figure.period), []).append(figure)
    newest_key = {key[:2]: key for key in sorted(made_by) if _producers_differ(made_by[key], evidence)}
    for key in newest_key.values():
        words = [told(figure, evidence, evidence.series[figure.series].by) for figure in made_by[key]]
        yield finding("other_producer", evidence, made_by[key], {"list": listed(words)})


def _producers_differ(figures: Sequence[Figure], evidence: Evidence) -> bool:
    several = len({evidence.series[figure.series].by for figure in figures}) > 1
    return several and _relative(figures) >= PRODUCERS_APART


def _relative(figures: Sequence[Figure]) -> Decimal:
    top = max(abs(figure.value) for figure in figures)
    return _spread(figures) / top if top else Decimal(0)


def sources_disagree(evidence: Evidence) -> Iterator[Finding]:
    """One series, territory and period with values that differ between sources."""
    same: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in evidence.claims:
        if figure.value_high is None:
            same.setdefault((figure.series, figure.territory, figure.period), []).append(figure)
    for figures in same.values():
        if len(figures) > 1 and _relative(figures) >= SOURCES_APART:
            words = listed([told(figure, evidence) for figure in figures])
            label = evidence.series[figures[0].series].label
            yield finding("sources_disagree", evidence, figures, {"label": label, "list": words})


def territory_changed(evidence: Evidence) -> Iterator[Finding]:
    """A series that runs from a territory into the one it was merged into, so that its step compares two places.

    Left out: what lies in one place whatever the border (`local`), running totals of other months, equal values.
    """
    for name, series in evidence.series.items():
        if series.local or series.accumulates:
            continue
        for territory in evidence.territories.values():
            before = _last_before(evidence, name, territory.predecessors)
            after = _first_of(evidence, name, territory.id)
            if before and after and 0 <= after.year - before.year <= 2 and before.value != after.value:
                words = {"label": series.label, "before": told(before, evidence), "after": told(after, evidence)}
                yield finding("territory_changed", evidence, [before, after], words)


def _last_before(evidence: Evidence, name: str, territories: Sequence[str]) -> Figure | None:
    for territory in territories:
        found = newest(x for x in evidence.claims if x.series == name and x.territory == territory)
        if found:
            return found
    return None


def _first_of(evidence: Evidence, name: str, territory: str) -> Figure | None:
    own = [x for x in evidence.claims if x.series == name and x.territory == territory]
    first = min((figure.when.ends_before for figure in own), default=None)
    return newest(figure for figure in own if figure.when.ends_before == first)


def rank_without_universe(evidence: Evidence) -> Iterator[Finding]:
    """Ranks of one concept taken among different numbers of provinces."""
    concepts = {series.concept for series in evidence.series.values() if series.ranked and series.concept}
    for concept in sorted(concepts):
        ranks = [
            figure
            for figure in sorted(evidence.claims, key=lambda figure: figure.when.ends_before)
            if evidence.series[figure.series].concept == concept and evidence.series[figure.series].ranked
        ]
        if len({evidence.among(figure.territory) for figure in ranks}) > 1:
            words = [told(figure, evidence, _among(evidence.among(figure.territory))) for figure in ranks]
            yield finding("rank_without_universe", evidence, ranks, {"list": listed(words)})


def _among(n: int) -> Label:
    return Label(f"trong {n} tỉnh", f"among {n} provinces", f"จาก {n} จังหวัด")


def leading_group_claim(evidence: Evidence) -> Iterator[Finding]:
    """A claimed place among the first n, where the published rank of the same concept and territory is worse than n."""
    for claim in (figure for figure in evidence.claims if figure.kind == "rank" and figure.comparison == "<="):
        concept = evidence.series[claim.series].concept
        published = newest(
            figure
            for figure in evidence.claims
            if concept
            and not figure.comparison
            and figure.territory == claim.territory
            and evidence.series[figure.series].concept == concept
        )
        if published and published.value > claim.value:
            remark = _among(evidence.among(published.territory))
            words = {"claim": told(claim, evidence), "published": told(published, evidence, remark)}
            yield finding("leading_group_claim", evidence, [claim, published], words)


def total_claim(evidence: Evidence) -> Iterator[Finding]:
    """A claim of all, beside counter-evidence not older by two years: places left out, or a share below all."""
    for claim in evidence.claims:
        if claim.unit != "percent" or claim.value < _WHOLE:
            continue
        against = [
            figure
            for name in evidence.series[claim.series].counter
            if (figure := newest(x for x in evidence.claims if x.series == name and _speaks_against(x, claim)))
        ]
        if against:
            label = evidence.series[claim.series].label
            words = [
                Label.same("{label} {value}").format(label=evidence.series[x.series].label, value=told(x, evidence))
                for x in against
            ]
            said = {"label": label, "claim": told(claim, evidence), "list": listed(words)}
            yield finding("total_claim", evidence, [claim, *against], said)


def _speaks_against(figure: Figure, claim: Figure) -> bool:
    if figure.area != claim.area or figure.year < claim.year - 2:
        return False
    return figure.value < _WHOLE if figure.unit == "percent" else figure.value > 0


def ratio_refuted(evidence: Evidence) -> Iterator[Finding]:
    """A printed percentage that its own numerator and denominator do not give, beyond rounding of its last digit."""
    for stated in evidence.claims:
        ratio = evidence.series[stated.series].ratio
        parts = [
            newest(
                x
                for x in evidence.claims
                if (x.series, x.territory, x.period) == (name, stated.territory, stated.period)
            )
            for name in ratio or ()
        ]
        if len(parts) != 2 or parts[0] is None or parts[1] is None or not parts[1].value:
            continue
        computed = parts[0].value / parts[1].value * 100
        last_digit = Decimal(1).scaleb(int(stated.value.as_tuple().exponent))
        if abs(computed - stated.value) > last_digit:
            words = {
                "stated": told(stated, evidence),
                "numerator": shown(parts[0].value, parts[0].unit),
                "denominator": shown(parts[1].value, parts[1].unit),
                "computed": shown(computed.quantize(Decimal("0.1")), "percent"),
            }
            yield finding("ratio_refuted", evidence, [stated, parts[0], parts[1]], words)


def series_break(evidence: Evidence) -> Iterator[Finding]:
    """A year whose remaining months would have to run much faster, or slower, than the months already counted."""
    for year in evidence.claims:
        running = [
            figure
            for figure in evidence.claims
            if evidence.series[figure.series].accumulates == year.series
            and (figure.territory, figure.year) == (year.territory, year.year)
        ]
        last = newest(running)
        n_months = last.when.ends_before.month - 1 if last else 0
        if not last or not last.value or not 0 < n_months < 12:
            continue
        pace = (year.value - last.value) / (12 - n_months) / (last.value / n_months)
        if not PACE_BREAK[0] <= pace <= PACE_BREAK[1]:
            words = {
                "part": told(last, evidence),
                "whole": told(year, evidence),
                "pace": shown(pace.quantize(Decimal("0.1")), ""),
                "rest": shown(year.value - last.value, year.unit),
                "label": evidence.series[year.series].label,
            }
            yield finding("series_break", evidence, [last, year], words)


def cumulative_falls(evidence: Evidence) -> Iterator[Finding]:
    """A year-to-date sum that is smaller than an earlier one of the same year."""
    sums: dict[tuple[str, str, int], list[Figure]] = {}
    for figure in evidence.claims:
        if evidence.series[figure.series].accumulates:
            sums.setdefault((figure.series, figure.territory, figure.year), []).append(figure)
    for figures in sums.values():
        ordered = sorted(figures, key=lambda figure: figure.when.ends_before)
        for earlier, later in pairwise(ordered):
            if later.when.ends_before > earlier.when.ends_before and later.value < earlier.value:
                label = evidence.series[later.series].label
                words = {"label": label, "earlier": told(earlier, evidence), "later": told(later, evidence)}
                yield finding("cumulative_falls", evidence, [earlier, later], words)


def beyond_budget(evidence: Evidence) -> Iterator[Finding]:
    """Spending given as a share of the economy which, in money, would be an unlikely part of the whole budget."""
    for share in evidence.claims:
        spends = evidence.series[share.series].spends
        if spends is None:
            continue
        base, heads, within = (
            newest(x for x in evidence.claims if x.series == name and x.territory == share.territory)
            for name in (spends.base, spends.heads, spends.within)
        )
        if base and heads and within and within.value:
            amount = share.value / 100 * base.value * heads.value * _VND_MILLION_TO_BILLION
            if amount / within.value >= SHARE_OF_BUDGET:
                words = {
                    "share": told(share, evidence),
                    "amount": shown(amount.quantize(Decimal(1)), within.unit),
                    "part": shown((amount / within.value).quantize(Decimal("0.01")), "share"),
                    "budget": told(within, evidence),
                }
                yield finding("beyond_budget", evidence, [share, base, heads, within], words, about=[share])
